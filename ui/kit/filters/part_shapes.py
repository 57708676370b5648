"""A part of a filter taken apart as a form shows it, and put together again."""

from collections.abc import Sequence

from crm_desktop.errors import InvalidField
from crm_desktop.filters.tree import All, AnyOf, Condition, Filter, Not, Related, parts_of
from crm_desktop.words import N_, _
from ui.kit.filters.offered import FIELD, GROUP, RELATION

HAS, HAS_NO, AT_LEAST = "has", "no", "least"
ALL, ANY, NONE = "all", "any", "none"
HOLDING = {HAS: N_("has some"), HAS_NO: N_("has none"), AT_LEAST: N_("has at least")}
FITTING = {HAS: N_("is one where"), HAS_NO: N_("is none where")}
JOINING = {ALL: N_("all of these"), ANY: N_("any of these"), NONE: N_("none of these")}


def grouped(how: str, parts: Sequence[Filter]) -> Filter:
    """Return `parts` joined as the group says `how`; raises InvalidField where there are none."""
    if not parts:
        raise InvalidField(GROUP, _("The group is empty. Add a condition."))
    if how == NONE:
        return Not(parts[0] if len(parts) == 1 else AnyOf(tuple(parts)))
    if len(parts) == 1:
        return parts[0]
    return All(tuple(parts)) if how == ALL else AnyOf(tuple(parts))


def named(wanted: Filter | None) -> tuple[str, str]:
    """Return what `wanted` filters by: its sort and its name."""
    match wanted:
        case None:
            return FIELD, ""
        case Condition(field, _op, _value):
            return FIELD, field
        case Related(relation, _, _) | Not(Related(relation, _, 1)):
            return RELATION, relation
        case _:
            return GROUP, GROUP


def rest_of(wanted: Filter | None) -> tuple[tuple[Filter, ...], str, str]:
    """Return the parts inside `wanted`, how it is compared or joined, and its value."""
    match wanted:
        case Condition(_field, op, value):
            return (), op, value
        case Not(Related(_relation, part, 1)):
            return parts_of(part), HAS_NO, ""
        case Related(_relation, part, least):
            return parts_of(part), HAS if least == 1 else AT_LEAST, ""
        case AnyOf():
            return wanted.parts, ANY, ""
        case Not(AnyOf(parts)):
            return parts, NONE, ""
        case Not(part):
            return (part,), NONE, ""
        case None:
            return (), "", ""
        case _:
            return parts_of(wanted), ALL, ""
