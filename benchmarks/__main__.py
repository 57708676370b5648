"""Measures what GOALS asks, prints it, and writes RESULTS.md beside this file."""

import os
import platform
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from benchmarks.core import edit_figure, page_figures, search_figures, unlock_figure
from benchmarks.import_contacts import import_figures
from benchmarks.measured import Measured
from benchmarks.pdf import pdf_figures
from benchmarks.people import PASSPHRASE, people_workspace
from benchmarks.screen import screen_figures
from crm_desktop.workspace import open_workspace

RESULTS = Path(__file__).with_name("RESULTS.md")
SMALL, LARGE = 10_000, 100_000


def main() -> int:
    """Measure everything; return 1 where a figure is worse than its goal."""
    figures = measured()
    _print(figures)
    RESULTS.write_text(_written(figures), encoding="utf-8")
    return 0 if all(each.reached for each in figures) else 1


def measured() -> list[Measured]:
    """Return all figures."""
    with TemporaryDirectory(prefix="crm-bench-") as place:
        folder = Path(place)
        small = people_workspace(folder / "small.crm", SMALL)
        large = people_workspace(folder / "large.crm", LARGE)
        figures = [edit_figure(large, folder), *page_figures(small, large)]
        small.close()
        large.close()
        screen, repaint_s = screen_figures(folder / "small.crm", folder / "large.crm")
        figures += [unlock_figure(folder / "large.crm"), *screen]
        large = open_workspace(folder / "large.crm", PASSPHRASE, read_only=True)
        figures += search_figures(large, repaint_s)
        large.close()
    return [*figures, *import_figures(), *pdf_figures()]


def _print(figures: Sequence[Measured]) -> None:
    table = Table("figure", "here", "limit beside it", "ratio", "goal", "")
    for each in figures:
        table.add_row(*_cells(each))
    Console(width=140).print(table)


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
