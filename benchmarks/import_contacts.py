"""Importing contacts from CSV against reading, normalising and inserting the same rows bare."""

import csv
import random
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from benchmarks.measured import Measured, side_by_side
from crm_desktop.exchange.quick_forms import quick_email, quick_phones
from crm_desktop.exchange.run import import_files
from crm_desktop.exchange.source import Source
from crm_desktop.journal.clock import system_clock
from crm_desktop.journal.ids import new_id
from crm_desktop.journal.journal import Journal
from crm_desktop.pipeline.standard import add_standard_pipeline
from crm_desktop.schema.forms import Place, Stored
from crm_desktop.store.creation import create_tables
from crm_desktop.store.derived import Touched
from crm_desktop.store.indexes import put_off_indexes
from crm_desktop.store.store import Store
from crm_desktop.values.address import country_code
from crm_desktop.values.names import clean_text, compose_name, fold
from crm_desktop.vault.driver import Connection
from crm_desktop.vault.secret import new_secret, raw_key
from crm_desktop.vault.sqlcipher import connect
from crm_desktop.workspace import DERIVED

ROWS = 100_000
COMPANIES = 5_000
GOAL = 1.5
PLACE = Place("en", "US", "USD", ZoneInfo("America/New_York"))
FIRST = (
    "Anna",
    "Boris",
    "Chloé",
    "Darcel",
    "Elif",
    "Fynn",
    "Grace",
    "Hà",
    "Ines",
    "José",
    "Kami",
    "Lajuana",
    "Mei",
    "Noor",
)
LAST = ("Snelling", "Faz", "Dubois", "Schlecht", "Yılmaz", "Möller", "Okafor", "Nguyễn", "Peña", "Smith", "Vencill")
CITIES = (("Berlin", "DE"), ("Lyon", "FR"), ("Austin", "US"), ("Leeds", "GB"), ("Sevilla", "ES"), ("Kraków", "PL"))
COLUMNS = (
    "First name",
    "Last name",
    "Email",
    "Phone",
    "Company",
    "Job title",
    "Street",
    "City",
    "Postal code",
    "Country",
)
TITLES = ("Buyer", "Head of sales", "Engineer", "Owner", "Controller")


def import_figures(rows: int = ROWS) -> list[Measured]:
    """Return the row for the results: an import of `rows` people, beside its limit."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "people.csv"
        write_people(path, rows)
        files = iter(range(1_000_000))
        name = f"import {rows // 1000}k contacts from CSV"
        figure = side_by_side(
            name,
            lambda: imported(path, Path(folder) / f"{next(files)}.db"),
            lambda: inserted_bare(rows_of_csv(path), Path(folder) / f"{next(files)}.db"),
            GOAL,
        )
    return [figure]


def write_people(path: Path, rows: int) -> None:
    """Write `rows` different people to `path`, always the same ones."""
    made = random.Random(7)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(COLUMNS)
        for number in range(rows):
            first, last = made.choice(FIRST), made.choice(LAST)
            city, country = made.choice(CITIES)
            out.writerow(
                (
                    *(first, last, f"{fold(first)}.{number}@example{number % 977}.com", f"+1 212 {number:07}"[:15]),
                    *(f"Hartwell Parts {number % COMPANIES} Ltd", made.choice(TITLES)),
                    *(f"Main Street {number % 300}", city, f"{number % 90000:05}", country),
                )
            )


def imported(path: Path, database: Path, look: Callable[[Store], None] | None = None) -> None:
    """Import `path` into a new workspace file, with everything that belongs to it, and `look` at what it became."""
    store = new_store(database)
    journal = Journal(store, DERIVED, system_clock, PLACE)
    with journal.transaction("Create workspace") as tx:
        add_standard_pipeline(tx)
    report = import_files(journal, [Source(path)])
    if look is not None:
        look(store)
    store.close()
    if report.total.created != report.total.read:
        raise AssertionError(report.plain())


def rows_of_csv(path: Path) -> Iterator[list[str]]:
    """Yield the rows of `path` below the names of its columns."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        yield from rows


def drop_triggers(connection: Connection) -> None:
    """Let rows be written with nothing noted about them."""
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f'DROP TRIGGER "{name}"')


def inserted_bare(rows: Iterable[list[str]], database: Path) -> None:
    """Read, normalise and insert `rows` with nothing else but their indexes, which are built last."""
    store = new_store(database)
    connection = store.writer
    drop_triggers(connection)
    connection.execute("BEGIN IMMEDIATE")
    with put_off_indexes(connection, "contact", when=True), put_off_indexes(connection, "contact_point", when=True):
        points: list[list[Stored]] = []
        _insert(connection, "contact", CONTACT_COLUMNS, _contacts(rows, points))
        _insert(connection, "contact_point", POINT_COLUMNS, points)
    ranges = {name: [range(1, _last(connection, name) + 1)] for name in ("contact", "contact_point")}
    for each in DERIVED:
        each.refresh(connection, Touched({}, ranges))
    connection.execute("COMMIT")
    store.close()


CONTACT_COLUMNS = (
    *("id", "kind", "name", "given_name", "family_name", "job_title", "company", "sort_name"),
    *("created_at", "updated_at", "_hlc", "_site"),
)
POINT_COLUMNS = (
    *("id", "contact", "kind", "value", "normal", "street", "city", "postal_code", "country", "is_primary", "position"),
    *("created_at", "updated_at", "_hlc", "_site"),
)
_STAMP = (1, 1, 1, 1)


def _contacts(rows: Iterable[list[str]], points: list[list[Stored]]) -> Iterator[Sequence[Stored]]:
    """Yield the rows of people and of their companies; their points are added to `points`."""
    phone, companies = quick_phones("US"), dict[str, bytes]()
    for row in rows:
        first, last, email, called, company, title, street, city, code, country = map(clean_text, row)
        record, name = new_id(), compose_name("", first, "", last, "")
        at = companies.get(company)
        if at is None:
            at = companies[company] = new_id()
            yield (at, "company", company, None, None, None, None, fold(company), *_STAMP)
        yield (record, "person", name, first, last, title, at, fold(name), *_STAMP)
        points += (
            [new_id(), record, "email", email, quick_email(email), None, None, None, None, 1, 0, *_STAMP],
            [new_id(), record, "phone", called, phone(called), None, None, None, None, 1, 0, *_STAMP],
            [
                *(new_id(), record, "address", None, fold(city), street, city, code, country_code(country), 1, 0),
                *_STAMP,
            ],
        )


def _insert(connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Stored]]) -> None:
    marks = ", ".join("?" * len(columns))
    connection.executemany(f"INSERT INTO {table}({', '.join(columns)}) VALUES ({marks})", rows)


def _last(connection: Connection, table: str) -> int:
    return int(connection.execute(f"SELECT max(rid) FROM {table}").fetchone()[0])


def new_store(database: Path) -> Store:
    """Return an empty workspace file."""
    key = raw_key(new_secret())
    connection = connect(database, key, create=True)
    create_tables(connection, DERIVED)
    connection.close()
    return Store(database, key)


if __name__ == "__main__":
    for figure in import_figures(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS):
        print(
            f"{figure.name}: {figure.value_s:.2f} s, limit {figure.limit_s:.2f} s, {figure.ratio:.2f} of {figure.goal}"
        )
