"""The records of one chunk while its rows are worked into them, and how what became of them is handed over."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple

from crm_desktop.exchange.drafts import Change, Draft, Part
from crm_desktop.exchange.point_emptying import emptied_points, main_ones
from crm_desktop.exchange.point_parts import PRIMARY, is_point
from crm_desktop.exchange.row_reader import RowReader
from crm_desktop.exchange.stored_records import StoredRecords, Values
from crm_desktop.journal.ids import new_id
from crm_desktop.schema.forms import Stored
from crm_desktop.store.belonging import REMOVED


@dataclass
class ChunkRecords:
    """The records of one chunk while its rows are worked into them."""

    values: dict[bytes, Values]
    parts: dict[bytes, list[tuple[bytes, Part]]]


class Said(NamedTuple):
    """How a row may change its record: it only `fills`, and is `silent` of what a later row says.

    What `earlier` rows of the same import said no empty cell takes away (None: they said all there is), and `kept` are
    the parts that they named: numbers and addresses beside which others are added.
    """

    fills: bool
    silent: AbstractSet[str]
    earlier: AbstractSet[str] | None
    kept: Mapping[bytes, Part]

    def may_empty(self, column: str) -> bool:
        """Tell whether an empty cell may empty `column`."""
        said = self.earlier is None or column in self.earlier
        return not said and emptied_key(column) not in self.silent


def work_parts(
    reader: RowReader, now: ChunkRecords, record: bytes, draft: Draft, said: Said
) -> list[tuple[Part | None, Part | None]]:
    """Work the parts of a row into those of its `record`; return what changed, each before and after."""
    parts = now.parts.setdefault(record, [])
    # what is kept is as if the row had it too: it is not what another value takes the place of
    row = [*draft.parts, *(part for part in said.kept.values() if is_point(part))]
    added, replaced = reader.changed_parts(_bare(parts), row)
    changed: list[tuple[Part | None, Part | None]] = [] if said.fills else _spoken(parts, replaced, said.silent)
    for old, new in changed:
        if old is not None:
            _put(parts, old, new)
    parts += [(new_id(), part) for part in added]
    changed += [(None, part) for part in added]
    if not draft.emptied:
        return changed
    emptied = _spoken(parts, emptied_points(_bare(parts), row, draft.emptied), said.silent)
    kept = [part for known, part in parts if known in said.kept]
    emptied = [(old, left) for old, left in emptied if not any(old is part for part in kept)]
    for old, left in emptied:
        if old is not None:
            _put(parts, old, left)
    for part in main_ones(_bare(parts), [old for old, left in emptied if old is not None and left is None]):
        _put(parts, part, [*part[:PRIMARY], 1, *part[PRIMARY + 1 :]])
    return [*changed, *emptied]


def column_key(part: bytes, at: int) -> str:
    """Return what stands for the column `at` of the `part` of a record."""
    return f"{part.hex()} {at}"


def emptied_key(column: str) -> str:
    """Return what stands for a list of values being emptied."""
    return f"-{column}"


def removal_key(part: Part) -> str:
    """Return what stands for there being no such `part`."""
    return f"-{part[0]!r} {part[1]!r}"


def _spoken(
    parts: Sequence[tuple[bytes, Part]], changed: Sequence[tuple[Part, Part | None]], silent: AbstractSet[str]
) -> list[tuple[Part | None, Part | None]]:
    """Return what of `changed` parts, each before and after, a row does say that is `silent` of some."""
    found: list[tuple[Part | None, Part | None]] = []
    for old, new in changed:
        after = new
        if silent and new is not None:
            known = next(known for known, part in parts if part is old)
            pairs = zip(old, new, strict=True)
            after = [was if column_key(known, at) in silent else now for at, (was, now) in enumerate(pairs)]
        if after != old and not (after is None and removal_key(old) in silent):
            found.append((old, after))
    return found


def _bare(parts: Sequence[tuple[bytes, Part]]) -> list[Part]:
    return [part for _id, part in parts]


def _put(parts: list[tuple[bytes, Part]], old: Part, new: Part | None) -> None:
    """Put `new` in the place of `old` among `parts`, or nothing."""
    number = next(number for number, (_id, part) in enumerate(parts) if part is old)
    parts[number : number + 1] = [] if new is None else [(parts[number][0], new)]


def write_changed(reader: RowReader, records: StoredRecords, before: Mapping[bytes, Values], now: ChunkRecords) -> None:
    """Hand over the columns of records that differ from `before`."""
    columns = reader.columns
    changed = [record for record in before if now.values[record] != before[record]]
    numbers = [
        number
        for number in range(len(columns))
        if any(now.values[record][number] != before[record][number] for record in changed)
    ]
    rows = [(*(now.values[record][number] for number in numbers), record) for record in changed]
    records.update(reader.table, [columns[number] for number in numbers], rows)


def write_parts(reader: RowReader, records: StoredRecords, before: Mapping[bytes, Part], now: ChunkRecords) -> None:
    """Hand over the parts of records that are new, or other than `before`, and put those that are gone into the bin."""
    if reader.part_table is None:
        return
    columns = reader.part_columns
    added = [
        (part, record, *values) for record, parts in now.parts.items() for part, values in parts if part not in before
    ]
    records.insert(reader.part_table, ("id", reader.part_owner, *columns), added)
    changed = [
        (*values, part)
        for parts in now.parts.values()
        for part, values in parts
        if part in before and before[part] != values
    ]
    records.update(reader.part_table, columns, changed)
    left = {part for parts in now.parts.values() for part, _values in parts}
    records.update(reader.part_table, (REMOVED,), [(records.now_ms, part) for part in before if part not in left])


def write_companions(
    reader: RowReader, records: StoredRecords, before: Mapping[bytes, Values], now: ChunkRecords
) -> None:
    """Hand over what goes with new and changed records in another table."""
    table = reader.companion_table
    if table is None:
        return
    rows: dict[tuple[str, ...], list[list[Stored]]] = {}
    for record, after in now.values.items():
        earlier = before.get(record)
        if earlier is None and not reader.companion_of_new:
            continue
        row = reader.companion(Change(record, earlier, after, records.now_ms))
        if row is not None:
            rows.setdefault(tuple(row), []).append([new_id(), *row.values()])
    for names, values in rows.items():
        records.insert(table, ("id", *names), values)
