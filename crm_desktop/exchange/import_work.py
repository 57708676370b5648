"""One import over opened files: every row planned, and written or rehearsed with the same numbers."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from itertools import chain, filterfalse, islice
from pathlib import Path
from time import perf_counter
from uuid import UUID

from crm_desktop.errors import WrongUsage
from crm_desktop.exchange.activity_rows import ActivityRows
from crm_desktop.exchange.category_rows import CategoryRows
from crm_desktop.exchange.coming_ids import ComingIds
from crm_desktop.exchange.contact_rows import CompanyRows, ContactRows, PeopleRows
from crm_desktop.exchange.deal_rows import DealRows
from crm_desktop.exchange.field_changes import FieldChanges
from crm_desktop.exchange.ics_stored import Ruling
from crm_desktop.exchange.id_series import IdSeries
from crm_desktop.exchange.import_options import ImportOptions
from crm_desktop.exchange.import_report import Counts, ImportReport
from crm_desktop.exchange.links import Links
from crm_desktop.exchange.made import write_made
from crm_desktop.exchange.member_rows import MemberRows
from crm_desktop.exchange.opened import Opened
from crm_desktop.exchange.overruled import Overruled, contradiction_sentences
from crm_desktop.exchange.plan import Planner, PlanOptions, Told
from crm_desktop.exchange.product_rows import ProductRows
from crm_desktop.exchange.purchase_rows import PurchaseRows, is_order_head
from crm_desktop.exchange.readers.table import TableRow
from crm_desktop.exchange.refusals import Refusals, write_refusals
from crm_desktop.exchange.remarks import EXAMPLES, Remarks, quoted
from crm_desktop.exchange.row_choices import chosen_rows
from crm_desktop.exchange.row_look_alikes import RowLookAlikes
from crm_desktop.exchange.row_reader import RowReader
from crm_desktop.exchange.seen import Seen
from crm_desktop.exchange.spool import Spool
from crm_desktop.exchange.stored_records import StoredRecords, WrittenRecords
from crm_desktop.exchange.task_rows import TaskRows, TasksAmong, as_tasks, holds_tasks, is_task
from crm_desktop.exchange.ticket_rows import TicketRows
from crm_desktop.jobs import Progress
from crm_desktop.journal.ids import new_id
from crm_desktop.journal.transaction import Transaction
from crm_desktop.schema.catalogue import BY_NAME, kind_named
from crm_desktop.schema.forms import Place
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.values.counts import shown_number
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _

# What links point to comes before what points to it, so that links find it whatever the order of the files.
_READERS: dict[str, type[RowReader]] = {
    "members": MemberRows,
    "companies": CompanyRows,
    "contacts": ContactRows,
    "people": PeopleRows,
    "categories": CategoryRows,
    "products": ProductRows,
    "deals": DealRows,
    "purchases": PurchaseRows,
    "tickets": TicketRows,
    "activities": ActivityRows,
    "tasks": TaskRows,
}
# The kinds whose records links may make.
_LINKED = frozenset({"teams", "members", "people", "companies", "products", "pipelines", "stages"})
_ON_MATCH = ("update", "fill", "skip", "create", "ask")


class ImportWork:
    """One pass over all that was `opened`, whether it writes or rehearses.

    It has `begun` at a moment and with a spool for what it has to remember. What rows say of a record, and later ones
    say otherwise, is `overruled`.
    """

    def __init__(
        self,
        opened: Opened,
        place: Place,
        options: ImportOptions,
        progress: Progress,
        begun: tuple[float, Spool],
        overruled: Overruled,
    ) -> None:
        if options.on_match not in _ON_MATCH:
            raise WrongUsage(
                _("“{word}” is not known. Say what happens to records that are found: {words}.").format(
                    word=options.on_match, words=", ".join(_ON_MATCH)
                )
            )
        self._place = place
        self._options = options
        self._progress = progress
        self._report = ImportReport()
        self._started, self._spool = begun
        self._since = new_id()
        self._member: bytes | None = None
        self._alike: RowLookAlikes | None = None
        self._files, self._calendars, self._notes = opened.tables, opened.calendars, opened.notes
        self._refusals: dict[int, Refusals] = {}
        self._rows = opened.rows
        self._done = 0
        self._overruled = overruled

    def note_member(self, member: bytes | None) -> None:
        """Let what comes from calendars be `member`'s, whose calendars they are."""
        self._member = member

    def note_seen(self, looked_at: Mapping[Path, Seen]) -> None:
        """Tell in the report which files were `looked_at`, and as what."""
        self._report.seen = looked_at

    def note_backup(self, backup: Path | None) -> None:
        """Tell in the report which `backup` holds what was there before."""
        self._report.backup = backup

    def run(self, connection: Connection, before: Connection, records: StoredRecords) -> bool:
        """Work all files in, in the order that links need; return whether another pass is due.

        Records are looked for as they stood `before`: a row of one file changes nothing of whom the next one means.
        """
        self._overruled.begin(self._spool)
        order = list(_READERS)
        files = sorted(self._files, key=lambda each: (order.index(each.kind), not is_order_head(each)))
        links = Links(connection, before, records, self._place, self._spool)
        links.lines_follow = any(each.kind == "purchases" and not is_order_head(each) for each in files)
        links.people_by_name = len(files) > 1
        links.beside = self._options.beside
        links.absent = self._overruled.absent
        remarks = {id(each): Remarks() for each in files}
        readers = [_READERS[each.kind](each, links, self._place, remarks[id(each)]) for each in files]
        links.series = IdSeries(chain.from_iterable(each.series for each in readers))
        links.expects = ComingIds(readers, self._spool).hold
        kinds = workspace_kinds(connection)
        tasks = [(as_tasks(each, kinds), remarks[id(each)]) for each in files]
        readers += [TasksAmong(each, links, self._place, told) for each, told in tasks if each is not None]
        if any(each.table == "contact" for each in readers):
            self._alike = RowLookAlikes(connection, self._report)
        if isinstance(records, WrittenRecords):
            self._load_many(readers, records)
        for number, reader in enumerate(readers):
            self._work_in(number, reader, records, _LINKED.difference(*(each.brings for each in readers[number:])))
        write_made(links.makings.written(_LINKED), records)
        for number, calendar in enumerate(self._calendars, len(readers)):
            ruling = Ruling(self._member, self._options.on_match, self._overruled, number)
            calendar.work_in(links, records, ruling, self._report)
        for calendar in self._calendars:
            calendar.work_exceptions_in(self._report)
        missing = self._forget_missing(connection, records, links)
        self._report.linked = {kind: count for kind, count in links.makings.linked.items() if count}
        self._report.warnings = [
            sentence if len(self._files) == 1 or each.table.name in sentence else f"{each.table.name}: {sentence}"
            for each in self._files
            for sentence in (*each.notes, *each.table.notes(), *remarks[id(each)].sentences())
        ]
        self._report.warnings += [sentence for each in self._calendars for sentence in each.sentences()]
        again = self._overruled.end(self._report)
        told = contradiction_sentences(self._report)
        self._report.warnings += [*told, *self._notes, *self._about_links(), *_about_names(links), *missing]
        return again

    def note_files(self, files: int) -> None:
        """Tell in the report how many files were kept beside what was imported."""
        self._report.files_added = files

    def note_batch(self, tx: Transaction) -> None:
        """Keep what was imported when as a record, where anything was changed."""
        total = self._report.total
        if total.created or total.updated or self._report.linked:
            names = ", ".join([*(each.table.name for each in self._files), *(each.name for each in self._calendars)])
            counts = json.dumps(total.plain())
            made = tx.insert("import_batch", {"source": names, "at": tx.now_ms, "counts": counts})
            self._report.batch, self._report.step = str(UUID(bytes=made)), tx.step

    def forget_keys(self) -> None:
        """Forget how records are found: all rows are in."""
        self._spool.forget_keys()

    def finished(self) -> ImportReport:
        """Write the refused rows where that was wished, and return the report."""
        if self._options.rejects is not None:
            self._report.rejects = [
                *write_refusals(list(self._refusals.values()), self._options.rejects, self._place),
                *self._refused_parts(self._options.rejects),
            ]
        self._report.detected = [*(each.plain() for each in self._files), *(each.plain() for each in self._calendars)]
        self._report.seconds = perf_counter() - self._started
        return self._report

    def _refused_parts(self, path: Path) -> list[Path]:
        """Write what calendars refused to a calendar beside `path`, one for each file; return the paths."""
        filled = [each for each in self._calendars if each.refused]
        names = [path.stem if len(filled) == 1 else f"{path.stem}.{Path(each.name).stem}" for each in filled]
        paths = [path.with_name(f"{name}.ics") for name in names]
        for each, target in zip(filled, paths, strict=True):
            each.write_refused(target)
        return paths

    def _work_in(self, number: int, reader: RowReader, records: StoredRecords, complete: frozenset[str]) -> None:
        understood = reader.understood
        with closing(chosen_rows(understood.table, understood.source.rows)) as all_rows:
            rows = _rows_for(reader, all_rows)
            first = list(islice(rows, 1))
            if not first and isinstance(reader, TasksAmong):
                return
            counts = self._report.kinds.setdefault(understood.kind, Counts())
            planner = self._planner(number, reader, records, counts)
            refusals = self._refusals.setdefault(id(understood.table), Refusals(understood, self._report, self._spool))
            total, before = self._rows, counts.read
            rows = chain(first, rows)
            while planner.work_in(rows, refusals):
                write_made(reader.links.makings.written(complete), records)
                self._progress.report(self._done + counts.read - before, total)
        self._done += counts.read - before

    def _planner(self, number: int, reader: RowReader, records: StoredRecords, counts: Counts) -> Planner:
        given = self._options
        match = given.match
        if isinstance(reader, TasksAmong):
            match = [name for name in match if name == "external_id" or name in reader.fields]
        options = PlanOptions(given.on_match, match, given.empties, given.consent_source)
        changes = FieldChanges(self._report, records, self._place, self._since)
        told = Told(counts, changes, self._alike, self._overruled, number)
        return Planner(reader, records, options, told)

    def _load_many(self, readers: Sequence[RowReader], records: WrittenRecords) -> None:
        rows: Counter[str] = Counter()
        for reader in readers:
            if isinstance(reader, TasksAmong):
                continue  # few of the rows of its file, which are counted for the activities
            for table in (reader.table, reader.part_table):
                if table is not None:
                    rows[table] += reader.understood.rows
        for table, count in rows.items():
            records.load_many([table], count)

    def _forget_missing(self, connection: Connection, records: StoredRecords, links: Links) -> list[str]:
        """Empty the links to parents and managers whose rows were refused after all; return what there is to say."""
        missing = links.makings.reserved
        for record, (_key, (table, column)) in missing.items():
            rows = connection.execute(f"SELECT id FROM {table} WHERE {column} = ?", (record,)).fetchall()
            records.update(table, [column], [(None, row[0]) for row in rows])
        self._overruled.note_absent(set(missing.values()))
        unknown = _("No row has the id “{value}” that others name as {field}, so that stays empty.")
        refused = _("The row with the id “{value}” did not come in, so that others were not linked to it as {field}.")
        return [
            sentence.format(value=key[1], field=_(BY_NAME[table].by_name[column].label))
            for sentence, promises in ((refused, missing.values()), (unknown, links.unknown))
            for key, (table, column) in promises
        ]

    def _about_links(self) -> list[str]:
        made = self._report.linked
        if not made:
            return []
        names = ", ".join(f"{_(kind_named(kind).label)} {shown_number(count)}" for kind, count in made.items())
        return [_("Links named records that were not there, and they were made: {made}.").format(made=names)]


def _about_names(links: Links) -> list[str]:
    """Tell which companies were found by a name that differs from theirs in its legal form alone."""
    names = list(links.loosely_named)
    if not names:
        return []
    listed = ", ".join(quoted(each) for each in names[:EXAMPLES]) + (" …" if len(names) > EXAMPLES else "")
    told = _("Companies were taken for the same, though the legal form stands on one side only: {names}.")
    return [told.format(names=listed)]


def _rows_for(reader: RowReader, rows: Iterator[TableRow]) -> Iterator[TableRow]:
    """Return those of `rows` that are `reader`'s: tasks among activities are read as tasks."""
    if isinstance(reader, TasksAmong):
        return filter(is_task(reader.understood), rows)
    if reader.understood.kind == "activities" and holds_tasks(reader.understood):
        return filterfalse(is_task(reader.understood), rows)
    return rows
