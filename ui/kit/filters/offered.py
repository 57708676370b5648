"""What there is to filter by: fields, related records, groups."""

from typing import NamedTuple

from crm_desktop.filters.comparison_words import comparisons
from crm_desktop.filters.relations import relations_of
from crm_desktop.schema.catalogue import KINDS, Kind
from crm_desktop.schema.field import Field
from crm_desktop.words import _

FIELD, RELATION, GROUP = "field", "relation", "group"
_HIDDEN = frozenset({"external_ids", "custom", "removed_at", "merged_into"})
# Parts of records that one asks about beside those that are records of their own.
_PARTS = ("consent", "promise", "known_fact", "relationship", "affiliation", "contact_point", "deal_line")


class Offered(NamedTuple):
    """One thing to filter by: a field or relation by its `name`, and what it is called."""

    sort: str
    name: str
    label: str


def offered_fields(kind: Kind) -> list[Field]:
    """Return the fields of `kind` that lists can be filtered by, by their labels."""
    # where all are of one kind, that says nothing
    hidden = _HIDDEN if kind.narrowed is None else _HIDDEN | {"kind"}
    known = (each for each in kind.fields if each.name not in hidden and comparisons(each))
    return sorted(known, key=lambda each: _(each.label).casefold())


def offered(kind: Kind) -> list[list[Offered]]:
    """Return what records of `kind` can be filtered by, in sections: fields, related records, groups."""
    relations = relations_of(kind)
    whole = {each.name for each in KINDS if each.name not in ("views", "stages", "pipelines", "members", "teams")}
    ours = [each for each in relations.values() if each.forward and each.kind.name in whole]
    theirs = [each for each in relations.values() if not each.forward and (each.name in whole or each.name in _PARTS)]
    return [
        [Offered(FIELD, each.name, _(each.label)) for each in offered_fields(kind)],
        [
            *(Offered(RELATION, each.name, _("{link}…").format(link=_(kind.field(each.name).label))) for each in ours),
            *(Offered(RELATION, each.name, _("{related}…").format(related=_(each.kind.label))) for each in theirs),
        ],
        [Offered(GROUP, GROUP, _("Group…"))],
    ]
