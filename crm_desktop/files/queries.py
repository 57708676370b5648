"""Which files a record has."""

from datetime import UTC, datetime
from typing import NamedTuple

from crm_desktop.errors import UnknownRecord
from crm_desktop.files.actions import Holder
from crm_desktop.vault.driver import Connection, Row
from crm_desktop.words import _

MOST = 500


class FileRow(NamedTuple):
    """One file: `content` is the SHA-256 of its bytes, `of` the name of the contact it belongs to where that tells."""

    id: bytes
    name: str
    media_type: str
    size: int
    content: bytes
    added_at: datetime
    added_by: str
    note: str
    of: str
    removed: bool


_COLUMNS = """
    a.id, a.name, coalesce(a.media_type, ''), coalesce(a.size, 0), a.hash, a.created_at,
    coalesce((SELECT m.name FROM member m WHERE m.id = a.created_by), ''), coalesce(a.note, ''),
    coalesce((SELECT c.name FROM contact c WHERE c.id = a.contact), ''), a.removed_at IS NOT NULL
"""


def files_of(reader: Connection, holder: Holder, limit: int = MOST) -> list[FileRow]:
    """Return the files of the record, the last added first; a company's are also those of its people."""
    wanted = f"SELECT rid FROM attachment WHERE {holder.table} = :record AND removed_at IS NULL"
    if holder.table == "contact":
        wanted += (
            " UNION SELECT f.rid FROM contact p JOIN attachment f ON f.contact = p.id "
            "WHERE p.company = :record AND f.removed_at IS NULL"
        )
    rows = reader.execute(
        f"SELECT {_COLUMNS} FROM attachment a WHERE a.rid IN ({wanted}) ORDER BY a.rid DESC LIMIT :limit",
        {"record": holder.record, "limit": limit},
    )
    return [_file(row) for row in rows]


def file_row(reader: Connection, attachment: bytes) -> FileRow:
    """Return the file `attachment`, in the bin or not; raises UnknownRecord."""
    row = reader.execute(f"SELECT {_COLUMNS} FROM attachment a WHERE a.id = ?", (attachment,)).fetchone()
    if row is None:
        raise UnknownRecord(_("There is no such file here. It may have been erased."))
    return _file(row)


def file_text(reader: Connection, attachment: bytes) -> str:
    """Return the text that was read from the file when it was added."""
    row = reader.execute("SELECT text FROM attachment WHERE id = ?", (attachment,)).fetchone()
    return str(row[0] or "") if row else ""


def _file(row: Row) -> FileRow:
    record, name, kind, size, content, at, by, note, of, removed = row
    return FileRow(
        record,
        str(name or ""),
        kind,
        size,
        bytes.fromhex(content or ""),
        datetime.fromtimestamp(at / 1000, UTC),
        by,
        note,
        of,
        bool(removed),
    )
