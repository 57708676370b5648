"""Likely duplicates: pairs with a score and reasons, and the clusters that they tie together."""

import json
from collections.abc import Collection, Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

from crm_desktop.contacts.match_schema import MATCHED_KINDS, MOST_SIDES
from crm_desktop.contacts.match_tables import Fresh, Pair, levels_from_text
from crm_desktop.journal.journal import Journal
from crm_desktop.likeness.levels import Levels
from crm_desktop.likeness.reasons import reasons_of
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _

# From this chance on two contacts are called likely duplicates.
LIKELY = 0.8
# From here on a merge needs no second look.
SAFE = 0.99
_MOST_PAIRS = 20_000
_CHUNK = 500
_DIFFERENT = "SELECT first, second FROM distinct_pair WHERE removed_at IS NULL"


class Look(NamedTuple):
    """What is asked for: likely duplicates among contacts of `kind` with a score of `least` or more.

    `fresh` is what a search found that could not be kept, because the file is open for reading only.
    """

    kind: str
    least: float = LIKELY
    fresh: Fresh | None = None


class LikelyPair(NamedTuple):
    """Two contacts that may be one; `reasons` say in words what agrees, the weightiest first."""

    first: bytes
    second: bytes
    first_name: str
    second_name: str
    score: float
    levels: Levels
    reasons: Sequence[str]


class Cluster(NamedTuple):
    """Contacts that may all be one, the oldest first; `score` and `reasons` are those of their weakest link."""

    kind: str
    records: tuple[bytes, ...]
    names: tuple[str, ...]
    score: float
    reasons: Sequence[str]


def likely_pairs(reader: Connection, look: Look) -> list[LikelyPair]:
    """Return the pairs that may be one contact, the likeliest first.

    Pairs of which the user said that they are different, and those with a contact in the bin, are left out.
    """
    found = [each for each in _kept(reader, look) if look.fresh is None or not _looked_at_anew(each, look.fresh)]
    found += [] if look.fresh is None else [each for each in look.fresh.pairs if each.score >= look.least]
    found.sort(key=lambda each: (-each.score, each.first, each.second))
    return _named(reader, look.kind, found[:_MOST_PAIRS])


def likely_clusters(reader: Connection, look: Look) -> list[Cluster]:
    """Return the groups of contacts that may be one, at most MOST_SIDES each, the likeliest first."""
    return clusters_of(look.kind, likely_pairs(reader, look), different_pairs(reader))


def likely_count(reader: Connection) -> int:
    """Return how many groups of people and of companies may be one each."""
    return sum(len(likely_clusters(reader, Look(kind))) for kind in MATCHED_KINDS)


def clusters_of(kind: str, pairs: Iterable[LikelyPair], different: Collection[frozenset[bytes]]) -> list[Cluster]:
    """Return the groups that `pairs` tie together; no group holds two that are `different`."""
    joining = _Joining(different)
    for pair in sorted(pairs, key=lambda each: -each.score):
        joining.join(pair)
    return sorted(joining.clusters(kind), key=lambda each: -each.score)


def tell_apart(journal: Journal, contacts: Sequence[bytes], note: str = "") -> None:
    """Remember that `contacts` are all different, so that they are not offered as duplicates again."""
    with journal.transaction(_("Keep apart")) as tx:
        known = different_pairs(tx.connection)
        for first, second in combinations(sorted(contacts), 2):
            if frozenset((first, second)) not in known:
                tx.insert("distinct_pair", {"first": first, "second": second, "note": note or None})


class _Joining:
    """Groups that grow by one pair at a time, the likeliest pairs first."""

    def __init__(self, different: Collection[frozenset[bytes]]) -> None:
        self._different = different
        self._group: dict[bytes, dict[bytes, str]] = {}
        self._weakest: dict[int, LikelyPair] = {}

    def join(self, pair: LikelyPair) -> None:
        """Put both of `pair` into one group, unless that would be too large or hold two different contacts."""
        one = self._group.get(pair.first) or {pair.first: pair.first_name}
        other = self._group.get(pair.second) or {pair.second: pair.second_name}
        if one is other or len(one) + len(other) > MOST_SIDES or self._apart(one, other):
            return
        joined = {**one, **other}
        for each in joined:
            self._group[each] = joined
        self._weakest[id(joined)] = pair

    def clusters(self, kind: str) -> list[Cluster]:
        """Return the groups of contacts of `kind`."""
        groups = {id(each): each for each in self._group.values()}
        found = []
        for key, group in groups.items():
            pair, ids = self._weakest[key], sorted(group)
            found.append(Cluster(kind, tuple(ids), tuple(group[each] for each in ids), pair.score, pair.reasons))
        return found

    def _apart(self, one: Iterable[bytes], other: Iterable[bytes]) -> bool:
        return bool(self._different) and any(
            frozenset((mine, theirs)) in self._different for mine in one for theirs in other
        )


def _kept(reader: Connection, look: Look) -> list[Pair]:
    found = reader.execute(
        f"SELECT first, second, score, levels FROM match_pair_{look.kind} WHERE score >= ?", (look.least,)
    )
    return [Pair(first, second, score, levels_from_text(levels)) for first, second, score, levels in found]


def _looked_at_anew(pair: Pair, fresh: Fresh) -> bool:
    return fresh.whole or pair.first in fresh.changed or pair.second in fresh.changed


def _named(reader: Connection, kind: str, pairs: Sequence[Pair]) -> list[LikelyPair]:
    there: dict[int, tuple[bytes, str]] = {}
    wanted = sorted({rid for pair in pairs for rid in (pair.first, pair.second)})
    for start in range(0, len(wanted), _CHUNK):
        rows = reader.execute(
            "SELECT c.rid, c.id, c.name FROM json_each(?) j CROSS JOIN contact c ON c.rid = j.value "
            "WHERE c.removed_at IS NULL",
            (json.dumps(wanted[start : start + _CHUNK]),),
        )
        there.update((rid, (record, str(name))) for rid, record, name in rows)
    different = different_pairs(reader)
    found = []
    for pair in pairs:
        first, second = there.get(pair.first), there.get(pair.second)
        if first and second and frozenset((first[0], second[0])) not in different:
            ids, names = (first[0], second[0]), (first[1], second[1])
            found.append(LikelyPair(*ids, *names, pair.score, pair.levels, reasons_of(kind, pair.levels)))
    return found


def different_pairs(reader: Connection) -> set[frozenset[bytes]]:
    """Return the pairs of contacts that the user said are different."""
    return {frozenset(row) for row in reader.execute(_DIFFERENT)}
