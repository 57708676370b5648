"""Two open apps that share: the second edits and sends, the first takes in; prints what each took, and the round trips.

Beside the clock it tells what the processors of both sides worked: a busy machine moves the clock alone.

As in the app garbage is not collected during an exchange. Round trips are counted in the trace of what travels, in a
turn of their own.
"""

import gc
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

# How often they exchange before, for plans and caches, and how often that is measured.
_BEFORE, _TURNS = 8, 15


def main(first_folder: Path, second_folder: Path, edits: int) -> None:
    """Exchange again and again over connections that stay."""
    from benchmarks.people import PASSPHRASE
    from crm_desktop.contacts.actions import edit_contact
    from crm_desktop.sync.background import Background
    from crm_desktop.workspace import open_workspace

    workspaces = [open_workspace(folder, PASSPHRASE) for folder in (first_folder, second_folder)]
    first, second = map(Background, workspaces)
    with workspaces[1].reader() as reader:
        people = reader.execute("SELECT id FROM contact ORDER BY rid DESC LIMIT ?", (edits,)).fetchall()
    took: dict[Background, list[float]] = {first: [], second: []}
    worked: dict[Background, list[float]] = {first: [], second: []}
    trips: dict[Background, int] = {}
    gc.disable()
    for turn in range(_BEFORE + _TURNS + 1):
        for (record,) in people:
            edit_contact(workspaces[1].journal, record, {"job_title": f"Buyer {time.time_ns()}"})
        for each in (second, first):
            each.wait(0.01)
            gc.collect()
            if turn == _BEFORE + _TURNS:
                trips[each] = _trips(each)
                continue
            begun, working = time.perf_counter(), _worked(each)
            each.exchange()
            if turn >= _BEFORE:
                took[each].append(time.perf_counter() - begun)
                worked[each].append(_worked(each) - working)
    for each in (first, second):
        each.stop()
        each.join()
    for workspace in workspaces:
        workspace.close()
    sys.stdout.write(json.dumps([[took[each], worked[each], trips[each]] for each in (second, first)]) + "\n")


def _worked(background: Any) -> float:
    """Return for how many seconds this process and the server's behind the app's connection worked so far."""
    server = background._ear.remote._connection.info.backend_pid
    return time.process_time() + int(Path(f"/proc/{server}/schedstat").read_text().split()[0]) / 1e9


def _trips(background: Any) -> int:
    """Exchange once; return how often something was sent after something had come."""
    line = background._ear.remote._connection.pgconn
    with tempfile.TemporaryFile("w+") as trace:
        line.trace(trace.fileno())
        background.exchange()
        line.untrace()
        trace.seek(0)
        ways = [each.split("\t")[1] for each in trace.read().splitlines() if each.count("\t") > 1]
    return sum(now == "F" and before == "B" for before, now in zip(["B", *ways], ways, strict=False))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
