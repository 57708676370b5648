"""RESULTS.md: one line for each figure, by its name, with the day on which it was measured."""

import os
import platform
import re
from datetime import date
from pathlib import Path

from benchmarks.measured import Measured

_COLUMNS = ("figure", "here", "limit beside it", "ratio", "goal", "", "measured")
_DAY_OF_RUN = re.compile(r"^(\d{4}-\d\d-\d\d) · ", re.MULTILINE)


class Results:
    """The figures in the file `path`: those that are measured again take their lines, all others keep theirs."""

    def __init__(self, path: Path, today: date) -> None:
        self._path = path
        self._today = today
        self._lines = _kept_lines(path.read_text(encoding="utf-8")) if path.exists() else {}

    def note(self, figure: Measured) -> None:
        """Write `figure` into the file."""
        self._lines[figure.name] = _line((*cells(figure), f"{self._today}"))
        self._path.write_text("\n".join((*_head(), *self._lines.values())) + "\n", encoding="utf-8")


def cells(figure: Measured) -> tuple[str, ...]:
    """Return what is told of `figure`, its name first."""
    return (
        figure.name,
        f"{figure.value_s:.4g}",
        f"{figure.limit_s:.4g}",
        f"{figure.ratio:.2f}×",
        f"≤ {figure.goal:g}×",
        "reached" if figure.reached else "missed",
    )


def _line(told: tuple[str, ...]) -> str:
    return "| " + " | ".join(told) + " |"


def _kept_lines(text: str) -> dict[str, str]:
    """Return the lines of figures in `text` by their names; one without a day was measured on the day of the run."""
    found = _DAY_OF_RUN.search(text)
    day = found[1] if found else ""
    lines: dict[str, str] = {}
    for each in text.splitlines():
        told = tuple(each.removeprefix("| ").removesuffix(" |").split(" | "))
        if each.startswith("| ") and told[0] != _COLUMNS[0]:
            lines[told[0]] = _line(told if len(told) == len(_COLUMNS) else (*told, day))
    return lines


def _head() -> tuple[str, ...]:
    machine = f"{platform.system()} {platform.machine()} · {os.cpu_count()} cores · Python {platform.python_version()}"
    return (
        "# Figures",
        "",
        "Written by `make bench`: medians of one run, each beside its limit measured in the same run,",
        "in seconds unless the name says otherwise. A busy machine moves both. What is measured again takes its",
        "own lines; the others stay, with their day.",
        "",
        machine,
        "",
        _line(_COLUMNS),
        "|" + "---|" * len(_COLUMNS),
    )
