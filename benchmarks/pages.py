"""Moving a card on the board, and the first page over many interactions, beside a repaint of the window."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.dealings import DAY_MS, HEARD_DAYS
from benchmarks.measured import Measured
from benchmarks.people import people_workspace
from crm_desktop.journal.ids import new_id

ENTRY = Path(__file__).with_name("pages_process.py")
BOARDS = {500: 1.5, 5_000: 2.5}
INTERACTIONS, PEOPLE = 1_000_000, 10_000
_STAGES = "SELECT id FROM stage WHERE coalesce(outcome, 'open') = 'open' ORDER BY rid"


def card_figures() -> Iterator[Measured]:
    """Return moving a card, until it is painted and written, beside a repaint and the same UPDATE bare."""
    with TemporaryDirectory(prefix="crm-bench-") as place:
        for cards, goal in BOARDS.items():
            folder = Path(place) / f"{cards}.crm"
            _make_board(folder, cards)
            moved, limit = _told("cards", folder)
            name = f"move a card among {cards:,}, painted and written, beside a repaint and the same UPDATE bare"
            yield Measured(name, moved, limit, moved / limit, goal)


def dashboard_figures(interactions: int = INTERACTIONS) -> Iterator[Measured]:
    """Return opening the first page over so many `interactions`, beside a repaint of it."""
    with TemporaryDirectory(prefix="crm-bench-") as place:
        folder = Path(place) / "busy.crm"
        _make_busy(folder, interactions)
        opened, limit = _told("today", folder)
        name = f"open the first page over {interactions:,} interactions, beside a repaint"
        yield Measured(name, opened, limit, opened / limit, 2.0)


def _told(act: str, folder: Path) -> tuple[float, float]:
    command = [sys.executable, str(ENTRY), act, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    value, limit = json.loads(done.stdout.splitlines()[-1])
    return value, limit


def _make_board(folder: Path, cards: int) -> None:
    workspace = people_workspace(folder, cards // 5)
    with workspace.reader() as reader:
        people = [row[0] for row in reader.execute("SELECT id FROM contact WHERE kind = 'person'")]
        stages = [row[0] for row in reader.execute(_STAGES)]
    now_ms = round(workspace.journal.clock().timestamp() * 1000)
    rows = (
        (
            new_id(),
            f"Deal {at}",
            people[at % len(people)],
            stages[at % len(stages)],
            "open",
            at * 977 % 90_000,
            now_ms,
        )
        for at in range(cards)
    )
    columns = ("id", "title", "person", "stage", "outcome", "amount", "stage_entered_at")
    with workspace.journal.transaction("Fill") as tx:
        tx.insert_many("deal", columns, rows, cards)
    workspace.close()


def _make_busy(folder: Path, interactions: int) -> None:
    workspace = people_workspace(folder, PEOPLE)
    with workspace.reader() as reader:
        people = [row[0] for row in reader.execute("SELECT id FROM contact WHERE kind = 'person'")]
    now_ms = round(workspace.journal.clock().timestamp() * 1000)
    rows = (
        (new_id(), "call", now_ms - at * 31 % HEARD_DAYS * DAY_MS, f"Call {at}", people[at % len(people)])
        for at in range(interactions)
    )
    with workspace.journal.transaction("Fill") as tx:
        tx.insert_many("interaction", ("id", "kind", "at", "subject", "person"), rows, interactions)
    workspace.close()
