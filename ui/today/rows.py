"""Short lists inside cards: one painter a row, no widget a row."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.kit.theme import Theme

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
Paint = Callable[[QPainter, QRect, R], None]
Heights = Callable[[Sequence[R], int], Sequence[int]]
_NOWHERE = QModelIndex()
_IN_WORDS = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)


class RowsModel(QAbstractListModel, Generic[R]):
    """The rows of one short list; `spoken` says a row in words for screen readers."""

    def __init__(self, spoken: Callable[[R], str]) -> None:
        super().__init__()
        self._spoken = spoken
        self._rows: list[R] = []

    def show_rows(self, rows: Sequence[R]) -> None:
        """Show `rows` in place of what was shown."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def all_rows(self) -> Sequence[R]:
        """Return the rows that are shown."""
        return self._rows

    def row(self, place: int) -> R:
        """Return the row at `place`."""
        return self._rows[place]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the row in words, also as tooltip: there it is whole; it is painted by the delegate."""
        if role in _IN_WORDS and index.isValid():
            return self._spoken(self._rows[index.row()])
        return None


class _RowDelegate(QStyledItemDelegate, Generic[R]):
    def __init__(
        self,
        theme: Theme,
        height_of: Callable[[int], int],
        paint: "Paint[R]",
        model: RowsModel[R],
        *,
        lines: bool,
        lit: "Paint[R] | None",
    ) -> None:
        super().__init__()
        self._lit = lit or paint
        self._lines = lines
        self._theme = theme
        self._height_of = height_of
        self._paint = paint
        self._model = model

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a row."""
        return QSize(self._theme.px(100), self._height_of(index.row()))

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        """Paint hover, focus, the row and the line below it."""
        theme = self._theme
        box: QRect = option.rect
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        if hovered or focused:
            painter.fillRect(box, theme.colour("surfaceHover"))
        (self._lit if hovered or focused else self._paint)(painter, box, self._model.row(index.row()))
        if focused:
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRect(box.adjusted(1, 1, -2, -2))
        if self._lines and index.row() < self._model.rowCount() - 1:
            painter.setPen(QPen(theme.colour("hairline"), 0))
            painter.drawLine(box.left(), box.bottom(), box.right(), box.bottom())
        painter.restore()


class RowsView(QListView, Generic[R]):
    """A list that is as high as its rows. `opened` and `hit` carry the row; `hit` also where it was clicked.

    Enter opens, Space hits the start of the row, where its tick box is. `heights` tells how high rows are in a width.
    """

    opened = Signal(object)
    hit = Signal(object, QPoint, QRect)

    def __init__(
        self,
        theme: Theme,
        name: str,
        heights: "Heights[R]",
        paint: "Paint[R]",
        spoken: Callable[[R], str],
        most: int = 0,
        *,
        lines: bool = True,
        lit: "Paint[R] | None" = None,
    ) -> None:
        super().__init__()
        self._theme = theme
        self._heights_in = heights
        self._heights: Sequence[int] = ()
        self._most = most
        self.rows = RowsModel(spoken)
        self._delegate = _RowDelegate(theme, self._height_of, paint, self.rows, lines=lines, lit=lit)
        self.setModel(self.rows)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # the card shows through: its round corners stay
        self.setStyleSheet("QListView { background: transparent; }")
        self.viewport().setAutoFillBackground(False)
        theme.changed.connect(self._fit)

    def show_rows(self, rows: Sequence[R]) -> None:
        """Show `rows`, no more than the list was made for."""
        place = max(self.currentIndex().row(), 0)
        shown = rows[: self._most] if self._most else rows
        self._heights = self._heights_in(shown, self.viewport().width())
        self.rows.show_rows(shown)
        self._fit()
        if self.hasFocus():
            self._go_to(place)

    def sizeHint(self) -> QSize:
        """Return a size that holds all rows."""
        return QSize(self._theme.px(200), sum(self._heights))

    def minimumSizeHint(self) -> QSize:
        """Return the same: the page scrolls, not the list."""
        return QSize(0, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let rows grow or shrink with their texts."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Stand on a row, so that Space and Enter act at once."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self._go_to(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the row, Space ticks it."""
        index = self.currentIndex()
        if not index.isValid():
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.rows.row(index.row()))
        elif event.key() == Qt.Key.Key_Space:
            box = self.visualRect(index)
            self.hit.emit(self.rows.row(index.row()), QPoint(box.left() + self._theme.px(16), box.center().y()), box)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell what was clicked, and where."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() is Qt.MouseButton.LeftButton:
            self.hit.emit(self.rows.row(index.row()), event.position().toPoint(), self.visualRect(index))

    def viewportEvent(self, event: QEvent) -> bool:
        """Repaint the row under the mouse when the mouse leaves."""
        if event.type() is QEvent.Type.Leave:
            self.viewport().update()
        return super().viewportEvent(event)

    def _go_to(self, place: int) -> None:
        last = self.rows.rowCount() - 1
        if last >= 0:
            self.setCurrentIndex(self.rows.index(min(place, last)))

    def _height_of(self, place: int) -> int:
        return self._heights[place] if place < len(self._heights) else 0

    def _fit(self) -> None:
        self._heights = self._heights_in(self.rows.all_rows(), self.viewport().width())
        self._delegate.sizeHintChanged.emit(QModelIndex())
        self.setFixedHeight(self.sizeHint().height())
        self.updateGeometry()
