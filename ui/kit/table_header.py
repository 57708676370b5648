"""The header of a table: titles, and an arrow at the column that sorts."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHeaderView, QWidget

from crm_desktop.words import _
from ui.kit.cells import CellKind
from ui.kit.icons import paint_icon
from ui.kit.marks import Mark, paint_check
from ui.kit.paged_model import Column
from ui.kit.theme import Theme

CELL_PAD = 8
# No column is narrower.
NARROWEST = 32


class TableHeader(QHeaderView):
    """Paints its sections from the columns, without asking the model for each of them."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.columns: Sequence[Column[Any]] = ()
        self.mark = Mark.OFF
        self._orders: list[tuple[str, bool]] = []
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setFirstSectionMovable(False)
        self._fit()
        theme.changed.connect(self._fit)

    def sizeHint(self) -> QSize:
        """Return the height of a table header."""
        return QSize(super().sizeHint().width(), self._theme.size("tableHeader"))

    def show_mark(self, mark: Mark) -> None:
        """Show in the box over the check column whether some or all rows are selected."""
        if mark is not self.mark:
            self.mark = mark
            self.viewport().update()

    def show_order(self, name: str, *, descending: bool) -> None:
        """Show the sort arrow at the column `name`."""
        self.show_orders([(name, descending)])

    def show_orders(self, orders: Sequence[tuple[str, bool]]) -> None:
        """Show sort arrows at the columns of `orders`, each with whether it descends; where several, also which."""
        if list(orders) != self._orders:
            self._orders = list(orders)
            self.viewport().update()

    def descends(self, name: str) -> bool | None:
        """Return whether the rows descend by the column `name`; None where they are not sorted by it."""
        return next((descending for each, descending in self._orders if each == name), None)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the sections that need it."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._theme.colour("surfaceSunken"))
        height = self.viewport().height()
        for place, column in enumerate(self.columns):
            width = self.sectionSize(place)
            if width and not self.isSectionHidden(place):
                self._paint_title(painter, column, QRect(self.sectionViewportPosition(place), 0, width, height))
        painter.setPen(QPen(self._theme.colour("hairline"), 0))
        painter.drawLine(0, height - 1, self.viewport().width(), height - 1)
        painter.end()

    def _paint_title(self, painter: QPainter, column: Column[Any], box: QRect) -> None:
        theme = self._theme
        if column.kind is CellKind.CHECK:
            paint_check(painter, theme, box.adjusted(theme.px(CELL_PAD), 0, 0, 0), self.mark)
            return
        pad = theme.px(CELL_PAD)
        inner = box.adjusted(pad, 0, -pad, 0)
        descending = self.descends(column.name)
        chosen = descending is not None
        painter.setFont(theme.font("small", 500))
        painter.setPen(theme.colour("text" if chosen else "text2"))
        rank = self._rank(column.name)
        side = theme.size("icon.xs") + theme.px(4) + theme.metrics("small").horizontalAdvance(rank) if chosen else 0
        text = painter.fontMetrics().elidedText(
            _(column.title) if column.title else "", Qt.TextElideMode.ElideRight, inner.width() - side
        )
        lead = Qt.AlignmentFlag.AlignTrailing if column.right_aligned else Qt.AlignmentFlag.AlignLeading
        painter.drawText(inner, lead | Qt.AlignmentFlag.AlignVCenter, text)
        if chosen:
            used = painter.fontMetrics().horizontalAdvance(text)
            self._paint_arrow(painter, column, inner, used, rank=rank, descending=bool(descending))

    def _rank(self, name: str) -> str:
        """Return which of several orders the column `name` is; empty where there is one alone."""
        names = [each for each, _descending in self._orders]
        return str(names.index(name) + 1) if len(names) > 1 and name in names else ""

    def _paint_arrow(
        self, painter: QPainter, column: Column[Any], inner: QRect, used: int, *, rank: str, descending: bool
    ) -> None:
        theme = self._theme
        side, gap = theme.size("icon.xs"), theme.px(6)
        width = side + painter.fontMetrics().horizontalAdvance(rank)
        leading = column.right_aligned is (self.layoutDirection() is Qt.LayoutDirection.RightToLeft)
        x = inner.x() + used + gap if leading else inner.right() + 1 - used - gap - width
        icon = "descending" if descending else "ascending"
        paint_icon(painter, theme, icon, QRect(x, inner.y(), side, inner.height()), "text", "xs")
        if rank:
            painter.drawText(QRect(x + side, inner.y(), width, inner.height()), Qt.AlignmentFlag.AlignVCenter, rank)

    def _fit(self) -> None:
        self.setMinimumSectionSize(self._theme.px(NARROWEST))
        self.updateGeometry()
