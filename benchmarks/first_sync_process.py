"""One exchange of a workspace with its server, after so many edits; prints how long it took and the most memory.

The command `sync` makes a connection for it, as here; the exchanges of the app are measured in open_exchange_process.
"""

import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))


def main(folder: Path, edits: int) -> None:
    """Edit as many people, and exchange once."""
    from benchmarks.people import PASSPHRASE
    from crm_desktop.contacts.actions import edit_contact
    from crm_desktop.sync.exchange import sync_once
    from crm_desktop.workspace import open_workspace

    workspace = open_workspace(folder, PASSPHRASE)
    with workspace.reader() as reader:
        people = reader.execute("SELECT id FROM contact ORDER BY rid DESC LIMIT ?", (edits,)).fetchall()
    for (record,) in people:
        edit_contact(workspace.journal, record, {"job_title": f"Buyer {time.time_ns()}"})
    begun = time.perf_counter()
    sync_once(workspace)
    took = time.perf_counter() - begun
    workspace.close()
    # not ru_maxrss: a process inherits that from the one that started it
    most = int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) / 1024
    sys.stdout.write(json.dumps([took, most]) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
