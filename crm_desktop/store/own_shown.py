"""The first of the workspace's own fields, as they stand where there is room for a few words: on cards and lines."""

from collections.abc import Sequence

from crm_desktop.schema.catalogue import Kind
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Place, Stored
from crm_desktop.schema.read_forms import read_value
from crm_desktop.store.expressions import field_expression, name_expression

# So many have room; texts of several lines and files have none.
MOST_SHOWN = 2
_NO_ROOM = frozenset({FieldKind.LONG_TEXT, FieldKind.JSON})


def shown_own_fields(kind: Kind) -> list[Field]:
    """Return the own fields of `kind` that stand on its cards and lines."""
    fits = [each for each in kind.own_fields if each.kind not in _NO_ROOM and each.target != "attachment"]
    return fits[:MOST_SHOWN]


def own_expressions(kind: Kind, fields: Sequence[Field]) -> list[str]:
    """Return the expressions that read `fields` from rows `t` of `kind`, links by name."""
    table = kind.table
    return [
        name_expression(table, each) if each.kind is FieldKind.LINK else field_expression(table, each)
        for each in fields
    ]


def own_words(fields: Sequence[Field], stored: Sequence[Stored], currency: str, place: Place) -> tuple[str, ...]:
    """Return what the values `stored` in `fields` say; those without a word are left out."""
    words = [_words(field, value, currency, place) for field, value in zip(fields, stored, strict=True)]
    return tuple(word for word in words if word)


def _words(field: Field, stored: Stored, currency: str, place: Place) -> str:
    if field.kind is FieldKind.LINK:
        return str(stored or "")
    if field.kind is FieldKind.YES_NO:
        # a bare Yes would not say to what
        return field.label if stored else ""
    return " ".join(read_value(field, stored, place, currency).split())
