"""The rows of a merge: what each side has in a field, in words, and what the result gets by what was chosen."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple

from crm_desktop.contacts.consent import WITHDRAWN
from crm_desktop.contacts.merge_plan import Merged, is_list
from crm_desktop.contacts.merge_preview import Preview
from crm_desktop.contacts.merge_sides import Allowed, Point, Side
from crm_desktop.contacts.points import ADDRESS_PARTS
from crm_desktop.schema.contacts import POINT_KINDS
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Stored, label_of
from crm_desktop.schema.privacy import CONSENT_CHANNELS
from crm_desktop.schema.read_forms import read_value
from crm_desktop.values.address import address_lines
from crm_desktop.words import _
from ui.kit.formats import Formats

# The order of the first rows; the rest follows as the schema has it.
_FIRST = ("name", "legal_name", "company", "job_title", "department", "phone", "email", "website", "address")
_LAST = ("tags", "consent", "do_not_contact", "notes")
# Follow the name, or are put together without being asked.
_NOT_SHOWN = frozenset(
    {"prefix", "given_name", "additional_names", "family_name", "suffix", "external_ids", "currency", "photo"}
)
_POINTS = {each.value: each.label for each in POINT_KINDS}
_SHOWN_NOTE = 120


class Mode(StrEnum):
    """How a row is chosen: one side, several at once, or not at all, because a rule decides."""

    ONE = "one"
    SEVERAL = "several"
    RULE = "rule"


class MergeRow(NamedTuple):
    """One field: `cells` are what the sides have, empty where they have nothing; `names` are the fields it chooses.

    `ruled` is the side that a rule decided for.
    """

    name: str
    label: str
    mode: Mode
    cells: tuple[str, ...]
    names: tuple[str, ...]
    ruled: int = 0

    @property
    def same(self) -> bool:
        """Whether there is nothing to choose: all that have something have the same."""
        return self.mode is not Mode.RULE and len({each for each in self.cells if each}) <= 1 and all(self.cells)

    @property
    def contested(self) -> bool:
        """Whether two sides say different things."""
        return len({each for each in self.cells if each}) > 1

    @property
    def different(self) -> bool:
        """Whether the sides differ."""
        return len(set(self.cells)) > 1


def merge_rows(preview: Preview, sides: Sequence[Side], formats: Formats) -> list[MergeRow]:
    """Return the rows of `preview` in which any of `sides` has something, the sides in this order."""
    rows = {each.name: each for each in _rows(preview, sides, formats) if any(each.cells)}
    consent = [each for name, each in rows.items() if name.startswith("consent")]
    first = [rows.pop(name) for name in _FIRST if name in rows]
    last = [rows.pop(name) for name in _LAST if name in rows]
    rest = [each for each in rows.values() if each not in consent]
    place = next((number for number, each in enumerate(last) if each.name != "tags"), len(last))
    return [*first, *rest, *last[:place], *consent, *last[place:]]


def result_text(row: MergeRow, preview: Preview, merged: Merged, formats: Formats) -> str:
    """Return what the result has in `row`, in words."""
    if row.name == "address":
        parts = merged.address or next((each.address for each in merged.points if each.kind == "address"), None)
        return _address(parts, formats) if parts else ""
    if row.name in _POINTS:
        return ", ".join(_point(each, formats) for each in merged.points if each.kind == row.name)
    if row.mode is Mode.RULE:
        return row.cells[row.ruled]
    field = next(each for each in preview.fields if each.name == row.name)
    names = {value: name for side in preview.sides for value, name in _linked(side)}
    return _shown(field, merged.values[row.name], str(merged.values.get("currency") or ""), names, formats)


def _rows(preview: Preview, sides: Sequence[Side], formats: Formats) -> Iterator[MergeRow]:
    for field in preview.fields:
        if field.name in _NOT_SHOWN:
            continue
        mode = Mode.RULE if field.name == "do_not_contact" else Mode.SEVERAL if is_list(field) else Mode.ONE
        cells = tuple(_cell(field, side, formats) for side in sides)
        ruled = next((number for number, each in enumerate(cells) if each), 0)
        yield MergeRow(field.name, _(field.label), mode, cells, (field.name,), ruled)
    for kind, label in _POINTS.items():
        if kind == "address":
            cells = tuple(_main_address(side, formats) for side in sides)
            yield MergeRow(kind, _(label), Mode.ONE, cells, ADDRESS_PARTS)
        else:
            cells = tuple(_reached(side, kind, formats) for side in sides)
            yield MergeRow(kind, _(label), Mode.SEVERAL, cells, (kind,))
    yield from _consents(sides, formats)


def _consents(sides: Sequence[Side], formats: Formats) -> Iterator[MergeRow]:
    """Yield a row for each channel: the strictest side wins, and of those alike the one that said so last."""
    for channel in CONSENT_CHANNELS:
        told = [_strictest(side, channel.value) for side in sides]
        known = [(each.state == WITHDRAWN, each.at_ms, number) for number, each in enumerate(told) if each is not None]
        cells = tuple("" if each is None else _consent(each, formats) for each in told)
        label = _("{channel} consent").format(channel=_(channel.label))
        ruled = max(known)[2] if known else 0
        yield MergeRow(f"consent {channel.value}", label, Mode.RULE, cells, (), ruled)


def _cell(field: Field, side: Side, formats: Formats) -> str:
    currency = str(side.values.get("currency") or "")
    return _shown(field, side.values[field.name], currency, dict(_linked(side)), formats)


def _linked(side: Side) -> list[tuple[Stored, str]]:
    return [(side.values[name], linked) for name, linked in side.names.items()]


def _shown(field: Field, stored: Stored, currency: str, names: dict[Stored, str], formats: Formats) -> str:
    if stored is None or (field.kind is FieldKind.YES_NO and not stored):
        return ""
    match field.kind:
        case FieldKind.LINK:
            return names.get(stored, "")
        case FieldKind.LONG_TEXT:
            return " · ".join(" ".join(each.split()) for each in str(stored).split("\n\n"))[:_SHOWN_NOTE]
        case FieldKind.TAGS:
            return ", ".join(map(str, json.loads(str(stored))))
        case FieldKind.CHOICES:
            return ", ".join(label_of(field, str(each)) for each in json.loads(str(stored)))
        case FieldKind.NUMBER if isinstance(stored, int):
            return str(stored) if field.name == "founded_year" else formats.number(stored)
    return read_value(field, stored, formats.place, currency or formats.place.currency)


def _reached(side: Side, kind: str, formats: Formats) -> str:
    return ", ".join(_point(each, formats) for each in side.points if each.kind == kind)


def _point(point: Point, formats: Formats) -> str:
    if point.kind == "phone":
        return formats.phone(point.normal)
    return _address(point.address, formats) if point.kind == "address" else point.value


def _main_address(side: Side, formats: Formats) -> str:
    main = next((each for each in side.points if each.kind == "address"), None)
    return "" if main is None else _address(main.address, formats)


def _address(parts: Sequence[str], formats: Formats) -> str:
    street, city, region, postal_code, country = parts
    home = formats.place.region
    return ", ".join(address_lines(street, city, region, postal_code, country, home, language=formats.place.language))


def _strictest(side: Side, channel: str) -> Allowed | None:
    """Return what says whether a side may be reached on `channel`: withdrawn for one purpose is withdrawn."""
    entries = [each for each in side.consent if each.channel == channel]
    return max(entries, key=lambda each: (each.state == WITHDRAWN, each.at_ms), default=None)


def _consent(entry: Allowed, formats: Formats) -> str:
    day = formats.whole_day(formats.local(datetime.fromtimestamp(entry.at_ms / 1000, UTC)).date())
    return (_("No, withdrawn {day}") if entry.state == WITHDRAWN else _("Yes, {day}")).format(day=day)
