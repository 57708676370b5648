"""What the pages say of a contact: its badges, and facts as they are shown."""

import json
from collections.abc import Mapping, Sequence

from crm_desktop.contacts.consent import GIVEN, NOT_ASKED, WITHDRAWN, consent_by_channel
from crm_desktop.contacts.known_parts import ConsentLine
from crm_desktop.contacts.points import ADDRESS_PARTS
from crm_desktop.contacts.reach import LABELS
from crm_desktop.contacts.record_parts import ContactRecord, PointLine
from crm_desktop.schema.contacts import CONTACT, CONTACT_POINT
from crm_desktop.schema.field import FieldKind
from crm_desktop.schema.forms import Place, Stored, label_of
from crm_desktop.schema.privacy import CONSENT
from crm_desktop.schema.read_forms import read_value
from crm_desktop.values.address import address_lines, country_name
from crm_desktop.values.names import capital
from crm_desktop.values.web import short_url
from crm_desktop.words import _
from ui.kit.formats import Formats
from ui.kit.painting import Badge, Face
from ui.kit.theme import Tone

CODE_LENGTH = 2
ROLE_TONES = {
    "customer": Tone.SUCCESS,
    "prospect": Tone.INFO,
    "supplier": Tone.VIOLET,
    "partner": Tone.VIOLET,
    "distributor": Tone.VIOLET,
    "competitor": Tone.WARNING,
}
LIFECYCLE_TONES = {
    "customer": Tone.SUCCESS,
    "prospect": Tone.INFO,
    "lead": Tone.ACCENT,
    "former": Tone.NEUTRAL,
}


def face_of(record: ContactRecord) -> Face:
    """Return whose avatar stands for `record`."""
    return Face(record.name, record.id, record.is_company)


def listed(stored: Stored) -> list[str]:
    """Return the words of a stored list, such as tags."""
    return [str(each) for each in json.loads(str(stored))] if stored else []


def role_badges(values: Mapping[str, Stored]) -> list[Badge]:
    """Return a badge for each role; where there are none, one for the place in the lifecycle."""
    roles = listed(values.get("roles"))
    if roles:
        return [Badge(label_of(CONTACT.by_name["roles"], role), ROLE_TONES.get(role, Tone.NEUTRAL)) for role in roles]
    lifecycle = str(values.get("lifecycle") or "")
    if not lifecycle:
        return []
    label = label_of(CONTACT.by_name["lifecycle"], lifecycle)
    return [Badge(label, LIFECYCLE_TONES.get(lifecycle, Tone.NEUTRAL))]


def consent_badges(consents: Sequence[ConsentLine], *, refused: bool) -> list[Badge]:
    """Return a badge for each channel that says whether it may be used; where nothing was asked, none at all."""
    states = consent_by_channel(consents, refused=refused)
    if all(each.state == NOT_ASKED for each in states):
        return []
    made = []
    for each in states:
        channel = label_of(CONSENT.by_name["channel"], each.channel)
        if each.state == GIVEN:
            made.append(Badge(channel, Tone.SUCCESS, "check"))
        elif each.state == WITHDRAWN:
            made.append(Badge(_("{channel}: no").format(channel=channel), Tone.DANGER, "not allowed"))
        else:
            made.append(Badge(_("{channel}: not asked").format(channel=channel), Tone.OUTLINE))
    return made


def head_badges(values: Mapping[str, Stored]) -> list[Badge]:
    """Return the badges after the name: roles, rating, sector, tags, and a warning where contact is unwanted."""
    badges = [Badge(_("Do not contact"), Tone.DANGER, "not allowed")] if values.get("do_not_contact") else []
    badges += role_badges(values)
    if values.get("rating"):
        badges.append(Badge(_("Tier {rating}").format(rating=values["rating"]), Tone.ACCENT))
    if values.get("sector"):
        badges.append(Badge(capital(str(values["sector"])), Tone.OUTLINE))
    return badges + [Badge(tag, Tone.TAG, "tag") for tag in listed(values.get("tags"))]


def place_words(values: Mapping[str, Stored], place: Place) -> str:
    """Return where the contact is: city and country."""
    country = str(values.get("country") or "")
    named = country_name(country, place.language) if country else ""
    return ", ".join(part for part in (str(values.get("city") or ""), named) if part)


def address_words(values: Mapping[str, Stored], place: Place) -> str:
    """Return the address on one line, in the order of its country."""
    street, city, region, code, country = (str(values.get(part) or "") for part in ADDRESS_PARTS)
    # another word than a code is kept as it was typed: looking it up in all languages takes longer than a frame
    known = country if len(country) == CODE_LENGTH else ""
    lines = address_lines(street, city, region, code, known, place.region, language=place.language)
    return ", ".join(lines if known or not country else [*lines, country])


def fact_words(record: ContactRecord, name: str, formats: Formats) -> str:
    """Return the fact `name` of `record` as it is shown; an empty text for nothing."""
    field = CONTACT.by_name[name]
    stored = record.values.get(name)
    if field.kind is FieldKind.LINK:
        return record.names.get(name, "") if stored else ""
    if field.kind is FieldKind.MONEY and isinstance(stored, int):
        return formats.money(stored, str(record.values.get("currency") or ""))
    return read_value(field, stored, formats.place)


def job_words(job_title: str, company: str) -> str:
    """Return who a person is: "IT purchasing manager at Acme Corporation", or what is known of it."""
    if job_title and company:
        return _("{job} at {company}").format(job=job_title, company=company)
    return job_title or company


def point_label(point: PointLine) -> str:
    """Return what a way to reach a contact is called: by its own label, the main one by its kind."""
    label = "" if point.primary else capital(_(point.label) if point.label in LABELS else point.label)
    return label or label_of(CONTACT_POINT.by_name["kind"], point.kind)


def point_words(point: PointLine, formats: Formats) -> str:
    """Return a way to reach a contact as people write it."""
    if point.kind == "address":
        return address_words(point.address, formats.place)
    return formats.phone(point.value) if point.kind == "phone" else short_url(point.value)
