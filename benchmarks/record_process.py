"""One window on a screen that nobody sees, going to and fro between a busy contact and a calm one; prints JSON."""

import json
import os
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[1]))

if TYPE_CHECKING:
    from ui.shell.window import Window

SIZE = (1440, 900)
ROUNDS, FRAMES, STEP = 9, 120, 72
READERS = 4


def main(folder: Path) -> None:
    """Measure in the window on the workspace `folder`."""
    from PySide6.QtWidgets import QApplication

    from benchmarks.people import PASSPHRASE
    from benchmarks.record import BUSY, CALM
    from crm_desktop.workspace import open_workspace
    from ui.kit.dress import dress
    from ui.kit.theme import Mode, Theme
    from ui.shell.window import Window

    app = QApplication(["record"])
    theme = Theme(Mode.LIGHT, reduced_motion=True)
    dress(app, theme)
    workspace = open_workspace(folder, PASSPHRASE, read_only=True)
    with workspace.reader() as reader:
        ids: dict[str, bytes] = dict(reader.execute("SELECT name, id FROM contact WHERE kind = 'company'").fetchall())
    window = Window(theme)
    window.resize(*SIZE)
    window.show_workspace(workspace)
    window.show()
    opened, repaints = [], []
    for _round in range(ROUNDS):
        _go(window, ids[CALM])
        opened.append(_go(window, ids[BUSY]))
        begun = time.perf_counter()
        window.repaint()
        repaints.append(time.perf_counter() - begun)
    _go(window, ids[CALM])
    asked: list[str] = []
    with ExitStack() as lent:
        for reader in [lent.enter_context(workspace.reader()) for _reader in range(READERS)]:
            reader.set_trace_callback(asked.append)
    _go(window, ids[BUSY])
    statements = sum("SELECT" in each for each in asked)
    told = [median(opened), median(repaints), _frame(window), statements]
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


def _go(window: "Window", contact: bytes) -> float:
    """Open `contact`; return the seconds until all of it is painted."""
    from PySide6.QtWidgets import QApplication

    from ui.contacts.record_page import ContactPage
    from ui.kit.desk import Place

    begun = time.perf_counter()
    window.go(Place("contact", contact))
    page = window.workplace.page if window.workplace is not None else None
    while window.tasks.busy or not (isinstance(page, ContactPage) and page.shows(contact)):
        QApplication.processEvents()
    QApplication.processEvents()
    return time.perf_counter() - begun


def _frame(window: "Window") -> float:
    """Return the seconds that a frame takes while one scrolls with all entries loaded."""
    from PySide6.QtWidgets import QApplication

    from ui.contacts.timeline_view import TimelineView

    view = window.findChild(TimelineView)
    if view is None:
        raise RuntimeError("no timeline is shown")
    bar, before = view.verticalScrollBar(), -1
    while bar.maximum() != before or window.tasks.busy:
        before = bar.maximum()
        bar.setValue(before)
        QApplication.processEvents()
    bar.setValue(bar.maximum() // 2)
    frames = []
    for _frame_number in range(FRAMES):
        begun = time.perf_counter()
        bar.setValue(bar.value() + STEP)
        view.viewport().repaint()
        frames.append(time.perf_counter() - begun)
    return median(frames)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
    os._exit(0)
