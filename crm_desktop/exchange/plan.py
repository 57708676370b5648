"""What becomes of each row: a new record, an update, nothing, or a refusal with its reason."""

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple

from crm_desktop.errors import InvalidField
from crm_desktop.exchange.attachments import Attachments, Holder
from crm_desktop.exchange.blame import blamed
from crm_desktop.exchange.chunk_records import (
    ChunkRecords,
    work_parts,
    write_changed,
    write_companions,
    write_parts,
)
from crm_desktop.exchange.claimed_ids import ClaimedIds
from crm_desktop.exchange.consents import PLACES, Consents
from crm_desktop.exchange.deleted_rows import DeletedRows
from crm_desktop.exchange.drafts import Draft, Part, RefusedRow
from crm_desktop.exchange.field_changes import ChangedRow, FieldChanges
from crm_desktop.exchange.import_report import Counts
from crm_desktop.exchange.links import Links
from crm_desktop.exchange.made import MadeRecord
from crm_desktop.exchange.match import Several
from crm_desktop.exchange.match_fields import MatchFields
from crm_desktop.exchange.overruled import Overruled, RowChange, contradictions, row_ref, said_by_others
from crm_desktop.exchange.readers.table import TableRow
from crm_desktop.exchange.refusals import Refusals
from crm_desktop.exchange.row_choices import NO_CHOICE, RowAt, RowChoice, key_of
from crm_desktop.exchange.row_look_alikes import NewRow, RowLookAlikes
from crm_desktop.exchange.row_reader import RowReader
from crm_desktop.exchange.row_values import RowValues
from crm_desktop.exchange.stored_records import StoredRecords, Values
from crm_desktop.journal.ids import new_id
from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.words import _

CHUNK_LETTERS = 16_000_000
CHUNK_ROWS = 2000  # enough for few statements, few enough to answer a cancel at once


class PlanOptions(NamedTuple):
    """What happens to records that are found, and the fields that find them.

    `update` writes what the row says, `fill` only where the record says nothing, `skip` leaves the record alone,
    `create` makes another one, and `ask` leaves alone what the user has not decided yet. An empty cell empties its
    field where the user `empties`.
    """

    on_match: str
    match: Sequence[str] = ()
    empties: bool = False
    consent_source: str = ""


class Told(NamedTuple):
    """Where the planner tells what it does: counts, changed fields, and new contacts who look like known ones.

    What rows of the file with the number `file` say and other rows of the import say otherwise is `overruled`.
    """

    counts: Counts
    changes: FieldChanges
    alike: RowLookAlikes | None
    overruled: Overruled
    file: int


class _Row(NamedTuple):
    source: str | None
    number: int
    at: RowAt
    on_match: str
    draft: Draft
    record: bytes
    new: bool
    made: MadeRecord | None
    ref: bytes


class Planner:
    """Works the rows of one file into the records that are there, in the order of the file."""

    def __init__(
        self,
        reader: RowReader,
        records: StoredRecords,
        options: PlanOptions,
        told: Told,
    ) -> None:
        self._alike = told.alike if reader.table == "contact" else None
        self._changes = told.changes
        self._reader = reader
        self._links: Links = reader.links
        self._records = records
        self._on_match = options.on_match
        self._choices = reader.understood.source.rows
        reader.empties = options.empties
        self._values = RowValues(reader, empties=options.empties)
        self._match = MatchFields(reader, options.match) if options.match else None
        self._counts = told.counts
        self._extra = reader.understood.extra
        files = "files" in reader.at or "photo" in reader.at
        self._attachments = Attachments(records, reader.remarks) if files else None
        consents = not PLACES.keys().isdisjoint(reader.at)
        self._consents = Consents(reader, records, options.consent_source) if consents else None
        self._photo = reader.position.get("photo")
        self._deleted = DeletedRows(reader)
        self._claimed = ClaimedIds(self._links.spool)
        self._overruled = told.overruled
        self._file, self._number = told.file, 0

    def work_in(self, rows: Iterator[TableRow], refusals: Refusals) -> bool:
        """Work the next rows in; return False where there are no more."""
        chunk = list(_weighed(rows))
        planned = [(row, each) for row in chunk if (each := self._planned(row, refusals)) is not None]
        if self._alike is not None:
            self._counts.duplicates += self._alike.note(self._reader, self._new_rows(planned))
        self._write([each for _row, each in planned])
        self._links.spool.ease()
        return bool(chunk)

    def _new_rows(self, planned: Sequence[tuple[TableRow, _Row]]) -> list[NewRow]:
        name = self._reader.understood.table.name
        return [NewRow(row.source or name, row.number, each.at, each.draft) for row, each in planned if each.new]

    def _planned(self, row: TableRow, refusals: Refusals) -> _Row | None:
        self._counts.read += 1
        self._number += 1
        if row.problem is None and not any(map(str.strip, row.cells)):
            self._counts.skipped += 1
            return None
        try:
            planned = self._identified(row)
        except (RefusedRow, Several, InvalidField) as refusal:
            self._links.makings.drop()
            self._counts.rejected += 1
            refusals.add(row, blamed(refusal, self._reader, self._records))
            return None
        self._links.makings.keep()
        return planned

    def _was_merged(self, draft: Draft, found: bytes) -> bool:
        """Tell whether the row means a contact that was merged into `found`."""
        merged, name = self._links.known.merged, self._reader.position.get("name")
        if self._reader.table == "contact" and name is not None and merged.was_called(found, draft.values[name]):
            return True
        return merged.named_by(draft.keys)

    def _identified(self, row: TableRow) -> _Row | None:
        self._check_whole(row)
        reader, makings = self._reader, self._links.makings
        cells = reader.cleaned(row)
        if self._deleted.has(cells):
            self._counts.skipped += 1
            return None
        draft = reader.draft(cells)
        if draft is None:
            self._counts.skipped += 1
            return None
        reader.take_exported(draft, row.cells)
        choice = self._choices.get(key_of(row), NO_CHOICE) if self._choices else NO_CHOICE
        on_match = self._on_match_of(choice)
        found = self._found(draft, choice, on_match)
        if found is not None and self._leaves(draft, found, on_match):
            self._counts.skipped += 1
            return None
        ref = row_ref(self._file, self._number)
        if found is not None and self._changes.was_there(found):
            self._claimed.claim(draft, found)
        record = new_id() if found is None else found
        if on_match == "ask" and not self._changes.was_there(record):
            on_match = "update"
        if on_match == "ask":
            makings.drop(remember=True)
        else:
            reader.belongings(cells, record)
        new = found is None or makings.is_promised(record)
        if new:
            reader.check_filled(draft, cells)
        if found is not None and self._match is None and choice.record is None:
            reader.found(draft, record)
        made = makings.take_over(record) if new else None
        draft.index.add(record, draft.known_by, was_there=found is not None)
        if self._match is not None:
            self._match.add(record, draft)
        at = reader.understood.at(row)
        return _Row(row.source, row.number, at, on_match, draft, record, new, made, ref)

    def _check_whole(self, row: TableRow) -> None:
        if row.problem is not None:
            raise RefusedRow("", "", row.problem)
        if self._extra and any(row.cells[number] for number in self._extra):
            raise RefusedRow("", "", _("The row still has surplus cells. Move them where they belong and empty them."))

    def _leaves(self, draft: Draft, found: bytes, on_match: str) -> bool:
        """Return whether the record that a row fits stays as it is."""
        if on_match == "skip" and not self._links.makings.is_promised(found):
            # what the row names besides is not made for it either
            self._links.makings.drop()
            return True
        # what was put together by hand is not taken apart by a file that knows nothing of it
        return self._was_merged(draft, found)

    def _on_match_of(self, choice: RowChoice) -> str:
        """Return what happens to the record that a row fits: what was chosen for it, else what happens to all."""
        if choice.on_match:
            return choice.on_match
        return "update" if choice.record is not None and self._on_match in ("ask", "create", "skip") else self._on_match

    def _found(self, draft: Draft, choice: RowChoice, on_match: str) -> bytes | None:
        if choice.record is not None:
            title = BY_NAME[self._reader.table].title
            return choice.record if self._records.values(self._reader.table, [title], [choice.record]) else None
        if on_match == "create":
            return None
        if self._match is not None:
            return self._match.find(draft)
        found = draft.index.find(draft.keys) if draft.keys else None
        if found is not None or not draft.occurrence:
            return found
        occurrences = self._reader.occurrences
        return occurrences.take(draft.occurrence) if occurrences is not None else None

    def _write(self, rows: Sequence[_Row]) -> None:
        """Work `rows` into their records, count what that changes, and hand it over to be written."""
        reader = self._reader
        created = {row.record for row in rows if row.new}
        there = list(dict.fromkeys(row.record for row in rows if row.record not in created))
        now = self._there(there)
        if self._consents is not None:
            self._consents.know(there)
        before = {record: list(values) for record, values in now.values.items()}
        before_parts = {part: list(values) for part, values in chain.from_iterable(now.parts.values())}
        for row in rows:
            if row.on_match == "ask":
                self._ask(row, now)
                continue
            changed = self._begin(row, now) if row.new else self._worked_in(row, now)
            if row.draft.files and self._attachments is not None:
                changed |= self._take_files(row, now, self._attachments)
            if row.draft.consents and self._consents is not None:
                changed |= self._take_consents(row, now, self._consents)
            self._counts.created += row.new
            self._counts.updated += changed and not row.new
            self._counts.unchanged += not (changed or row.new)
        columns = reader.columns
        self._records.insert(
            reader.table,
            ("id", *columns),
            [(record, *now.values[record]) for record in now.values if record in created],
        )
        write_changed(reader, self._records, before, now)
        write_parts(reader, self._records, before_parts, now)
        write_companions(reader, self._records, before, now)
        if self._attachments is not None:
            self._attachments.write()
        if self._consents is not None:
            self._consents.write()

    def _take_consents(self, row: _Row, now: ChunkRecords, consents: Consents) -> bool:
        """Note what a row says of consent; return whether that is new."""
        told = self._told(row, now.values[row.record], now.values[row.record])
        new = consents.add(row.record, row.draft.consents, told.source)
        if new and not row.new:
            self._changes.note_consents(self._reader, told, new)
        return bool(new)

    def _take_files(self, row: _Row, now: ChunkRecords, attachments: Attachments) -> bool:
        """Take the files of a row in; return whether that changes anything."""
        values = now.values[row.record]
        reader = self._reader
        holder = Holder(reader.table, row.record, reader.beside(values))
        photo, added = attachments.add(holder, row.draft.files, new=row.new)
        shown = photo is not None and self._photo is not None and values[self._photo] != photo
        was_there = self._changes.was_there(row.record)
        shown &= not (was_there and "photo" in self._overruled.silent(row.record, row.ref))
        if (shown or added) and not row.new:
            name = next((each.name for each in row.draft.files if each.photo), None) if shown else None
            told = ChangedRow(
                row.source or reader.understood.table.name, row.number, row.at, row.record, values, values
            )
            self._changes.note_files(reader, told, name)
        if not shown or self._photo is None:
            return added
        if was_there:
            self._overruled.stand(row.record, row.ref, "photo")
        values[self._photo] = photo
        return True

    def _told(self, row: _Row, before: Values, after: Values) -> ChangedRow:
        name = row.source or self._reader.understood.table.name
        return ChangedRow(name, row.number, row.at, row.record, before, after)

    def _there(self, records: list[bytes]) -> ChunkRecords:
        reader = self._reader
        values = self._records.values(reader.table, reader.columns, records)
        parts: dict[bytes, list[tuple[bytes, Part]]] = {}
        if reader.part_table is not None:
            parts = self._records.parts(reader.part_table, reader.part_owner, reader.part_columns, records)
        return ChunkRecords(values, parts)

    def _begin(self, row: _Row, now: ChunkRecords) -> bool:
        """Begin the record of a row; it is always a change."""
        reader, draft = self._reader, row.draft
        values = draft.values
        if row.made is not None:
            told = row.made.values
            values = [
                told.get(name) if each is None else each for name, each in zip(reader.columns, values, strict=True)
            ]
        for filled in (draft.fill, reader.usual):
            for number, value in filled.items():
                if values[number] is None:
                    values[number] = value
        reader.completed(values)
        now.values[row.record] = values
        parts = draft.parts
        if row.made is not None:
            for _table, part in row.made.parts:
                made_part: Part = [part.get(name) for name in reader.part_columns]
                parts = [*parts, *reader.changed_parts(parts, [made_part])[0]]
        if parts:
            now.parts[row.record] = [(new_id(), part) for part in parts]
        return True

    def _ask(self, row: _Row, now: ChunkRecords) -> None:
        """Tell what a row would change in its record, and leave that as it is until the user decided."""
        values, parts = now.values[row.record], list(now.parts.get(row.record, []))
        if self._worked_in(row, now):
            self._counts.skipped += 1
            self._changes.ask()
        else:
            self._counts.unchanged += 1
        now.values[row.record], now.parts[row.record] = values, parts

    def _worked_in(self, row: _Row, now: ChunkRecords) -> bool:
        """Work a row into its record; return whether that changes anything."""
        reader, record = self._reader, row.record
        before = now.values[record]
        was_there = self._changes.was_there(record)
        had = list(now.parts.get(record, ()))
        fills = row.on_match == "fill"
        said = (
            self._overruled.said(record, row.ref, had, fills=fills) if was_there else said_by_others(had, fills=fills)
        )
        after = now.values[record] = self._values.after(before, row.draft, said)
        parts = work_parts(reader, now, record, row.draft, said)
        changed = after != before or bool(parts)
        if changed:
            self._changes.note(reader, self._told(row, before, after), parts)
        if row.on_match != "ask":
            change = RowChange(record, row.ref, row.draft, before, after, had, now.parts.get(record, ()))
            if was_there:
                self._overruled.note(change, reader)
            otherwise, replaced = contradictions(change, reader, said.earlier)
            if otherwise or replaced:
                self._changes.note_contradictions(reader, self._told(row, before, after), otherwise, replaced)
        return changed


def _weighed(rows: Iterator[TableRow]) -> Iterator[TableRow]:
    """Yield the next of `rows`, as many as fit into memory together."""
    weight = 0
    for row in islice(rows, CHUNK_ROWS):
        yield row
        weight += sum(map(len, row.cells))
        if weight > CHUNK_LETTERS:
            return
