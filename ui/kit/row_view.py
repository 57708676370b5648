"""What of a table is seen: rows painted whole, header, hover, column widths, grey rows while waiting."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from ui.kit.boxes import is_mirrored
from ui.kit.column_widths import shared_widths
from ui.kit.focus_ring import led_by_keys
from ui.kit.head_painter import paint_head
from ui.kit.marks import Mark
from ui.kit.paged_model import Index, PagedModel
from ui.kit.row_painter import RowPainter, Slot
from ui.kit.skeleton import paint_skeleton
from ui.kit.table_header import TableHeader
from ui.kit.theme import Theme

ROW_SIZES = {"S": "row.compact", "M": "row.normal", "L": "row.comfortable"}
# Rows still to come are announced below those that are there by a few grey ones.
WAITING_ROWS = 3
_VISIBLE = QAbstractItemView.ScrollHint.EnsureVisible


class RowView(QTableView):
    """Paints the rows of a PagedModel; TableView adds what one can do with them."""

    widths_changed = Signal()
    columns_moved = Signal(list)

    def __init__(self, theme: Theme, model: PagedModel[Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows = model
        self._painter = RowPainter(theme)
        self._hovered = -1
        self._row_size = "M"
        self._widths: dict[str, int] = {}
        self._sharing = False
        self._foot = 0
        self._waiting = self._stays = False
        self._header = TableHeader(theme, self)
        self._patience = QTimer(self, singleShot=True, interval=theme.duration("skeletonDelay"))
        self._patience.timeout.connect(self._show_waiting)
        self._set_up()
        self.setModel(model)
        self._header.columns = model.columns
        self._fit_theme()
        theme.changed.connect(self._fit_theme)
        model.asked.connect(self._patience.start)
        model.arrived.connect(self._on_arrived)
        model.rowsInserted.connect(self._on_inserted)
        for other in (model.modelAboutToBeReset, model.layoutAboutToBeChanged, model.rowsAboutToBeRemoved):
            other.connect(self._on_others)
        model.modelReset.connect(self._on_reset)
        model.selection_changed.connect(self._on_selection_changed)
        self._header.sectionResized.connect(self._on_resized)
        self._header.sectionMoved.connect(self._on_moved)

    @property
    def row_height(self) -> int:
        """How high a row is now."""
        return self._theme.size(ROW_SIZES[self._row_size])

    def set_row_size(self, size: str) -> None:
        """Make rows small, middle or large: "S", "M", "L"."""
        self._row_size = size
        self._fit_theme()

    def widths(self) -> dict[str, int]:
        """Return the widths that the user gave to columns, by name, at 100 % zoom."""
        return dict(self._widths)

    def set_widths(self, widths: Mapping[str, int]) -> None:
        """Give columns the `widths` that were kept."""
        self._widths = dict(widths)
        self._share_width()

    def leave_foot(self, height: int) -> None:
        """Let the last row be scrolled to `height` above the bottom, because something floats there."""
        if height != self._foot:
            self._foot = height
            self.updateGeometries()

    def doItemsLayout(self) -> None:
        """Scroll further where rows came in below what is seen; Qt would paint all that is seen again."""
        if self._stays:
            self._stays = False
            self.updateGeometries()
        else:
            super().doItemsLayout()

    def updateGeometries(self) -> None:
        """Scroll as far as the last row above the foot."""
        bar = self.verticalScrollBar()
        before = bar.value()
        super().updateGeometries()
        hidden = self._rows.rowCount() * self.row_height + self._foot - self.viewport().height()
        if self._foot and hidden > bar.maximum():
            bar.setMaximum(hidden)
            bar.setValue(before)

    def scrollTo(self, index: Index, hint: QAbstractItemView.ScrollHint = _VISIBLE) -> None:
        """Bring the cell at `index` into view, above the foot."""
        super().scrollTo(index, hint)
        covered = self.visualRect(index).bottom() + 1 + self._foot - self.viewport().height()
        if self._foot and index.isValid() and covered > 0:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + covered)

    def show_order(self, name: str, *, descending: bool) -> None:
        """Show the sort arrow at the column `name`."""
        self._header.show_order(name, descending=descending)

    def show_orders(self, orders: Sequence[tuple[str, bool]]) -> None:
        """Show by which columns rows are sorted, each with whether they descend, the first one first."""
        self._header.show_orders(orders)

    def verticalScrollbarValueChanged(self, value: int) -> None:
        """Ask for more at the end; Qt would have cells that move below the mouse painted again, which look alike."""
        if value == self.verticalScrollBar().maximum() and self._rows.canFetchMore():
            self._rows.fetchMore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse with the hover."""
        self._hover(self.rowAt(int(event.position().y())))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Hover nothing."""
        self._hover(-1)
        super().leaveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the columns."""
        super().resizeEvent(event)
        self._share_width()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Repaint the rows left and entered."""
        super().currentChanged(current, previous)
        self._update_row(previous.row())
        self._update_row(current.row())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the visible rows that need it, then grey rows for those still to come."""
        painter = QPainter(self.viewport())
        painter.setLayoutDirection(self.layoutDirection())
        dirty, region = event.rect(), event.region()
        painter.fillRect(dirty, self._theme.colour("surface"))
        slots = self._slots(dirty)
        count, height, width = self._rows.rowCount(), self.row_height, self.viewport().width()
        # after a wheel's turn it is the row below the mouse and those that came in, with many between them
        apart = region.rectCount() > 1
        place = max(self.rowAt(dirty.top()), 0)
        y = self.rowViewportPosition(place) if count else 0
        while place < count and y <= dirty.bottom():
            if not apart or region.intersects(QRect(0, y, width, height)):
                self._paint_row(painter, slots, place, y)
            place += 1
            y += height
        if self._rows.loading and not self._patience.isActive() and y <= dirty.bottom():
            self._waiting = True
            self._paint_waiting(painter, y, dirty.bottom(), count)
        painter.end()

    def _paint_row(self, painter: QPainter, slots: list[Slot], place: int, y: int) -> None:
        theme, width, height = self._theme, self.viewport().width(), self.row_height
        current = place == self.currentIndex().row()
        selected = self._rows.is_selected(place)
        ground = "selectedStrong" if current else "selected" if selected else ""
        if not ground and place == self._hovered:
            ground = "surfaceHover"
        if not ground and self._rows.head(place) is not None:
            ground = "surfaceSunken"
        if ground:
            painter.fillRect(0, y, width, height, theme.colour(ground))
        painter.setPen(QPen(theme.colour("hairline"), 0))
        painter.drawLine(0, y + height - 1, width, y + height - 1)
        head, mirrored = self._rows.head(place), is_mirrored(self)
        if head is not None:
            paint_head(painter, theme, slots, head, QRect(0, y, width, height - 1), mirrored=mirrored)
        else:
            cells = self._rows.cells(place)
            self._painter.paint(painter, slots, cells, y, height - 1, selected=selected, mirrored=mirrored)
        if current and self.hasFocus() and led_by_keys(self):
            self._paint_focus(painter)

    def _paint_focus(self, painter: QPainter) -> None:
        """Paint the focus ring inside the current cell."""
        width = self._theme.size("focusRing.width")
        box = QRectF(self.visualRect(self.currentIndex())).adjusted(width, width, -width, -width - 1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("focus"), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, self._theme.radius("sm"), self._theme.radius("sm"))
        painter.restore()

    def _paint_waiting(self, painter: QPainter, y: int, bottom: int, number: int) -> None:
        height = self.row_height
        # an empty table is filled with them
        end = bottom if number == 0 else min(bottom, y + WAITING_ROWS * height)
        while y < end:
            paint_skeleton(painter, self._theme, QRect(0, y, self.viewport().width(), height), number)
            y += height
            number += 1

    def _slots(self, dirty: QRect) -> list[Slot]:
        slots = []
        for place, column in enumerate(self._rows.columns):
            x, width = self.columnViewportPosition(place), self.columnWidth(place)
            if width and x <= dirty.right() and x + width > dirty.left():
                slots.append(Slot(place, column, x, width))
        return slots

    def _set_up(self) -> None:
        self.setHorizontalHeader(self._header)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        # all of it is painted here: what is scrolled moves as it is, and what lies below is not painted first
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def _fit_theme(self) -> None:
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(self.row_height)
        self._share_width()
        self.viewport().update()

    def _share_width(self) -> None:
        widths = shared_widths(self._theme, self._rows.columns, self._widths, self.viewport().width())
        self._sharing = True
        for place, width in enumerate(widths):
            self.setColumnHidden(place, not width)
            if width:
                self.setColumnWidth(place, width)
        self._sharing = False

    def _on_resized(self, place: int, _old: int, width: int) -> None:
        if not self._sharing and width:
            self._widths[self._rows.columns[place].name] = round(width / self._theme.zoom)
            self.widths_changed.emit()
            self.viewport().update()

    def _on_moved(self) -> None:
        if not self._sharing:
            order = [self._header.logicalIndex(place) for place in range(self._header.count())]
            self.columns_moved.emit([self._rows.columns[place].name for place in order])
            self.viewport().update()

    def _on_reset(self) -> None:
        """Show the columns that the model has now, in its order."""
        self._sharing = True
        for place in range(self._header.count()):
            self._header.moveSection(self._header.visualIndex(place), place)
        self._sharing = False
        self._header.columns = self._rows.columns
        self._share_width()

    def _on_inserted(self, _parent: Index, first: int, last: int) -> None:
        """Leave what is seen as it is where rows come in below it."""
        below = first * self.row_height - self.verticalOffset() >= self.viewport().height()
        self._stays = below and last == self._rows.rowCount() - 1

    def _on_others(self) -> None:
        self._stays = False

    def _on_arrived(self) -> None:
        self._patience.stop()
        if self._waiting:
            self._waiting = False
            self.viewport().update()

    def _show_waiting(self) -> None:
        end = self._rows.rowCount() * self.row_height - self.verticalOffset()
        if end < self.viewport().height():
            self.viewport().update()

    def _on_selection_changed(self) -> None:
        chosen, known = self._rows.selected_count, self._rows.total or self._rows.rowCount()
        self._header.show_mark(Mark.OFF if not chosen else Mark.ON if chosen >= known else Mark.PARTLY)
        self.viewport().update()

    def _hover(self, place: int) -> None:
        if place != self._hovered:
            self._update_row(self._hovered)
            self._update_row(place)
            self._hovered = place

    def _update_row(self, place: int) -> None:
        if place >= 0:
            self.viewport().update(0, self.rowViewportPosition(place), self.viewport().width(), self.row_height)
