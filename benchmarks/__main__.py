"""Measures what people feel beside its limits, prints it, and writes RESULTS.md beside this file.

`python -m benchmarks` measures everything that takes minutes; `python -m benchmarks people` starting with 100k people
alone, `daily` searching, saving and bulk editing, `lists` the lists, `imports` the imports, `office` the office
server, `cards` the board, `first-sync` a laptop's first push and another's first download, `capture` what noting takes,
`--million` with 1 M people, too. The largest are measured by name alone: `million` starts with 1 M people,
`dashboard` opens the first page over 1 M interactions, `backup` backs up 1.5 GB. The figures that are not measured
again stay.
"""

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.backups import backup_figures
from benchmarks.capture import capture_figures
from benchmarks.core import page_figures, unlock_figure
from benchmarks.daily import daily_figures
from benchmarks.first_sync import first_sync_figures
from benchmarks.import_contacts import import_figures
from benchmarks.import_files import file_figures, memory_figures
from benchmarks.import_screen import import_screen_figures
from benchmarks.lists import list_figures
from benchmarks.look_alikes import duplicate_figure
from benchmarks.measured import Measured
from benchmarks.office import office_figures
from benchmarks.pages import card_figures, dashboard_figures
from benchmarks.pdf import pdf_figures
from benchmarks.people import people_workspace
from benchmarks.record import record_figures
from benchmarks.results import Results, cells
from benchmarks.screen import screen_figures
from benchmarks.sizes import SIZES

RESULTS = Path(__file__).with_name("RESULTS.md")
SMALL, LARGE, MILLION = 10_000, 100_000, 1_000_000
PEOPLE, DAILY, LISTS, IMPORTS, OFFICE, CARDS = "people", "daily", "lists", "imports", "office", "cards"
BACKUP, DASHBOARD, MILLION_PEOPLE, FIRST_SYNC = "backup", "dashboard", "million", "first-sync"
CAPTURE = "capture"
PARTS = (PEOPLE, DAILY, LISTS, IMPORTS, OFFICE, CARDS, BACKUP, DASHBOARD, MILLION_PEOPLE, FIRST_SYNC, CAPTURE)


def main() -> int:
    """Measure, telling and keeping each figure at once; return 1 where one is worse than its goal."""
    wanted = _parser().parse_args()
    sizes = tuple(SIZES) if wanted.million else (SMALL, LARGE)
    results = Results(RESULTS, datetime.now(UTC).date())
    figures: list[Measured] = []
    parts: dict[str, Callable[[], Iterable[Measured]]] = {
        PEOPLE: people_part,
        DAILY: lambda: daily_figures(sizes),
        LISTS: lambda: list_figures(sizes),
        IMPORTS: lambda: import_part(sizes),
        OFFICE: lambda: office_figures(MILLION if wanted.million else LARGE),
        CARDS: card_figures,
        BACKUP: backup_figures,
        DASHBOARD: dashboard_figures,
        MILLION_PEOPLE: million_part,
        FIRST_SYNC: lambda: first_sync_figures(sizes),
        CAPTURE: capture_figures,
    }
    for each in parts.get(wanted.part, lambda: measured(sizes))():
        figures.append(each)
        results.note(each)
        sys.stdout.write("  ".join(cells(each)) + "\n")
        sys.stdout.flush()
    return 0 if all(each.reached for each in figures) else 1


def measured(sizes: tuple[int, ...]) -> Iterator[Measured]:
    """Return all figures, each when it is known; what is done daily, and lists, with `sizes` people."""
    yield from people_part()
    yield from daily_figures(sizes)
    yield from list_figures(sizes)
    yield from card_figures()
    yield from pdf_figures()
    yield from import_part(sizes)
    yield from office_figures(LARGE)
    yield from first_sync_figures((SMALL, LARGE))
    yield from capture_figures()


def people_part() -> Iterator[Measured]:
    """Return the figures of starting and paging with 100k people, of duplicates, and of opening one."""
    with TemporaryDirectory(prefix="crm-bench-") as place:
        folder = Path(place)
        small = people_workspace(folder / "small.crm", SMALL)
        large = people_workspace(folder / "large.crm", LARGE)
        yield from page_figures(small, large)
        small.close()
        large.close()
        yield unlock_figure(folder / "large.crm")
        yield from screen_figures(folder / "small.crm", folder / "large.crm")
        yield duplicate_figure(folder / "alike.crm")
        yield from record_figures(folder / "busy.crm")


def million_part() -> Iterator[Measured]:
    """Return the figures of starting with 1 M people."""
    with TemporaryDirectory(prefix="crm-bench-") as place:
        folder = Path(place)
        for name, people in (("small.crm", SMALL), ("million.crm", MILLION)):
            people_workspace(folder / name, people).close()
        yield from screen_figures(folder / "small.crm", folder / "million.crm", "1 M")


def import_part(sizes: tuple[int, ...]) -> Iterator[Measured]:
    """Return the figures of imports; memory is measured with files of `sizes` rows."""
    yield from import_figures()
    yield from import_screen_figures()
    yield from file_figures()
    yield from memory_figures(sizes)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("part", nargs="?", choices=PARTS, help="measure this part alone")
    parser.add_argument("--million", action="store_true", help="measure with 1 M people, too: takes minutes")
    return parser


if __name__ == "__main__":
    sys.exit(main())
