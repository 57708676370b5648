"""What rows say of a record and later rows of the same import say otherwise: what came last stands, each time."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from crm_desktop.exchange.chunk_records import Said, column_key, emptied_key, removal_key
from crm_desktop.exchange.drafts import Draft, Part
from crm_desktop.exchange.import_report import Contradiction, ImportReport
from crm_desktop.exchange.made import Promise
from crm_desktop.exchange.point_parts import KIND, NORMAL, is_point
from crm_desktop.exchange.remarks import EXAMPLES, quoted
from crm_desktop.exchange.row_reader import RowReader
from crm_desktop.exchange.spool import EntryShelf, Spool
from crm_desktop.exchange.stored_records import Values
from crm_desktop.schema.forms import Stored
from crm_desktop.values.counts import shown_number
from crm_desktop.words import _

Parts = Sequence[tuple[bytes, Part]]
NOTHING: AbstractSet[str] = frozenset()
_MOST_PASSES = 5  # two are enough but where one field follows from another
_PLACING = ("label", "is_primary", "position")  # of a part: none of what it says


class RowChange(NamedTuple):
    """What a row made of the `record` that was there: its values and parts before and after."""

    record: bytes
    row: bytes
    draft: Draft
    before: Values
    after: Values
    had: Parts
    has: Parts


class Overruled:
    """Goes along with the passes of one import over its rows.

    Where several rows changed one field of a record that was there, all that was said of it before the last of them
    came to nothing. In the next pass those rows are silent of it, as if their cells were empty: so the same files again
    change nothing, no step holds the way there and back, and nothing follows from it.
    """

    def __init__(self, spool: Spool) -> None:
        self._lost = spool.entries()
        self._changed = self._said = self._lost
        self._names: dict[str, int] = {}
        self._reader: RowReader | None = None
        self._bits: list[int] = []
        self._lists = 0
        self._spool = spool
        self._any = self._found = False
        self._passes = 0
        self._told: tuple[list[Contradiction], int] = ([], 0)
        self.absent: AbstractSet[Promise] = frozenset()

    def begin(self, spool: Spool) -> None:
        """Begin a pass, which remembers in `spool`."""
        self._changed, self._said = spool.entries(), spool.entries()
        self._passes += 1
        self._found = False

    def end(self, report: ImportReport) -> bool:
        """Tell the contradictions of the first pass in `report`; return whether another pass is due."""
        if self._passes == 1:
            self._told = report.contradictions, report.contradicted
        report.contradictions, report.contradicted = self._told
        return self._found and self._passes < _MOST_PASSES

    def note_absent(self, promises: AbstractSet[Promise]) -> None:
        """Take in which rows others named as parents and managers, and were refused: the next pass links to none."""
        self._found |= not promises <= self.absent
        self.absent |= promises

    def silent(self, record: bytes, row: bytes) -> AbstractSet[str]:
        """Return what `row` says nothing of, because a later one stands: columns of `record`, and of its parts."""
        lost = _keys(self._lost, record) if self._any else {}
        return {key for key, last in lost.items() if row < last}

    def said(self, record: bytes, row: bytes, parts: Parts, *, fills: bool) -> Said:
        """Return how `row` may change a `record` that was there and has `parts` now."""
        entry = self._said.get(record)
        silent = self.silent(record, row)
        if entry is None:
            return Said(fills, silent, NOTHING, {})
        columns, *named = entry
        earlier = {name for name, bit in self._names.items() if int(str(columns)) & bit}
        return Said(fills, silent, earlier, {known: part for known, part in parts if _remembered(part) in named})

    def note(self, change: RowChange, reader: RowReader) -> None:
        """Take in what a row of `reader` says and changes."""
        self._hear(change, reader)
        if change.before != change.after or change.had != change.has:
            self._touch(change.record, change.row, *_touched(change, reader))

    def stand(self, record: bytes, row: bytes, key: str) -> None:
        """Let what `row` did to the `key` of a `record` stand in the place of what earlier rows did to it."""
        self._touch(record, row, {key}, {key})

    def _touch(self, record: bytes, row: bytes, done: AbstractSet[str], ended: AbstractSet[str]) -> None:
        """Take in what `row` has `done`, and what of that which earlier rows did is `ended` by it."""
        earlier = _keys(self._changed, record)
        for key in ended:
            if earlier.get(key, row) != row:
                self._lose(record, key, row)
        _put(self._changed, record, {**earlier, **dict.fromkeys(done, row)})

    def _lose(self, record: bytes, key: str, row: bytes) -> None:
        lost = _keys(self._lost, record)
        if lost.get(key) != row:
            _put(self._lost, record, {**lost, key: row})
            self._spool.ease()
            self._any = self._found = True

    def _hear(self, change: RowChange, reader: RowReader) -> None:
        """Take in which columns and parts a row fills."""
        if reader is not self._reader:
            self._reader, self._bits = reader, [self._bit(name) for name in reader.columns]
            self._lists = sum(map(self._bit, reader.unions))
        entry = self._said.get(change.record)
        before, *known = (0,) if entry is None else entry
        said = int(str(before))
        for bit, value, now in zip(self._bits, change.draft.values, change.after, strict=True):
            if value is not None and (value == now or bit & self._lists):
                said |= bit
        if change.draft.parts:
            said |= self._bit(str(reader.part_table))
        named = [part for part in map(_remembered, change.draft.parts) if part is not None and part not in known]
        if named or said != before:
            self._said.put(change.record, (said, *known, *named))

    def _bit(self, name: str) -> int:
        return self._names.setdefault(name, 1 << len(self._names))


def said_by_others(parts: Parts, *, fills: bool) -> Said:
    """Return how a row may change a record that earlier rows of the import made, with the `parts` that it has now."""
    return Said(fills, NOTHING, None, dict(parts))


def contradictions(
    change: RowChange, reader: RowReader, earlier: AbstractSet[str] | None
) -> tuple[dict[int, Stored], list[tuple[Part, Part]]]:
    """Return what a row says otherwise than an earlier one: values by column, and parts before and after.

    The `earlier` rows said only that of the record; None stands for one that they made.
    """
    if earlier is not None and not earlier:
        return {}, []
    said = change.draft.values
    values = {
        number: said[number]
        for number, (name, old) in enumerate(zip(reader.columns, change.before, strict=True))
        if None not in (old, said[number]) and said[number] != old
        if name not in reader.unions and (earlier is None or name in earlier)
    }
    parts: list[tuple[Part, Part]] = []
    if earlier is None or str(reader.part_table) in earlier:
        content = _content(reader)
        parts = [
            (old, new)
            for _part, old, new in _changed_parts(change)
            if old is not None
            and new is not None
            and any(None not in (old[at], new[at]) and old[at] != new[at] for at in content)
        ]
    return values, parts


def row_ref(file: int, row: int) -> bytes:
    """Return what a row is known by through all passes, in the order in which rows come."""
    return file.to_bytes(4, "big") + row.to_bytes(6, "big")


def contradiction_sentences(report: ImportReport) -> list[str]:
    """Return what there is to say of the contradictions in `report`: one sentence for each way in which they end."""
    told = {
        True: _("Rows contradict an earlier row about the same record, and what came last stands: {examples} ({n}×)."),
        False: _(
            "Rows contradict an earlier row about the same record, and what came first stands: {examples} ({n}×)."
        ),
    }
    sentences = []
    for last, sentence in told.items():
        found = [each for each in report.contradictions if (each.stands == each.later) is last]
        if found:
            examples = list(dict.fromkeys(f"{quoted(each.record)} ({each.field})" for each in found))
            listed = ", ".join(examples[:EXAMPLES]) + (" …" if len(examples) > EXAMPLES else "")
            more = report.contradicted - len(report.contradictions) if last else 0
            sentences.append(sentence.format(examples=listed, n=shown_number(len(found) + more)))
    return sentences


def _keys(shelf: EntryShelf, record: bytes) -> dict[str, bytes]:
    entry = shelf.get(record) or ()
    return {str(key): row for key, row in zip(entry[::2], entry[1::2], strict=True) if isinstance(row, bytes)}


def _put(shelf: EntryShelf, record: bytes, keys: Mapping[str, bytes]) -> None:
    shelf.put(record, tuple(each for pair in keys.items() for each in pair))


def _touched(change: RowChange, reader: RowReader) -> tuple[set[str], set[str]]:
    """Return what a row did, and what of that which earlier rows did is ended by it.

    A new value ends the one before it. What is added to a list, or to the parts of a record, ends only that it was
    emptied, and the other way round.
    """
    done, ended = set[str](), set[str]()
    for name, old, new in zip(reader.columns, change.before, change.after, strict=True):
        if old == new:
            continue
        if name not in reader.unions:
            done.add(name)
            ended.add(name)
        else:
            (done if new is None else ended).add(emptied_key(name))
    for part, was, now in _changed_parts(change):
        if was is None:
            ended.add(removal_key(now or []))
        elif now is None:
            done.add(removal_key(was))
        else:
            keys = {column_key(part, at) for at in _content(reader) if was[at] != now[at]}
            done |= keys
            ended |= keys
    return done, ended


def _changed_parts(change: RowChange) -> Iterator[tuple[bytes, Part | None, Part | None]]:
    had, has = dict(change.had), dict(change.has)
    for part in had | has:
        old, new = had.get(part), has.get(part)
        if old != new:
            yield part, old, new


def _content(reader: RowReader) -> list[int]:
    return [at for at, name in enumerate(reader.part_columns) if name not in _PLACING]


def _remembered(part: Part) -> int | None:
    """Return what a point or address that a row names is remembered by; None for what is neither."""
    if is_point(part):
        return hash((part[KIND], part[NORMAL]))
    return hash(part[KIND]) if isinstance(part[KIND], str) else None
