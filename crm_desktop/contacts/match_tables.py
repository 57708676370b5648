"""What the search for duplicates keeps: keys of contacts, likely pairs, and how far into the journal they go.

These tables are no records: any of them can be made anew. They are written beside the journal, in short turns, by the
search that runs in the background; a contact that changed since only waits to be looked at again. Keys that a contact
had before it changed may stay: they bring it before its neighbours once too often, and no more.
"""

import json
from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from typing import NamedTuple

from crm_desktop.likeness.levels import SILENT, Levels
from crm_desktop.likeness.terms import Terms
from crm_desktop.likeness.weights import Weights
from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.store.capture import INSERTED_RANGE
from crm_desktop.store.store import Store
from crm_desktop.vault.driver import Connection

# Rows written in one turn, so that a person's own change never waits long for the file.
_TURN = 20_000
# Numbers sorted at once, so that the window never waits long for its turn.
_RUN = 10_000
_SILENT_SIGN = "-"
_RID_BITS = 32
_RID_MASK = (1 << _RID_BITS) - 1
_CONTACT, _POINT = BY_NAME["contact"], BY_NAME["contact_point"]


class Pair(NamedTuple):
    """Two contacts by their rids, the lower first, with the chance that they are one and what agrees."""

    first: int
    second: int
    score: float
    levels: Levels


class Model(NamedTuple):
    """What a search learned, by which single contacts are judged until the next."""

    weights: Weights
    terms: Terms


class Fresh(NamedTuple):
    """What a search found: `changed` are the rids that it looked at, all of them where `whole`."""

    kind: str
    seq: int
    whole: bool
    changed: Collection[int]
    pairs: Sequence[Pair]
    model: Model


def kept_model(reader: Connection, kind: str) -> tuple[int, Model] | None:
    """Return how far the journal was taken up for `kind`, and what was learned; None before the first search."""
    row = reader.execute("SELECT seq, model FROM match_state WHERE kind = ?", (kind,)).fetchone()
    if row is None:
        return None
    (same, other, prior), terms = json.loads(row[1])
    return row[0], Model(Weights(tuple(map(tuple, same)), tuple(map(tuple, other)), prior), Terms(*terms))


def changed_since(reader: Connection, seq: int) -> set[int]:
    """Return the rids of the contacts that changed after `seq`, they themselves or their ways to be reached."""
    rids: set[int] = set()
    points: set[int] = set()
    for table, rid, op, delta in reader.execute(
        f"SELECT DISTINCT tbl, rid, op, iif(op = {INSERTED_RANGE}, delta, NULL) FROM change "
        f"WHERE seq > ? AND tbl IN ({_CONTACT.number}, {_POINT.number})",
        (seq,),
    ):
        first, last = json.loads(delta) if op == INSERTED_RANGE else (rid, rid)
        (rids if table == _CONTACT.number else points).update(range(first, last + 1))
    rids.update(_owners(reader, points))
    return rids


def begin_anew(store: Store, kind: str) -> None:
    """Forget the keys of `kind` and how far the journal was taken up: a stop from here on means another search."""
    _write(store, "DELETE FROM match_state WHERE kind = ?", [(kind,)])
    _write(store, f"DELETE FROM match_key_{kind}", [()])


def keep_keys(store: Store, kind: str, keyed: "array[int]") -> None:
    """Write keys of contacts, each joined with its rid by `joined`, in short turns."""
    _write(store, key_statement(kind), key_rows(keyed))


def key_statement(kind: str) -> str:
    """Return the statement that keeps a key of a contact."""
    return f"INSERT OR IGNORE INTO match_key_{kind}(key, rid) VALUES (?, ?)"


def joined(keys: Iterable[int], rid: int) -> list[int]:
    """Return each of `keys` and `rid` as one number, which sorts faster than two and takes less room."""
    return [key << _RID_BITS | rid for key in keys]


def key_rows(keyed: "array[int]") -> Iterator[tuple[int, int]]:
    """Yield keys with their rids in the order of their table, in which writing costs least."""
    return ((each >> _RID_BITS, each & _RID_MASK) for each in in_order(keyed))


def in_order(numbers: Iterable[int]) -> Iterator[int]:
    """Yield `numbers` in their order; they are sorted in short runs, as one long one would hold up all threads."""
    waiting = iter(numbers)
    runs = []
    while run := list(islice(waiting, _RUN)):
        run.sort()
        runs.append(array("q", run))
    # numbers that stand in their order at even distances part all runs into slices that are short together
    samples = sorted(chain.from_iterable(run[:: len(runs)] for run in runs))
    apart = max(_RUN // max(len(runs), 1), 1)
    at = [0] * len(runs)
    for bound in [*samples[apart::apart], None]:
        slices = list(zip(runs, at, strict=True))
        at = [len(run) if bound is None else bisect_left(run, bound, begin) for run, begin in slices]
        part = list(chain.from_iterable(run[begin:end] for (run, begin), end in zip(slices, at, strict=True)))
        part.sort()
        yield from part


def keep_pairs(store: Store, fresh: Fresh) -> None:
    """Write what a search found, in one turn."""
    with _turn(store) as writer:
        _replace_pairs(writer, fresh)
        state = (fresh.kind, fresh.seq, json.dumps(fresh.model))
        writer.execute("INSERT OR REPLACE INTO match_state(kind, seq, model) VALUES (?, ?, ?)", state)


def levels_text(levels: Levels) -> str:
    """Return `levels` as they are kept: one sign each."""
    return "".join(_SILENT_SIGN if each == SILENT else str(each) for each in levels)


def levels_from_text(text: str) -> Levels:
    """Return the levels that `text` keeps."""
    return tuple(SILENT if each == _SILENT_SIGN else int(each) for each in text)


def _owners(reader: Connection, points: Iterable[int]) -> Iterator[int]:
    for row in reader.execute(
        "SELECT DISTINCT c.rid FROM json_each(?) j CROSS JOIN contact_point p ON p.rid = j.value "
        "JOIN contact c ON c.id = p.contact",
        (json.dumps(list(points)),),
    ):
        yield row[0]


def _replace_pairs(writer: Connection, fresh: Fresh) -> None:
    table = f"match_pair_{fresh.kind}"
    if fresh.whole:
        writer.execute(f"DELETE FROM {table}")
    else:
        rids = json.dumps(list(fresh.changed))
        for side in ("first", "second"):
            writer.execute(f"DELETE FROM {table} WHERE {side} IN (SELECT value FROM json_each(?))", (rids,))
    writer.executemany(
        f"INSERT OR REPLACE INTO {table}(first, second, score, levels) VALUES (?, ?, ?, ?)",
        ((each.first, each.second, each.score, levels_text(each.levels)) for each in fresh.pairs),
    )


def _write(store: Store, statement: str, rows: Iterable[Sequence[object]]) -> None:
    waiting = iter(rows)
    while turn := list(islice(waiting, _TURN)):
        with _turn(store) as writer:
            writer.executemany(statement, turn)


@contextmanager
def _turn(store: Store) -> Iterator[Connection]:
    with store.writing:
        writer = store.writer
        writer.execute("BEGIN IMMEDIATE")
        try:
            yield writer
        except BaseException:
            writer.execute("ROLLBACK")
            raise
        writer.execute("COMMIT")
