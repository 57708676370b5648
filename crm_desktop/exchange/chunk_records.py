"""The records of one chunk while its rows are worked into them, and how what became of them is handed over."""

from collections.abc import Mapping
from dataclasses import dataclass

from crm_desktop.exchange.row_reader import Change, Part, RowReader
from crm_desktop.exchange.stored_records import StoredRecords, Values
from crm_desktop.journal.ids import new_id
from crm_desktop.schema.forms import Stored


@dataclass
class ChunkRecords:
    """The records of one chunk while its rows are worked into them."""

    values: dict[bytes, Values]
    parts: dict[bytes, list[tuple[bytes, Part]]]


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
    """Hand over the parts of records that are new, or other than `before`."""
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
