"""Importing workbooks, cards and mails beside reading the file and writing the same rows bare; memory by length."""

import csv
import random
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import python_calamine
import xlsxwriter

from benchmarks.bare_reading import read_cards, read_mails
from benchmarks.import_contacts import (
    CITIES,
    FIRST,
    GOAL,
    LAST,
    TITLES,
    drop_triggers,
    imported,
    inserted_bare,
    new_store,
    write_people,
)
from benchmarks.measured import Measured, side_by_side
from crm_desktop.store.derived import Touched
from crm_desktop.store.indexes import put_off_indexes
from crm_desktop.store.store import Store
from crm_desktop.values.names import fold
from crm_desktop.vault.driver import Row
from crm_desktop.workspace import DERIVED

WORKBOOK_ROWS, CARDS, MAILS = 100_000, 10_000, 50_000
ROUNDS = 3
FLAT = 1.3
_TABLES = ("contact", "contact_point", "interaction", "participant")


def file_figures(rows: int = WORKBOOK_ROWS, cards: int = CARDS, mails: int = MAILS) -> Iterator[Measured]:
    """Yield the figures of a workbook, an address book and a box of mails, each beside its limit."""
    with TemporaryDirectory(prefix="crm-bench-") as place:
        folder, numbers = Path(place), count()
        book, address_book, box = folder / "people.xlsx", folder / "people.vcf", folder / "mails.mbox"
        write_workbook(book, rows)
        write_cards(address_book, cards)
        write_mails(box, mails)

        def database() -> Path:
            return folder / f"{next(numbers)}.db"

        yield side_by_side(
            f"import {rows // 1000}k rows of XLSX",
            lambda: imported(book, database()),
            lambda: inserted_bare(_cells_of(book), database()),
            GOAL,
            ROUNDS,
        )
        yield _beside_bare(f"import {cards:,} vCards", address_book, read_cards, database)
        yield _beside_bare(f"import {mails:,} mails", box, read_mails, database)


def memory_figures(sizes: Sequence[int]) -> Iterator[Measured]:
    """Yield the peak memory of imports from CSV and XLSX with each of `sizes` rows, beside that with the first."""
    with TemporaryDirectory(prefix="crm-bench-") as place:
        for ending, write in ((".csv", write_people), (".xlsx", write_workbook)):
            first = 0.0
            for rows in sizes:
                path = Path(place) / f"{rows}{ending}"
                write(path, rows)
                peak = _peak_mb(path, Path(place) / f"{rows}{ending}.db")
                first = first or peak
                size = "1 M" if rows == 1_000_000 else f"{rows // 1000}k"
                name = f"memory of importing {size} rows of {ending[1:].upper()} (MB), beside {sizes[0] // 1000}k"
                yield Measured(name, peak, first, peak / first, FLAT)


def write_workbook(path: Path, rows: int) -> None:
    """Write the people of `write_people` as a workbook with shared texts, as spreadsheet programs do."""
    plain = path.with_suffix(".csv.part")
    write_people(plain, rows)
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False})
    sheet = book.add_worksheet("People")
    with plain.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.reader(file)):
            sheet.write_row(number, 0, row)
    book.close()


def write_cards(path: Path, cards: int) -> None:
    """Write `cards` different vCards of version 3.0 to `path`."""
    made = random.Random(7)
    with path.open("w", encoding="utf-8", newline="") as file:
        for number in range(cards):
            first, last = made.choice(FIRST), made.choice(LAST)
            city, country = made.choice(CITIES)
            lines = (
                *("BEGIN:VCARD", "VERSION:3.0", f"UID:card-{number}", f"FN:{first} {last}", f"N:{last};{first};;;"),
                *(f"ORG:Hartwell Parts {number % 1000} Ltd", f"TITLE:{made.choice(TITLES)}"),
                f"EMAIL;TYPE=INTERNET,WORK:{fold(first)}.{number}@example{number % 977}.com",
                *(f"TEL;TYPE=WORK,VOICE:+1 212 {number:07}", f"TEL;TYPE=CELL:+1 646 {number:07}"),
                f"ADR;TYPE=WORK:;;Main Street {number % 300};{city};;{number % 90000:05};{country}",
                *(f"NOTE:Met at the fair\\nin {city}", f"CATEGORIES:fair,{city}", "END:VCARD", ""),
            )
            file.write("\r\n".join(lines))


def write_mails(path: Path, mails: int) -> None:
    """Write `mails` between two thousand people to the box at `path`."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for number in range(mails):
            sender, other = number % 2000, number * 7 % 2000
            file.write(
                f"From p{sender}@example{sender % 50}.com Mon Jan  1 10:00:00 2024\n"
                f"Message-ID: <m{number}@example.com>\n"
                f"Date: Mon, {1 + number % 28} Jan 2024 {number % 24:02}:{number % 60:02}:00 +0100\n"
                f"From: Person {sender} <p{sender}@example{sender % 50}.com>\n"
                f"To: Person {other} <p{other}@example{other % 50}.com>\nSubject: Offer {number}\nMIME-Version: 1.0\n"
                "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
                f"Hello,\n\nthis is what we talked about =E2=80=93 offer {number}.\nKind regards\nPerson {sender}\n\n"
            )


def _cells_of(path: Path) -> Iterator[list[str]]:
    """Yield the rows below the header of the workbook at `path`, read whole by calamine."""
    rows = python_calamine.load_workbook(path).get_sheet_by_index(0).iter_rows()
    next(rows)
    return ([str(cell) for cell in row] for row in rows)


def _beside_bare(name: str, path: Path, read: Callable[[Path], int], database: Callable[[], Path]) -> Measured:
    """Return the import of `path` beside `read`ing and normalising it, and writing bare the rows that it becomes."""
    held: dict[str, tuple[list[str], list[Row]]] = {}
    imported(path, database(), lambda store: held.update(rows_of(store)))

    def limit() -> None:
        read(path)
        write_bare(held, database())

    return side_by_side(name, lambda: imported(path, database()), limit, GOAL, ROUNDS)


def rows_of(store: Store) -> dict[str, tuple[list[str], list[Row]]]:
    """Return the columns and the rows of the tables that an import fills."""
    held = {}
    for table in _TABLES:
        columns = [row[1] for row in store.writer.execute(f"PRAGMA table_info({table})").fetchall() if row[1] != "rid"]
        rows = store.writer.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY rid").fetchall()
        held[table] = columns, rows
    return held


def write_bare(held: Mapping[str, tuple[list[str], list[Row]]], database: Path) -> None:
    """Write the rows `held` of each table into a new file, with nothing else but their indexes and what is derived."""
    store = new_store(database)
    connection = store.writer
    drop_triggers(connection)
    connection.execute("BEGIN IMMEDIATE")
    with ExitStack() as stack:
        for table, (columns, rows) in held.items():
            stack.enter_context(put_off_indexes(connection, table, when=True))
            marks = ", ".join("?" * len(columns))
            connection.executemany(f"INSERT INTO {table}({', '.join(columns)}) VALUES ({marks})", rows)
    ranges = {table: [range(1, len(rows) + 1)] for table, (_columns, rows) in held.items() if rows}
    for each in DERIVED:
        each.refresh(connection, Touched({}, ranges))
    connection.execute("COMMIT")
    store.close()


def _peak_mb(path: Path, database: Path) -> float:
    """Return the peak memory of a process that imports `path`, and nothing else."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.import_files", str(path), str(database)],
        check=True,
        capture_output=True,
        text=True,
    )
    return float(done.stdout)


if __name__ == "__main__":
    imported(Path(sys.argv[1]), Path(sys.argv[2]))
    # not ru_maxrss: a process inherits that from the one that started it
    print(int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) / 1024)
