"""The window: the gate while locked, the workplace while a workspace is open."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget

from crm_desktop.journal.clock import system_clock
from crm_desktop.workspace import Workspace
from ui.kit.desk import Place
from ui.kit.theme import Theme
from ui.shell.session import Session
from ui.shell.workplace import Workplace

APP = "crm_desktop"
SMALLEST = (1024, 640)
FIRST_SIZE = (1440, 900)


class Window(QMainWindow):
    """The one window; `opened` tells that a workspace was put into it."""

    opened = Signal()

    def __init__(self, theme: Theme, clock: Callable[[], datetime] = system_clock) -> None:
        super().__init__()
        self.theme = theme
        self.clock = clock
        self.session: Session | None = None
        self.workplace: Workplace | None = None
        self._stack = QStackedWidget()
        self.setCentralWidget(self._stack)
        self.setMinimumSize(*SMALLEST)
        self.resize(*FIRST_SIZE)
        self.setWindowTitle(APP)

    def show_workspace(self, workspace: Workspace) -> None:
        """Show `workspace` in place of what was open."""
        self.end_session()
        self.session = Session(workspace, self.theme, self.clock, self)
        self.workplace = Workplace(self.session)
        self.workplace.arrived.connect(self._name_window)
        self.session.desk.place_wanted.connect(self.go)
        self._stack.addWidget(self.workplace)
        self._stack.setCurrentWidget(self.workplace)
        self.workplace.go(Place("today"))
        self.opened.emit()

    def go(self, place: Place) -> None:
        """Go to `place`."""
        if self.workplace is not None:
            self.workplace.go(place)

    def end_session(self) -> None:
        """Close the workspace that is open."""
        if self.workplace is not None:
            self._stack.removeWidget(self.workplace)
            self.workplace.deleteLater()
            self.workplace = None
        if self.session is not None:
            self.session.end()
            self.session = None

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let what is being written finish, then close the file."""
        self.end_session()
        super().closeEvent(event)

    def _name_window(self) -> None:
        if self.workplace is not None and self.session is not None:
            self.setWindowTitle(f"{self.workplace.title()} – {self.session.name} – {APP}")
