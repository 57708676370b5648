"""What the shell knows of a page, and what a page tells the shell."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.kit.desk import Desk, Place


class Action(NamedTuple):
    """One thing the user can do here: it gets its keys, a menu entry, a palette entry and a line on the key sheet.

    `keys` are in Qt's portable form (`Ctrl+E`); a single letter acts only while no text field has the focus.
    `why_not` says in words why the action cannot be done now; empty when it can.
    """

    name: str
    label: str
    run: Callable[[], object]
    keys: str = ""
    icon: str = ""
    why_not: str = ""


class Page(QWidget):
    """One place of the app. `titled` tells the shell that path, switch or actions have changed."""

    titled = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk

    def arrive(self, place: Place) -> None:
        """Show what `place` names; called each time the user comes here, also by back and forward."""

    def leave(self) -> Place | None:
        """Return the place that brings the user back to just this: filter, position and selection; None for as came."""
        return None

    def path(self) -> Sequence[tuple[str, Place | None]]:
        """Return the title, or the steps that lead here, each with the place that it opens."""
        return ()

    def pin_title(self) -> str:
        """Return what this very place is called where it is pinned, beyond its title: the filter of a list."""
        return ""

    def belongs_to(self) -> str:
        """Return the name of the page whose place in the rail is lit, where it is not the page's usual one."""
        return ""

    def switch(self) -> QWidget | None:
        """Return what stands beside the title, such as People / Companies."""
        return None

    def commands(self) -> Sequence[Action]:
        """Return what can be done here."""
        return ()

    def focus_first(self) -> None:
        """Put the focus on the first row or field."""
        self.setFocus()
