"""How sharing stands: with which server, what waits, when it last went well, and when the others were heard of."""

import json
from typing import NamedTuple

from crm_desktop.journal.journal import Journal
from crm_desktop.store.same_numbers import count_same
from crm_desktop.store.sites import local_value, set_local_value
from crm_desktop.sync.conflicts import count_conflicts
from crm_desktop.sync.numbering import renumbered
from crm_desktop.sync.outbox import unsent_count
from crm_desktop.sync.server.versions import THIS, Age, ServerVersion
from crm_desktop.sync.set_aside import count_aside
from crm_desktop.sync.trouble import Trouble, noted_trouble
from crm_desktop.sync.uploads import Uploads, uploads
from crm_desktop.vault.driver import Connection

# Which version the server is of, as it last told.
SERVER_VERSION = "server_version"
# How many records the server would take off this computer, as it waits to be allowed.
_WOULD_GO = "would_go"


class Device(NamedTuple):
    """A computer that shares the workspace, and when the server last heard of it."""

    name: str
    member_name: str
    last_seen_ms: int | None
    here: bool


class SetAside(NamedTuple):
    """An edit of one's own that the server did not take: `field` None stands for a whole record."""

    table: int
    record: bytes
    title: str
    field: int | None
    value: str
    at_ms: int
    reason: str


class Sharing(NamedTuple):
    """How sharing stands; `unsent` counts steps, `last_error` is the sentence that was told, None after it went well,
    as `trouble`, which tells of which kind it was.

    `conflicts` counts what waits to be reviewed, `downloading` tells that the first download is not whole yet,
    `server_age` how the server stands beside this program, `uploads` which contents of files wait to be sent, and
    `would_go` how many records the server would take off this computer once that is allowed.
    """

    host: str
    database: str
    member_name: str
    role: str
    unsent: int
    last_ok_ms: int | None
    last_error: str | None
    conflicts: int
    paused: bool
    devices: tuple[Device, ...]
    set_aside: int
    downloading: bool
    server_age: Age
    uploads: Uploads
    would_go: int
    trouble: Trouble | None


def sharing_status(reader: Connection) -> Sharing | None:
    """Return how sharing stands, None where the workspace is not shared."""
    bound = reader.execute("SELECT dsn, role FROM server").fetchone()
    if bound is None:
        return None
    known = reader.execute("SELECT last_ok_at, last_error, paused, rights, download FROM sync").fetchone()
    last_ok_ms, last_error, paused, rights, download = known or (None, None, 0, None, None)
    where = json.loads(bound[0])
    return Sharing(
        str(where.get("host", "")),
        str(where.get("dbname", "")),
        str(bound[1]),
        str(rights or ""),
        unsent_count(reader),
        last_ok_ms,
        last_error,
        count_to_review(reader),
        bool(paused),
        tuple(devices(reader)),
        count_aside(reader),
        download is not None,
        server_version(reader).age,
        uploads(reader),
        int(local_value(reader, _WOULD_GO) or 0),
        None if last_error is None else noted_trouble(reader),
    )


def count_to_review(reader: Connection) -> int:
    """Return how many fields hold two values that wait for a decision, and how many numbers are to be looked at."""
    return count_conflicts(reader) + count_same(reader) + len(renumbered(reader))


def server_version(reader: Connection) -> ServerVersion:
    """Return which version the server is of, as it last told; that of this program where it was not heard of yet."""
    parts = (local_value(reader, SERVER_VERSION) or "").split()
    return ServerVersion(*map(int, parts)) if len(parts) == 2 else THIS


def devices(reader: Connection) -> list[Device]:
    """Return the computers that share the workspace, this one first, then by when they were last heard of."""
    found = reader.execute(
        "SELECT d.name, m.name, d.last_seen, d.site = (SELECT site FROM ctx) AS here "
        "FROM device d LEFT JOIN member m ON m.id = d.member ORDER BY here DESC, d.last_seen DESC"
    )
    return [Device(str(row[0] or ""), str(row[1] or ""), row[2], bool(row[3])) for row in found]


def set_aside(reader: Connection) -> list[SetAside]:
    """Return the edits that the server did not take, the newest first."""
    found = reader.execute(
        "SELECT tbl, id, title, fld, value, at, reason FROM set_aside WHERE put_away_at IS NULL ORDER BY seq DESC"
    )
    return [SetAside(row[0], row[1], str(row[2] or ""), row[3], str(row[4] or ""), row[5], row[6]) for row in found]


def history_is_whole(reader: Connection, table: str, record: bytes) -> bool:
    """Tell whether the history of the record is here from its beginning; so it is where nothing is shared."""
    if reader.execute("SELECT 1 FROM server").fetchone() is None:
        return True
    found = reader.execute(
        f"SELECT 1 FROM {table} t JOIN step s ON s.hlc = t._hlc AND s.site = t._site WHERE t.id = ? AND s.label <> ''",
        (record,),
    )
    return found.fetchone() is not None


def note_removal(connection: Connection, records: int) -> None:
    """Note that an exchange stopped since it would take so many `records` off this computer; 0 where it did not."""
    if (local_value(connection, _WOULD_GO) or "0") != str(records):
        set_local_value(connection, _WOULD_GO, str(records))


def set_paused(journal: Journal, *, paused: bool) -> None:
    """Stop sharing for a while, or go on with it; edits wait meanwhile."""
    with journal.store.writing:
        journal.store.writer.execute("UPDATE sync SET paused = ?", (int(paused),))
