"""Records in windows of their own, beside the main one: the same file, the same undo."""

from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QMainWindow, QVBoxLayout, QWidget

from crm_desktop.words import _
from ui.kit.desk import Desk, Place
from ui.kit.page import Action, Page
from ui.kit.toast import ToastHost
from ui.shell.keys import KeyedActions
from ui.shell.logo import window_icon
from ui.shell.page_stack import PageStack
from ui.shell.pages import page_class
from ui.shell.top_bar import TopBar

FIRST_SIZE, LEAST_SIZE = (1120, 800), (640, 480)
OWN = "window"


def wants_own_window(place: Place) -> bool:
    """Return whether `place` is to be shown in a window of its own."""
    return place.arguments.get(OWN) == "own"


class Titled(NamedTuple):
    """What stands in the title of a window after its page."""

    program: str
    workspace: str


class OwnWindow(QMainWindow):
    """Shows a record; what its links lead to is shown in it as well, with a trail of its own.

    `visited` carries each Place that is gone to.
    """

    visited = Signal(object)

    def __init__(self, desk: Desk, titled: Titled, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(*LEAST_SIZE)
        self.resize(*FIRST_SIZE)
        self._fill(desk, titled)

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        return self.pages.page

    def go(self, place: Place) -> None:
        """Show `place` in this window."""
        self.pages.go(place)
        self.visited.emit(place)

    def put_down(self) -> None:
        """Let the page keep what is typed on it, as when it is left."""
        self.pages.note_leaving()

    def renew(self, desk: Desk, titled: Titled) -> None:
        """Show the same anew where what stands on every page was changed; it was put down before."""
        trail = self.pages.trail
        self._keyed.clear()
        self._keyed.deleteLater()
        self._fill(desk, titled)
        self.pages.resume(trail)

    def _fill(self, desk: Desk, titled: Titled) -> None:
        """Put bar, pages and keys into the window, instead of those that are there."""
        self._titled = titled
        self.pages = PageStack(desk)
        self.bar = TopBar(desk.theme, slim=True)
        self._keyed = KeyedActions(desk.theme, self)
        self._keyed.set_shell(
            [
                Action("undo", _("Undo"), desk.undo, "Ctrl+Z", "undo"),
                Action("redo", _("Redo"), desk.redo, "Ctrl+Shift+Z|Ctrl+Y", "redo"),
                Action("back", _("Back"), self.pages.back, "Alt+Left", "back"),
                Action("forward", _("Forward"), self.pages.forward, "Alt+Right", "forward"),
                Action("close window", _("Close this window"), self.close, "Ctrl+W", "close"),
            ]
        )
        inside = QWidget()
        whole = QVBoxLayout(inside)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.bar)
        whole.addWidget(self.pages, 1)
        self.setCentralWidget(inside)
        self.toasts = ToastHost(desk, self.pages, beside=True)
        self.setWindowIcon(window_icon(desk.theme))
        self.pages.told.connect(self._tell)
        self.bar.gone_to.connect(self.go)
        self.bar.back.clicked.connect(self.pages.back)
        self.bar.forward.clicked.connect(self.pages.forward)
        self.bar.undo.clicked.connect(desk.undo)

    def _tell(self) -> None:
        pages, page = self.pages, self.pages.page
        self.setWindowTitle(" – ".join([pages.title, self._titled.workspace, self._titled.program]))
        self.bar.show_path(pages.path())
        self.bar.show_switch(page.switch() if page is not None else None)
        self.bar.back.setEnabled(pages.trail.can_go_back)
        self.bar.forward.setEnabled(pages.trail.can_go_forward)
        commands = page.commands() if page is not None else ()
        self._keyed.set_page([each for each in commands if each.name != "own window"])


class OwnWindows(QObject):
    """The windows of records that are open beside `main`; `visited` carries each Place that one of them shows."""

    visited = Signal(object)

    def __init__(self, main: QWidget, program: str) -> None:
        super().__init__(main)
        self._main = main
        self._program = program
        self._open: list[OwnWindow] = []

    def show_place(self, desk: Desk, workspace: str, place: Place) -> OwnWindow | None:
        """Open a window for `place`; None where this program has no such page."""
        if page_class(place.page) is None:
            return None
        window = OwnWindow(desk, Titled(self._program, workspace), self._main)
        window.destroyed.connect(lambda: self._forget(window))
        window.visited.connect(self.visited)
        self._open.append(window)
        window.show()
        window.go(Place(place.page, place.record))
        return window

    def put_down(self) -> None:
        """Let the pages of all windows keep what is typed on them."""
        for window in self._open:
            window.put_down()

    def renew(self, desk: Desk, workspace: str) -> None:
        """Show in all windows the same anew, by `desk`."""
        for window in self._open:
            window.renew(desk, Titled(self._program, workspace))

    def hide_all(self) -> None:
        """Hide the windows while the file is locked; what is typed in them stays."""
        for window in self._open:
            window.hide()

    def show_all(self) -> None:
        """Show the windows again."""
        for window in self._open:
            window.show()

    def close_all(self) -> None:
        """Close the windows for good."""
        for window in list(self._open):
            window.close()
        self._open.clear()

    def in_use(self) -> OwnWindow | None:
        """Return the window that is used now, itself or a dialog of it; None where it is the main one."""
        used: QWidget | None = QApplication.activeWindow()
        while used is not None and not isinstance(used, OwnWindow):
            used = used.parentWidget()
        return used if used in self._open else None

    def _forget(self, window: OwnWindow) -> None:
        self._open = [each for each in self._open if each is not window]
