"""Writing a full export: one ZIP with a manifest, the schema, the records of each table and the files."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

from crm_desktop.errors import MissingContent
from crm_desktop.exchange.full.forms import column_names, record_line, schema_document
from crm_desktop.jobs import Progress
from crm_desktop.schema.catalogue import TABLES
from crm_desktop.schema.field import RecordTable
from crm_desktop.store.content_hash import content_hash
from crm_desktop.store.file_store import FileStore
from crm_desktop.store.migrations import HEAD
from crm_desktop.vault.driver import Connection
from crm_desktop.whole_files import atomic_bytes

FORMAT, VERSION = "crm_desktop full export", 1
MANIFEST, SCHEMA, RECORDS, FILES = "manifest.json", "schema.json", "records/", "files/"
_AT_ONCE = 1000


class FullExport(NamedTuple):
    """What was written: how many records and files, and the fingerprint of the records."""

    records: int
    files: int
    missing_files: int
    hash: str


class Author(NamedTuple):
    """Who exports, and when."""

    member: bytes | None
    workspace: str
    at: datetime


def write_full_export(
    reader: Connection, files: FileStore, path: Path, author: Author, progress: Progress | None = None
) -> FullExport:
    """Write everything that `reader` sees to the ZIP `path`, in the bin or not; it is there whole or not at all.

    Raises CrmError where the file cannot be written, and Cancelled.
    """
    told = progress or Progress()
    counts = {each.name: _count(reader, each) for each in TABLES}
    fingerprint = content_hash(reader).all
    with atomic_bytes(path) as file, ZipFile(file, "w", ZIP_DEFLATED, allowZip64=True) as archive:
        done = 0
        for table in TABLES:
            with archive.open(f"{RECORDS}{table.name}.jsonl", "w", force_zip64=True) as entry:
                for chunk in _chunks(reader, table):
                    told.report(done, sum(counts.values()))
                    entry.write("".join(record_line(table, row) for row in chunk).encode())
                    done += len(chunk)
        kept, missing = _write_files(reader, files, archive, told)
        schema = {each.name: schema_document(each) for each in TABLES}
        archive.writestr(SCHEMA, json.dumps(schema, indent=1))
        archive.writestr(MANIFEST, json.dumps(_manifest(author, counts, fingerprint), indent=1))
    return FullExport(done, kept, missing, fingerprint)


def _manifest(author: Author, counts: dict[str, int], fingerprint: str) -> dict[str, object]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "schema": HEAD,
        "workspace": author.workspace,
        "exported_at": author.at.isoformat(),
        "member": author.member.hex() if author.member is not None else None,
        "counts": counts,
        "content_hash": fingerprint,
    }


def _count(reader: Connection, table: RecordTable) -> int:
    return int(reader.execute(f"SELECT count(*) FROM {table.name}").fetchone()[0])


def _chunks(reader: Connection, table: RecordTable) -> Iterator[list[tuple[str | int | float | bytes | None, ...]]]:
    rows = reader.execute(f"SELECT {', '.join(column_names(table))} FROM {table.name} ORDER BY rid")
    while chunk := rows.fetchmany(_AT_ONCE):
        yield chunk


def _write_files(reader: Connection, files: FileStore, archive: ZipFile, told: Progress) -> tuple[int, int]:
    """Write each content that a record names; return how many there are, and how many are not on this computer."""
    found = reader.execute("SELECT DISTINCT hash FROM attachment WHERE hash IS NOT NULL ORDER BY hash").fetchall()
    kept = missing = 0
    for (name,) in found:
        told.report(kept, len(found))
        content = bytes.fromhex(name)
        if files.size_of(content) is None:
            missing += 1
            continue
        try:
            with archive.open(f"{FILES}{name}", "w", force_zip64=True) as entry:
                for piece in files.read(content):
                    entry.write(piece)
            kept += 1
        except MissingContent:
            missing += 1
    return kept, missing
