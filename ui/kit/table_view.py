"""The table of every list page: paints whole rows, is moved through by keyboard, selects by record."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTableView, QWidget

from ui.kit.boxes import is_mirrored
from ui.kit.cells import CellKind
from ui.kit.marks import Mark
from ui.kit.paged_model import Index, PagedModel
from ui.kit.row_painter import RowPainter, Slot
from ui.kit.skeleton import paint_skeleton
from ui.kit.table_header import TableHeader
from ui.kit.theme import Theme

ROW_SIZES = {"S": "row.compact", "M": "row.normal", "L": "row.comfortable"}


class TableView(QTableView):
    """A table over a PagedModel.

    Signals carry rows: `current_changed` (row or None, after 60 ms of rest), `opened` (Enter, double click),
    `opened_apart` (Ctrl+Enter), `preview_wanted` (Space), `edit_wanted` (E), `menu_wanted` (row, global place);
    `sort_wanted` carries column name, descending, and whether it adds to the order (Shift). `widths_changed` and
    `columns_moved` (names in their new order) tell what the user did with the header, to be kept with the view.
    """

    current_changed = Signal(object)
    opened = Signal(object)
    opened_apart = Signal(object)
    preview_wanted = Signal(object)
    edit_wanted = Signal(object)
    cell_edit_wanted = Signal(object, str)
    menu_wanted = Signal(object, QPoint)
    sort_wanted = Signal(str, bool, bool)
    widths_changed = Signal()
    columns_moved = Signal(list)

    def __init__(self, theme: Theme, model: PagedModel[Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows = model
        self._painter = RowPainter(theme)
        self._hovered = -1
        self._anchor = -1
        self._letters = True
        self._row_size = "M"
        self._widths: dict[str, int] = {}
        self._sharing = False
        self._header = TableHeader(theme, self)
        self._rest = QTimer(self, singleShot=True, interval=theme.duration("searchDebounce"))
        self._rest.timeout.connect(self._tell_current)
        self._patience = QTimer(self, singleShot=True, interval=theme.duration("skeletonDelay"))
        self._patience.timeout.connect(self.viewport().update)
        self._set_up()
        self.setModel(model)
        self._header.columns = model.columns
        self._fit_theme()
        theme.changed.connect(self._fit_theme)
        model.selection_changed.connect(self._on_selection_changed)
        model.arrived.connect(self._on_arrived)
        model.modelReset.connect(self._on_reset)
        self._header.sectionClicked.connect(self._on_header_clicked)
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

    def set_letters(self, *, on: bool) -> None:
        """Let J, K, E and X act, or leave single letters alone."""
        self._letters = on

    def current_row(self) -> Any | None:
        """Return the row that has the focus, or None."""
        index = self.currentIndex()
        return self._rows.row(index.row()) if index.isValid() else None

    def go_to(self, place: int) -> None:
        """Put the focus on the row at `place`."""
        if self._rows.rowCount():
            place = min(max(place, 0), self._rows.rowCount() - 1)
            self.setCurrentIndex(self._rows.index(place, max(self.currentIndex().column(), 0)))

    def go_to_record(self, record: bytes) -> None:
        """Put the focus on the row with the id `record`, where it is loaded."""
        place = self._rows.place_of(record)
        if place is not None:
            self.go_to(place)

    def show_order(self, name: str, *, descending: bool) -> None:
        """Show the sort arrow at the column `name`."""
        self._header.show_order(name, descending=descending)

    def toggle_row(self, place: int) -> None:
        """Select the row at `place`, or no longer; the next Shift click or Shift arrow starts there."""
        if 0 <= place < self._rows.rowCount():
            self._rows.toggle(place)
            self._anchor = place

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, open, preview, edit and select by keyboard."""
        if not self._act_on_key(event):
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Type-to-find works only while single letters are off."""
        if not self._letters:
            super().keyboardSearch(search)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tick by the box, Ctrl or Shift; else only move the focus."""
        place = self.rowAt(int(event.position().y()))
        if event.button() is not Qt.MouseButton.LeftButton or place < 0:
            super().mousePressEvent(event)
            return
        column = self.columnAt(int(event.position().x()))
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        on_box = 0 <= column < len(self._rows.columns) and self._rows.columns[column].kind is CellKind.CHECK
        if shift:
            self._extend_to(place)
        elif ctrl or on_box:
            self.toggle_row(place)
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.setCurrentIndex(self._rows.index(place, max(column, 0)))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the row."""
        place = self.rowAt(int(event.position().y()))
        column = self.columnAt(int(event.position().x()))
        if place >= 0 and column >= 0 and self._rows.columns[column].kind is not CellKind.CHECK:
            self.opened.emit(self._rows.row(place))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse with the hover."""
        self._hover(self.rowAt(int(event.position().y())))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Hover nothing."""
        self._hover(-1)
        super().leaveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the row under the mouse, or of the current one when asked by keyboard."""
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        place = self.rowAt(event.pos().y()) if by_mouse else self.currentIndex().row()
        if place >= 0:
            corner = event.globalPos() if by_mouse else self._below_current()
            self.menu_wanted.emit(self._rows.row(place), corner)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Put the focus on the first row when there is none yet."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.go_to(0)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the columns."""
        super().resizeEvent(event)
        self._share_width()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Repaint the rows left and entered, and tell after a moment of rest."""
        super().currentChanged(current, previous)
        self._update_row(previous.row())
        self._update_row(current.row())
        self._rest.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the visible rows that need it, then skeleton rows for those still to come."""
        painter = QPainter(self.viewport())
        painter.setLayoutDirection(self.layoutDirection())
        dirty = event.rect()
        painter.fillRect(dirty, self._theme.colour("surface"))
        slots = self._slots(dirty)
        first = max(self.rowAt(dirty.top()), 0)
        count, height = self._rows.rowCount(), self.row_height
        y = self.rowViewportPosition(first) if count else 0
        place = first
        while place < count and y <= dirty.bottom():
            self._paint_row(painter, slots, place, y, height)
            place += 1
            y += height
        if self._rows.loading and not self._patience.isActive():
            self._paint_waiting(painter, y, dirty.bottom(), count)
        painter.end()

    def _paint_row(self, painter: QPainter, slots: list[Slot], place: int, y: int, height: int) -> None:
        theme = self._theme
        current = place == self.currentIndex().row()
        selected = self._rows.is_selected(place)
        ground = "selectedStrong" if current else "selected" if selected else ""
        if not ground and place == self._hovered:
            ground = "surfaceHover"
        width = self.viewport().width()
        if ground:
            painter.fillRect(0, y, width, height, theme.colour(ground))
        painter.setPen(QPen(theme.colour("hairline"), 0))
        painter.drawLine(0, y + height - 1, width, y + height - 1)
        self._painter.paint(
            painter, slots, self._rows.cells(place), y, height - 1, selected=selected, mirrored=is_mirrored(self)
        )

    def _paint_waiting(self, painter: QPainter, y: int, bottom: int, number: int) -> None:
        height = self.row_height
        # rows that were there before only get a few below them; an empty table is filled
        end = bottom if number == 0 else min(bottom, y + 3 * height)
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

    def _act_on_key(self, event: QKeyEvent) -> bool:
        key, held = event.key(), event.modifiers()
        place, row = self.currentIndex().row(), self.current_row()
        ctrl = bool(held & Qt.KeyboardModifier.ControlModifier)
        shift = bool(held & Qt.KeyboardModifier.ShiftModifier)
        letters = self._letters and not ctrl and not held & Qt.KeyboardModifier.AltModifier
        down = key == Qt.Key.Key_Down or (key == Qt.Key.Key_J and letters)
        if down or key == Qt.Key.Key_Up or (key == Qt.Key.Key_K and letters):
            self._step(1 if down else -1, extend=shift)
        elif row is None:
            return False
        elif key == Qt.Key.Key_Space:
            self.toggle_row(place) if ctrl else self.preview_wanted.emit(row)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            (self.opened_apart if ctrl else self.opened).emit(row)
        elif key == Qt.Key.Key_F2:
            self._edit_cell(row)
        elif key == Qt.Key.Key_A and ctrl:
            self._rows.select(range(self._rows.rowCount()))
        elif key == Qt.Key.Key_Escape and self._rows.selected_count:
            self._rows.clear_selection()
        elif letters and key == Qt.Key.Key_E:
            self.edit_wanted.emit(row)
        elif letters and key == Qt.Key.Key_X and not shift:
            self.toggle_row(place)
        else:
            return False
        return True

    def _step(self, by: int, *, extend: bool) -> None:
        place = self.currentIndex().row()
        if extend and self._anchor < 0:
            self._anchor = place
        self.go_to(place + by)
        if extend:
            self._extend_to(self.currentIndex().row())

    def _extend_to(self, place: int) -> None:
        start = self._anchor if self._anchor >= 0 else max(self.currentIndex().row(), 0)
        self._anchor = start
        low, high = sorted((start, place))
        self._rows.select(range(low, high + 1))

    def _edit_cell(self, row: object) -> None:
        column = self._rows.columns[self.currentIndex().column()]
        if column.editable:
            self.cell_edit_wanted.emit(row, column.name)
        else:
            self.edit_wanted.emit(row)

    def _set_up(self) -> None:
        self.setHorizontalHeader(self._header)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
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
        """Give each column its width and what is left to those that stretch; drop the least wanted when narrow."""
        room, columns = self.viewport().width(), self._rows.columns
        wanted = [self._theme.px(self._widths.get(column.name, column.width)) for column in columns]
        shown = set(range(len(columns)))
        for place in sorted((p for p in shown if columns[p].priority), key=lambda p: -columns[p].priority):
            if sum(wanted[p] for p in shown) <= room:
                break
            shown.remove(place)
        stretching = [p for p in shown if columns[p].stretch and columns[p].name not in self._widths]
        rest = max(room - sum(wanted[p] for p in shown), 0)
        self._sharing = True
        for place in range(len(columns)):
            self.setColumnHidden(place, place not in shown)
            extra = rest // len(stretching) if place in stretching else 0
            self.setColumnWidth(place, wanted[place] + extra)
        self._sharing = False

    def _on_header_clicked(self, place: int) -> None:
        column = self._rows.columns[place]
        if column.kind is CellKind.CHECK:
            if self._rows.selected_count:
                self._rows.clear_selection()
            else:
                self._rows.select(range(self._rows.rowCount()))
        elif column.sortable:
            header = self._header
            descending = header.sorted_by == column.name and not header.descending
            shift = QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier
            self.sort_wanted.emit(column.name, descending, bool(shift))

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
        self._anchor = -1
        self._share_width()

    def _on_selection_changed(self) -> None:
        chosen, known = self._rows.selected_count, self._rows.total or self._rows.rowCount()
        self._header.show_mark(Mark.OFF if not chosen else Mark.ON if chosen >= known else Mark.PARTLY)
        self.viewport().update()

    def _on_arrived(self) -> None:
        if self.hasFocus() and not self.currentIndex().isValid():
            self.go_to(0)
        self.viewport().update()

    def _tell_current(self) -> None:
        self.current_changed.emit(self.current_row())

    def _hover(self, place: int) -> None:
        if place != self._hovered:
            self._update_row(self._hovered)
            self._update_row(place)
            self._hovered = place

    def _update_row(self, place: int) -> None:
        if place >= 0:
            self.viewport().update(0, self.rowViewportPosition(place), self.viewport().width(), self.row_height)

    def _below_current(self) -> QPoint:
        box = self.visualRect(self.currentIndex())
        return self.viewport().mapToGlobal(box.bottomLeft())
