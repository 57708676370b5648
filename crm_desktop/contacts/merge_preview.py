"""What the page shows of contacts that may be one: their sides, how alike they are, and what each agreement weighs."""

from collections.abc import Sequence
from typing import NamedTuple

from crm_desktop.contacts.match_tables import kept_model
from crm_desktop.contacts.merge_sides import Side, counted, merged_fields, sides_of
from crm_desktop.contacts.merging import fullest_first
from crm_desktop.likeness.comparison import compare_of
from crm_desktop.likeness.rarity import rarities
from crm_desktop.likeness.reasons import Reason, weighed
from crm_desktop.likeness.traits import traits_of_kind
from crm_desktop.likeness.weights import chance
from crm_desktop.schema.field import Field
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.values.names import fold
from crm_desktop.vault.driver import Connection


class Weighed(NamedTuple):
    """Why two contacts may be one: `reasons` with their bits, `prior_bits` before any of them, the `score` of all."""

    reasons: Sequence[Reason]
    prior_bits: float
    score: float


class Preview(NamedTuple):
    """Contacts side by side, the one to stay first; `together` counts by table what the result has.

    `alike` is how much of the names of the first two is the same, `why` is None before the first search.
    """

    kind: str
    fields: Sequence[Field]
    sides: Sequence[Side]
    together: dict[str, int]
    alike: float
    why: Weighed | None


def merge_preview(reader: Connection, contacts: Sequence[bytes]) -> Preview:
    """Return `contacts` as they are before a merge; raises UnknownRecord and CrmError where they cannot be one."""
    # comparing texts needs a library that showing lists does not
    from rapidfuzz import fuzz

    found = {each.id: each for each in sides_of(reader, contacts)}
    sides = [found[each] for each in fullest_first(list(found.values()))]
    kind = sides[0].kind
    fields = merged_fields(workspace_kinds(reader).of("contact", kind))
    alike = fuzz.ratio(fold(sides[0].name), fold(sides[1].name)) / 100
    return Preview(kind, fields, sides, counted(reader, list(contacts)), alike, weighed_pair(reader, kind, contacts))


def weighed_pair(reader: Connection, kind: str, contacts: Sequence[bytes]) -> Weighed | None:
    """Return why the first two of `contacts` may be one, by what the last search learned; None before the first."""
    known = kept_model(reader, kind)
    if known is None:
        return None
    weights, terms = known[1]
    found = reader.execute("SELECT rid FROM contact WHERE id IN (?, ?)", tuple(contacts[:2]))
    rids = [row[0] for row in found]
    both = [each for chunk in traits_of_kind(reader, kind, rids) for each in chunk]
    if len(both) < 2:
        return None
    pair = both[0], both[1]
    levels = compare_of(kind, terms)(*pair)
    rarer = rarities(kind, pair, levels, weights, terms)
    score = chance(weights.bits(kind, levels) + sum(rarer))
    return Weighed(weighed(kind, levels, weights, rarer), weights.prior_bits, score)
