"""Measures what people feel beside its limits, prints it, and writes RESULTS.md beside this file."""

import os
import platform
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.core import edit_figure, page_figures, unlock_figure
from benchmarks.import_contacts import import_figures
from benchmarks.look_alikes import duplicate_figure
from benchmarks.measured import Measured
from benchmarks.pdf import pdf_figures
from benchmarks.people import people_workspace
from benchmarks.record import record_figures
from benchmarks.screen import screen_figures
from benchmarks.type_to_search import typing_figures

RESULTS = Path(__file__).with_name("RESULTS.md")
SMALL, LARGE = 10_000, 100_000


def main() -> int:
    """Measure everything, telling and keeping each figure at once; return 1 where one is worse than its goal."""
    figures: list[Measured] = []
    for each in measured():
        figures.append(each)
        sys.stdout.write("  ".join(_cells(each)) + "\n")
        sys.stdout.flush()
        RESULTS.write_text(_written(figures), encoding="utf-8")
    return 0 if all(each.reached for each in figures) else 1


def measured() -> Iterator[Measured]:
    """Return all figures, each when it is known."""
    with TemporaryDirectory(prefix="crm-bench-") as place:
        folder = Path(place)
        small = people_workspace(folder / "small.crm", SMALL)
        large = people_workspace(folder / "large.crm", LARGE)
        yield edit_figure(large, folder)
        yield from page_figures(small, large)
        small.close()
        large.close()
        yield unlock_figure(folder / "large.crm")
        yield from screen_figures(folder / "small.crm", folder / "large.crm")
        yield from typing_figures(folder / "large.crm", "100k")
        yield duplicate_figure(folder / "alike.crm")
        yield from record_figures(folder / "busy.crm")
    yield from pdf_figures()
    yield from import_figures()


def _cells(figure: Measured) -> tuple[str, ...]:
    return (
        figure.name,
        f"{figure.value_s:.4g}",
        f"{figure.limit_s:.4g}",
        f"{figure.ratio:.2f}×",
        f"≤ {figure.goal:g}×",
        "reached" if figure.reached else "missed",
    )


def _written(figures: Sequence[Measured]) -> str:
    machine = f"{platform.system()} {platform.machine()} · {os.cpu_count()} cores · Python {platform.python_version()}"
    lines = [
        "# Figures",
        "",
        "Written by `make bench`: medians of one run, each beside its limit measured in the same run,",
        "in seconds unless the name says otherwise. A busy machine moves both.",
        "",
        f"{datetime.now(UTC):%Y-%m-%d} · {machine}",
        "",
        "| figure | here | limit beside it | ratio | goal | |",
        "|---|---|---|---|---|---|",
        *("| " + " | ".join(_cells(each)) + " |" for each in figures),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
