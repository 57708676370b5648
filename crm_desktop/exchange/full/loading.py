"""Importing a full export: records that are not here are added, those that are here take what differs."""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import BinaryIO, cast
from uuid import UUID
from zipfile import BadZipFile, ZipFile

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.full.forms import MARKS, column_names
from crm_desktop.exchange.full.opening import Manifest, damaged, opened_archive, read_manifest, rows_of
from crm_desktop.exchange.full.seed import clear_seed, is_fresh
from crm_desktop.exchange.full.writing import FILES
from crm_desktop.exchange.import_report import Counts, ImportReport
from crm_desktop.exchange.readers.files import check, stamp
from crm_desktop.jobs import Progress
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.transaction import Stored, Transaction
from crm_desktop.schema.catalogue import TABLES
from crm_desktop.schema.field import RecordTable
from crm_desktop.store.file_store import FileStore
from crm_desktop.store.sites import set_local_value
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _

# Records at a time: enough for bulk writing, little enough for memory.
_AT_ONCE = 20_000
_ASKED_AT_ONCE = 500
_BLOCK = 1 << 20

Record = tuple[Stored, ...]
MakeSafe = Callable[[int], Path | None]


def import_full_export(
    journal: Journal,
    path: Path,
    files: FileStore | None,
    progress: Progress | None = None,
    make_safe: MakeSafe | None = None,
) -> ImportReport:
    """Import the full export at `path` as one step; into a workspace that holds nothing yet, it becomes equal.

    `make_safe` is as in `import_files`. Raises UnreadableFile, NewerWorkspace and Cancelled: then nothing is changed.
    """
    told, started = progress or Progress(), perf_counter()
    before = stamp(path)
    with opened_archive(path) as archive:
        manifest = read_manifest(archive, path.name)
        report = ImportReport(backup=make_safe(manifest.rows) if make_safe is not None else None)
        if files is not None:
            _keep_files(archive, files, path.name, told)
        with journal.store.reader() as reader:
            fresh = is_fresh(reader)
        if fresh and manifest.member is not None:
            journal.member = manifest.member
        with journal.transaction(_("Import {file}").format(file=path.name)) as tx:
            if fresh:
                clear_seed(tx)
            _load(tx, archive, manifest, path.name, told, report)
            check(path, before)
            if fresh and manifest.member is not None:
                set_local_value(tx.connection, "member", manifest.member.hex())
            if report.total.created or report.total.updated:
                report.step = tx.step
            if not fresh and report.step is not None:
                report.batch = str(UUID(bytes=tx.insert("import_batch", _batch(tx, path.name, report))))
    report.seconds = perf_counter() - started
    return report


def rehearse_full_export(reader: Connection, path: Path, progress: Progress | None = None) -> ImportReport:
    """Return what importing the full export at `path` would do, and change nothing."""
    told, report, started = progress or Progress(), ImportReport(), perf_counter()
    with opened_archive(path) as archive:
        manifest = read_manifest(archive, path.name)
        fresh = is_fresh(reader)
        for table in TABLES:
            counts = report.kinds.setdefault(table.name, Counts())
            for chunk in _chunks(rows_of(archive, table, path.name)):
                told.report(report.total.read, manifest.rows)
                known = {} if fresh else _known(reader, table, chunk)
                _note(counts, chunk, known)
    report.kinds = {name: counts for name, counts in report.kinds.items() if counts.read}
    report.seconds = perf_counter() - started
    return report


def _load(
    tx: Transaction, archive: ZipFile, manifest: Manifest, name: str, told: Progress, report: ImportReport
) -> None:
    done = 0
    for table in TABLES:
        counts = Counts()
        for chunk in _chunks(rows_of(archive, table, name)):
            told.report(done, manifest.rows)
            known = _known(tx.connection, table, chunk)
            _note(counts, chunk, known)
            _add(tx, table, [row for row in chunk if row[0] not in known])
            for row in chunk:
                if row[0] in known and row != known[row[0]]:
                    _change(tx, table, row, known[row[0]])
            done += len(chunk)
        if counts.read:
            report.kinds[table.name] = counts


def _note(counts: Counts, chunk: Sequence[Record], known: dict[Stored, Record]) -> None:
    fields = len(chunk[0]) - len(MARKS) if chunk else 0
    for row in chunk:
        counts.read += 1
        if row[0] not in known:
            counts.created += 1
        elif row[:fields] == known[row[0]][:fields]:
            counts.unchanged += 1
        else:
            counts.updated += 1


def _add(tx: Transaction, table: RecordTable, rows: Sequence[Record]) -> None:
    if not rows:
        return
    columns = column_names(table)
    stored = columns[: -len(MARKS)]
    tx.insert_many(table.name, stored, (row[: len(stored)] for row in rows), len(rows))
    settings = ", ".join(f"{name} = ?" for name in MARKS)
    tx.connection.executemany(
        f"UPDATE {table.name} SET {settings} WHERE id = ?", ((*row[len(stored) :], row[0]) for row in rows)
    )


def _change(tx: Transaction, table: RecordTable, row: Record, before: Record) -> None:
    columns = column_names(table)[: -len(MARKS)]
    values = {
        name: value for name, value, old in zip(columns, row, before, strict=False) if value != old and name != "id"
    }
    if values:
        tx.update(table.name, _id(row), values)


def _known(connection: Connection, table: RecordTable, chunk: Sequence[Record]) -> dict[Stored, Record]:
    """Return the records of `chunk` that are here, as they are here, by their ids."""
    found: dict[Stored, Record] = {}
    columns = ", ".join(column_names(table))
    for start in range(0, len(chunk), _ASKED_AT_ONCE):
        ids = [row[0] for row in chunk[start : start + _ASKED_AT_ONCE]]
        marks = ", ".join("?" * len(ids))
        rows = connection.execute(f"SELECT {columns} FROM {table.name} WHERE id IN ({marks})", tuple(ids))
        found.update({row[0]: tuple(row) for row in rows})
    return found


def _chunks(rows: Iterator[Record]) -> Iterator[list[Record]]:
    while chunk := list(islice(rows, _AT_ONCE)):
        seen = {row[0] for row in chunk}
        if len(seen) < len(chunk):
            # two lines of one record: the last one counts
            chunk = list({row[0]: row for row in chunk}.values())
        yield chunk


def _keep_files(archive: ZipFile, files: FileStore, name: str, told: Progress) -> None:
    """Keep the contents that the export brings; one whose bytes are not those of its name is refused."""
    entries = [each for each in archive.infolist() if each.filename.startswith(FILES) and not each.is_dir()]
    for entry in entries:
        wanted = entry.filename.removeprefix(FILES)
        digest = hashlib.sha256()
        try:
            with archive.open(entry) as stream:
                while block := stream.read(_BLOCK):
                    digest.update(block)
            if digest.hexdigest() != wanted:
                raise damaged(name)
            with archive.open(entry) as stream:
                files.keep(cast(BinaryIO, stream), told, entry.file_size)
        except (BadZipFile, EOFError) as error:
            raise damaged(name) from error


def _batch(tx: Transaction, name: str, report: ImportReport) -> dict[str, Stored]:
    return {"source": name, "at": tx.now_ms, "counts": json.dumps(report.total.plain())}


def _id(row: Record) -> bytes:
    value = row[0]
    if not isinstance(value, bytes):
        raise UnreadableFile(_("A record of the full export has no id. The file is damaged; export it again."))
    return value
