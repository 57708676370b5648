"""What the inputs for the value of a comparison share."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


class ValueEdit(QWidget):
    """An input for a value as the text of a filter holds it; `text` raises InvalidField where it does not fit.

    `accepted` tells of Enter, `resized` that it needs another room.
    """

    # whether it needs more than a line
    tall = False

    accepted = Signal()
    resized = Signal()

    def text(self) -> str:
        """Return the value."""
        raise NotImplementedError

    def set_text(self, text: str) -> None:
        """Show the value `text`."""
        raise NotImplementedError

    def show_error(self, text: str) -> None:
        """Say in `text` why the value does not fit; take that away where it is empty."""
        raise NotImplementedError

    def first(self) -> QWidget:
        """Return what gets the focus."""
        raise NotImplementedError
