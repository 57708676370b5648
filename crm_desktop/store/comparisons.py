"""One comparison as SQL: what each operator means to each kind of field."""

from collections.abc import Sequence
from typing import NamedTuple

from crm_desktop.filters.fields import ID
from crm_desktop.filters.operands import Linked, Operand
from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.schema.field import Field, FieldKind, RecordTable
from crm_desktop.schema.forms import Place, Stored
from crm_desktop.schema.link_kinds import link_kind
from crm_desktop.store.day_comparisons import Day, compared_days
from crm_desktop.store.expressions import field_expression
from crm_desktop.store.near_names import kept_names
from crm_desktop.store.where import Where, any_of
from crm_desktop.values.names import fold

_NUMBERS = frozenset({FieldKind.NUMBER, FieldKind.DECIMAL, FieldKind.PERCENT, FieldKind.MINUTES, FieldKind.MONEY})
_DAYS = frozenset({FieldKind.DAY, FieldKind.INSTANT, FieldKind.PARTIAL_DAY})
_CODES = frozenset({FieldKind.COUNTRY, FieldKind.CURRENCY, FieldKind.TIME})
# Stored as nothing or a value: never as an empty text or list.
_NEVER_BLANK = _NUMBERS | _DAYS | {FieldKind.LINK, FieldKind.YES_NO}
_BEYOND = "\U0010ffff"


class Compared(NamedTuple):
    """What is compared: a field of the rows called `row` of a table, read by the expression `sql`."""

    table: RecordTable
    field: Field
    sql: str
    row: str


def compared(table: RecordTable, field: Field, op: str, values: Sequence[Operand], place: Place, row: str) -> Where:
    """Return the SQL of `field` `op` `values` on the rows of `table` that are called `row`; `op` is no denial."""
    if field is ID:
        return _ids(row, values)
    this = Compared(table, field, field_expression(table, field, row), row)
    if op == "empty":
        return _empty(this)
    if field.kind is FieldKind.FORMULA:
        return _computed(this, op, values)
    if field.kind in _DAYS:
        return compared_days(field.kind, this.sql, op, [each for each in values if isinstance(each, Day)], place.zone)
    if field.kind is FieldKind.LINK:
        return _linked(this, op, values)
    if field.kind in (FieldKind.TAGS, FieldKind.CHOICES):
        return _listed(this, op, values)
    if field.kind in _NUMBERS:
        return _sized(_amount(this), op, _stored(values))
    if field.kind is FieldKind.YES_NO:
        return _sized(f"coalesce({this.sql}, 0)", op, _stored(values))
    if field.kind is FieldKind.CHOICE and field.choices:
        return _chosen(this, op, values)
    if field.kind in _CODES:
        return _sized(this.sql, op, _stored(values))
    return _text(this, op, [str(each) for each in values])


def _ids(row: str, values: Sequence[Operand]) -> Where:
    ids = [each.id for each in values if isinstance(each, Linked)]
    return Where(f"{row}.id IN ({_marks(ids)})", tuple(ids))


def _empty(this: Compared) -> Where:
    if this.field.kind in _NEVER_BLANK:
        return Where(f"{this.sql} IS NULL", ())
    return Where(f"coalesce({this.sql}, '') IN ('', '[]', '{{}}')", ())


def _computed(this: Compared, op: str, values: Sequence[Operand]) -> Where:
    """Compare what a formula makes: as a number with numbers, else as a text; days are texts that sort as days do."""
    numbers = [each for each in values if isinstance(each, int | float)]
    if not numbers or len(numbers) < len(values):
        folded = [fold(str(each)) for each in values]
        return _folded(f"fold(CAST({this.sql} AS TEXT))", op, folded, indexed=False)
    compared_with = _sized("made.value", op, numbers)
    number = f"typeof(made.value) <> 'text' AND {compared_with.sql}"
    return Where(f"(SELECT {number} FROM (SELECT {this.sql} AS value) made)", compared_with.values)


def _sized(sql: str, op: str, values: Sequence[Stored]) -> Where:
    if op == "between":
        return Where(f"{sql} BETWEEN ? AND ?", tuple(values))
    if op == "in":
        return Where(f"{sql} IN ({_marks(values)})", tuple(values))
    return Where(f"{sql} {op} ?", tuple(values))


def _amount(this: Compared) -> str:
    """Return the number that is compared: money in the workspace's currency, where the record holds the rate."""
    if this.field.kind is FieldKind.MONEY and "rate" in this.table.by_name and this.field.stored:
        return f"CAST(round({this.sql} * coalesce({this.row}.rate, 1)) AS INTEGER)"
    return this.sql


def _chosen(this: Compared, op: str, values: Sequence[Operand]) -> Where:
    """Compare by the order in which the choices are declared: `priority >= high`."""
    order = [each.value for each in this.field.choices]
    if op in ("=", "in"):
        wanted = [str(each) for each in values]
    elif op == "between":
        first, last = (order.index(str(each)) for each in values)
        wanted = order[first : last + 1]
    else:
        at = order.index(str(values[0]))
        wanted = {"<": order[:at], "<=": order[: at + 1], ">": order[at + 1 :], ">=": order[at:]}[op]
    return Where(f"{this.sql} IN ({_marks(wanted)})", tuple(wanted))


def _text(this: Compared, op: str, values: Sequence[str]) -> Where:
    if this.field.point in ("email", "phone") and op in ("=", "in"):
        # also those that are not the primary ones
        return Where(
            f"{this.row}.id IN (SELECT contact FROM contact_point WHERE kind = '{this.field.point}' "
            f"AND normal IN ({_marks(values)}) AND removed_at IS NULL)",
            tuple(values),
        )
    titled = this.field.name == this.table.title
    column = f"{this.row}.sort_name" if titled else f"fold({this.sql})"
    return _folded(column, op, [fold(each) for each in values], indexed=titled)


def _folded(column: str, op: str, values: Sequence[str], *, indexed: bool) -> Where:
    if op == "starts" and indexed and values[0]:
        return Where(f"({column} >= ? AND {column} < ?)", (values[0], values[0] + _BEYOND))
    if op in ("contains", "starts", "ends"):
        pattern = f"{'' if op == 'starts' else '%'}{_literal(values[0])}{'' if op == 'ends' else '%'}"
        return Where(f"{column} LIKE ? ESCAPE '\\'", (pattern,))
    return _sized(column, op, values)


def _linked(this: Compared, op: str, values: Sequence[Operand]) -> Where:
    ids = [each.id for each in values if isinstance(each, Linked)]
    names = [fold(str(each)) for each in values if not isinstance(each, Linked)]
    found = [Where(f"{this.sql} IN ({_marks(ids)})", tuple(ids))] if ids else []
    if names:
        target = BY_NAME[this.field.target or ""]
        named = _folded("sort_name", "in" if op == "=" else op, names, indexed=True)
        rows = f"SELECT id FROM {target.name} WHERE {kept_names(target.name, link_kind(this.field))} AND {named.sql}"
        found.append(Where(f"{this.sql} IN ({rows})", named.values))
    return any_of(found)


def _listed(this: Compared, op: str, values: Sequence[Operand]) -> Where:
    wanted = [str(each) for each in values]
    if this.field.kind is FieldKind.CHOICES:
        test = Where(f"value IN ({_marks(wanted)})", tuple(wanted))
    else:
        test = _folded("fold(value)", op, [fold(each) for each in wanted], indexed=False)
    return Where(
        f"({this.sql} IS NOT NULL AND EXISTS (SELECT 1 FROM json_each({this.sql}) WHERE {test.sql}))", test.values
    )


def _stored(values: Sequence[Operand]) -> list[Stored]:
    return [each for each in values if isinstance(each, str | int | float)]


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _literal(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
