"""The first sync: a laptop sends all that it has, and a new one downloads it, beside what reading and loading cost."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from threading import Event, Thread
from typing import NamedTuple

import psycopg
from psycopg import sql

from benchmarks.import_contacts import drop_triggers, new_store
from benchmarks.measured import ROUNDS, Measured, seconds
from benchmarks.office import served_office
from benchmarks.open_exchange import AT_HOME_S, EDITS, TRIPS, Exchanged, exchanged, open_figures, size_figures
from benchmarks.people import ARGON, PASSPHRASE, people_workspace
from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.store.derived import Touched
from crm_desktop.store.indexes import put_off_indexes
from crm_desktop.sync.joining import bind_owner, join, workspace_id
from crm_desktop.workspace import DERIVED, create_workspace, open_workspace
from tests.sync.laptops import PASSWORD
from tests.sync.office import Office

_PROCESS = Path(__file__).with_name("first_sync_process.py")
_FILLED = ("contact", "contact_point")
# Where a million takes no more than this, and how much memory a laptop and one connection of the server may take.
_WHOLE_S, _LAPTOP_MB, _SERVER_MB = 90.0, 400.0, 400.0
_EVERY_S = 0.1


class _Ran(NamedTuple):
    """One exchange in a process of its own: how long it took, and the most memory of both sides."""

    took_s: float
    laptop_mb: float
    server_mb: float


def first_sync_figures(sizes: Sequence[int]) -> Iterator[Measured]:
    """Yield the figures of a first sync of the most of `sizes` records, half of them people; none without PostgreSQL.

    Exchanges of a few edits are measured at each of the sizes.
    """
    *fewer, rows = sizes
    found = {size: _open_exchange(size) for size in fewer}
    yield from _largest_figures(rows, {size: each for size, each in found.items() if each is not None})


def _said(rows: int) -> str:
    return f"{rows // 1_000_000} M" if rows >= 1_000_000 else f"{rows // 1000}k"


def _open_exchange(rows: int) -> Exchanged | None:
    with TemporaryDirectory(prefix="crm-bench-") as place, served_office() as office:
        if office is None:
            return None
        first, second = Path(place) / "first.crm", Path(place) / "second.crm"
        _bind(office, first, rows // 2)
        _exchange(office, first)
        with psycopg.connect(office.dsn, autocommit=True) as admin:
            admin.execute("VACUUM ANALYZE")
        _join(office, second)
        _exchange(office, second)
        return exchanged(first, second)


def _largest_figures(rows: int, fewer: Mapping[int, Exchanged]) -> Iterator[Measured]:
    said = _said(rows)
    with TemporaryDirectory(prefix="crm-bench-") as place, served_office() as office:
        if office is None:
            return
        first, second = Path(place) / "first.crm", Path(place) / "second.crm"
        _bind(office, first, rows // 2)
        sent = _exchange(office, first)
        with psycopg.connect(office.dsn, autocommit=True) as admin:
            admin.execute("VACUUM ANALYZE")
        _join(office, second)
        came = _exchange(office, second)
        bare = seconds(lambda: _read(office)) + seconds(lambda: _load(second, Path(place) / "bare.db"))
        name = f"first download of {said} rows, beside reading them and loading them with indexes last"
        yield Measured(name, came.took_s, bare, came.took_s / bare, 2.0)
        whole = _WHOLE_S * rows / 1_000_000
        yield Measured(
            f"first download of {said} rows, beside 90 s a million", came.took_s, whole, came.took_s / whole, 1.0
        )
        yield Measured(
            f"first push of {said} rows, beside 90 s a million", sent.took_s, whole, sent.took_s / whole, 1.0
        )
        yield from _small_figures(office, first, second, said)
        found = exchanged(first, second)
        yield from open_figures(found, _trip(office), said)
        for size, each in fewer.items():
            yield from size_figures(each, found, _said(size), said)
        for what, ran in (("push", sent), ("download", came)):
            for who, most, goal in (("laptop", ran.laptop_mb, _LAPTOP_MB), ("server", ran.server_mb, _SERVER_MB)):
                yield Measured(f"first {what} of {said} rows, MB of the {who}", most, goal, most / goal, 1.0)


def _small_figures(office: Office, first: Path, second: Path, said: str) -> Iterator[Measured]:
    """Yield what an exchange of a few edits by a command takes: for whom sends them, and for whom takes them in."""
    sent, came = zip(
        *((_exchange(office, second, EDITS).took_s, _exchange(office, first).took_s) for _turn in range(ROUNDS)),
        strict=True,
    )
    limit = AT_HOME_S + TRIPS * _trip(office)
    for what, took in ((each, median(times)) for each, times in (("send", sent), ("take in", came))):
        name = f"{what} {EDITS} edits at {said} rows, beside 15 ms and {TRIPS} round trips"
        yield Measured(name, took, limit, took / limit, 2.0)


def _trip(office: Office) -> float:
    """Return what one round trip to the server takes."""
    with psycopg.connect(office.dsn, autocommit=True) as admin:
        return median(seconds(lambda: admin.execute("SELECT 1")) for _turn in range(100))


def _bind(office: Office, folder: Path, people: int) -> None:
    """Fill a workspace, and let the office serve it."""
    workspace = people_workspace(folder, people)
    with workspace.reader() as reader:
        (member,) = reader.execute("SELECT id FROM member").fetchone()
    with psycopg.connect(office.dsn, autocommit=True) as admin:
        admin.execute("UPDATE crm.meta SET workspace = %s", (workspace_id(workspace.journal),))
        admin.execute("UPDATE crm.member SET id = %s WHERE role_name = 'anna'", (member.hex(),))
        admin.execute(sql.SQL("ALTER ROLE anna PASSWORD {}").format(sql.Literal(PASSWORD)))
    bind_owner(workspace.journal, office.address._replace(password=PASSWORD))
    workspace.close()


def _join(office: Office, folder: Path) -> None:
    workspace = create_workspace(folder, PASSPHRASE, argon=ARGON)
    join(workspace.journal, office.address._replace(password=PASSWORD))
    workspace.close()


def _exchange(office: Office, folder: Path, edits: int = 0) -> _Ran:
    """Let a laptop edit and exchange once, in a process of its own, and watch the server meanwhile."""
    over, most = Event(), [0.0]
    with psycopg.connect(office.dsn, autocommit=True) as admin:
        watching = Thread(target=_watch, args=(admin, over, most))
        watching.start()
        try:
            done = subprocess.run(
                [sys.executable, _PROCESS, folder, str(edits)],
                check=True,
                capture_output=True,
                text=True,
            )
        finally:
            over.set()
            watching.join()
    took, laptop_mb = json.loads(done.stdout)
    return _Ran(took, laptop_mb, most[0])


def _watch(admin: psycopg.Connection, over: Event, most: list[float]) -> None:
    """Note the most memory of its own that one connection of the laptop takes."""
    while not over.wait(_EVERY_S):
        for (pid,) in admin.execute("SELECT pid FROM pg_stat_activity WHERE usename = 'anna'").fetchall():
            status = Path(f"/proc/{pid}/status")
            lines = status.read_text().splitlines() if status.exists() else []
            most[0] = max([most[0], *(int(each.split()[1]) / 1024 for each in lines if each.startswith("RssAnon"))])


def _read(office: Office) -> None:
    """Read all rows from the server as quickly as it gives them."""
    with psycopg.connect(office.dsn, autocommit=True) as admin, admin.cursor() as cursor:
        statement = "COPY (SELECT tbl, id, doc, hlc, site, clk FROM crm.row) TO STDOUT (FORMAT binary)"
        with cursor.copy(statement) as copy:
            for _block in copy:
                pass


def _load(downloaded: Path, database: Path) -> None:
    """Insert what was downloaded into a new file, with nothing noted and the indexes built last."""
    workspace = open_workspace(downloaded, PASSPHRASE, read_only=True)
    store = new_store(database)
    connection = store.writer
    drop_triggers(connection)
    connection.execute("BEGIN IMMEDIATE")
    ranges: dict[str, list[range]] = {}
    with workspace.reader() as reader, ExitStack() as put_off:
        for table in _FILLED:
            put_off.enter_context(put_off_indexes(connection, table, when=True))
            columns = ", ".join(("rid", "id", "created_at", "updated_at", "sort_name", "_hlc", "_site", *_names(table)))
            marks = ", ".join("?" * (columns.count(",") + 1))
            rows = reader.execute(f"SELECT {columns} FROM {table}")
            connection.executemany(f"INSERT INTO {table}({columns}) VALUES ({marks})", rows)
            last = connection.execute(f"SELECT max(rid) FROM {table}").fetchone()[0]
            ranges[table] = [range(1, int(last) + 1)]
    for each in DERIVED:
        each.refresh(connection, Touched({}, ranges))
    connection.execute("COMMIT")
    store.close()
    workspace.close()


def _names(table: str) -> list[str]:
    return [each.name for each in BY_NAME[table].stored_fields]
