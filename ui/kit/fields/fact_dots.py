"""The dots at the end of a fact that more can be done with."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import QWidget

from ui.kit.buttons import IconButton
from ui.kit.theme import Theme

_SHOWN_BY = frozenset(
    {QEvent.Type.Enter, QEvent.Type.Leave, QEvent.Type.Resize, QEvent.Type.FocusIn, QEvent.Type.FocusOut}
)


class FactDots(QObject):
    """Shows dots called `name` at the end of `row` while the mouse or the focus is there and `wanted` says so.

    What stands in the row, which keeps `side` free at its sides, ends before the dots.
    """

    def __init__(self, theme: Theme, row: QWidget, name: str, wanted: Callable[[], bool], side: int) -> None:
        super().__init__(row)
        self._theme = theme
        self._side = side
        self._row = row
        self._wanted = wanted
        self.button = IconButton(theme, "more", name)
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.setParent(row)
        self.button.hide()
        row.installEventFilter(self)

    @property
    def foot(self) -> QPoint:
        """Where a menu of the dots opens, on the screen."""
        return self._row.mapToGlobal(QPoint(self.button.x(), self._row.height()))

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Show the dots, or hide them; with an input the row is higher."""
        if event.type() in _SHOWN_BY:
            self.show()
        return False

    def show(self) -> None:
        """Put the dots where they belong, and show them where they are wanted now."""
        row, size = self._row, self.button.sizeHint()
        mirrored = row.layoutDirection() is Qt.LayoutDirection.RightToLeft
        x = 0 if mirrored else row.width() - size.width()
        self.button.setGeometry(x, (row.height() - size.height()) // 2, size.width(), size.height())
        self.button.raise_()
        shown = (row.underMouse() or row.hasFocus()) and self._wanted()
        self.button.setVisible(shown)
        self._make_room(size.width() if shown else self._theme.px(self._side), mirrored=mirrored)

    def _make_room(self, end: int, *, mirrored: bool) -> None:
        layout = self._row.layout()
        if layout is not None:
            margins, side = layout.contentsMargins(), self._theme.px(self._side)
            margins.setLeft(end if mirrored else side)
            margins.setRight(side if mirrored else end)
            layout.setContentsMargins(margins)
