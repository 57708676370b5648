"""The list of people in the app, on a screen that nobody sees: opened and paged through, or probed for stalls."""

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[1]))

from PySide6.QtCore import QEventLoop, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from benchmarks.people import PASSPHRASE
from benchmarks.ticks import ticking
from crm_desktop.store.list_pages import list_batch
from crm_desktop.workspace import Workspace, open_workspace
from ui.contacts.list_page import ContactsPage
from ui.kit.desk import Place
from ui.kit.dress import dress
from ui.kit.garbage import SETTLED_MS
from ui.kit.theme import Mode, Theme
from ui.shell.window import Window

SIZE = (1440, 900)
QUIET_S = 0.6  # longer than what pages wait before they count
FRAME_S = 0.016
OPENINGS, REPAINTS, PAGES = 9, 15, 1000
WHEELS, WHEEL_MS, KEY_MS = 400, 16, 70
TYPED = "muller solheim 99 chloe vo p4711@example"
LONGEST_WAIT_S = 60


class Shown:
    """The app with its list of people."""

    def __init__(self, folder: Path) -> None:
        self.workspace: Workspace = open_workspace(folder, PASSPHRASE, read_only=True)
        self.app = QApplication(["lists"])
        theme = Theme(Mode.LIGHT)
        dress(self.app, theme)
        self.window = Window(theme)
        self.window.resize(*SIZE)
        self.window.show_workspace(self.workspace, Place("contacts"))
        self.window.show()
        QTest.qWait(SETTLED_MS)
        self.quiet()
        page = self.window.findChild(ContactsPage)
        if page is None:
            raise RuntimeError("the list of people did not open")
        self.page = page
        self.view = page.list.view
        self.model = page.list.model

    def quiet(self) -> None:
        """Let the app run until it has nothing to do."""
        since = time.monotonic()
        while time.monotonic() - since < QUIET_S:
            self.app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            time.sleep(0.002)
            if self.window.tasks.busy:
                since = time.monotonic()

    def wait_for(self, fits: Callable[[], bool]) -> None:
        """Let the app run until it `fits`: asleep in between, for the worker needs the interpreter."""
        begun = time.monotonic()
        while not fits():
            self.app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            if time.monotonic() - begun > LONGEST_WAIT_S:
                raise RuntimeError("the list did not come")


def opened_and_paged(shown: Shown) -> dict[str, float]:
    """Return the seconds that opening the list and each page further take, beside what they cannot do without."""
    repaints = [_seconds(shown.view.viewport().repaint) for _round in range(REPAINTS)]
    with shown.workspace.reader() as reader:
        query, place = shown.page.list.chosen().view or shown.page.head.state.query, shown.workspace.place
        reads = [_seconds(lambda: list_batch(reader, query, place)) for _round in range(REPAINTS)]
    opens = [_seconds(lambda: _open(shown)) for _round in range(OPENINGS)]
    shown.quiet()
    pages = sorted(_paged(shown))
    return {
        "opened": median(opens),
        "page_and_repaint": median(reads) + median(repaints),
        "paged": median(pages),
        "paged_p95": pages[int(len(pages) * 0.95)],
        "qt_paged": median(_qt_paged(shown.app, shown.view)),
        "frame": FRAME_S,
    }


def _open(shown: Shown) -> None:
    """Show the list from its first row, as if it were opened, until it is painted."""
    arrived: list[bool] = []
    connection = shown.model.arrived.connect(lambda: arrived.append(True))
    shown.page.list.show_state(shown.page.head.state)
    shown.wait_for(lambda: bool(arrived) and shown.model.rowCount() > 0)
    # what changed is painted with the next round of events
    shown.app.processEvents()
    shown.model.arrived.disconnect(connection)


def _paged(shown: Shown) -> list[float]:
    """Return the seconds of each page down, until it is painted; waits for rows where they are not read yet."""
    times: list[float] = []
    shown.view.setFocus()
    shown.view.setCurrentIndex(shown.model.index(0, 1))
    for _page in range(PAGES):
        before, begun = shown.view.currentIndex().row(), time.perf_counter()
        last = shown.model.total is not None and before >= shown.model.total - 1
        if last:
            break
        QTest.keyClick(shown.view, Qt.Key.Key_PageDown)
        shown.app.processEvents()
        while shown.view.currentIndex().row() == before:
            shown.app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            QTest.keyClick(shown.view, Qt.Key.Key_PageDown)
            shown.app.processEvents()
        times.append(time.perf_counter() - begun)
    return times


def _qt_paged(app: QApplication, like: QTableView) -> list[float]:
    """Return the seconds of each page down in a table of Qt's own items of the same size."""
    columns, rows = like.model().columnCount(), 4000
    model = QStandardItemModel(rows, columns)
    for row in range(rows):
        for column in range(columns):
            model.setItem(row, column, QStandardItem(f"Whitfield {row} {column}"))
    view = QTableView()
    view.setModel(model)
    view.resize(like.size())
    view.show()
    app.processEvents()
    times: list[float] = []
    for _page in range(100):
        begun = time.perf_counter()
        QTest.keyClick(view, Qt.Key.Key_PageDown)
        app.processEvents()
        times.append(time.perf_counter() - begun)
    view.close()
    return times


def probed(shown: Shown) -> dict[str, float]:
    """Return how long the event loop stood still while the list was scrolled and the search typed into."""
    viewport = shown.view.viewport()
    scrolling = _stalls([partial(_wheel, viewport)] * WHEELS, WHEEL_MS)
    deck = shown.window.deck
    if deck is None:
        raise RuntimeError("the workspace did not open")
    palette = deck.palette
    palette.open()
    shown.quiet()
    letters = [partial(_type, palette.line, sign) for sign in TYPED]
    typing = _stalls(letters, KEY_MS)
    palette.shut()
    return {
        **{f"scrolling_{name}": value for name, value in scrolling.items()},
        **{f"typing_{name}": value for name, value in typing.items()},
    }


def _stalls(acts: Sequence[Callable[[], None]], every_ms: int) -> dict[str, float]:
    """Return how long the event loop stood still while each of `acts` was done in its turn."""
    waiting = list(reversed(acts))
    driver = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=every_ms)
    loop = QEventLoop()

    def act() -> None:
        if waiting:
            waiting.pop()()
        else:
            driver.stop()
            QTimer.singleShot(300, loop.quit)

    driver.timeout.connect(act)
    with ticking() as ticks:
        driver.start()
        loop.exec()
    return ticks.plain()


def _wheel(target: QWidget) -> None:
    middle = QPointF(target.width() / 2, target.height() / 2)
    event = QWheelEvent(
        middle,
        QPointF(target.mapToGlobal(middle.toPoint())),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.postEvent(target, event)


def _type(target: QWidget, sign: str) -> None:
    code = ord(sign.upper())
    for kind in (QKeyEvent.Type.KeyPress, QKeyEvent.Type.KeyRelease):
        QApplication.postEvent(target, QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier, sign))


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    act, folder = sys.argv[1:]
    shown = Shown(Path(folder))
    told = opened_and_paged(shown) if act == "open" else probed(shown)
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    os._exit(0)
