"""Rows, columns and flows whose gaps and margins follow the zoom."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QLayoutItem, QVBoxLayout, QWidget

from ui.kit.theme import Theme

Part = QWidget | QLayout | None
Margins = tuple[int, int, int, int]
NO_MARGINS: Margins = (0, 0, 0, 0)


def row(theme: Theme, *parts: Part, gap: int = 8, margins: Margins = NO_MARGINS) -> "Row":
    """Return `parts` side by side, `gap` apart; None takes all room that is left."""
    layout = Row(theme, gap, margins)
    _fill(layout, parts)
    return layout


def column(theme: Theme, *parts: Part, gap: int = 8, margins: Margins = NO_MARGINS) -> "Stack":
    """Return `parts` below each other, `gap` apart; None takes all room that is left."""
    layout = Stack(theme, gap, margins)
    _fill(layout, parts)
    return layout


def settle_layouts() -> None:
    """Lay out now all that waits to be laid out: else a part of what is painted would move, and be painted again."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)


class Row(QHBoxLayout):
    """Widgets side by side; `margins` are start, top, end, bottom at 100 % zoom."""

    def __init__(self, theme: Theme, gap: int = 8, margins: Margins = NO_MARGINS) -> None:
        super().__init__()
        _Fitter(self, theme, gap, margins)


class Stack(QVBoxLayout):
    """Widgets below each other; `margins` are start, top, end, bottom at 100 % zoom."""

    def __init__(self, theme: Theme, gap: int = 8, margins: Margins = NO_MARGINS) -> None:
        super().__init__()
        _Fitter(self, theme, gap, margins)


class FlowLayout(QLayout):
    """Widgets side by side that go on in the next line where the first is full; a `wide_last` takes what is left."""

    def __init__(self, theme: Theme, gap: int = 6, margins: Margins = NO_MARGINS, *, wide_last: bool = False) -> None:
        super().__init__()
        self._wide_last = wide_last
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}
        _Fitter(self, theme, gap, margins)

    def addItem(self, item: QLayoutItem) -> None:
        """Add `item` at the end."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return the item at `index`."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take the item at `index` out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Ask for no more room than is needed."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """The narrower, the higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines at `width`; asked again and again while the layouts around settle."""
        if width not in self._heights:
            self._heights[width] = self._arrange(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def invalidate(self) -> None:
        """Forget the heights: an item has another size, or came or went."""
        self._heights.clear()
        super().invalidate()

    def setGeometry(self, box: QRect) -> None:
        """Put the items into `box`."""
        super().setGeometry(box)
        self._arrange(box, move=True)

    def sizeHint(self) -> QSize:
        """Return the least size."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """Return the size of the largest item with the margins."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _arrange(self, box: QRect, *, move: bool) -> int:
        """Lay the items out from the top start corner; return the height used."""
        inner = box.marginsRemoved(self.contentsMargins())
        widget = self.parentWidget()
        mirrored = widget is not None and widget.layoutDirection() is Qt.LayoutDirection.RightToLeft
        x, y, line = 0, inner.y(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint().boundedTo(QSize(inner.width(), item.sizeHint().height()))
            if x and x + size.width() > inner.width():
                x, y, line = 0, y + line + self.spacing(), 0
            if self._wide_last and item is self._items[-1]:
                size.setWidth(inner.width() - x)
            if move:
                start = inner.right() + 1 - x - size.width() if mirrored else inner.x() + x
                item.setGeometry(QRect(QPoint(start, y), size))
            x += size.width() + self.spacing()
            line = max(line, size.height())
        return y + line - box.y() + self.contentsMargins().bottom()


class _Fitter(QObject):
    """Sets gap and margins of the layout it belongs to whenever the theme changes."""

    def __init__(self, layout: QLayout, theme: Theme, gap: int, margins: Margins) -> None:
        super().__init__(layout)
        self._layout = layout
        self._theme = theme
        self._gap = gap
        self._margins = margins
        self._fit()
        theme.changed.connect(self._fit)

    def _fit(self) -> None:
        self._layout.setSpacing(self._theme.px(self._gap))
        start, top, end, bottom = (self._theme.px(margin) for margin in self._margins)
        self._layout.setContentsMargins(start, top, end, bottom)


def _fill(layout: QBoxLayout, parts: tuple[Part, ...]) -> None:
    for part in parts:
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, QWidget):
            layout.addWidget(part)
        else:
            layout.addLayout(part)
