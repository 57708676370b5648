"""The comparisons that a field offers, in words, the usual one first."""

from collections.abc import Mapping
from typing import NamedTuple

from crm_desktop.filters.operators import operators_of
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.words import N_


class Comparison(NamedTuple):
    """One way to compare: what the text of a filter holds, and how it is said."""

    op: str
    word: str


_EMPTY = (Comparison("empty", N_("is empty")), Comparison("notempty", N_("is known")))
_TEXT = (
    Comparison("contains", N_("contains")),
    Comparison("not contains", N_("does not contain")),
    Comparison("starts", N_("begins with")),
    Comparison("not starts", N_("does not begin with")),
    Comparison("ends", N_("ends with")),
    Comparison("not ends", N_("does not end with")),
    Comparison("=", N_("is")),
    Comparison("!=", N_("is not")),
    Comparison("in", N_("is any of")),
    Comparison("not in", N_("is none of")),
    *_EMPTY,
)
_BETWEEN = (Comparison("between", N_("between")), Comparison("not between", N_("not between")))
_SIZES = (
    Comparison(">", N_("over")),
    Comparison(">=", N_("at least")),
    Comparison("<", N_("under")),
    Comparison("<=", N_("at most")),
    *_BETWEEN,
    Comparison("=", N_("is")),
    Comparison("!=", N_("is not")),
    Comparison("in", N_("is any of")),
    Comparison("not in", N_("is none of")),
    *_EMPTY,
)
_DAYS = (
    Comparison("in", N_("within")),
    Comparison("not in", N_("not within")),
    Comparison("<", N_("before")),
    Comparison("<=", N_("up to")),
    Comparison(">", N_("after")),
    Comparison(">=", N_("from")),
    Comparison("=", N_("on")),
    Comparison("!=", N_("not on")),
    *_BETWEEN,
    *_EMPTY,
)
_CHOICE = (
    Comparison("=", N_("is")),
    Comparison("!=", N_("is not")),
    Comparison("in", N_("is any of")),
    Comparison("not in", N_("is none of")),
    Comparison(">=", N_("is at least")),
    Comparison("<=", N_("is at most")),
    Comparison("contains", N_("contains")),
    Comparison("not contains", N_("does not contain")),
    Comparison("starts", N_("begins with")),
    Comparison("ends", N_("ends with")),
    *_EMPTY,
)
_LIST = (
    Comparison("=", N_("has")),
    Comparison("!=", N_("has not")),
    Comparison("in", N_("has any of")),
    Comparison("not in", N_("has none of")),
    Comparison("contains", N_("contains")),
    Comparison("not contains", N_("does not contain")),
    *_EMPTY,
)
# A formula makes a number, a day or a text.
_COMPUTED = (*_SIZES[:6], *_TEXT)
_SIZED = (FieldKind.NUMBER, FieldKind.DECIMAL, FieldKind.MONEY, FieldKind.PERCENT, FieldKind.MINUTES)
_WORDS: Mapping[FieldKind, tuple[Comparison, ...]] = {
    **dict.fromkeys(_SIZED, _SIZES),
    **dict.fromkeys((FieldKind.DAY, FieldKind.INSTANT, FieldKind.PARTIAL_DAY), _DAYS),
    **dict.fromkeys(
        (FieldKind.CHOICE, FieldKind.LINK, FieldKind.COUNTRY, FieldKind.CURRENCY, FieldKind.LANGUAGE), _CHOICE
    ),
    **dict.fromkeys((FieldKind.CHOICES, FieldKind.TAGS), _LIST),
    FieldKind.TIME: _DAYS[2:],
    FieldKind.FORMULA: _COMPUTED,
    FieldKind.YES_NO: (Comparison("=", N_("is")), *_EMPTY),
}


def comparisons(field: Field) -> tuple[Comparison, ...]:
    """Return the ways in which `field` can be compared."""
    taken = operators_of(field.kind)
    # that a choice contains something says no more than that it is it
    unsaid = ("contains", "not contains") if field.kind is FieldKind.CHOICES else ()
    return tuple(each for each in _WORDS.get(field.kind, _TEXT) if each.op in taken and each.op not in unsaid)


def comparison_word(field: Field, op: str) -> str:
    """Return how `op` is said of `field`; it is not translated yet."""
    return next((each.word for each in (*_WORDS.get(field.kind, _TEXT), *_SIZES, *_TEXT) if each.op == op), op)
