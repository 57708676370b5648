"""A filter as a tree: comparisons, joined by and, or, not, and told of related records."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias


class Condition(NamedTuple):
    """One comparison: `field` `op` `value`, the value as a person types it.

    `field` may lead over links, as `company.sector` does. Where `op` takes several values, `value` is their list text.
    """

    field: str
    op: str
    value: str = ""


@dataclass(frozen=True)
class All:
    """Holds where all of `parts` do; there are two or more."""

    parts: "tuple[Filter, ...]"


@dataclass(frozen=True)
class AnyOf:
    """Holds where one of `parts` does; there are two or more."""

    parts: "tuple[Filter, ...]"


@dataclass(frozen=True)
class Not:
    """Holds where `part` does not."""

    part: "Filter"


@dataclass(frozen=True)
class Related:
    """Holds where at least `least` records that `relation` leads to fit `part`; None: where there are so many."""

    relation: str
    part: "Filter | None" = None
    least: int = 1


Filter: TypeAlias = Condition | All | AnyOf | Not | Related


def joined(parts: Sequence[Filter]) -> Filter | None:
    """Return the filter that holds where all of `parts` do; None where there are none."""
    if len(parts) > 1:
        return All(tuple(parts))
    return parts[0] if parts else None


def parts_of(wanted: Filter | None) -> tuple[Filter, ...]:
    """Return the filters that all have to hold for `wanted` to: one chip each."""
    if wanted is None:
        return ()
    return wanted.parts if isinstance(wanted, All) else (wanted,)


def reworded(wanted: Filter, change: Callable[[Condition], Condition]) -> Filter:
    """Return `wanted` with each comparison as `change` makes it."""
    match wanted:
        case Condition():
            return change(wanted)
        case All(parts):
            return All(tuple(reworded(each, change) for each in parts))
        case AnyOf(parts):
            return AnyOf(tuple(reworded(each, change) for each in parts))
        case Not(part):
            return Not(reworded(part, change))
        case Related(relation, part, least):
            return Related(relation, None if part is None else reworded(part, change), least)
