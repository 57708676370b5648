"""One filter in two shapes: as short as it is written, and spread out as a form edits it."""

from crm_desktop.filters.operators import DENIED
from crm_desktop.filters.tree import All, AnyOf, Condition, Filter, Not, Related

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


def shortened(wanted: Filter, links: frozenset[str]) -> Filter:
    """Return `wanted` with a comparison of the record that one of `links` leads to as a path: `company.sector`."""
    match wanted:
        case Related(relation, Condition(field, op, value), 1) if relation in links and _holds(op):
            return Condition(f"{relation}.{field}", op, value)
        case Not(Related(relation, Condition(field, op, value), 1)) if relation in links and op in _DENIALS:
            return Condition(f"{relation}.{field}", _DENIALS[op], value)
        case Not(Related(relation, _, 1)) if relation in links:
            return wanted
        case All(parts):
            return All(tuple(shortened(each, links) for each in parts))
        case AnyOf(parts):
            return AnyOf(tuple(shortened(each, links) for each in parts))
        case Not(part):
            return Not(shortened(part, links))
        case _:
            return wanted


def _holds(op: str) -> bool:
    """Return whether `op` holds only where there is a value."""
    return op == "notempty" or (op not in DENIED and op != "empty")
