"""Holds new contacts against those that are there: one that is typed, or all rows of an import."""

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from crm_desktop.contacts.match_search import WINDOW, judged, kept_neighbours
from crm_desktop.contacts.match_tables import Model, Pair, changed_since, joined, kept_model, key_rows
from crm_desktop.likeness.comparison import compare_of
from crm_desktop.likeness.keys import match_keys
from crm_desktop.likeness.terms import Terms
from crm_desktop.likeness.traits import Traits, traits_of_kind
from crm_desktop.likeness.weights import usual_weights
from crm_desktop.vault.driver import Connection


class Neighbours(Protocol):
    """Who shares a key."""

    def of(self, key: int) -> Iterable[int]:
        """Return the rids of some contacts that have `key`."""


class KeptKeys(NamedTuple):
    """The keys that the last search kept."""

    reader: Connection
    kind: str

    def of(self, key: int) -> Iterable[int]:
        """Return the rids of some contacts that have `key`."""
        return kept_neighbours(self.reader, self.kind, key)


class ReadKeys:
    """The keys of all contacts as they are now, in 8 bytes each."""

    def __init__(self, reader: Connection, kind: str) -> None:
        keyed = array("q")
        for chunk in traits_of_kind(reader, kind):
            for each in chunk:
                keyed.extend(joined(match_keys(kind, each), each.rid))
        self._keyed = array("q", sorted(keyed))

    def of(self, key: int) -> Iterator[int]:
        """Yield the rids of some contacts that have `key`."""
        (first,) = joined([key], 0)
        place = bisect_left(self._keyed, first)
        for found, rid in key_rows(self._keyed[place : place + WINDOW]):
            if found != key:
                return
            yield rid


class Onlooker:
    """Judges contacts of one kind that are not there yet; their rids must be below 0, each its own."""

    def __init__(self, reader: Connection, kind: str, neighbours: Neighbours) -> None:
        self._reader = reader
        self._kind = kind
        self._neighbours = neighbours
        known = kept_model(reader, kind)
        self._model = _usual_model(reader, kind) if known is None else known[1]

    def likely(
        self, many: Sequence[Traits], least: float, beside: Mapping[int, Collection[int]] | None = None
    ) -> dict[int, list[Pair]]:
        """Return by rid the pairs of `many` with contacts that are there, scored `least` or more, the best first.

        `beside` names contacts by rid that each is compared with whatever their keys are.
        """
        near = {each.rid: set(self._near(each)) | set((beside or {}).get(each.rid, ())) for each in many}
        wanted = sorted({rid for rids in near.values() for rid in rids})
        there = {each.rid: each for chunk in traits_of_kind(self._reader, self._kind, wanted) for each in chunk}
        compare = compare_of(self._kind, self._model.terms)
        compared = (
            ((mine.rid, rid), compare(mine, there[rid])) for mine in many for rid in near[mine.rid] if rid in there
        )
        found: dict[int, list[Pair]] = {}
        sides = {**there, **{each.rid: each for each in many}}
        for pair in judged(self._kind, self._model, compared, sides.__getitem__):
            if pair.score >= least:
                found.setdefault(pair.first, []).append(pair)
        return {rid: sorted(pairs, key=lambda each: -each.score) for rid, pairs in found.items()}

    def _near(self, traits: Traits) -> Iterator[int]:
        for key in match_keys(self._kind, traits):
            yield from self._neighbours.of(key)


def onlooker(reader: Connection, kind: str) -> Onlooker | None:
    """Return who judges new contacts of `kind` by all that are there; None where nobody is."""
    if reader.execute("SELECT 1 FROM contact WHERE kind = ? LIMIT 1", (kind,)).fetchone() is None:
        return None
    known = kept_model(reader, kind)
    fresh = known is not None and not changed_since(reader, known[0])
    return Onlooker(reader, kind, KeptKeys(reader, kind) if fresh else ReadKeys(reader, kind))


def _usual_model(reader: Connection, kind: str) -> Model:
    counted = reader.execute("SELECT count(*) FROM contact WHERE kind = ? AND removed_at IS NULL", (kind,))
    records = int(counted.fetchone()[0])
    return Model(usual_weights(kind, records), Terms(max(records, 1), {}, {}))
