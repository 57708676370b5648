"""The labelled transaction: the only way to write."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import chain, islice
from typing import NamedTuple
from zoneinfo import ZoneInfo

from crm_desktop.errors import UnknownRecord
from crm_desktop.journal.ids import new_id
from crm_desktop.journal.written import FEW, MANY, written_since
from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.schema.field import Field, RecordTable
from crm_desktop.schema.own import Kinds
from crm_desktop.store.along import all_along, coming_back
from crm_desktop.store.belonging import REMOVED
from crm_desktop.store.bulk_update import set_in_bulk, update_in_bulk
from crm_desktop.store.capture import INSERTED_RANGE, OWN_VALUES
from crm_desktop.store.derived import Touched
from crm_desktop.store.indexes import put_off_indexes
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.store.own_values import PATCHED, own_patch
from crm_desktop.values.names import fold
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _

Stored = str | int | float | bytes | None


class Commit(NamedTuple):
    """What one transaction wrote: ids by table, or None for a table where they are too many to name."""

    step: int
    label: str
    touched: Mapping[str, frozenset[bytes] | None]


class Stamp(NamedTuple):
    """Who writes, when and where: `hlc` and `site` are the clock that all changes of one transaction share.

    `since` is how far the journal went before, and `disputed` whether there were conflicts.
    """

    step: int
    hlc: int
    site: int
    now: datetime
    now_ms: int
    member: bytes | None
    zone: ZoneInfo
    since: int
    disputed: bool = True


class Transaction:
    """An open transaction: everything written through it is one step, undone as one.

    `finishing` is told how many of all computed tables are up to date, and may still call the whole off by raising.
    """

    def __init__(self, connection: Connection, stamp: Stamp) -> None:
        self.connection = connection
        self.stamp = stamp
        self.label: str | None = None
        self.finishing: Callable[[int, int], None] | None = None
        self._ranges: dict[str, list[range]] = {}
        self._kinds = Kinds()

    @property
    def now(self) -> datetime:
        """The instant of this step."""
        return self.stamp.now

    @property
    def today(self) -> date:
        """The day of this step in the user's zone."""
        return self.stamp.now.astimezone(self.stamp.zone).date()

    @property
    def now_ms(self) -> int:
        """The instant of this step as it is stored."""
        return self.stamp.now_ms

    @property
    def step(self) -> int:
        """The number of this step in the journal."""
        return self.stamp.step

    @property
    def member(self) -> bytes | None:
        """The id of the member who writes."""
        return self.stamp.member

    @property
    def zone(self) -> ZoneInfo:
        """The zone whose days and clock the user means."""
        return self.stamp.zone

    def insert(self, table: str, values: Mapping[str, Stored], record: bytes | None = None) -> bytes:
        """Insert a record into `table` and return its id; the schema's defaults fill what `values` leaves out."""
        declared = BY_NAME[table]
        made = record or new_id()
        row: dict[str, Stored] = {
            each.name: each.default for each in declared.stored_fields if each.default is not None
        }
        given, own = self._parted(declared, values)
        row.update(given)
        own = {field: value for field, value in own.items() if value is not None}
        if own:
            row[OWN_VALUES] = own_patch(own)
        row.update(id=made, sort_name=_sort_name(declared, row), **self._columns_of_every_row())
        names = ", ".join(row)
        marks = ", ".join("?" * len(row))
        self.connection.execute(f"INSERT INTO {table}({names}) VALUES ({marks})", tuple(row.values()))
        return made

    def update(self, table: str, record: bytes, values: Mapping[str, Stored]) -> None:
        """Write `values` into the record; a value that is already there leaves no trace in the journal."""
        declared = BY_NAME[table]
        row, own = self._parted(declared, values)
        if declared.title in row:
            row["sort_name"] = _sort_name(declared, row)
        row["updated_at"] = self.now_ms
        settings = ", ".join(f"{name} = ?" for name in row)
        if own:
            settings += f", {OWN_VALUES} = {PATCHED}"
            row[OWN_VALUES] = own_patch(own)
        done = self.connection.execute(f"UPDATE {table} SET {settings} WHERE id = ?", (*row.values(), record))
        if done.rowcount == 0:
            raise UnknownRecord(_("There is no such record here. It may have been erased."))

    def remove(self, table: str, record: bytes, *, asked: bool = False) -> None:
        """Put the record into the bin with what goes along, also with what does only where it is `asked`."""
        self.update(table, record, {REMOVED: self.now_ms})
        self._put_along(table, [record], asked=asked)

    def remove_many(self, table: str, records: Iterable[bytes], *, asked: bool = False) -> None:
        """Put `records` of `table` into the bin as `remove` does."""
        kept: list[bytes] = []

        def noted() -> Iterator[bytes]:
            for each in records:
                kept.append(each)
                yield each

        self._mark(table, noted(), self.now_ms)
        self._put_along(table, kept, asked=asked)

    def restore(self, table: str, record: bytes) -> None:
        """Take the record out of the bin, with all that went along."""
        along = coming_back(self.connection, table, [record])
        self.update(table, record, {REMOVED: None})
        for name, ids in along.items():
            self._mark(name, ids, None)

    def insert_many(
        self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Stored]], expected: int = 0
    ) -> range:
        """Insert `rows` with capture muted and one range record in the journal; return their rids.

        `columns` must name `id`. `expected` rows above a quarter of the table let its indexes be built last.
        """
        declared = BY_NAME[table]
        columns, rows = self._with_own_column(declared, columns, rows)
        first = int(self.connection.execute(f"SELECT coalesce(max(rid), 0) + 1 FROM {table}").fetchone()[0])
        fixed = self._columns_of_every_row()
        names = ", ".join((*columns, "rid", "sort_name", *fixed))
        marks = ", ".join("?" * (len(columns) + 2 + len(fixed)))
        self.connection.execute("UPDATE ctx SET apply = 1")
        with put_off_indexes(self.connection, declared.name, when=expected > first // 4 and expected > MANY):
            self.connection.executemany(
                f"INSERT INTO {table}({names}) VALUES ({marks})",
                _completed(declared, columns, rows, first, tuple(fixed.values())),
            )
        self.connection.execute("UPDATE ctx SET apply = 0")
        last = int(self.connection.execute(f"SELECT coalesce(max(rid), 0) FROM {table}").fetchone()[0])
        rids = range(first, last + 1)
        if rids:
            self._note_range(declared, rids)
        return rids

    def update_many(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Stored]]) -> None:
        """Write many records: each of `rows` holds the values of `columns`, then the record's id."""
        declared = BY_NAME[table]
        columns, rows = self._with_own_column(declared, columns, rows, changed=True)
        settings = ", ".join(f"{name} = {PATCHED if name == OWN_VALUES else '?'}" for name in columns)
        titled = declared.title in columns
        title = columns.index(declared.title) if titled else 0
        sort = ", sort_name = ?" if titled else ""
        now_ms = self.now_ms

        def completed() -> Iterator[tuple[Stored, ...]]:
            for *values, record in rows:
                yield (*values, now_ms, *((fold(str(values[title] or "")),) if titled else ()), record)

        written = completed()
        first = list(islice(written, FEW))
        if len(first) == FEW and OWN_VALUES not in columns:
            whole = (*columns, "updated_at", *(("sort_name",) if titled else ()))
            update_in_bulk(self.connection, declared, whole, chain(first, written))
            return
        statement = f"UPDATE {table} SET {settings}, updated_at = ?{sort} WHERE id = ?"
        self.connection.executemany(statement, chain(first, written))

    def set_many(self, table: str, field: str, value: Stored, rids: Sequence[int]) -> None:
        """Write `value` into the column `field`, which is not the title, of the rows `rids` of `table`."""
        set_in_bulk(self.connection, BY_NAME[table], {field: value, "updated_at": self.now_ms}, rids)

    def relabel(self, label: str) -> None:
        """Call the step `label`, where what it does is known only now."""
        self.label = label
        self.connection.execute("UPDATE step SET label = ? WHERE seq = ?", (label, self.step))

    def touched(self) -> Touched:
        """Return which rows this transaction has written so far."""
        written = written_since(self.connection, self.stamp.since)
        return Touched(
            written.rows,
            self._ranges,
            self.stamp.since,
            renamed=written.renamed,
            many=written.many,
            upto=written.upto,
            own=True,
            disputed=self.stamp.disputed,
        )

    def own_fields(self, table: str, names: Iterable[str]) -> list[Field]:
        """Return the workspace's own fields of `table` that are called `names`."""
        wanted = list(names)
        known = {each.name: each for each in self._kinds.own.get(table, ())}
        if not known.keys() >= set(wanted):
            self._kinds = workspace_kinds(self.connection)
            known = {each.name: each for each in self._kinds.own.get(table, ())}
        return [known[name] for name in wanted]

    def _put_along(self, table: str, records: Iterable[bytes], *, asked: bool) -> None:
        for name, ids in all_along(self.connection, table, records, self.now_ms, asked=asked).items():
            self._mark(name, ids, self.now_ms)

    def _mark(self, table: str, records: Iterable[bytes], removed_ms: int | None) -> None:
        self.update_many(table, [REMOVED], ((removed_ms, each) for each in records))

    def _parted(
        self, table: RecordTable, values: Mapping[str, Stored]
    ) -> tuple[dict[str, Stored], dict[Field, Stored]]:
        """Return the values of the columns of `table`, and those of the workspace's own fields."""
        own = [name for name in values if name not in table.by_name]
        if not own:
            return dict(values), {}
        fields = self.own_fields(table.name, own)
        columns = {name: value for name, value in values.items() if name in table.by_name}
        return columns, {field: values[field.name] for field in fields}

    def _with_own_column(
        self, table: RecordTable, columns: Sequence[str], rows: Iterable[Sequence[Stored]], *, changed: bool = False
    ) -> tuple[Sequence[str], Iterable[Sequence[Stored]]]:
        """Return `columns` and `rows` with the values of own fields in one column after the others, before the id."""
        own = {at: name for at, name in enumerate(columns) if name not in table.by_name and name != "id"}
        if not own:
            return columns, rows
        fields = dict(zip(own, self.own_fields(table.name, own.values()), strict=True))
        kept = [at for at in range(len(columns)) if at not in own]

        def joined() -> Iterator[Sequence[Stored]]:
            for row in rows:
                values = {field: row[at] for at, field in fields.items() if changed or row[at] is not None}
                yield (*(row[at] for at in kept), own_patch(values) if values else None, *row[len(columns) :])

        return [*(columns[at] for at in kept), OWN_VALUES], joined()

    def _columns_of_every_row(self) -> dict[str, Stored]:
        return {
            "created_at": self.now_ms,
            "updated_at": self.now_ms,
            "created_by": self.member,
            "_hlc": self.stamp.hlc,
            "_site": self.stamp.site,
        }

    def _note_range(self, table: RecordTable, rids: range) -> None:
        ranges = self._ranges.setdefault(table.name, [])
        if ranges and ranges[-1].stop == rids.start:
            # What came in parts is one range: each of them costs those who read what was touched.
            ranges[-1] = range(ranges[-1].start, rids.stop)
        else:
            ranges.append(rids)
        self.connection.execute(
            "INSERT INTO change(step, tbl, rid, op, delta) VALUES (?, ?, ?, ?, ?)",
            (self.step, table.number, rids.start, INSERTED_RANGE, json.dumps([rids.start, rids.stop - 1])),
        )


def _sort_name(table: RecordTable, row: Mapping[str, Stored]) -> str:
    return fold(str(row.get(table.title) or ""))


def _completed(
    table: RecordTable, columns: Sequence[str], rows: Iterable[Sequence[Stored]], first: int, fixed: tuple[Stored, ...]
) -> Iterator[tuple[Stored, ...]]:
    title = columns.index(table.title) if table.title in columns else None
    for rid, values in enumerate(rows, first):
        name = "" if title is None else fold(str(values[title] or ""))
        yield (*values, rid, name, *fixed)
