"""Figures that are not measured again stay in the results, with the day on which they were measured."""

from datetime import date
from pathlib import Path

from benchmarks.measured import Measured
from benchmarks.results import Results

OLD = """# Figures

2026-11-28 · Linux x86_64 · 2 cores · Python 3.11.7

| figure | here | limit beside it | ratio | goal | |
|---|---|---|---|---|---|
| unlock | 0.12 | 0.1 | 1.20× | ≤ 1.15× | missed |
| save one field | 0.2 | 0.1 | 2.00× | ≤ 2× | reached |
"""


def test_a_figure_measured_again_takes_its_line_and_the_others_keep_their_day(tmp_path: Path) -> None:
    path = tmp_path / "RESULTS.md"
    path.write_text(OLD, encoding="utf-8")
    Results(path, date(2026, 11, 29)).note(Measured("unlock", 0.11, 0.1, 1.1, 1.15))
    Results(path, date(2026, 11, 30)).note(Measured("a frame", 0.01, 0.01, 1.0, 1.0))
    figures = [each for each in path.read_text(encoding="utf-8").splitlines() if each.startswith("| ")]
    assert figures == [
        "| figure | here | limit beside it | ratio | goal |  | measured |",
        "| unlock | 0.11 | 0.1 | 1.10× | ≤ 1.15× | reached | 2026-11-29 |",
        "| save one field | 0.2 | 0.1 | 2.00× | ≤ 2× | reached | 2026-11-28 |",
        "| a frame | 0.01 | 0.01 | 1.00× | ≤ 1× | reached | 2026-11-30 |",
    ]
