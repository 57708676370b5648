"""Rows that an index alone tells not to fit are not read: each may be a page of its own to decrypt."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from crm_desktop.filters.fields import field_at
from crm_desktop.filters.operands import Linked, Operand, operands
from crm_desktop.filters.tree import All, Condition, Filter
from crm_desktop.schema.catalogue import Kind
from crm_desktop.schema.field import Field, FieldKind, RecordTable, Sparse
from crm_desktop.schema.forms import Place, Stored
from crm_desktop.store.comparisons import compared
from crm_desktop.store.where import Where


class _Asked(NamedTuple):
    field: Field
    op: str
    given: Sequence[Operand]


def index_probes(kind: Kind, conditions: Sequence[Filter], place: Place) -> Where:
    """Return " CROSS JOIN …" that leaves out the rows `n` of `kind` which an index tells not to fit `conditions`.

    Where no index tells of a condition all rows stay; whether they fit is seen when they are read.
    """
    # of several conditions on one field the last one: no more tables can be joined than a few
    told = dict(_told_by_index(kind, conditions, place))
    sql, values = "", list[Stored]()
    for number, (index, (field, op, given)) in enumerate(told.items()):
        row = f"i{number}"
        fits = compared(kind.table, field, op, given, place, row)
        # the index by its name: the planner would rather read the row
        sql += f" CROSS JOIN {kind.table.name} {row} INDEXED BY {index} ON {row}.rid = n.rid AND ({fits.sql})"
        values += fits.values
    return Where(sql, tuple(values))


def _told_by_index(kind: Kind, conditions: Sequence[Filter], place: Place) -> Iterator[tuple[str, _Asked]]:
    """Yield what `conditions` ask for that an index holds, with the name of the index."""
    for each in conditions:
        if isinstance(each, All):
            yield from _told_by_index(kind, each.parts, place)
        elif isinstance(each, Condition) and each.op in ("=", "in") and "." not in each.field:
            field = field_at(kind, each.field)
            index = _index_of(kind.table, field)
            given = [] if index is None else operands(field, each, place)
            # some by id and some by name are looked for in two ways, and no index serves both
            if index is not None and len({isinstance(value, Linked) for value in given}) == 1:
                yield index, _Asked(field, each.op, given)


def _index_of(table: RecordTable, field: Field) -> str | None:
    """Return the index that holds nothing but the column of `field` as it is compared, None where there is none."""
    if not field.stored or not (field.kind is FieldKind.LINK or field.choices):
        return None
    if Sparse(field.name) in table.sparse:
        return f"{table.name}__{field.name}_filled"
    return f"{table.name}__{field.name}" if field.name in table.indexes else None
