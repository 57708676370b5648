"""Records in windows of their own, beside the main one: the same file, the same undo."""

from typing import NamedTuple

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from crm_desktop.words import _
from ui.kit.desk import Desk, Place
from ui.kit.page import Action, Page
from ui.kit.toast import ToastHost
from ui.shell.keys import KeyedActions
from ui.shell.logo import window_icon
from ui.shell.pages import page_class

FIRST_SIZE, LEAST_SIZE = (1120, 800), (640, 480)
OWN = "window"


def wants_own_window(place: Place) -> bool:
    """Return whether `place` is to be shown in a window of its own."""
    return place.arguments.get(OWN) == "own"


class _Titled(NamedTuple):
    program: str
    workspace: str


class OwnWindow(QMainWindow):
    """Shows one page; where it leads elsewhere, the main window goes."""

    def __init__(self, desk: Desk, page: Page, titled: _Titled, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._titled = titled
        self.page = page
        self._keyed = KeyedActions(desk.theme, self)
        self._keyed.set_shell(
            [
                Action("undo", _("Undo"), desk.undo, "Ctrl+Z", "undo"),
                Action("redo", _("Redo"), desk.redo, "Ctrl+Shift+Z|Ctrl+Y", "redo"),
                Action("close window", _("Close this window"), self.close, "Ctrl+W", "close"),
            ]
        )
        self.setCentralWidget(page)
        self.toasts = ToastHost(desk, page, beside=True)
        self.setWindowIcon(window_icon(desk.theme))
        self.setMinimumSize(*LEAST_SIZE)
        self.resize(*FIRST_SIZE)
        page.titled.connect(self._tell)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what is written on the page."""
        self.page.leave()
        super().closeEvent(event)

    def _tell(self) -> None:
        path = self.page.path()
        self.setWindowTitle(" – ".join([path[-1][0] if path else "", self._titled.workspace, self._titled.program]))
        self._keyed.set_page([each for each in self.page.commands() if each.name != "own window"])


class OwnWindows(QObject):
    """The windows of records that are open beside `main`."""

    def __init__(self, main: QWidget, program: str) -> None:
        super().__init__(main)
        self._main = main
        self._program = program
        self._open: list[OwnWindow] = []

    def show_place(self, desk: Desk, workspace: str, place: Place) -> OwnWindow | None:
        """Open a window for `place`; None where this program has no such page."""
        made = page_class(place.page)
        if made is None:
            return None
        window = OwnWindow(desk, made(desk), _Titled(self._program, workspace), self._main)
        window.destroyed.connect(lambda: self._forget(window))
        self._open.append(window)
        window.show()
        window.page.arrive(Place(place.page, place.record))
        window.page.focus_first()
        return window

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

    def bring_main(self) -> None:
        """Bring the main window to the front where one of the others asked it to go somewhere."""
        if any(window.isActiveWindow() for window in self._open):
            self._main.activateWindow()

    def _forget(self, window: OwnWindow) -> None:
        self._open = [each for each in self._open if each is not window]
