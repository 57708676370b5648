"""The list of people: opened, paged through, filtered and printed, and how that grows."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from benchmarks.dealings import add_dealings
from benchmarks.measured import Measured, seconds, side_by_side
from benchmarks.pdf import ROWS_A_PAGE, bare_pdf, sample_texts
from benchmarks.people import people_workspace
from benchmarks.sizes import SIZES, growth
from benchmarks.virtual_screen import virtual_screen
from crm_desktop.filters.parsing import conditions_from_text
from crm_desktop.reports.list_print import print_list
from crm_desktop.reports.list_report import Listed, Sheet
from crm_desktop.resource_files import resource
from crm_desktop.schema.catalogue import kind_named
from crm_desktop.store.list_pages import list_batch
from crm_desktop.store.record_query import View
from crm_desktop.workspace import Workspace

ENTRY = Path(__file__).with_name("lists_process.py")
FILTER = "rating = A and company.sector in technology, retail and has deals (outcome = open and amount > 5,000)"
COLUMNS = ("name", "company", "rating", "email", "last_interaction_at", "lifetime_value")
PRINTED = 10_000
FRAME_S = 0.016
# What takes no longer feels immediate.
AT_ONCE_S = 0.1
ROUNDS = 3
# What is told of the UI thread between two turns of its event loop.
_STALLS = {
    "longest stall": "longest",
    "p99 of the stalls": "p99",
    "longest stall, less the waiting for a core that others had,": "ours",
    "most computed at once": "work",
    "p99 of what is computed at once": "work_p99",
}


def list_figures(sizes: tuple[int, ...] = (10_000, 100_000)) -> Iterator[Measured]:
    """Return the figures on workspaces of each of `sizes` people, the smallest first."""
    with TemporaryDirectory(prefix="crm-bench-") as place:
        opened: dict[int, float] = {}
        filtered: dict[int, float] = {}
        for size in sizes:
            folder = Path(place) / f"{size}.crm"
            workspace = people_workspace(folder, size)
            add_dealings(workspace)
            figure = _filtered(workspace, SIZES[size])
            filtered[size] = figure.value_s
            yield figure
            if size == 100_000:
                yield _printed(workspace, Path(place))
            workspace.close()
            told = _told(folder, "open")
            opened[size] = told["opened"]
            yield from _on_screen(told, SIZES[size])
            yield from _stalls(folder, SIZES[size])
        yield from growth("open the list of people", opened, 1.3)
        yield from growth("filter by two fields and a relation", filtered, 10.0)


def _on_screen(told: Mapping[str, float], people: str) -> Iterator[Measured]:
    for name, value, limit, goal in (
        (f"open the list of {people} people, beside a page read and a repaint", "opened", "page_and_repaint", 2.0),
        (f"page down 1,000 times in {people}, each, beside Qt's own items", "paged", "qt_paged", 1.0),
        (f"page down 1,000 times in {people}, p95 beside a frame", "paged_p95", "frame", 1.0),
    ):
        yield Measured(name, told[value], told[limit], told[value] / told[limit], goal)


def _stalls(folder: Path, people: str) -> Iterator[Measured]:
    """Return how long the event loop stood still at most, on a virtual display: the middle of a few rounds."""
    with virtual_screen() as screen:
        rounds = [_told(folder, "probe", screen) for _round in range(ROUNDS)]
    for act in ("scrolling", "typing"):
        for name, key in _STALLS.items():
            value = median(each[f"{act}_{key}"] for each in rounds)
            yield Measured(f"{name} while {act} in {people}, beside a frame", value, FRAME_S, value / FRAME_S, 1.0)


def _told(folder: Path, act: str, screen: Mapping[str, str] | None = None) -> dict[str, float]:
    command = [sys.executable, str(ENTRY), act, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, **(screen or {})})
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told


def _filtered(workspace: Workspace, people: str) -> Measured:
    """Return what a list asks for first, a screenful of what fits a filter, beside what still feels immediate."""
    kind = kind_named("people")
    view = View(kind, conditions_from_text(FILTER, kind, workspace.place), (), COLUMNS)

    def first_page() -> None:
        with workspace.reader() as reader:
            list_batch(reader, view, workspace.place)

    value = median(seconds(first_page) for _round in range(7))
    name = f"filter {people} by two fields and a relation, first page, beside {AT_ONCE_S * 1000:g} ms"
    return Measured(name, value, AT_ONCE_S, value / AT_ONCE_S, 1.0)


def _printed(workspace: Workspace, scratch: Path) -> Measured:
    """Return a list of people as PDF, its rows read from the file, beside as many texts drawn bare."""
    pdfmetrics.registerFont(TTFont("Bare", str(resource("fonts/Inter-Regular.ttf")), shapable=False))
    kind = kind_named("people")
    with workspace.reader() as reader:
        ids = [row[0] for row in reader.execute(f"SELECT id FROM contact WHERE kind = 'person' LIMIT {PRINTED}")]
    listed = Listed("People", View(kind, (), (), COLUMNS), frozenset(ids))
    sheet = Sheet(scratch / "people.pdf", datetime(2026, 5, 14, 9, 41, tzinfo=UTC), "Bench", "Bench")
    texts = sample_texts(PRINTED // ROWS_A_PAGE)

    def printed() -> None:
        with workspace.reader() as reader:
            print_list(reader, listed, workspace.place, sheet)

    name = f"print a list of {PRINTED:,} people as PDF, beside the same amount of text drawn bare"
    return side_by_side(name, printed, lambda: bare_pdf(texts), 1.4)
