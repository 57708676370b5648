"""Who wrote a mail and who got it: members of the workspace, people who are here, and people who are not yet."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from crm_desktop.errors import InvalidField
from crm_desktop.exchange.links import Links
from crm_desktop.exchange.mail_addresses import addresses_in
from crm_desktop.exchange.match import Several
from crm_desktop.exchange.quick_forms import quick_email

# Where everybody can have an address: it says nothing about a company.
_FREE = frozenset(
    {
        *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com", "ymail.com"),
        *("aol.com", "icloud.com", "me.com", "mac.com", "gmx.de", "gmx.net", "gmx.at", "gmx.ch", "web.de", "mail.com"),
        *("t-online.de", "freenet.de", "posteo.de", "mailbox.org", "proton.me", "protonmail.com", "hotmail.fr"),
        *("orange.fr", "free.fr", "laposte.net", "wanadoo.fr", "sfr.fr", "yahoo.fr", "hotmail.es", "yahoo.es"),
        *("telefonica.net", "libero.it", "tin.it", "alice.it", "hotmail.it", "ziggo.nl", "kpnmail.nl", "bluewin.ch"),
        *(
            "qq.com",
            "163.com",
            "126.com",
            "mail.ru",
            "yandex.ru",
            "uol.com.br",
            "bol.com.br",
            "sapo.pt",
            "hotmail.co.uk",
        ),
        *("yahoo.co.uk", "btinternet.com", "yahoo.de", "hotmail.de", "outlook.de", "comcast.net", "verizon.net"),
    }
)


class Taking(NamedTuple):
    """Somebody who has to do with a mail: `role` is from, to or cc; one of the `member` and the `person` is None."""

    role: str
    member: bytes | None
    person: bytes | None


class MailPeople:
    """Finds the people of mails by their addresses."""

    def __init__(self, links: Links) -> None:
        self._links = links
        self._company_of = lru_cache(8192)(self._stored_company)

    def taking_part(self, fields: Sequence[tuple[str, str]], *, makes: bool) -> list[Taking]:
        """Return who has to do with the mail whose `fields` pair a role with addresses.

        People who are not here are made where `makes` says so.
        """
        found: dict[tuple[bytes | None, bytes | None], Taking] = {}
        for role, text in fields:
            for name, address in addresses_in(text):
                for each in self._with_address(role, name, address, makes=makes):
                    found.setdefault(each[1:], each)
        return list(found.values())

    def company_of(self, person: bytes) -> bytes | None:
        """Return the company of `person`, who may just have been made."""
        made = self._links.makings.waiting.get(person)
        if made is not None:
            company = made.values.get("company")
            return company if isinstance(company, bytes) else None
        return self._company_of(person)

    def _with_address(self, role: str, name: str, address: str, *, makes: bool) -> list[Taking]:
        try:
            normal = quick_email(address)
        except InvalidField:
            return []
        member = self._links.known_member(normal)
        if member is not None:
            return [Taking(role, member, None)]
        try:
            person = self._links.people.find([("email", normal)])
        except Several as several:
            return [Taking(role, None, each) for each in several.records]
        if person is None and makes:
            person = self._links.person(name, address, company=None)
            self._employ(person, normal.rpartition("@")[2])
        return [] if person is None else [Taking(role, None, person)]

    def _employ(self, person: bytes | None, domain: str) -> None:
        """Let a new `person` work where the one company with the web `domain` of the address is."""
        made = None if person is None else self._links.makings.waiting.get(person)
        if made is None or domain in _FREE:
            return
        try:
            made.values["company"] = self._links.companies.find([("domain", domain)])
        except Several:
            return

    def _stored_company(self, person: bytes) -> bytes | None:
        # as the rows of this import have left it, in a rehearsal too
        found = self._links.records.values("contact", ["company"], [person]).get(person, [None])[0]
        return found if isinstance(found, bytes) else None
