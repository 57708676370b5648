"""What the value of a comparison means to its field."""

import re
from dataclasses import replace
from datetime import date
from typing import NamedTuple, TypeAlias

from crm_desktop.errors import InvalidField
from crm_desktop.filters.days import Span, is_moving, span_from_text
from crm_desktop.filters.fields import ID
from crm_desktop.filters.operators import LISTING, PARTS, RANGING, VALUELESS
from crm_desktop.filters.texts import listed
from crm_desktop.filters.tree import Condition
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Place, chosen, stored_value
from crm_desktop.values.birthday import last_birthday
from crm_desktop.values.day import partial_day
from crm_desktop.values.phone import possible_phone
from crm_desktop.values.web import normal_url
from crm_desktop.words import _

ME = "me"
_ID = re.compile(r"[0-9a-f]{32}", re.IGNORECASE)
_YEAR_DAYS = 365
_TYPED = frozenset(
    {
        *(FieldKind.NUMBER, FieldKind.DECIMAL, FieldKind.MONEY, FieldKind.PERCENT, FieldKind.MINUTES),
        *(FieldKind.TIME, FieldKind.YES_NO, FieldKind.COUNTRY, FieldKind.CURRENCY),
    }
)


class Instant(NamedTuple):
    """An instant in milliseconds since 1970."""

    at_ms: int


class Yearless(NamedTuple):
    """The days of any year from `first` to `last`, as `05-12`; they go over New Year where `first` is the later."""

    first: str
    last: str


class Linked(NamedTuple):
    """A record that a link points to, by its id."""

    id: bytes


Operand: TypeAlias = str | int | float | Span | Yearless | Instant | Linked | None


def operands(field: Field, condition: Condition, place: Place) -> list[Operand]:
    """Return what the values of `condition` mean to `field`; raises InvalidField where they do not fit it."""
    op, value = condition.op, condition.value
    if op in VALUELESS:
        return []
    if op in PARTS and field.kind is not FieldKind.CHOICES:
        return [value]
    if op in LISTING:
        return [operand(field, each, place) for each in listed(value)]
    if op not in RANGING:
        return [operand(field, value, place, sized=op in ("<", "<=", ">", ">="))]
    values = listed(value)
    if len(values) != 2:
        raise InvalidField(field.name, _("Between needs two values: write “between A and B”."))
    return [operand(field, each, place, sized=not _is_yearless(field, values[0])) for each in values]


def operand(field: Field, text: str, place: Place, *, sized: bool = False) -> Operand:
    """Return what `text` means to `field`; `sized` where it says before or after. Raises InvalidField."""
    if field is ID:
        return _by_id(text)
    match field.kind:
        case FieldKind.DAY:
            return span_from_text(text, place)
        case FieldKind.INSTANT:
            return span_from_text(text, place) if ":" not in text else Instant(_whole(field, text, place))
        case FieldKind.PARTIAL_DAY:
            return span_from_text(text, place) if sized else _anniversary(text, place)
        case FieldKind.CHOICE | FieldKind.CHOICES if field.choices:
            return chosen(field, text)
        case FieldKind.FORMULA:
            return _number(field, text, place)
        case FieldKind.LINK:
            return _linked(field, text, place)
        case FieldKind.PHONE | FieldKind.EMAIL | FieldKind.URL:
            return _normal(field.kind, text, place)
        case kind if kind in _TYPED and text:
            # any number can be compared with, also one that the field could not hold
            stored = stored_value(replace(field, bounds=None), text, place)
            return stored if not isinstance(stored, bytes) else None
        case _:
            return text


def _number(field: Field, text: str, place: Place) -> Operand:
    """Return `text` as the number that it is, else as it is."""
    try:
        stored = stored_value(replace(field, kind=FieldKind.DECIMAL), text, place)
    except InvalidField:
        return text
    return stored if isinstance(stored, int | float) else text


def _normal(kind: FieldKind, text: str, place: Place) -> str:
    """Return `text` as it is stored, where it is what the field holds; else as it is."""
    if kind is FieldKind.PHONE:
        return possible_phone(text, place.region) or text
    if kind is FieldKind.EMAIL:
        return text.lower()
    try:
        return normal_url(text)
    except InvalidField:
        return text


def _linked(field: Field, text: str, place: Place) -> Operand:
    if field.target == "member" and text.lower() == ME:
        if place.member is None:
            raise InvalidField(field.name, _("Nobody is known here who “me” could be. Write a name instead."))
        return Linked(place.member)
    return _by_id(text) or text


def _by_id(text: str) -> Linked | None:
    digits = text.replace("-", "")
    return Linked(bytes.fromhex(digits)) if _ID.fullmatch(digits) else None


def _anniversary(text: str, place: Place) -> Operand:
    """Return the days of a year that `text` means; a whole date means that very day."""
    if not is_moving(text):
        day = partial_day(text, place.date_order)
        if day.startswith("--"):
            return Yearless(day[2:], day[2:])
        whole = date.fromisoformat(day)
        return Span(whole, whole)
    span = span_from_text(text, place)
    if (span.last - span.first).days >= _YEAR_DAYS:
        return Yearless("01-01", "12-31")
    return Yearless(f"{span.first:%m-%d}", last_birthday(span.last))


def _is_yearless(field: Field, text: str) -> bool:
    return field.kind is FieldKind.PARTIAL_DAY and not re.search(r"\d{4}", text) and not is_moving(text)


def _whole(field: Field, text: str, place: Place) -> int:
    return int(str(stored_value(field, text, place)))
