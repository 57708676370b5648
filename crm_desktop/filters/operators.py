"""Which comparisons there are, and which of them a field of a kind takes."""

from collections.abc import Mapping

from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.words import _

# Longer ones first, as a text is read.
OPERATORS = (
    *("!=", "<=", ">=", "=", "<", ">"),
    *("not contains", "not starts", "not ends", "not in", "not between"),
    *("contains", "starts", "ends", "in", "between", "empty", "notempty"),
)
VALUELESS = frozenset({"empty", "notempty"})
# These take several values: their list text.
LISTING = frozenset({"in", "not in"})
RANGING = frozenset({"between", "not between"})
# What each denial denies.
DENIED: Mapping[str, str] = {
    "!=": "=",
    "notempty": "empty",
    **{f"not {op}": op for op in ("contains", "starts", "ends", "in", "between")},
}

# These look for a part of a text.
PARTS = frozenset({"contains", "not contains", "starts", "not starts", "ends", "not ends"})
_EQUAL = frozenset({"=", "!=", "in", "not in", "empty", "notempty"})
_SIZES = frozenset({"<", "<=", ">", ">=", "between", "not between"})
_KINDS: Mapping[FieldKind, frozenset[str]] = {
    **dict.fromkeys(
        (FieldKind.NUMBER, FieldKind.DECIMAL, FieldKind.MONEY, FieldKind.PERCENT, FieldKind.MINUTES), _EQUAL | _SIZES
    ),
    **dict.fromkeys((FieldKind.DAY, FieldKind.INSTANT, FieldKind.PARTIAL_DAY, FieldKind.CHOICE), _EQUAL | _SIZES),
    **dict.fromkeys((FieldKind.CURRENCY, FieldKind.COUNTRY), _EQUAL),
    **dict.fromkeys((FieldKind.LINK, FieldKind.TAGS), _EQUAL | PARTS),
    FieldKind.CHOICES: _EQUAL | {"contains", "not contains"},
    FieldKind.YES_NO: frozenset({"=", "!=", "empty", "notempty"}),
    FieldKind.TIME: _EQUAL | _SIZES,
    FieldKind.RECURRENCE: PARTS | {"empty", "notempty"},
    FieldKind.JSON: PARTS | {"empty", "notempty"},
}
_TEXTS = _EQUAL | PARTS | _SIZES


def refused(field: Field, op: str) -> str:
    """Return why `field` cannot be compared with `op`; empty where it can."""
    taken = operators_of(field.kind)
    if op in taken:
        return ""
    known = " ".join(each for each in OPERATORS if each in taken)
    told = _("{field} cannot be compared with “{op}”. Use one of {known}.")
    return told.format(field=_(field.label), op=op, known=known)


def operators_of(kind: FieldKind) -> frozenset[str]:
    """Return the comparisons that a field of `kind` takes."""
    return _KINDS.get(kind, _TEXTS)
