"""Opening a contact with ten thousand timeline entries, and scrolling them, beside one repaint of the window."""

import json
import subprocess
import sys
from pathlib import Path

from benchmarks.measured import Measured
from benchmarks.people import ARGON, PASSPHRASE
from crm_desktop.contacts.actions import add_contact
from crm_desktop.journal.ids import new_id
from crm_desktop.schema.activities import INTERACTION_KINDS
from crm_desktop.workspace import create_workspace

ENTRIES, FEW = 10_000, 20
BUSY, CALM = "Busy Company", "Calm Company"
ENTRY = Path(__file__).with_name("record_process.py")
_HOUR_MS = 3_600_000


def record_figures(folder: Path) -> list[Measured]:
    """Return the figures of the page of a contact, on a workspace that is made at `folder`."""
    _made(folder)
    done = subprocess.run([sys.executable, str(ENTRY), str(folder)], capture_output=True, text=True, check=True)
    opened_s, repaint_s, frame_s, statements = json.loads(done.stdout.splitlines()[-1])
    return [
        Measured("open a contact with 10,000 entries, painted", opened_s, repaint_s, opened_s / repaint_s, 3.0),
        Measured("a frame while scrolling 10,000 entries", frame_s, repaint_s, frame_s / repaint_s, 1.0),
        Measured("statements to open it, beside ten", statements, 10, statements / 10, 1.0),
    ]


def _made(folder: Path) -> None:
    workspace = create_workspace(folder, PASSPHRASE, argon=ARGON)
    now = round(workspace.journal.clock().timestamp() * 1000)
    kinds = [each.value for each in INTERACTION_KINDS]
    for name, count in ((BUSY, ENTRIES), (CALM, FEW)):
        company = add_contact(workspace.journal, "company", {"name": name, "phone": "+1 212 555 0142"})
        person = add_contact(workspace.journal, "person", {"name": f"Person of {name}", "company": company})
        rows = (
            (
                new_id(),
                kinds[number % len(kinds)],
                now - number * _HOUR_MS,
                f"Subject {number}",
                f"Said number {number}, in a sentence that is long enough to be broken into lines on the page." * 2,
                person,
                company,
            )
            for number in range(count)
        )
        with workspace.journal.transaction("Fill") as tx:
            tx.insert_many("interaction", ("id", "kind", "at", "subject", "body", "person", "company"), rows, count)
    workspace.close()
