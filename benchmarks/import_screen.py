"""How long the window stands still while a large file is rehearsed and imported in the app."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.import_contacts import ROWS, write_people
from benchmarks.measured import Measured
from benchmarks.people import people_workspace
from benchmarks.virtual_screen import virtual_screen

ENTRY = Path(__file__).with_name("import_screen_process.py")
THERE = 10_000
TICK_S = 0.02


def import_screen_figures(rows: int = ROWS) -> Iterator[Measured]:
    """Yield the stalls of the event loop while `rows` of CSV are rehearsed and imported, beside a tick of 20 ms."""
    with TemporaryDirectory(prefix="crm-bench-") as place, virtual_screen() as screen:
        folder, path = Path(place) / "imports.crm", Path(place) / "people.csv"
        people_workspace(folder, THERE).close()
        write_people(path, rows)
        command = [sys.executable, str(ENTRY), str(folder), str(path), str(rows)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, **screen})
        told: dict[str, dict[str, float]] = json.loads(done.stdout.splitlines()[-1])
    for act, stalls in told.items():
        for name, key in (("p99 of the stalls", "p99"), ("most computed at once", "work")):
            value = stalls[key]
            yield Measured(f"{name} while {act} {rows // 1000}k rows, beside 20 ms", value, TICK_S, value / TICK_S, 1.0)
