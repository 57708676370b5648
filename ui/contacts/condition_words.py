"""How a condition reads on a chip, and which comparisons a field offers."""

from typing import NamedTuple

from crm_desktop.errors import InvalidField
from crm_desktop.schema.catalogue import Kind
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Place, chosen, label_of
from crm_desktop.store.filters import Condition
from crm_desktop.values.day import day_from_text
from crm_desktop.values.money import minor_from_text
from crm_desktop.words import N_, _
from ui.contacts.record_words import capital
from ui.kit.formats import Formats

_SIZED = frozenset({FieldKind.NUMBER, FieldKind.DECIMAL, FieldKind.MONEY, FieldKind.PERCENT, FieldKind.MINUTES})
_TIMED = frozenset({FieldKind.DAY, FieldKind.INSTANT})
_ORDERED = frozenset({*_TIMED, FieldKind.TIME})
_CHOSEN = frozenset({FieldKind.CHOICE, FieldKind.LINK, FieldKind.COUNTRY, FieldKind.CURRENCY, FieldKind.LANGUAGE})
_LISTED = frozenset({FieldKind.CHOICES, FieldKind.TAGS})
_UNCOMPARED = frozenset({FieldKind.JSON, FieldKind.FORMULA})
WITHOUT_VALUE = frozenset({"empty", "notempty"})
SHOWN_VALUES = 2
ID_DIGITS = 32


class Comparison(NamedTuple):
    """One way to compare: what is stored, and the word on the chip."""

    op: str
    word: str


_EMPTY = (Comparison("empty", N_("is empty")), Comparison("notempty", N_("is known")))
_TEXT = (
    Comparison("contains", N_("contains")),
    Comparison("starts", N_("begins with")),
    Comparison("=", N_("is")),
    Comparison("!=", N_("is not")),
    Comparison("in", N_("is any of")),
    *_EMPTY,
)
_SIZES = (
    Comparison(">", N_("over")),
    Comparison(">=", N_("at least")),
    Comparison("<", N_("under")),
    Comparison("<=", N_("at most")),
    Comparison("=", N_("is")),
    *_EMPTY,
)
_DAYS = (
    Comparison("<", N_("before")),
    Comparison("<=", N_("up to")),
    Comparison(">", N_("after")),
    Comparison(">=", N_("from")),
    Comparison("=", N_("on")),
    *_EMPTY,
)
_CHOICE = (
    Comparison("=", N_("is")),
    Comparison("!=", N_("is not")),
    Comparison("in", N_("is any of")),
    *_EMPTY,
)
_LIST = (
    Comparison("=", N_("has")),
    Comparison("!=", N_("has not")),
    Comparison("in", N_("has any of")),
    *_EMPTY,
)
_YES_NO = (Comparison("=", N_("is")),)


def comparisons(field: Field) -> tuple[Comparison, ...]:
    """Return the ways in which `field` can be compared, the usual one first."""
    if field.kind in _SIZED:
        return _SIZES
    if field.kind in _ORDERED:
        return _DAYS
    if field.kind in _LISTED:
        return _LIST
    if field.kind is FieldKind.YES_NO:
        return _YES_NO
    return _CHOICE if field.kind in _CHOSEN else _TEXT


def condition_words(kind: Kind, condition: Condition, formats: Formats, place: Place) -> tuple[str, str]:
    """Return what a chip says of `condition`: the field with its comparison, and the value."""
    field = _field(kind, condition)
    if field is None:
        return condition.field, condition.value
    word = next((each.word for each in comparisons(field) if each.op == condition.op), condition.op)
    told = _("{field} {comparison}").format(field=_(field.label), comparison=_(word))
    if condition.op in WITHOUT_VALUE:
        return told, ""
    parts = condition.value.split(",") if condition.op == "in" else [condition.value]
    values = [_value(field, part.strip(), formats, place) for part in parts if part.strip()]
    shown = ", ".join(values[:SHOWN_VALUES])
    more = len(values) - SHOWN_VALUES
    return told, _("{values} +{n}").format(values=shown, n=more) if more > 0 else shown


def linked_id(kind: Kind, condition: Condition) -> tuple[str, bytes] | None:
    """Return table and id of the record that `condition` names by its id; None where it does not."""
    field = _field(kind, condition)
    digits = condition.value.replace("-", "")
    if field is None or field.kind is not FieldKind.LINK or len(digits) != ID_DIGITS:
        return None
    try:
        return str(field.target), bytes.fromhex(digits)
    except ValueError:
        return None


def offered_fields(kind: Kind) -> list[Field]:
    """Return the fields of `kind` that a list can be filtered by, by their labels."""
    hidden = {"kind", "external_ids", "custom", "removed_at"}
    return sorted(
        (each for each in kind.fields if each.name not in hidden and each.kind not in _UNCOMPARED),
        key=lambda each: _(each.label).casefold(),
    )


def _field(kind: Kind, condition: Condition) -> Field | None:
    return next((each for each in kind.fields if each.name == condition.field), None)


def _value(field: Field, typed: str, formats: Formats, place: Place) -> str:
    try:
        if field.kind in (FieldKind.CHOICE, FieldKind.CHOICES):
            return label_of(field, chosen(field, typed))
        if field.kind in _TIMED:
            return formats.day(day_from_text(typed, place.date_order))
        if field.kind is FieldKind.MONEY:
            return formats.money(minor_from_text(typed, place.currency, place.decimal_mark(typed)))
    except InvalidField:
        return typed
    if field.kind is FieldKind.YES_NO:
        return _("Yes") if typed.casefold() in ("1", "yes", "true") else _("No")
    return capital(typed) if field.name == "sector" else typed
