"""Writing many rows with all that is noted about them, beside the same statements with nothing noted."""

from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.import_contacts import PLACE, drop_triggers, new_store
from benchmarks.measured import Measured, seconds, side_by_side
from benchmarks.people import person_name
from crm_desktop.journal.clock import system_clock
from crm_desktop.journal.ids import new_id
from crm_desktop.journal.journal import Journal
from crm_desktop.schema.contacts import CONTACT
from crm_desktop.store.store import Store
from crm_desktop.sync.digest import digest
from crm_desktop.values.names import fold
from crm_desktop.vault.driver import Connection

ROWS = 100_000
DIGEST_S = 3.0  # a million
_COLUMNS = ("id", "kind", "name")
_STAMPED = ("sort_name", "created_at", "updated_at", "_hlc", "_site")
_INSERT = f"INSERT INTO contact({', '.join((*_COLUMNS, *_STAMPED))}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_UPDATE = "UPDATE contact SET source = ? WHERE id = ?"
_STAMP = (1, 1, 1, 1)
Rows = Sequence[tuple[bytes, str, str]]


def capture_figures(rows: int = ROWS) -> Iterator[Measured]:
    """Yield what noting costs of `rows` people, inserted in bulk, one by one, and changed, and their digest."""
    with TemporaryDirectory(prefix="crm-bench-") as place:
        noted, plain = new_store(Path(place) / "noted.db"), new_store(Path(place) / "plain.db")
        drop_triggers(plain.writer)
        # nothing is derived: what is measured is the noting alone
        journal = Journal(noted, (), system_clock, PLACE)
        yield _inserted_in_bulk(journal, plain.writer, rows)
        yield _inserted(journal, plain.writer, rows)
        yield _changed(journal, noted, plain.writer)
        yield _digested(noted.writer)
        noted.close()
        plain.close()


def _inserted_in_bulk(journal: Journal, plain: Connection, rows: int) -> Measured:
    def insert() -> None:
        made = _people(rows)
        with journal.transaction("Fill") as tx:
            tx.insert_many("contact", _COLUMNS, made)

    name = f"insert {rows // 1000}k rows in bulk, noted, beside the same with nothing noted"
    return side_by_side(name, insert, lambda: _insert_plainly(plain, rows), 1.3)


def _inserted(journal: Journal, plain: Connection, rows: int) -> Measured:
    def insert() -> None:
        with journal.transaction("Fill") as tx:
            tx.connection.executemany(_INSERT, _stamped(_people(rows)))

    name = f"insert {rows // 1000}k rows, each noted, beside the same with nothing noted"
    return side_by_side(name, insert, lambda: _insert_plainly(plain, rows), 1.8)


def _changed(journal: Journal, noted: Store, plain: Connection) -> Measured:
    """Return changing one field of a tenth of all people."""
    turns = count()

    def update(connection: Connection, ids: Sequence[bytes]) -> None:
        connection.executemany(_UPDATE, ((f"Source {next(turns)}", each) for each in ids))

    def change(ids: Sequence[bytes]) -> None:
        with journal.transaction("Change") as tx:
            update(tx.connection, ids)

    here, there = _some(noted.writer), _some(plain)
    name = f"change a field of {len(here) // 1000}k rows, each noted, beside the same with nothing noted"
    change(here)
    return side_by_side(name, lambda: change(here), lambda: _at_once(plain, lambda: update(plain, there)), 1.8)


def _digested(connection: Connection) -> Measured:
    (rows,) = connection.execute("SELECT count(*) FROM contact").fetchone()
    took = min(seconds(lambda: digest(connection, CONTACT)) for _turn in range(3))
    limit = DIGEST_S * rows / 1_000_000
    return Measured("digest of a laptop's rows, beside 3 s for a million", took, limit, took / limit, 1.0)


def _insert_plainly(plain: Connection, rows: int) -> None:
    _at_once(plain, lambda: plain.executemany(_INSERT, _stamped(_people(rows))))


def _at_once(connection: Connection, work: Callable[[], object]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    work()
    connection.execute("COMMIT")


def _people(rows: int) -> Rows:
    return [(new_id(), "person", person_name(number)) for number in range(rows)]


def _stamped(rows: Rows) -> Iterator[tuple[object, ...]]:
    return ((*row, fold(row[-1]), *_STAMP) for row in rows)


def _some(connection: Connection) -> Sequence[bytes]:
    found = connection.execute("SELECT id FROM contact WHERE rid % 10 = 0").fetchall()
    return [row[0] for row in found]
