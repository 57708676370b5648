"""One filter in two shapes: as short as it is written, and spread out as a form edits it."""

from crm_desktop.filters.operators import DENIED
from crm_desktop.filters.relations import relation_named
from crm_desktop.filters.tree import All, AnyOf, Condition, Filter, Not, Related
from crm_desktop.schema.catalogue import Kind

# What denies each comparison that holds of a value.
_DENIALS = {"notempty": "empty", **{held: denial for denial, held in DENIED.items() if held != "empty"}}


def spread(wanted: Filter) -> Filter:
    """Return `wanted` with each path over a link as a condition on the related record."""
    match wanted:
        case Condition(field, op, value) if "." in field:
            link, _dot, rest = field.partition(".")
            if op == "empty":
                return Not(Related(link, spread(Condition(rest, "notempty"))))
            if op in DENIED and op != "notempty":
                return Not(Related(link, spread(Condition(rest, DENIED[op], value))))
            return Related(link, spread(Condition(rest, op, value)))
        case Condition():
            return wanted
        case All(parts):
            return All(tuple(spread(each) for each in parts))
        case AnyOf(parts):
            return AnyOf(tuple(spread(each) for each in parts))
        case Not(part):
            return Not(spread(part))
        case Related(relation, part, least):
            return Related(relation, None if part is None else spread(part), least)


def shortened(wanted: Filter, kind: Kind) -> Filter:
    """Return `wanted` on records of `kind` with comparisons over a link as paths: `company.sector = retail`."""
    match wanted:
        case All(parts):
            return All(tuple(shortened(each, kind) for each in parts))
        case AnyOf(parts):
            return AnyOf(tuple(shortened(each, kind) for each in parts))
        case Not(Related() as related):
            return _shortened(related, kind, denied=True)
        case Not(part):
            return Not(shortened(part, kind))
        case Related():
            return _shortened(wanted, kind, denied=False)
        case _:
            return wanted


def _shortened(related: Related, kind: Kind, *, denied: bool) -> Filter:
    relation = relation_named(kind, related.relation)
    part = related.part
    if relation is not None and part is not None:
        part = shortened(part, relation.kind)
    if relation is not None and relation.forward and related.least == 1 and isinstance(part, Condition):
        path, op, value = part
        if denied and op in _DENIALS:
            return Condition(f"{related.relation}.{path}", _DENIALS[op], value)
        if not denied and _holds(op):
            return Condition(f"{related.relation}.{path}", op, value)
    whole = Related(related.relation, part, related.least)
    return Not(whole) if denied else whole


def _holds(op: str) -> bool:
    """Return whether `op` holds only where there is a value."""
    return op == "notempty" or (op not in DENIED and op != "empty")
