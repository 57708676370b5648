"""What is done all day, searching, saving and changing many at once, among more and more people."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measured import Measured
from benchmarks.people import people_workspace
from benchmarks.saving import saving_figures
from benchmarks.sizes import SIZES, growth
from benchmarks.type_to_search import typing_figures

# What is found by an index, and written where it stands, hardly depends on how much else there is.
HARDLY = 1.3
SEARCHED, SAVED, CHANGED = "type to search, p50", "save one field", "bulk edit of 10,000 people"


def daily_figures(sizes: tuple[int, ...]) -> Iterator[Measured]:
    """Return the figures on workspaces of each of `sizes` people, then how each grows."""
    times: dict[str, dict[int, float]] = {SEARCHED: {}, SAVED: {}, CHANGED: {}}
    for size in sizes:
        with TemporaryDirectory(prefix="crm-bench-") as place:
            folder = Path(place) / "people.crm"
            workspace = people_workspace(folder, size)
            saved, changed = saving_figures(workspace, Path(place), SIZES[size])
            workspace.close()
            middle, *others = typing_figures(folder, SIZES[size])
        for name, figure in ((SEARCHED, middle), (SAVED, saved), (CHANGED, changed)):
            times[name][size] = figure.value_s
        yield from (saved, changed, middle, *others)
    for name, by_size in times.items():
        yield from growth(name, by_size, HARDLY)
