"""Opening a full export: is it one, of a version that is known here, and what does it hold."""

import json
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import BadZipFile, ZipFile, is_zipfile

from crm_desktop.errors import NewerWorkspace, UnreadableFile
from crm_desktop.exchange.full.forms import row_of_line
from crm_desktop.exchange.full.writing import FORMAT, MANIFEST, RECORDS, VERSION
from crm_desktop.exchange.readers.patient_file import open_patiently, patiently
from crm_desktop.journal.transaction import Stored
from crm_desktop.schema.field import RecordTable
from crm_desktop.store.migrations import check_known
from crm_desktop.words import _

_LONGEST_MANIFEST = 1 << 20
# No record is longer: the longest text of a field is far below.
_LONGEST_LINE = 64 << 20


class Manifest(NamedTuple):
    """What a full export says of itself: its schema version, who exported it, the records of each table."""

    schema: str
    member: bytes | None
    counts: dict[str, int]
    content_hash: str

    @property
    def rows(self) -> int:
        """How many records there are."""
        return sum(self.counts.values())


def is_full_export(path: Path) -> bool:
    """Tell whether the file at `path` is a full export of this program, of whatever version."""
    try:
        if path.suffix.lower() != ".zip" or not patiently(lambda: path.is_file() and is_zipfile(path), path):
            return False
        with open_patiently(path) as file, ZipFile(file) as archive:
            return _document(archive).get("format") == FORMAT
    except (OSError, BadZipFile, KeyError, ValueError):
        return False


@contextmanager
def opened_archive(path: Path) -> Iterator[ZipFile]:
    """Open the export at `path` for the length of the block; raises UnreadableFile."""
    with ExitStack() as stack:
        try:
            archive = stack.enter_context(ZipFile(stack.enter_context(open_patiently(path))))
        except (OSError, BadZipFile) as error:
            raise damaged(path.name) from error
        yield archive


def read_manifest(archive: ZipFile, name: str) -> Manifest:
    """Return what the export says of itself; raises UnreadableFile, and NewerWorkspace for a later version."""
    try:
        found = _document(archive)
        schema, version = str(found["schema"]), int(found["version"])
        counts = {str(table): int(count) for table, count in dict(found["counts"]).items()}
        member = bytes.fromhex(str(found["member"])) if found.get("member") else None
        fingerprint = str(found["content_hash"])
    except (KeyError, ValueError, TypeError) as error:
        raise damaged(name) from error
    if version > VERSION:
        raise NewerWorkspace(
            _("“{file}” was exported by a newer version of the program. Install that version to import it.").format(
                file=name
            )
        )
    check_known(schema)
    return Manifest(schema, member, counts, fingerprint)


def rows_of(archive: ZipFile, table: RecordTable, name: str) -> Iterator[tuple[Stored, ...]]:
    """Yield the records of `table`; none where the export, of an older version, does not know it."""
    entry = f"{RECORDS}{table.name}.jsonl"
    if entry not in archive.namelist():
        return
    try:
        with archive.open(entry) as file:
            number = 0
            while line := file.readline(_LONGEST_LINE):
                number += 1
                yield row_of_line(table, line, f"{name}, {entry}:{number}")
    except (BadZipFile, zlib.error, EOFError) as error:
        raise damaged(name) from error


def damaged(name: str) -> UnreadableFile:
    """Return the refusal of an export that is not whole."""
    return UnreadableFile(
        _("“{file}” is damaged or cut off and cannot be read. Nothing was changed; export it again.").format(file=name)
    )


def _document(archive: ZipFile) -> dict[str, Any]:
    with archive.open(MANIFEST) as file:
        found = json.loads(file.read(_LONGEST_MANIFEST))
    if not isinstance(found, dict):
        raise ValueError(MANIFEST)
    return found
