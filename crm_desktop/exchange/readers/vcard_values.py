"""The values of vCard properties: addresses, phone numbers, birthdays, pictures, labels."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from crm_desktop.exchange.point_labels import canonical_label
from crm_desktop.exchange.readers.vcard_lines import LEAST_PREFERRED, Property

OMITTED_YEAR = "1604"  # what Apple writes where a birthday has no year
_LABELS = (("fax", "fax"), ("cell", "mobile"), ("pager", "pager"), ("work", "work"), ("home", "home"))
_NO_LABEL = {
    *("pref", "voice", "internet", "postal", "parcel", "dom", "intl", "msg", "video", "text", "x400", "date", "uri"),
    *("jpeg", "jpg", "png", "gif", "main", "textphone", "tlx", "bbs", "modem", "isdn", "x-voice"),
}
_SCHEME = re.compile(
    r"(?:mailto|tel|sip|xmpp|skype|aim|icq|ymsgr|msnim|urn:uuid|x-apple|fb|gtalk|jabber|im):", re.IGNORECASE
)
_DIGITS_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T.*)?")
_WHOLE_DAY = re.compile(r"(\d{4}-\d\d-\d\d)[T ].*")
_IMAGES = {"iVBOR": "image/png", "R0lGO": "image/gif", "/9j/": "image/jpeg", "UklGR": "image/webp", "Qk": "image/bmp"}


def preferred_first(properties: Sequence[Property]) -> Sequence[Property]:
    """Return `properties` with the preferred ones before others, so that they become the main ones of their kind.

    A role stands for a job title only where there is none.
    """
    for each in properties:
        if each.head.preference != LEAST_PREFERRED or each.head.name == "ROLE":
            break
    else:
        return properties
    return sorted(properties, key=lambda each: (each.head.name == "ROLE", each.head.preference))


@lru_cache(2048)
def label_of(types: tuple[str, ...], written: str) -> str:
    """Return the label that the words of TYPE and Apple's own label give; empty for none."""
    told = canonical_label(written) if written else None
    if told or not types:
        return told or ""
    words = [each.removeprefix("x-") for each in types]
    if "fax" in words and "home" in words:
        return "home fax"
    usual = next((label for word, label in _LABELS if word in words), "")
    return usual or next((each for each in words if each not in _NO_LABEL), "")


def without_scheme(text: str) -> str:
    """Return an address without the scheme before it: `mailto:`, `tel:`, `xmpp:`."""
    return _SCHEME.sub("", text.strip(), count=1) if ":" in text else text.strip()


def phone_text(text: str) -> str:
    """Return a phone number as people write it; `tel:+44-555-5555;ext=5` has its extension behind."""
    number, _sign, extension = without_scheme(text).partition(";ext=")
    return f"{number.strip()} ext. {extension}" if extension else number.partition(";phone-context=")[0].strip()


def address_parts(parts: Sequence[str], label: str) -> Mapping[str, str]:
    """Return the parts of an address by their names; one that only has a whole `label` keeps that as its street."""
    box, extended, street, city, region, code, country = [*parts, *[""] * 7][:7]
    lines = [street, extended, box]
    found = {
        "street": "\n".join(each for each in lines if each),
        "city": city,
        "region": region,
        "postal_code": code,
        "country": country,
    }
    return found if any(found.values()) else {"street": label.replace("\\n", "\n")}


def birthday(text: str, omitted: str) -> str:
    """Return a day as it is read elsewhere: `1980-05-12`, or `--05-12` where the card has no year."""
    plain = text.strip()
    digits = _DIGITS_DAY.fullmatch(plain)
    if digits:
        plain = "-".join(digits.groups())
    whole = _WHOLE_DAY.fullmatch(plain)
    if whole:
        plain = whole[1]
    for year in {omitted, OMITTED_YEAR} - {""}:
        if plain.startswith(f"{year}-"):
            plain = f"--{plain[5:]}"
    return plain


def photo_text(value: str) -> str:
    """Return the picture in `value` as a data address, or the address of one elsewhere; empty for none.

    What is neither is damaged: it stays, so that it can be told.
    """
    text = value.strip()
    if text.lower().startswith(("data:", "http:", "https:", "file:", "cid:")):
        return text
    plain = re.sub(r"\s+", "", text)
    kind = next((kind for start, kind in _IMAGES.items() if plain.startswith(start)), "")
    return f"data:{kind};base64,{plain}" if plain else ""
