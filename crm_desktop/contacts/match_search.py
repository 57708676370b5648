"""The search for duplicates: all contacts at first, then those that changed against the keys that are kept."""

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from random import Random

from crm_desktop.collecting import fewer_collections
from crm_desktop.contacts.match_schema import KEY_TABLE
from crm_desktop.contacts.match_tables import (
    Fresh,
    Model,
    Pair,
    begin_anew,
    changed_since,
    in_order,
    joined,
    keep_keys,
    keep_pairs,
    kept_model,
    key_rows,
    key_statement,
)
from crm_desktop.jobs import Progress
from crm_desktop.journal.written import last_change
from crm_desktop.likeness.comparison import Compare, compare_of
from crm_desktop.likeness.keys import match_keys
from crm_desktop.likeness.levels import Levels
from crm_desktop.likeness.rarity import rarity_bits
from crm_desktop.likeness.terms import TermCounter
from crm_desktop.likeness.traits import Traits, traits_of_kind
from crm_desktop.likeness.weights import chance, estimated
from crm_desktop.store.store import Store
from crm_desktop.vault.driver import Connection
from crm_desktop.vault.sqlcipher import memory_database

# A contact is compared with so many neighbours under one key: a key that is shared by more says little.
WINDOW = 20
# Pairs below are not kept: no one asks for them.
LEAST_KEPT = 0.3
# Contacts of whose pairs the chance of accidental agreement is counted.
_SAMPLE = 250
# From this many changed contacts on, or this share of all, looking at all of them is cheaper.
_FEW, _FEW_SHARE = 2000, 0.2
# Below it rarity cannot lift a pair to LEAST_KEPT.
_HOPELESS_BITS = -12.0
_STEP = 2000
# Two rids in one number: the smaller one above, the larger one below.
_HALF = 32
_LOWER = (1 << _HALF) - 1


def search_pairs(store: Store, kind: str, progress: Progress | None = None) -> Fresh | None:
    """Look at the contacts of `kind` that changed since the last search; keep what is found where the file may change.

    Returns None where nothing has changed. Raises Cancelled; the next search then begins anew.
    """
    with store.deriving, fewer_collections():
        return _search(store, kind, progress or Progress())


def search_few(store: Store, kind: str, most: int) -> Fresh | None:
    """Search as `search_pairs` does where that is quick: up to `most` contacts, or few that changed; else None."""
    with store.reader() as reader:
        count = reader.execute("SELECT count(*) FROM contact WHERE kind = ?", (kind,)).fetchone()[0]
        known = kept_model(reader, kind)
        quick = count <= most or (known is not None and len(changed_since(reader, known[0])) <= _FEW)
    return search_pairs(store, kind) if quick else None


def _search(store: Store, kind: str, progress: Progress) -> Fresh | None:
    with store.reader() as reader:
        known = kept_model(reader, kind)
        changed = set[int]() if known is None else changed_since(reader, known[0])
        if known is not None and not changed:
            return None
        if known is not None and len(changed) <= max(_FEW, known[1].terms.records * _FEW_SHARE):
            fresh, keyed = _among_changed(reader, kind, known[1], changed)
        else:
            known = None
    if known is None:
        return _WholeSearch(store, kind, progress).found()
    if not store.read_only:
        keep_keys(store, kind, keyed)
        keep_pairs(store, fresh)
    return fresh


class _WholeSearch:
    """One search over all contacts of a kind: a third of its progress is reading, the rest comparing."""

    def __init__(self, store: Store, kind: str, progress: Progress) -> None:
        self._store = store
        self._kind = kind
        self._progress = progress
        # Plain tuples and numbers: the collector, which stops all threads, does not go through them.
        self._plain: dict[int, tuple[object, ...]] = {}
        self._terms = TermCounter(kind)

    def found(self) -> Fresh:
        """Search, and keep what is found where the file may change."""
        with self._store.reader() as reader:
            seq = last_change(reader)
            keyed = self._read(reader)
        candidates = self._candidates(keyed)
        model, pairs = self._compared(candidates)
        fresh = Fresh(self._kind, seq, True, self._plain.keys(), pairs, model)
        if not self._store.read_only:
            keep_pairs(self._store, fresh)
        return fresh

    def _read(self, reader: Connection) -> "array[int]":
        """Read all contacts with their terms; return their keys, each joined with its rid."""
        count = reader.execute(
            "SELECT count(*) FROM contact WHERE kind = ? AND removed_at IS NULL", (self._kind,)
        ).fetchone()[0]
        keyed = array("q")
        for chunk in traits_of_kind(reader, self._kind):
            self._progress.report(len(self._plain), 3 * count)
            self._terms.take(chunk)
            for each in chunk:
                keyed.extend(joined(match_keys(self._kind, each), each.rid))
                self._plain[each.rid] = tuple(each)
        return keyed

    def _traits(self, rid: int) -> Traits:
        # what `_make` does, at a third of its time: it is asked for a quarter of a million times
        return tuple.__new__(Traits, self._plain[rid])

    def _candidates(self, keyed: "array[int]") -> "array[int]":
        """Return the pairs that share a key, two rids in one number: blocks of a key, grouped by the database."""
        if self._store.read_only:
            memory = memory_database()
            memory.execute(KEY_TABLE.format(kind=self._kind))
            memory.executemany(key_statement(self._kind), key_rows(keyed))
            found = self._in_blocks(memory)
            memory.close()
            return found
        begin_anew(self._store, self._kind)
        keep_keys(self._store, self._kind, keyed)
        with self._store.reader() as reader:
            return self._in_blocks(reader)

    def _in_blocks(self, connection: Connection) -> "array[int]":
        found: set[int] = set()
        blocks = connection.execute(
            f"SELECT group_concat(rid) FROM match_key_{self._kind} GROUP BY key HAVING count(*) > 1"
        )
        for (members,) in blocks:
            rids = sorted(map(int, members.split(",")))
            if len(rids) > WINDOW:
                found.update(self._neighbours(rids))
            else:
                found.update(one << _HALF | other for one, other in combinations(rids, 2))
        return array("q", in_order(found))

    def _neighbours(self, rids: list[int]) -> Iterator[int]:
        """Yield the pairs of a large block that stand near each other by name."""
        rids.sort(key=lambda rid: self._traits(rid).name)
        for at, one in enumerate(rids):
            for other in rids[at + 1 : at + WINDOW]:
                yield min(one, other) << _HALF | max(one, other)

    def _compared(self, candidates: "array[int]") -> tuple[Model, list[Pair]]:
        """Return what was learned from the `candidates`, and those of them that are likely one contact."""
        terms, traits, count = self._terms.counted(), self._traits, len(self._plain)
        compare = compare_of(self._kind, terms)
        sample = [traits(rid) for rid in Random(count).sample(sorted(self._plain), min(count, _SAMPLE))]
        random = Counter(compare(one, other) for one, other in combinations(sample, 2))
        patterns: dict[Levels, Levels] = {}
        levels: list[Levels] = []
        for start in range(0, len(candidates), _STEP):
            self._progress.report(count + 2 * count * start // len(candidates), 3 * count)
            levels += self._levels(compare, candidates[start : start + _STEP], patterns)
        model = Model(estimated(self._kind, Counter(levels), random, count), terms)
        return model, list(judged(self._kind, model, zip(map(_as_two, candidates), levels, strict=True), traits))

    def _levels(self, compare: Compare, pairs: "array[int]", patterns: dict[Levels, Levels]) -> Iterator[Levels]:
        """Yield how each of `pairs` compares, whose first ones follow each other; like ones are one and the same."""
        first, one = 0, Traits(0)
        for pair in pairs:
            if pair >> _HALF != first:
                first = pair >> _HALF
                one = self._traits(first)
            found = compare(one, self._traits(pair & _LOWER))
            yield patterns.setdefault(found, found)


def _as_two(pair: int) -> tuple[int, int]:
    return pair >> _HALF, pair & _LOWER


def judged(
    kind: str,
    model: Model,
    candidates: Iterable[tuple[tuple[int, int], Levels]],
    traits: Callable[[int], Traits],
) -> Iterator[Pair]:
    """Yield those of `candidates` that may be one contact."""
    bits_of: dict[Levels, float] = {}
    for (one, other), levels in candidates:
        bits = bits_of.get(levels)
        if bits is None:
            bits = bits_of[levels] = model.weights.bits(kind, levels)
        if bits > _HOPELESS_BITS:
            both = traits(one), traits(other)
            score = chance(bits + rarity_bits(kind, both, levels, model.weights, model.terms))
            if score >= LEAST_KEPT:
                yield Pair(one, other, round(score, 4), levels)


def _among_changed(reader: Connection, kind: str, model: Model, changed: set[int]) -> tuple[Fresh, "array[int]"]:
    """Return the pairs that `changed` contacts are part of, judged by `model`, and their keys."""
    traits = {each.rid: each for chunk in traits_of_kind(reader, kind, changed) for each in chunk}
    keys = {rid: match_keys(kind, each) for rid, each in traits.items()}
    pairs: set[tuple[int, int]] = set()
    among: dict[int, list[int]] = {}
    for rid, all_keys in keys.items():
        for key in all_keys:
            neighbours = [*kept_neighbours(reader, kind, key), *among.get(key, ())]
            pairs.update((min(rid, each), max(rid, each)) for each in neighbours if each != rid)
            among.setdefault(key, []).append(rid)
    others = {each for pair in pairs for each in pair} - traits.keys()
    traits.update((each.rid, each) for chunk in traits_of_kind(reader, kind, sorted(others)) for each in chunk)
    compare = compare_of(kind, model.terms)
    there = ((one, other) for one, other in pairs if one in traits and other in traits)
    compared = ((pair, compare(traits[pair[0]], traits[pair[1]])) for pair in there)
    found = list(judged(kind, model, compared, traits.__getitem__))
    keyed = array("q", (each for rid, all_keys in keys.items() for each in joined(all_keys, rid)))
    return Fresh(kind, last_change(reader), False, changed, found, model), keyed


def kept_neighbours(reader: Connection, kind: str, key: int) -> list[int]:
    """Return the contacts of `kind` that have `key`, as far as a search has seen them."""
    found = reader.execute(f"SELECT rid FROM match_key_{kind} WHERE key = ? LIMIT {WINDOW}", (key,))
    return [row[0] for row in found]
