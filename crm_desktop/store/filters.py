"""A filter as SQL on rows of a kind: for lists, boards, exports, reports and commands alike."""

from collections.abc import Sequence

from crm_desktop.errors import WrongUsage
from crm_desktop.filters.fields import field_at
from crm_desktop.filters.operands import operands
from crm_desktop.filters.operators import DENIED, refused
from crm_desktop.filters.relations import Relation, Way, relation_named
from crm_desktop.filters.tree import All, AnyOf, Condition, Filter, Not, Related
from crm_desktop.schema.catalogue import Kind
from crm_desktop.schema.field import RecordTable
from crm_desktop.schema.forms import Place
from crm_desktop.store.comparisons import compared
from crm_desktop.store.expressions import field_expression
from crm_desktop.store.where import Where, all_of, any_of, denied
from crm_desktop.words import _


def conditions_sql(kind: Kind, conditions: Sequence[Filter], place: Place) -> Where:
    """Return what follows WHERE … on rows `t` of `kind`, so that all of `conditions` hold: " AND (…)" for each.

    Raises WrongUsage or InvalidField.
    """
    found = [filter_sql(kind, each, place) for each in conditions]
    return Where("".join(f" AND ({each.sql})" for each in found), tuple(v for each in found for v in each.values))


def filter_sql(kind: Kind, wanted: Filter, place: Place, depth: int = 0) -> Where:
    """Return the SQL of `wanted` on rows of `kind`, called `t`, or `t1`, `t2` … `depth` links away."""
    match wanted:
        case Condition():
            return _condition(kind, wanted, place, depth)
        case All(parts):
            return all_of([filter_sql(kind, each, place, depth) for each in parts])
        case AnyOf(parts):
            return any_of([filter_sql(kind, each, place, depth) for each in parts])
        case Not(part):
            return denied(filter_sql(kind, part, place, depth))
        case Related():
            return _related(kind, wanted, place, depth)


def _condition(kind: Kind, condition: Condition, place: Place, depth: int) -> Where:
    field = field_at(kind, condition.field)
    reason = refused(field, condition.op)
    if reason:
        raise WrongUsage(reason)
    if condition.op in DENIED:
        return denied(_condition(kind, condition._replace(op=DENIED[condition.op]), place, depth))
    link, dot, rest = condition.field.partition(".")
    if dot:
        if condition.op == "empty":
            return denied(_related(kind, Related(link, Condition(rest, "notempty")), place, depth))
        return _related(kind, Related(link, condition._replace(field=rest)), place, depth)
    return compared(kind.table, field, condition.op, operands(field, condition, place), place, row_name(depth))


def row_name(depth: int) -> str:
    """Return what the row `depth` links away is called."""
    return f"t{depth or ''}"


def _related(kind: Kind, related: Related, place: Place, depth: int) -> Where:
    relation = relation_named(kind, related.relation)
    if relation is None:
        raise WrongUsage(_("{kind} have no relation “{name}”.").format(kind=_(kind.label), name=related.relation))
    inner = Where("", ())
    if related.part is not None:
        part = filter_sql(relation.kind, related.part, place, depth + 1)
        inner = Where(f" AND ({part.sql})", part.values)
    found = [Where(_rows_of(kind, relation, way, depth) + inner.sql, inner.values) for way in relation.ways]
    row = row_name(depth + 1)
    if related.least == 1:
        return any_of([Where(f"EXISTS (SELECT 1 {each.sql})", each.values) for each in found])
    union = " UNION ".join(f"SELECT {row}.rid {each.sql}" for each in found)
    values = tuple(value for each in found for value in each.values)
    return Where(f"(SELECT count(*) FROM ({union} LIMIT ?)) >= ?", (*values, related.least, related.least))


def _rows_of(kind: Kind, relation: Relation, way: Way, depth: int) -> str:
    """Return FROM … WHERE … that finds the related rows of one way, by an index."""
    ours, theirs, table = row_name(depth), row_name(depth + 1), relation.kind.table.name
    narrowed = "" if relation.kind.narrowed is None else f" AND +{theirs}.kind = '{relation.kind.narrowed}'"
    kept = f"{theirs}.removed_at IS NULL{narrowed}{_holding(relation.kind.table, theirs, depth)}"
    if way.forward:
        link = field_expression(kind.table, kind.field(way.link), ours)
        return f"FROM {table} {theirs} WHERE {theirs}.id = {link} AND {kept}"
    if way.between is None:
        return f"FROM {table} {theirs} WHERE {theirs}.{way.link} = {ours}.id AND {kept}"
    between = f"b{depth + 1}"
    return (
        f"FROM {way.between.name} {between} CROSS JOIN {table} {theirs} ON {theirs}.id = {between}.{way.onward} "
        f"WHERE {between}.{way.link} = {ours}.id AND {between}.removed_at IS NULL AND {kept}"
    )


def _holding(table: RecordTable, row: str, depth: int) -> str:
    """Return the condition that an entry of a ledger still holds: no later one took its place."""
    if table.ledger is None:
        return ""
    later = f"n{depth + 1}"
    same = " AND ".join(f"{later}.{each} = {row}.{each}" for each in table.ledger.by)
    order, before = (", ".join(each.format(row=of) for each in table.ledger.order) for of in (later, row))
    return (
        f" AND NOT EXISTS (SELECT 1 FROM {table.name} {later} WHERE {same} AND {later}.removed_at IS NULL "
        f"AND ({order}) > ({before}))"
    )
