"""Typing into the search: from the key press to the painted hits, beside one repaint of the list of people."""

import json
import subprocess
import sys
from pathlib import Path
from statistics import median

from benchmarks.measured import Measured

ENTRY = Path(__file__).with_name("type_to_search_process.py")
TYPED = ("whitfield 4", "muller", "chloe vo", "solheim 99", "p4711@example", "whitfeild")
ROUNDS = 5


def typing_figures(folder: Path, people: str) -> list[Measured]:
    """Return the middle, the 95th percentile and the slowest key press in the workspace `folder` of `people`."""
    repaints: list[float] = []
    presses: list[float] = []
    for _round in range(ROUNDS):
        done = subprocess.run(
            [sys.executable, str(ENTRY), str(folder), *TYPED], capture_output=True, text=True, check=True
        )
        told = json.loads(done.stdout.splitlines()[-1])
        repaints.append(told["repaint"])
        presses += told["presses"]
    repaint, times = median(repaints), sorted(presses)
    middle, late = median(times), times[int(len(times) * 0.95)]
    name = f"type to search in {people}, key press to painted hits"
    return [
        Measured(f"{name}, p50", middle, repaint, middle / repaint, 2.0),
        Measured(f"{name}, p95", late, repaint, late / repaint, 5.0),
        Measured(f"{name}, slowest of 100 ms", times[-1], 0.1, times[-1] / 0.1, 1.0),
    ]
