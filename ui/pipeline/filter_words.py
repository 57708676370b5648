"""Conditions on deals, in words for chips, and the fields that are offered to filter by."""

from collections.abc import Sequence
from typing import NamedTuple

from crm_desktop.filters.tree import Condition
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.pipeline import DEAL
from crm_desktop.words import N_, _

# The fields that deals are filtered by on the board, the likeliest first.
CONDITION_PARTS = 3
OFFERED = ("owner", "team", "expected_on", "amount", "company", "title", "probability", "source", "tags", "opened_on")


class Operator(NamedTuple):
    """One way to compare: what is written in a condition, and how it is said."""

    op: str
    label: str


_IS = (Operator("=", N_("is")), Operator("!=", N_("is not")))
_NOTHING = (Operator("empty", N_("is empty")), Operator("notempty", N_("is not empty")))
_DAYS = (Operator("<", N_("before")), Operator(">", N_("after")), Operator("=", N_("on")))
_SIZES = (Operator(">=", N_("at least")), Operator("<=", N_("at most")), Operator("=", N_("is")))
_TEXTS = (Operator("contains", N_("contains")), Operator("starts", N_("starts with")), *_IS)
_SIZED = {FieldKind.MONEY, FieldKind.PERCENT, FieldKind.NUMBER, FieldKind.DECIMAL}


class ChosenFilter(NamedTuple):
    """A condition with the words that its value is shown with."""

    condition: Condition
    shown: str


def operators(field: Field) -> tuple[Operator, ...]:
    """Return the ways in which deals are compared by `field`."""
    if field.kind is FieldKind.DAY:
        return (*_DAYS, *_NOTHING)
    if field.kind in _SIZED:
        return (*_SIZES, *_NOTHING)
    if field.kind is FieldKind.LINK:
        return (*_IS, *_NOTHING)
    return (*_TEXTS, *_NOTHING)


def field_label(field: Field) -> str:
    """Return what `field` is called on the board."""
    return _("Closes") if field.name == "expected_on" else _(field.label)


def chip_words(condition: Condition) -> str:
    """Return what stands before the value on the chip of `condition`: “Owner is”, “Closes before”."""
    field = DEAL.by_name.get(condition.field)
    if field is None:
        return condition.field
    label = next((_(each.label) for each in operators(field) if each.op == condition.op), condition.op)
    return _("{field} {operator}").format(field=field_label(field), operator=label)


def filters_to(filters: Sequence[ChosenFilter]) -> list[tuple[str, str, str, str]]:
    """Return `filters` as plain values, to be kept in a place."""
    return [(*each.condition, each.shown) for each in filters]


def filters_from(kept: object) -> list[ChosenFilter]:
    """Return the filters that a place holds: conditions, or what `filters_to` made of them."""
    found = []
    for each in kept if isinstance(kept, Sequence) else ():
        if isinstance(each, Sequence) and len(each) >= CONDITION_PARTS:
            field, op, value = (str(part) for part in each[:CONDITION_PARTS])
            shown = str(each[CONDITION_PARTS]) if len(each) > CONDITION_PARTS else value
            found.append(ChosenFilter(Condition(field, op, value), shown))
    return found
