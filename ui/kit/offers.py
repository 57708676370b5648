"""What a line offers while one types: a list below it that looks like every other popup."""

from PySide6.QtCore import QPoint
from PySide6.QtGui import QMoveEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView

# Pixels between the line and its offers: its ring stays whole.
GAP = 4


def offer_below(line: QLineEdit, completer: QCompleter) -> None:
    """Let `line` offer what `completer` finds."""
    completer.setPopup(OffersList(line))
    line.setCompleter(completer)


class OffersList(QListView):
    """The list of offers, just below the `line` where there is room for it."""

    def __init__(self, line: QLineEdit) -> None:
        super().__init__()
        self._line = line
        # the style sheet knows popups by it
        self.setProperty("popup", True)
        self.setAccessibleName(line.accessibleName())

    def moveEvent(self, event: QMoveEvent) -> None:
        """Keep clear of the edge of the line, over which Qt lays the list."""
        super().moveEvent(event)
        below = self._line.mapToGlobal(QPoint(0, self._line.height()))
        if below.y() - GAP <= self.y() < below.y() + GAP:
            self.move(self.x(), below.y() + GAP)
