"""One exchange of a workspace with its server; prints how long it took and the most memory, as JSON."""

import json
import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))


def main(folder: Path) -> None:
    """Exchange once."""
    from benchmarks.people import PASSPHRASE
    from crm_desktop.sync.exchange import sync_once
    from crm_desktop.workspace import open_workspace

    workspace = open_workspace(folder, PASSPHRASE)
    begun = time.perf_counter()
    sync_once(workspace)
    took = time.perf_counter() - begun
    workspace.close()
    sys.stdout.write(json.dumps([took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
