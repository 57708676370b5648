"""A filter written out: the one text that list, board, export, report and command line share."""

from collections.abc import Sequence

from crm_desktop.filters.operators import LISTING, RANGING, VALUELESS
from crm_desktop.filters.texts import list_text, listed, quoted
from crm_desktop.filters.tree import All, AnyOf, Condition, Filter, Not, Related


def filter_text(wanted: Filter) -> str:
    """Return the text of `wanted`, from which `conditions_from_text` makes the same again."""
    match wanted:
        case Condition():
            return _compared(wanted)
        case Related():
            return _related("has", wanted)
        case Not(Related(least=1) as related):
            return _related("no", related)
        case Not(part):
            return f"not {_unit(part)}"
        case All(parts):
            return " and ".join(_unit(each) for each in parts)
        case AnyOf(parts):
            return " or ".join(filter_text(each) if isinstance(each, All) else _unit(each) for each in parts)


def conditions_text(conditions: Sequence[Filter]) -> str:
    """Return the text of a filter whose parts `conditions` all have to hold; empty where there are none."""
    return " and ".join(_unit(each) if len(conditions) > 1 else filter_text(each) for each in conditions)


def _unit(wanted: Filter) -> str:
    return f"({filter_text(wanted)})" if isinstance(wanted, All | AnyOf) else filter_text(wanted)


def _compared(condition: Condition) -> str:
    field, op, value = condition
    if op in VALUELESS:
        return f"{field} {op}"
    if op in LISTING:
        return f"{field} {op} {list_text(listed(value) or [value])}"
    if op in RANGING:
        return f"{field} {op} {' and '.join(quoted(each) for each in listed(value))}"
    return f"{field} {op} {quoted(value)}"


def _related(word: str, related: Related) -> str:
    count = f"{related.least} " if related.least != 1 else ""
    part = "" if related.part is None else f" ({filter_text(related.part)})"
    return f"{word} {count}{related.relation}{part}"
