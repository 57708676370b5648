"""A process that is killed at any moment leaves a whole file and every step that it had acknowledged."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from crm_desktop.search.queries import search
from crm_desktop.vault.sqlcipher import integrity
from crm_desktop.workspace import Workspace, open_workspace
from tests.conftest import PASSPHRASE

MOMENTS = 50
ROWS_OF_A_BULK_STEP, ROWS_OF_AN_IMPORT = 3000, 300

WRITER = """
import sys
from pathlib import Path
from crm_desktop.exchange.run import import_files
from crm_desktop.exchange.source import Source
from crm_desktop.journal.ids import new_id
from crm_desktop.workspace import open_workspace

workspace = open_workspace(Path(sys.argv[1]), sys.argv[2])
print("open", flush=True)
number = int(sys.argv[3])
while True:
    number += 1
    names = [f"{number}-{n} quokka" for n in range(int(sys.argv[6 if number % 4 == 1 else 4]))]
    if number % 4 == 1:
        table = Path(sys.argv[5]) / f"Step {number}.csv"
        table.write_text("Name\\n" + "\\n".join(names))
        import_files(workspace.journal, [Source(table, "people")])
        print(number, flush=True)
        continue
    with workspace.journal.transaction(f"Step {number}") as tx:
        if number % 2:
            rows = ((new_id(), "person", name) for name in names)
            tx.insert_many("contact", ("id", "kind", "name"), rows, expected=len(names))
        else:
            tx.insert("contact", {"kind": "person", "name": f"{number}-0 quokka"})
    print(number, flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill a process at once")
def test_no_moment_of_being_killed_loses_or_breaks_anything(workspace: Workspace, tmp_path: Path) -> None:
    moments = random.Random(2026)
    workspace.close()
    acknowledged, longest_s = 0, 0.35
    for _moment in range(MOMENTS):
        after_s = moments.uniform(0.0, longest_s)
        reached = _write_until_killed(workspace.folder, tmp_path, acknowledged, after_s)
        # on a busy machine no step would ever be done before its time was up
        longest_s *= 1.15 if reached == acknowledged else 1.0
        acknowledged = max(acknowledged, reached)
        again = open_workspace(workspace.folder, PASSPHRASE)
        try:
            # What was committed but not yet acknowledged may be there too: one step at most.
            steps = _whole_steps(again)
            assert steps[:acknowledged] == list(range(1, acknowledged + 1))
            assert len(steps) <= acknowledged + 1
            acknowledged = len(steps)
        finally:
            again.close()
    assert acknowledged > MOMENTS // 2


def _rows_of(number: int) -> int:
    if number % 4 == 1:
        return ROWS_OF_AN_IMPORT
    return ROWS_OF_A_BULK_STEP if number % 2 else 1


def _write_until_killed(folder: Path, files: Path, number: int, after_s: float) -> int:
    """Let a process write steps after step `number`, importing from `files`, and kill it.

    Returns the last step that it acknowledged.
    """
    given = [str(folder), PASSPHRASE, str(number), str(ROWS_OF_A_BULK_STEP), str(files), str(ROWS_OF_AN_IMPORT)]
    command = [sys.executable, "-c", WRITER, *given]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "open"
    time.sleep(after_s)
    os.kill(process.pid, signal.SIGKILL)
    said = process.stdout.read().split("\n")
    process.stdout.close()
    process.wait()
    # The last line may have been cut off while it was written.
    return max([number, *(int(line) for line in said[:-1] if line)])


def _whole_steps(workspace: Workspace) -> list[int]:
    """Return the numbers of the steps that are there; each must be whole, and the file must be sound."""
    with workspace.reader() as reader:
        labels = [row[0] for row in reader.execute("SELECT label FROM step WHERE label LIKE '%Step %' ORDER BY seq")]
        counted: dict[int, int] = dict(
            reader.execute(
                "SELECT CAST(substr(name, 1, instr(name, '-') - 1) AS INTEGER), count(*) FROM contact GROUP BY 1"
            ).fetchall()
        )
        hits = search(reader, "quokka", workspace.place).hits
    numbers = [int(label.removesuffix(".csv").rpartition(" ")[2]) for label in labels]
    assert counted == {number: _rows_of(number) for number in numbers}
    assert bool(hits) == bool(numbers)
    assert integrity(workspace.store.writer) == []
    return numbers
