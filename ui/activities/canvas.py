"""What a view of the calendar paints once and then only moves: its content, and its head."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPixmap

if TYPE_CHECKING:
    from ui.activities.entries_view import EntriesView

# Higher content is painted anew where it is seen.
TALLEST = 4_000
BAND = 256


class EntryBox(NamedTuple):
    """Where the entry at `place` stands, or a part of it; `fixed` ones do not scroll. `line` paints it as one line."""

    place: int
    box: QRect
    fixed: bool = False
    line: bool = False


class Canvas:
    """The pictures of one `view`, without what the mouse and the keyboard stand on."""

    def __init__(self, view: "EntriesView") -> None:
        self._view = view
        self._boxes: Sequence[EntryBox] = ()
        self._bands: dict[int, list[int]] = {}
        self._content: QPixmap | None = None
        self._head: QPixmap | None = None

    def forget(self, boxes: Sequence[EntryBox]) -> None:
        """Forget what was painted: from now on `boxes` are shown."""
        self._boxes = boxes
        self._bands = _bands_of(boxes)
        self._content = self._head = None

    def paint(self, painter: QPainter, seen: QRect) -> None:
        """Paint the part `seen` of the content, in its own coordinates."""
        view = self._view
        size = QSize(seen.width(), max(view.content_height(), view.scroll_area().height()))
        if size.height() > TALLEST:
            self._paint_content(painter, seen)
            return
        if self._content is None:
            self._content, own = self._begun(size)
            self._paint_content(own, QRect(0, 0, size.width(), size.height()))
            own.end()
        painter.drawPixmap(0, 0, self._content)

    def head(self) -> QPixmap:
        """Return the picture of the head."""
        if self._head is None:
            view = self._view
            self._head, painter = self._begun(QSize(view.viewport().width(), max(view.head_height(), 1)))
            view.paint_head(painter)
            for each in self._boxes:
                if each.fixed:
                    view.paint_box(painter, each, lit=False)
            painter.end()
        return self._head

    def _begun(self, size: QSize) -> tuple[QPixmap, QPainter]:
        ratio = self._view.devicePixelRatioF()
        made = QPixmap(size * ratio)
        made.setDevicePixelRatio(ratio)
        made.fill(self._view.desk.theme.colour("surface"))
        painter = QPainter(made)
        painter.setLayoutDirection(self._view.layoutDirection())
        return made, painter

    def _paint_content(self, painter: QPainter, seen: QRect) -> None:
        self._view.paint_ground(painter, seen)
        for number in sorted({number for band in _bands(seen) for number in self._bands.get(band, ())}):
            self._view.paint_box(painter, self._boxes[number], lit=False)


def _bands(box: QRect) -> range:
    """Return the numbers of the bands of the content that `box` touches."""
    return range(box.top() // BAND, box.bottom() // BAND + 1)


def _bands_of(boxes: Sequence[EntryBox]) -> dict[int, list[int]]:
    """Return which of `boxes` stand in which band, so that painting looks at no others."""
    found: dict[int, list[int]] = {}
    for number, each in enumerate(boxes):
        for band in _bands(each.box) if not each.fixed else ():
            found.setdefault(band, []).append(number)
    return found
