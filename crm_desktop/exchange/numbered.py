"""Places that a contact has any number of: `email.2`, `address.1.city`, `note.3.label`."""

import re
from functools import lru_cache
from typing import NamedTuple

from crm_desktop.schema.contacts import CONTACT
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.words import N_, _

ADDRESS_PARTS = ("street", "street.2", "city", "region", "postal_code", "country")
SINGLE = ("email", "phone", "url", "social", "message")
_FORM = re.compile(
    rf"(?P<kind>{'|'.join(SINGLE)}|address|note)\.(?P<number>[1-9]\d?)"
    r"(?:\.(?P<part>label|street|street\.2|city|region|postal_code|country))?"
)
_READ_AS = {"email": FieldKind.EMAIL, "phone": FieldKind.PHONE, "country": FieldKind.COUNTRY}
_KINDS = {
    "email": CONTACT.by_name["email"].label,
    "phone": CONTACT.by_name["phone"].label,
    "url": N_("Website"),
    "social": N_("Social profile"),
    "message": N_("Messenger"),
    "address": N_("Address"),
    "note": N_("Further note"),
}
_PARTS = {
    "label": N_("Label"),
    "street.2": N_("Street, second line"),
    **{part: CONTACT.by_name[part].label for part in ADDRESS_PARTS if part in CONTACT.by_name},
}


class Numbered(NamedTuple):
    """A place by its parts: the `part` is empty where the place is the whole value."""

    kind: str
    number: int
    part: str


@lru_cache(4096)
def numbered(name: str) -> Numbered | None:
    """Return the parts of the place called `name`, or None where it is none of these."""
    found = _FORM.fullmatch(name)
    if found is None:
        return None
    kind, part = found["kind"], found["part"] or ""
    fits = part in _PARTS if kind == "address" else part in ("", "label")
    return Numbered(kind, int(found["number"]), part) if fits else None


def numbered_field(place: Numbered) -> Field:
    """Return the field that says how the text of `place` is read; its label is ready to be shown."""
    shown = f"{_(_KINDS[place.kind])} {place.number}"
    if place.part:
        shown = f"{shown}: {_(_PARTS[place.part])}"
    return Field(0, place.part or place.kind, shown, _READ_AS.get(place.part or place.kind, FieldKind.TEXT))
