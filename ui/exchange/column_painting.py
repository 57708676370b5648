"""How the columns of a file are painted: lines between them, names strong, values quiet, an arrow to the place."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crm_desktop.words import _
from ui.kit.boxes import cut_end
from ui.kit.icons import paint_icon
from ui.kit.theme import Theme

EDGE, PAD = 24, 8
NAME, VALUES = 0, 1
CELLS = Qt.ItemDataRole.UserRole  # what stands in the first rows, each for itself
NARROWEST_CELL = 72  # below that a value is hardly told from another one
_LEAD = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
_ELIDE = Qt.TextElideMode.ElideRight


class ColumnHead(QHeaderView):
    """The titles, in line with what stands below them."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme

    def paintSection(self, painter: QPainter, box: QRect, place: int) -> None:
        """Paint the title at `place` and the line below."""
        theme = self._theme
        painter.fillRect(box, theme.colour("surfaceSunken"))
        painter.setPen(QPen(theme.colour("hairline"), 0))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.setFont(theme.font("small", 500))
        painter.setPen(theme.colour("text2"))
        title = str(self.model().headerData(place, Qt.Orientation.Horizontal) or "")
        inner = _inner(theme, box, place, self.layoutDirection())
        painter.drawText(inner, _LEAD, theme.metrics("small", 500).elidedText(title, _ELIDE, inner.width()))


class ColumnDelegate(QStyledItemDelegate):
    """Paints name and values; the other cells hold boxes, over a line that goes through all."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the cell."""
        theme, place = self._theme, index.column()
        painter.save()
        painter.setLayoutDirection(option.direction)
        painter.setPen(QPen(theme.colour("hairline"), 0))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        inner = _inner(theme, option.rect, place, option.direction)
        if place == VALUES:
            mirrored = option.direction is Qt.LayoutDirection.RightToLeft
            part, inner = cut_end(inner, theme.size("icon.sm"), theme.px(8), mirrored=mirrored)
            paint_icon(painter, theme, "arrow", part, "text3", "sm")
            self._paint_cells(painter, inner, index.data(CELLS) or [], mirrored=mirrored)
        if place == NAME:
            self._paint_text(painter, inner, str(index.data()), ("control", "text"))
        painter.restore()

    def _paint_cells(self, painter: QPainter, inner: QRect, cells: list[str], *, mirrored: bool) -> None:
        """Paint the cells of the first rows beside each other, so that those of one row stand below each other."""
        cells = fitting_cells(cells, inner.width(), self._theme.px(NARROWEST_CELL))
        width = inner.width() // max(len(cells), 1)
        for number, cell in enumerate(reversed(cells) if mirrored else cells):
            box = QRect(inner.left() + number * width, inner.top(), width - self._theme.px(PAD), inner.height())
            self._paint_text(painter, box, cell or _("empty"), ("body", "text2" if cell else "text3"), italic=not cell)

    def _paint_text(
        self, painter: QPainter, box: QRect, text: str, look: tuple[str, str], *, italic: bool = False
    ) -> None:
        style, role = look
        font = self._theme.font(style)
        font.setItalic(italic)
        painter.setFont(font)
        painter.setPen(self._theme.colour(role))
        painter.drawText(box, _LEAD, self._theme.metrics(style).elidedText(text, _ELIDE, box.width()))


def fitting_cells(cells: list[str], room: int, narrowest: int) -> list[str]:
    """Return the first of `cells` that can be read beside each other in `room`: one cell at least."""
    return cells[: max(room // narrowest, 1)]


def _inner(theme: Theme, box: QRect, place: int, direction: Qt.LayoutDirection) -> QRect:
    """Return the room for words in the cell `box`; those of the first column keep away from the edge."""
    start, end = theme.px(EDGE if place == NAME else PAD), theme.px(PAD)
    if direction is Qt.LayoutDirection.RightToLeft:
        start, end = end, start
    return box.adjusted(start, 0, -end, 0)
