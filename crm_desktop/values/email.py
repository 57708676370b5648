"""E-mail addresses in the one form that matching compares."""

import re

from crm_desktop.errors import InvalidField
from crm_desktop.values.names import clean_text
from crm_desktop.values.web import readable_domain
from crm_desktop.words import _

_WITH_NAME = re.compile(r"[^<>]*<([^<>]+)>")
_OFFICE_DOMAINS = (".local", ".test", ".invalid", ".localhost")
_STAND_IN = ".example.com"

FREE_MAIL = frozenset(
    {
        *("gmail.com", "googlemail.com", "yahoo.com", "ymail.com", "rocketmail.com", "aol.com", "aim.com", "mail.com"),
        *("hotmail.com", "outlook.com", "live.com", "msn.com", "passport.com", "icloud.com", "me.com", "mac.com"),
        *("proton.me", "protonmail.com", "pm.me", "tutanota.com", "tuta.io", "tuta.com", "fastmail.com", "hey.com"),
        *("zoho.com", "gmx.com", "gmx.net", "gmx.de", "gmx.at", "gmx.ch", "web.de", "freenet.de", "t-online.de"),
        *("arcor.de", "mail.de", "posteo.de", "mailbox.org", "online.de", "outlook.de", "hotmail.de", "live.de"),
        *("yahoo.de", "yahoo.fr", "yahoo.it", "yahoo.es", "yahoo.co.uk", "yahoo.co.in", "yahoo.co.jp", "yahoo.ca"),
        *("yahoo.com.br", "yahoo.com.au", "yahoo.com.mx", "hotmail.co.uk", "hotmail.fr", "hotmail.it", "hotmail.es"),
        *("live.co.uk", "live.fr", "live.nl", "outlook.fr", "outlook.es", "outlook.it", "outlook.com.br", "orange.fr"),
        *("wanadoo.fr", "free.fr", "sfr.fr", "laposte.net", "neuf.fr", "bbox.fr", "libero.it", "virgilio.it", "tin.it"),
        *("alice.it", "tiscali.it", "telefonica.net", "terra.es", "btinternet.com", "sky.com", "virginmedia.com"),
        *("talktalk.net", "ntlworld.com", "comcast.net", "verizon.net", "att.net", "sbcglobal.net", "bellsouth.net"),
        *("cox.net", "charter.net", "earthlink.net", "juno.com", "rogers.com", "shaw.ca", "sympatico.ca", "telus.net"),
        *(
            "bigpond.com",
            "optusnet.com.au",
            "xtra.co.nz",
            "bluewin.ch",
            "hispeed.ch",
            "sunrise.ch",
            "aon.at",
            "chello.at",
        ),
        *("skynet.be", "telenet.be", "ziggo.nl", "kpnmail.nl", "planet.nl", "xs4all.nl", "home.nl", "telia.com"),
        *("online.no", "wp.pl", "onet.pl", "o2.pl", "interia.pl", "seznam.cz", "centrum.cz", "azet.sk", "freemail.hu"),
        *("citromail.hu", "abv.bg", "mail.bg", "yandex.ru", "yandex.com", "mail.ru", "bk.ru", "inbox.ru", "list.ru"),
        *("rambler.ru", "ukr.net", "i.ua", "qq.com", "163.com", "126.com", "sina.com", "sohu.com", "foxmail.com"),
        *("naver.com", "daum.net", "hanmail.net", "rediffmail.com", "uol.com.br", "bol.com.br", "terra.com.br"),
        *("ig.com.br", "walla.co.il", "walla.com", "inbox.lv", "mail.ee", "sapo.pt", "docomo.ne.jp", "ezweb.ne.jp"),
    }
)


def normal_email(typed: str) -> str:
    """Return `typed` in lower case, without the `mailto:` or the display name around it."""
    # The validator would take 20 ms of every start.
    from email_validator import EmailNotValidError, validate_email

    text = clean_text(typed)
    bracketed = _WITH_NAME.fullmatch(text)
    address = bracketed[1].strip() if bracketed else text
    if address.lower().startswith("mailto:"):
        address = address[len("mailto:") :]
    # The validator refuses names that only an office network knows; below a public name their form is still checked.
    inner = _STAND_IN if address.lower().endswith(_OFFICE_DOMAINS) else ""
    try:
        found = validate_email(address + inner, check_deliverability=False)
    except EmailNotValidError as error:
        raise InvalidField("email", _refusal(text)) from error
    return found.normalized.lower().removesuffix(inner)


def email_domain(email: str) -> str:
    """Return what follows the @ of `email` as people read it, or an empty text."""
    return readable_domain(email.rpartition("@")[2]) if "@" in email else ""


def _refusal(text: str) -> str:
    if text.count("@") == 0:
        return _("“{typed}” is not an e-mail address, because it has no @. Type it like name@example.com.").format(
            typed=text
        )
    if text.count("@") > 1:
        return _("“{typed}” has more than one @. Type one e-mail address only.").format(typed=text)
    domain = text.rpartition("@")[2]
    if "." not in domain:
        return _("“{typed}” ends without a domain such as example.com. Complete the part after the @.").format(
            typed=text
        )
    return _(
        "“{typed}” is not an e-mail address: it holds a sign or a gap that addresses cannot have. "
        "Check it for typing errors."
    ).format(typed=text)
