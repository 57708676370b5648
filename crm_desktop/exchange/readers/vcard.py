"""vCards 2.1, 3.0 and 4.0 as clients write them: each property goes to its place."""

from collections.abc import Callable, Mapping, Sequence

from crm_desktop.exchange.readers.card import Card, CardFields, Group
from crm_desktop.exchange.readers.vcard_lines import Head, Property, components, lists, unescaped
from crm_desktop.exchange.readers.vcard_values import (
    address_parts,
    birthday,
    label_of,
    phone_text,
    photo_text,
    preferred_first,
    without_scheme,
)
from crm_desktop.words import N_, _

# What a client writes for itself, and what follows from the rest.
_SILENT = {
    *("VERSION", "PRODID", "REV", "CLASS", "MAILER", "LABEL", "SORT-STRING", "SOUND", "X-PHONETIC-FIRST-NAME"),
    *("X-PHONETIC-LAST-NAME", "X-PHONETIC-MIDDLE-NAME", "X-EVOLUTION-FILE-AS", "X-ABADR", "X-ABUID", "X-ABLABEL"),
    *("X-MS-OL-DESIGN", "X-MS-OL-DEFAULT-POSTAL-ADDRESS", "X-MS-CARDPICTURE", "CLIENTPIDMAP", "XML", "PROFILE", "NAME"),
    *("X-COUCHDB-APPLICATION-ANNOTATIONS", "X-REDUCTION", "X-GNO", "X-GN", "X-ABSHOWAS", "X-IMAGETYPE", "X-IMAGEHASH"),
    *("X-ADDRESSBOOKSERVER-KIND", "X-ADDRESSBOOKSERVER-MEMBER", "MEMBER", "SOURCE", "BEGIN", "END", "KIND"),
    "X-MOZILLA-HTML",
}
_MESSENGERS = {
    **{
        f"X-{name}": name.lower()
        for name in ("AIM", "ICQ", "JABBER", "MSN", "YAHOO", "SKYPE", "QQ", "GADUGADU", "MATRIX")
    },
    "X-SKYPE-USERNAME": "skype",
    "X-GOOGLE-TALK": "google talk",
    "X-GTALK": "google talk",
    "X-GROUPWISE": "groupwise",
    "X-MS-IMADDRESS": "im",
    "X-KADDRESSBOOK-X-IMADDRESS": "im",
    "X-EVOLUTION-VIDEO-URL": "video",
}
# Dates and people that are told in the notes, with the words that stand before them.
_TOLD = {
    **dict.fromkeys(("ANNIVERSARY", "X-ANNIVERSARY", "X-MS-ANNIVERSARY", "X-EVOLUTION-ANNIVERSARY"), N_("Anniversary")),
    "X-KADDRESSBOOK-X-ANNIVERSARY": N_("Anniversary"),
    **dict.fromkeys(("X-SPOUSE", "X-MS-SPOUSE", "X-EVOLUTION-SPOUSE", "X-KADDRESSBOOK-X-SPOUSESNAME"), N_("Spouse")),
    **dict.fromkeys(("X-MANAGER", "X-MS-MANAGER", "X-EVOLUTION-MANAGER"), N_("Manager")),
    "X-KADDRESSBOOK-X-MANAGERSNAME": N_("Manager"),
    **dict.fromkeys(("X-ASSISTANT", "X-MS-ASSISTANT", "X-EVOLUTION-ASSISTANT"), N_("Assistant")),
    "X-KADDRESSBOOK-X-ASSISTANTSNAME": N_("Assistant"),
    "X-MS-CHILD": N_("Child"),
    "DEATHDATE": N_("Died"),
    "BIRTHPLACE": N_("Born in"),
    "HOBBY": N_("Hobby"),
    "INTEREST": N_("Interest"),
    "EXPERTISE": N_("Expertise"),
    "X-CUSTOM1": N_("Custom 1"),
    "X-CUSTOM2": N_("Custom 2"),
    "X-CUSTOM3": N_("Custom 3"),
    "X-CUSTOM4": N_("Custom 4"),
}
_GROUPS_OF_PROGRAMS = {"mycontacts", "my contacts", "* my contacts", "othercontacts", "starred", "* starred"}
_ANDROID = "vnd.android.cursor.item/"


def card_from(number: int, properties: Sequence[Property]) -> Card | Group:
    """Return the card with `number` that `properties` describe, or the group of cards."""
    named = {head.name: value for head, value in reversed(properties)}
    kind = (named.get("KIND") or named.get("X-ADDRESSBOOKSERVER-KIND", "")).strip().lower()
    if kind == "group":
        members = [value for head, value in properties if head.name in ("MEMBER", "X-ADDRESSBOOKSERVER-MEMBER")]
        name = named.get("FN", "").strip() or named.get("N", "").strip().strip(";")
        return Group(name, [without_scheme(each) for each in members])
    kind = named.get("X-ABSHOWAS", "").strip().lower() or kind
    old = named.get("VERSION", "").lstrip().startswith("2")
    labels: dict[str, str] = {}
    if "X-ABLABEL" in named:
        labels = {head.group: unescaped(value, old=old) for head, value in properties if head.name == "X-ABLABEL"}
    reading = _Reading(labels, old=old)
    reading.take_in(properties)
    _settle_kind(reading.fields, company=kind in ("org", "organization", "company"))
    return Card(number, reading.fields, reading.left_out)


class _Reading:
    """Where the reading of a card is: at a property with its `head` and `value`, and what was found so far.

    `labels` are Apple's by their groups; `old` says that it is of version 2.1.
    """

    __slots__ = ("fields", "head", "labels", "left_out", "old", "value")
    head: Head
    value: str

    def __init__(self, labels: Mapping[str, str], *, old: bool) -> None:
        self.labels = labels
        self.old = old
        self.fields = CardFields()
        self.left_out: list[str] = []

    def take_in(self, properties: Sequence[Property]) -> None:
        """Put each of `properties` in its place."""
        for self.head, self.value in preferred_first(properties):
            put = _PLACED.get(self.head.name)
            if put is not None:
                put(self.fields, self)
            elif self.head.name not in _SILENT:
                self._take_further()

    @property
    def text(self) -> str:
        value = self.value
        return (unescaped(value, old=self.old) if "\\" in value else value).strip()

    @property
    def label(self) -> str:
        """The label of what the property holds."""
        head = self.head
        return label_of(head.types, self.labels.get(head.group, "") if head.group else "")

    def parts(self, sign: str) -> list[str]:
        return [each.strip() for each in components(self.value, sign, old=self.old)]

    def _take_further(self) -> None:
        name = self.head.name
        if name in _MESSENGERS:
            self.fields.count("message", self.text, _MESSENGERS[name])
        elif name in _TOLD:
            self.fields.count("note", self.text, _(_TOLD[name]))
        elif self.value.strip():
            self.left_out.append(name)


def _settle_kind(fields: CardFields, *, company: bool) -> None:
    """Say whether the card is a person or a company, and call it by its name."""
    people = {"given_name", "family_name", "nickname", "name"}
    if company or ("company" in fields and people.isdisjoint(fields)):
        fields["kind"] = "company"
        name = fields.pop("company", "") or fields.get("name", "")
        if name:
            fields["name"] = name
        for place in ("prefix", "given_name", "additional_names", "family_name", "suffix"):
            fields.pop(place, None)
    else:
        fields["kind"] = "person"


def _name(fields: CardFields, found: _Reading) -> None:
    places = ("family_name", "given_name", "additional_names", "prefix", "suffix")
    if "," not in found.value:
        for place, name in zip(places, found.parts(";"), strict=False):
            if name:
                fields.add(place, name)
        return
    for place, names in zip(places, lists(found.value, old=found.old), strict=False):
        fields.add(place, (", " if place == "suffix" else " ").join(name.strip() for name in names if name.strip()))


def _organization(fields: CardFields, found: _Reading) -> None:
    company, *departments = found.parts(";")
    if "company" not in fields:
        fields.add("company", company)
        if departments:
            fields.add("department", ", ".join(each for each in departments if each))
    else:
        fields.count("note", ", ".join(each for each in (company, *departments) if each), _("Organization"))


def _title(fields: CardFields, found: _Reading) -> None:
    if "job_title" not in fields:
        fields.add("job_title", found.text)
    elif found.text != fields["job_title"]:
        fields.count("note", found.text, _("Role") if found.head.name == "ROLE" else _("Job title"))


def _phone(fields: CardFields, found: _Reading) -> None:
    text = found.text
    fields.count("phone", phone_text(text) if ":" in text or ";" in text else text, found.label)


def _email(fields: CardFields, found: _Reading) -> None:
    fields.count("email", without_scheme(found.text), found.label)


def _address(fields: CardFields, found: _Reading) -> None:
    fields.address(address_parts(found.parts(";"), found.head.params.get("LABEL", "")), found.label)


def _website(fields: CardFields, found: _Reading) -> None:
    if "website" not in fields:
        fields.add("website", found.text)
    elif found.text != fields["website"]:
        fields.count("url", found.text, found.label)


def _messenger(fields: CardFields, found: _Reading) -> None:
    scheme, sign, _address = found.text.partition(":")
    service = found.head.params.get("X-SERVICE-TYPE", "") or (scheme if sign else "")
    fields.count("message", without_scheme(found.text), service.lower() or found.label)


def _social(fields: CardFields, found: _Reading) -> None:
    handle = found.head.params.get("X-USER", "") or found.text
    fields.count("social", found.text or handle, next(iter(found.head.types), found.label))


def _tags(fields: CardFields, found: _Reading) -> None:
    tags = [each for each in found.parts(",") if each and each.lower() not in _GROUPS_OF_PROGRAMS]
    fields.append("tags", ", ".join(tags), ", ")


def _birthday(fields: CardFields, found: _Reading) -> None:
    fields.add("birthday", birthday(found.text, found.head.params.get("X-APPLE-OMIT-YEAR", "")))


def _photo(fields: CardFields, found: _Reading) -> None:
    fields.add("photo", photo_text(found.value))


def _apple_date(fields: CardFields, found: _Reading) -> None:
    fields.count("note", found.text, found.label or _("Date"))


def _related(fields: CardFields, found: _Reading) -> None:
    if not found.text.startswith("urn:"):
        fields.count("note", without_scheme(found.text), found.label or next(iter(found.head.types), _("Related")))


def _android(fields: CardFields, found: _Reading) -> None:
    """Put what Android keeps in a property of its own: `vnd.android.cursor.item/nickname;Nick;1;`."""
    kind, *values = found.parts(";")
    value = values[0] if values else ""
    match kind.removeprefix(_ANDROID):
        case "nickname":
            fields.add("nickname", value)
        case "contact_event" | "relation":
            fields.count("note", value, values[2] if len(values) > 2 else "")
        case _:
            fields.count("note", value)


def _to(place: str) -> Callable[[CardFields, _Reading], None]:
    return lambda fields, found: fields.add(place, found.text)


_PLACED: dict[str, Callable[[CardFields, _Reading], None]] = {
    "UID": lambda fields, found: fields.add("external_id", found.text.removeprefix("urn:uuid:")),
    "FN": _to("name"),
    "N": _name,
    "NICKNAME": lambda fields, found: fields.add("nickname", ", ".join(each for each in found.parts(",") if each)),
    "ORG": _organization,
    "TITLE": _title,
    "ROLE": _title,
    "TEL": _phone,
    "X-MS-TEL": _phone,
    "EMAIL": _email,
    "ADR": _address,
    "URL": _website,
    "X-EVOLUTION-BLOG-URL": _website,
    "IMPP": _messenger,
    "X-SOCIALPROFILE": _social,
    "X-TWITTER": lambda fields, found: fields.count("social", found.text, "twitter"),
    "CATEGORIES": _tags,
    "BDAY": _birthday,
    "NOTE": lambda fields, found: fields.append("notes", found.text, "\n\n"),
    "LANG": _to("language"),
    "PHOTO": _photo,
    "LOGO": _photo,
    "X-ABDATE": _apple_date,
    "X-ABRELATEDNAMES": _related,
    "RELATED": _related,
    "AGENT": _related,
    "X-ANDROID-CUSTOM": _android,
}
