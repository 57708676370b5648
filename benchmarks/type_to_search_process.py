"""Typing into the search of the app, on a screen that nobody sees; prints what each key press took as JSON."""

import json
import os
import sys
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from ui.shell.palette import Palette

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[1]))
SIZE = (1440, 900)
REPAINTS = 11
QUIET_S = 0.6  # longer than what pages wait before they count
WARM_UP = "warm"


def typed_into_search(folder: Path, texts: list[str]) -> None:
    """Open the workspace `folder`, type each of `texts` and print the seconds from key press to painted hits."""
    from PySide6.QtTest import QTest

    from benchmarks.people import PASSPHRASE
    from crm_desktop.workspace import open_workspace
    from ui.kit.desk import Place
    from ui.kit.dress import dress
    from ui.kit.table_view import TableView
    from ui.kit.theme import Mode, Theme
    from ui.shell.window import Window

    workspace = open_workspace(folder, PASSPHRASE, read_only=True)
    app = QApplication(["typing"])
    theme = Theme(Mode.LIGHT)
    dress(app, theme)
    window = Window(theme)
    window.resize(*SIZE)
    window.show_workspace(workspace, Place("contacts"))
    window.show()
    table = None
    quiet_since = time.monotonic()
    while table is None or time.monotonic() - quiet_since < QUIET_S:
        app.processEvents()
        table = window.findChild(TableView)
        if window.tasks.busy:
            quiet_since = time.monotonic()
    repaints = []
    for _round in range(REPAINTS):
        begun = time.perf_counter()
        table.viewport().repaint()
        repaints.append(time.perf_counter() - begun)
    deck = window.deck
    if deck is None:
        raise RuntimeError("the workspace did not open")
    palette = deck.palette
    presses: list[float] = []
    for turn, text in enumerate([WARM_UP, *texts]):
        palette.open()
        answered(app, palette)
        for letter in text:
            begun = time.perf_counter()
            QTest.keyClicks(palette.line, letter)
            answered(app, palette)
            # what was shown is painted with the next round of events
            app.processEvents()
            if turn:
                presses.append(time.perf_counter() - begun)
        palette.shut()
        app.processEvents()
    sys.stdout.write(json.dumps({"repaint": median(repaints), "presses": presses}) + "\n")
    sys.stdout.flush()
    window.close()


def answered(app: QApplication, palette: "Palette") -> None:
    """Let the app run until the answer is there: asleep in between, for the worker needs the interpreter."""
    while palette.awaited:
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


if __name__ == "__main__":
    typed_into_search(Path(sys.argv[1]), sys.argv[2:])
    os._exit(0)
