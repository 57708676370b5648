"""A name with badges after it, on one line."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit.boxes import cut_start, is_mirrored
from ui.kit.fitting_row import FittingRow
from ui.kit.labels import Text
from ui.kit.theme import Theme

GAP = 8
# How much of the line a long name keeps, however many badges come after it.
LEAST_OF_NAME = 0.7


class NameLine(QWidget):
    """A name and its badges, which give way to it; a name longer than LEAST_OF_NAME of the line is cut, too."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.name = Text(theme, "", "title", parent=self)
        self.badges = FittingRow(theme, gap=7, parent=self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_name(self, name: str) -> None:
        """Show `name`."""
        self.name.setText(name)
        self._arrange()

    def show_badges(self, badges: Sequence[QWidget]) -> None:
        """Show `badges` after the name."""
        self.badges.refill(badges)
        self._arrange()

    def sizeHint(self) -> QSize:
        """Return the room for the whole name and all badges."""
        name, badges = self.name.sizeHint(), self.badges.sizeHint()
        return QSize(name.width() + self._theme.px(GAP) + badges.width(), max(name.height(), badges.height()))

    def minimumSizeHint(self) -> QSize:
        """Return little: the line gives way."""
        return QSize(self._theme.px(64), self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Arrange anew when the name or a badge wants another size."""
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._arrange()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        gap, whole = self._theme.px(GAP), self.name.sizeHint().width()
        rest = self.width() - gap - self.badges.sizeHint().width()
        least = min(whole, round(self.width() * LEAST_OF_NAME))
        part, after = cut_start(self.rect(), max(least, min(whole, rest)), gap, mirrored=is_mirrored(self))
        self.name.setGeometry(part)
        self.badges.setGeometry(after)
