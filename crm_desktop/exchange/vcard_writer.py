"""People and companies as vCards, version 3.0 or 4.0, for phones and mail programs."""

import json
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from crm_desktop.exchange.vcard_lines import list_line, parts_line, text_line
from crm_desktop.jobs import Progress
from crm_desktop.journal.clock import instant
from crm_desktop.journal.transaction import Stored
from crm_desktop.schema.forms import Place
from crm_desktop.store.record_query import View, record_count
from crm_desktop.store.whole_list import record_rows
from crm_desktop.values.address import country_name
from crm_desktop.vault.driver import Connection
from crm_desktop.whole_files import atomic_bytes

_CHUNK = 500
_FIELDS = (
    *("id", "kind", "name", "prefix", "given_name", "additional_names", "family_name", "suffix", "nickname"),
    *("job_title", "department", "birthday", "website", "tags", "notes", "language", "legal_name", "updated_at"),
)
_POINT_FIELDS = (
    "contact",
    "kind",
    "label",
    "value",
    "street",
    "city",
    "region",
    "postal_code",
    "country",
    "is_primary",
)
# What vCard calls the labels that are offered here; others stay as they are.
_TYPES = {"mobile": "CELL", "main": "MAIN"}
_OMITTED = "1604"  # the year by which address books say that a birthday has none
Row = Mapping[str, Stored]


class CardVersion(StrEnum):
    """The version of the format: 3.0 is read everywhere, 4.0 says more."""

    THREE = "3.0"
    FOUR = "4.0"


class _Contact(NamedTuple):
    fields: Row
    company: str
    points: Sequence[Row]


def write_vcards(
    reader: Connection,
    view: View,
    place: Place,
    path: Path,
    progress: Progress | None = None,
    version: CardVersion = CardVersion.THREE,
    *,
    only: frozenset[bytes] = frozenset(),
) -> int:
    """Write the contacts that `view` shows, or those of it among `only`, to `path`; return how many there are.

    Raises CrmError where the file cannot be written, and Cancelled: then there is none.
    """
    told, total, count = progress or Progress(), len(only) or record_count(reader, view, place), 0
    ids = [row.record for row in record_rows(reader, view._replace(columns=("created_at",)), place, only)]
    with atomic_bytes(path) as file:
        for start in range(0, len(ids), _CHUNK):
            told.report(count, total)
            for contact in _contacts(reader, ids[start : start + _CHUNK]):
                file.write(card_text(contact.fields, contact.company, contact.points, version, place).encode())
                count += 1
    told.report(total, total)
    return count


def card_text(fields: Row, company: str, points: Sequence[Row], version: CardVersion, place: Place) -> str:
    """Return the card of one contact: its stored `fields`, the name of its company, and its points, the main first."""
    four = version is CardVersion.FOUR
    text = _texts(fields)
    is_company = text["kind"] == "company"
    lines = [f"BEGIN:VCARD\r\nVERSION:{version}\r\n", text_line("FN", text["name"])]
    names = ("family_name", "given_name", "additional_names", "prefix", "suffix")
    lines.append(parts_line("N", ["", "", "", "", ""] if is_company else [text[name] for name in names]))
    if is_company:
        lines.append(text_line("ORG", text["name"]))
        lines.append("KIND:org\r\n" if four else "X-ABShowAs:COMPANY\r\n")
    elif company or text["department"]:
        lines.append(parts_line("ORG", [company, text["department"]] if text["department"] else [company]))
    for name, field in (("NICKNAME", "nickname"), ("TITLE", "job_title"), ("URL", "website"), ("NOTE", "notes")):
        if text[field]:
            lines.append(text_line(name, text[field]))
    lines += _birthday(text["birthday"], four=four)
    lines += [list_line("CATEGORIES", tags)] if (tags := _tags(text["tags"])) else []
    if text["language"] and four:
        lines.append(text_line("LANG", text["language"]))
    lines += [_point_line(_texts(point), place, four=four) for point in points]
    identity = fields["id"]
    if isinstance(identity, bytes):
        lines.append(f"UID:urn:uuid:{UUID(bytes=identity)}\r\n")
    lines.append(f"REV:{instant(int(text['updated_at'] or 0)):%Y%m%dT%H%M%SZ}\r\nEND:VCARD\r\n")
    return "".join(each for each in lines if each)


def _point_line(point: Mapping[str, str], place: Place, *, four: bool) -> str:
    types = _types(point["label"], main=point["is_primary"] == "1", four=four)
    match point["kind"]:
        case "email":
            return text_line("EMAIL", point["value"], types)
        case "phone":
            return text_line("TEL", point["value"], types)
        case "address":
            country = country_name(point["country"], place.language) if point["country"] else ""
            parts = ("", "", point["street"], point["city"], point["region"], point["postal_code"], country)
            return parts_line("ADR", parts, types)
        case "url":
            return text_line("URL", point["value"], types)
        case "social":
            return text_line("SOCIALPROFILE" if four else "X-SOCIALPROFILE", point["value"], types)
        case "message":
            return text_line("IMPP", point["value"] if ":" in point["value"] else f"xmpp:{point['value']}", types)
        case _:
            return ""


def _types(label: str, *, main: bool, four: bool) -> list[str]:
    types: list[str] = []
    written = _TYPES.get(label, label.upper())
    if written and written.replace("-", "").replace(" ", "").isalnum() and written.isascii():
        types.append(f"TYPE={written.replace(' ', '-')}" if four else f"TYPE={written.replace(' ', ',')}")
    if main:
        types.append("PREF=1" if four else "TYPE=PREF")
    return types


def _birthday(stored: str, *, four: bool) -> list[str]:
    if not stored:
        return []
    if not stored.startswith("--"):
        return [f"BDAY:{stored.replace('-', '') if four else stored}\r\n"]
    month_day = stored.removeprefix("--")
    if four:
        return [f"BDAY:--{month_day.replace('-', '')}\r\n"]
    return [f"BDAY;X-APPLE-OMIT-YEAR={_OMITTED}:{_OMITTED}-{month_day}\r\n"]


def _tags(stored: str) -> list[str]:
    return [str(each) for each in json.loads(stored)] if stored else []


def _texts(row: Row) -> dict[str, str]:
    return {name: "" if value is None else str(value) for name, value in row.items()}


def _contacts(reader: Connection, ids: Sequence[bytes]) -> Iterator[_Contact]:
    marks = ", ".join("?" * len(ids))
    columns = ", ".join(f"t.{name}" for name in _FIELDS)
    rows = reader.execute(
        f"SELECT {columns}, (SELECT c.name FROM contact c WHERE c.id = t.company) FROM contact t WHERE id IN ({marks})",
        tuple(ids),
    ).fetchall()
    found = {row[0]: (dict(zip(_FIELDS, row, strict=False)), str(row[-1] or "")) for row in rows}
    points: dict[bytes, list[Row]] = {}
    for row in reader.execute(
        f"SELECT {', '.join(_POINT_FIELDS)} FROM contact_point WHERE contact IN ({marks}) AND removed_at IS NULL "
        "ORDER BY is_primary DESC, position IS NULL, position, rid",
        tuple(ids),
    ):
        points.setdefault(row[0], []).append(dict(zip(_POINT_FIELDS, row, strict=True)))
    for each in ids:
        if each in found:
            yield _Contact(*found[each], points.get(each, ()))
