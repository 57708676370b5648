"""One exchange of a workspace with its server, after so many edits; prints how long it took and the most memory.

The command `sync` makes a connection for it; the app has one, on which statements are planned from those before.
"""

import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))


# How often the app exchanged before.
_BEFORE = 3


def main(folder: Path, edits: int, *, in_app: bool) -> None:
    """Edit as many people, and exchange once."""
    from benchmarks.people import PASSPHRASE
    from crm_desktop.contacts.actions import edit_contact
    from crm_desktop.sync.background import Background
    from crm_desktop.sync.exchange import sync_once
    from crm_desktop.workspace import open_workspace

    workspace = open_workspace(folder, PASSPHRASE)
    with workspace.reader() as reader:
        people = reader.execute("SELECT id FROM contact ORDER BY rid DESC LIMIT ?", (edits,)).fetchall()

    def edit() -> None:
        for (record,) in people:
            edit_contact(workspace.journal, record, {"job_title": f"Buyer {time.time_ns()}"})

    background = Background(workspace)
    for _turn in range(_BEFORE if in_app else 0):
        edit()
        background.wait(0.01)
        background.exchange()
    edit()
    begun = time.perf_counter()
    if in_app:
        background.exchange()
    else:
        sync_once(workspace)
    took = time.perf_counter() - begun
    background.stop()
    background.join()
    workspace.close()
    # not ru_maxrss: a process inherits that from the one that started it
    most = int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) / 1024
    sys.stdout.write(json.dumps([took, most]) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), in_app=sys.argv[3:] == ["app"])
