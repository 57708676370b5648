"""One window on a screen that nobody sees, moving cards or going to and fro between pages; prints JSON."""

import json
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[1]))

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from benchmarks.bare_table import bare_table
from benchmarks.people import PASSPHRASE
from crm_desktop.workspace import Workspace, open_workspace
from ui.kit.desk import Place
from ui.kit.dress import dress
from ui.kit.theme import Mode, Theme
from ui.pipeline.pipeline_page import PipelinePage
from ui.shell.window import Window

SIZE = (1440, 900)
QUIET_S, LONGEST_WAIT_S = 0.6, 60.0
ROUNDS, WARM_UPS = 15, 2
BARE_MOVE = "UPDATE deal SET stage = randomblob(16) WHERE id = ?"


class Shown:
    """The app on the workspace in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.workspace: Workspace = open_workspace(folder, PASSPHRASE)
        self.app = QApplication(["pages"])
        theme = Theme(Mode.LIGHT, reduced_motion=True)
        dress(self.app, theme)
        self.window = Window(theme)
        self.window.resize(*SIZE)
        self.window.show_workspace(self.workspace)
        self.window.show()
        self.quiet()

    def quiet(self) -> None:
        """Let the app run until it has nothing to do."""
        since = time.monotonic()
        while time.monotonic() - since < QUIET_S:
            self.app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            time.sleep(0.002)
            if self.window.tasks.busy:
                since = time.monotonic()

    def wait_for(self, fits: Callable[[], bool]) -> None:
        """Let the app run until it `fits`, then paint: asleep in between, for the worker needs the interpreter."""
        begun = time.monotonic()
        while not fits():
            self.app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            if time.monotonic() - begun > LONGEST_WAIT_S:
                raise RuntimeError("what was waited for did not come")
        self.app.processEvents()

    def repaint_s(self) -> float:
        """Return the seconds that a repaint of the whole window takes."""
        return median(_seconds(self.window.repaint) for _round in range(ROUNDS))


def cards_moved(shown: Shown) -> tuple[float, float]:
    """Return the seconds from the key to a card that is painted in its new column and written, and their limit."""
    shown.window.go(Place("pipeline", None, {"show": "board"}))
    shown.quiet()
    page = shown.window.workplace.page if shown.window.workplace is not None else None
    if not isinstance(page, PipelinePage):
        raise RuntimeError("the board did not open")
    written: list[object] = []
    page.desk.committed.connect(written.append)
    moves: list[float] = []
    limits: list[float] = []
    with TemporaryDirectory(prefix="crm-bench-") as scratch:
        bare = bare_table(Path(scratch), shown.workspace, "deal")
        deals = bare.execute("SELECT id FROM deal LIMIT ?", (ROUNDS + WARM_UPS,)).fetchall()
        for deal in deals:
            written.clear()
            moves.append(_card_moved_s(shown, page, written))
            shown.quiet()
            # after the same rest: a drive and a processor that were left alone take longer than those at work
            limits.append(_seconds(shown.window.repaint) + _seconds(partial(bare.execute, BARE_MOVE, deal)))
            shown.quiet()
        bare.close()
    return median(moves[WARM_UPS:]), median(limits[WARM_UPS:])


def _card_moved_s(shown: Shown, page: PipelinePage, written: list[object]) -> float:
    """Return the seconds of one move, to and fro: beyond the last column it would be asked what was won."""
    page.board.focus_cards()
    card = page.current_card()
    if card is None:
        raise RuntimeError("there is no card")
    by = 1 if card.stage == page.board.columns[0].stage.record else -1
    begun = time.perf_counter()
    page.board.carry_on(card, by)
    shown.wait_for(lambda: bool(written))
    return time.perf_counter() - begun


def today_opened(shown: Shown) -> tuple[float, float]:
    """Return the seconds that going to the first page takes until it is painted whole, and a repaint of it."""
    times = []
    for _round in range(ROUNDS):
        shown.window.go(Place("contacts"))
        shown.quiet()
        begun = time.perf_counter()
        shown.window.go(Place("today"))
        shown.wait_for(lambda: not shown.window.tasks.busy)
        times.append(time.perf_counter() - begun)
    return median(times), shown.repaint_s()


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    act, folder = sys.argv[1:]
    shown = Shown(Path(folder))
    told = cards_moved(shown) if act == "cards" else today_opened(shown)
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    os._exit(0)
