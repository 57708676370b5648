"""A popover that asks for something: the focus begins where one types."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from ui.kit.popover import Popover
from ui.kit.theme import Theme


class FormPopover(Popover):
    """A popover that goes away for good when it closes; `first` gets the focus when it opens."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.first: QWidget | None = None
        self.closed.connect(self.deleteLater)

    def showEvent(self, event: QShowEvent) -> None:
        """Put the focus where one types, once the window has it."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._focus)

    def _focus(self) -> None:
        if self.first is not None:
            self.first.setFocus(Qt.FocusReason.PopupFocusReason)
