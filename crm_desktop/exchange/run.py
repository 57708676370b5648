"""The import of files: planned row by row and written in one transaction, or rehearsed with the same numbers."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing, suppress
from functools import partial
from pathlib import Path
from time import perf_counter

from crm_desktop.collecting import fewer_collections
from crm_desktop.errors import WrongUsage
from crm_desktop.exchange.asked import check_asked
from crm_desktop.exchange.full.loading import import_full_export, rehearse_full_export
from crm_desktop.exchange.full.opening import is_full_export
from crm_desktop.exchange.import_options import ImportOptions
from crm_desktop.exchange.import_report import ImportReport
from crm_desktop.exchange.import_work import ImportWork
from crm_desktop.exchange.opened import Opened, understand_all
from crm_desktop.exchange.overruled import Overruled
from crm_desktop.exchange.readers.patient_file import given_up_with
from crm_desktop.exchange.seen import check_fingerprint, check_seen, noted, seen
from crm_desktop.exchange.source import Source
from crm_desktop.exchange.spool import Spool, folder_of
from crm_desktop.exchange.stored_records import RehearsedRecords, WrittenRecords
from crm_desktop.files.actions import Holder, insert_files
from crm_desktop.jobs import Progress
from crm_desktop.journal.clock import milliseconds
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.transaction import Transaction
from crm_desktop.schema.forms import Place
from crm_desktop.schema.own import Kinds
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _, ngettext


class _AnotherPass(Exception):
    """Rows overrule what earlier ones wrote, which is better never written."""


def import_files(
    journal: Journal,
    sources: Sequence[Source],
    options: ImportOptions | None = None,
    progress: Progress | None = None,
    *,
    dry_run: bool = False,
    make_safe: Callable[[int], Path | None] | None = None,
) -> ImportReport:
    """Import `sources` in one transaction, one undo step; a `dry_run` counts the same and changes nothing.

    `make_safe` is called with the number of rows before anything is written and returns the backup of what is there.
    Raises UnreadableFile (ChangedFile where one is not what was `seen` before), WrongUsage, and Cancelled when
    `progress` was cancelled: then nothing is changed.
    """
    if dry_run:
        with journal.store.reader() as reader:
            return rehearse(reader, journal.place, sources, options, progress, milliseconds(journal.clock()))
    wanted, told = options or ImportOptions(), progress or Progress()
    with given_up_with(told):
        check_seen(wanted.seen, told)
        whole = _full_export(sources)
        if whole is not None:
            check_fingerprint(wanted.fingerprint, noted([whole]), told)
            return import_full_export(journal, whole, wanted.files, told, make_safe)
    with journal.store.reader() as reader:
        kinds = workspace_kinds(reader)
    started = perf_counter()
    with fewer_collections(), given_up_with(told), ExitStack() as stack:
        opened = _opened(sources, journal.place, progress, kinds, stack)
        _check_still(opened, wanted, told)
        if not wanted.guessed:
            check_asked(opened)
        backup = None if make_safe is None else make_safe(opened.rows)
        overruled = Overruled(stack.enter_context(closing(Spool(folder_of(journal.store.writer)))))
        while True:
            with ExitStack() as after, suppress(_AnotherPass):
                spool = after.enter_context(closing(Spool(folder_of(journal.store.writer))))
                work = ImportWork(opened, journal.place, wanted, told, (started, spool), overruled)
                work.note_member(journal.member)
                work.note_backup(backup)
                with journal.transaction(_label(sources)) as tx:
                    records = WrittenRecords(tx, wanted.files)
                    after.callback(records.close)
                    with journal.store.reader() as before:
                        again = work.run(tx.connection, before, records)
                    if again:
                        told.tell(_("Some rows hang on others: reading them once more"))
                        raise _AnotherPass
                    _finish(tx, records, work, wanted, told)
                return work.finished()


def _finish(tx: Transaction, records: WrittenRecords, work: ImportWork, wanted: ImportOptions, told: Progress) -> None:
    """Bring the `work` to its end in `tx`: all rows are in."""
    tx.finishing = partial(_finishing, told)
    if wanted.beside is not None and wanted.beside.files:
        beside = wanted.beside
        work.note_files(len(insert_files(tx, Holder(beside.table, beside.record), beside.files).added))
    _finishing(told, 0, 1)
    work.forget_keys()
    records.loaded()
    work.note_batch(tx)


def rehearse(
    reader: Connection,
    place: Place,
    sources: Sequence[Source],
    options: ImportOptions | None = None,
    progress: Progress | None = None,
    now_ms: int = 0,
) -> ImportReport:
    """Return what `import_files` would report, reading through `reader` and writing nothing but refused rows."""
    wanted, told = options or ImportOptions(), progress or Progress()
    with given_up_with(told):
        check_seen(wanted.seen, told)
        whole = _full_export(sources)
        if whole is not None:
            before = noted([whole])
            report = rehearse_full_export(reader, whole, told)
            report.seen = seen(before, told)
            return report
    started = perf_counter()
    with fewer_collections(), given_up_with(told), ExitStack() as stack:
        opened = _opened(sources, place, progress, workspace_kinds(reader), stack)
        overruled = Overruled(stack.enter_context(closing(Spool(folder_of(reader)))))
        _check_still(opened, wanted, told)
        keeps = wanted.keeps_files or wanted.files is not None
        while True:
            with closing(Spool(folder_of(reader))) as spool:
                work = ImportWork(opened, place, wanted, told, (started, spool), overruled)
                if work.run(reader, reader, RehearsedRecords(reader, now_ms, spool, keeps_files=keeps)):
                    continue
                work.note_seen(seen(opened.noted, told))
                return work.finished()


def _opened(
    sources: Sequence[Source], place: Place, progress: Progress | None, kinds: Kinds, stack: ExitStack
) -> Opened:
    """Open `sources`; their tables are closed when `stack` is."""
    opened = understand_all(sources, place, progress, kinds)
    for each in opened.tables:
        stack.callback(each.table.close)
    return opened


def _check_still(opened: Opened, wanted: ImportOptions, told: Progress) -> None:
    """Raise UnreadableFile where what was `opened` is not what was looked at.

    What changes later differs from what the readers noted as they opened it: they refuse it at its end.
    """
    check_seen(wanted.seen, told)
    check_fingerprint(wanted.fingerprint, opened.noted, told)


def _full_export(sources: Sequence[Source]) -> Path | None:
    """Return the full export among `sources`, None where there is none; raises WrongUsage beside other files."""
    found = [each.path for each in sources if is_full_export(each.path)]
    if found and len(sources) > 1:
        raise WrongUsage(
            _("“{file}” holds a whole workspace. Import it alone, and the other files after it.").format(
                file=found[0].name
            )
        )
    return found[0] if found else None


def _finishing(progress: Progress, done: int, total: int) -> None:
    """Tell that the rows are written, and how far what is computed from them is."""
    progress.tell(_("Bringing search and sums up to date, part {n} of {all}").format(n=done + 1, all=total + 1))


def _label(sources: Sequence[Source]) -> str:
    first, more = sources[0].path.name, len(sources) - 1
    if not more:
        return _("Import {file}").format(file=first)
    return ngettext("Import {file} and {n} more file", "Import {file} and {n} more files", more).format(
        file=first, n=more
    )
