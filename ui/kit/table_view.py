"""The table of every list page: moved through by keyboard, opened, previewed, edited, selected by record."""

from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from ui.kit.cells import CellKind
from ui.kit.paged_model import PagedModel
from ui.kit.row_view import RowView
from ui.kit.theme import Theme


class TableView(RowView):
    """A table over a PagedModel.

    Signals carry rows: `current_changed` (row or None, after 60 ms of rest), `opened` (Enter, double click),
    `opened_apart` (Ctrl+Enter), `preview_wanted` (Space), `edit_wanted` (E), `cell_edit_wanted` (F2 or a second click
    on an editable column; row and column name), `menu_wanted` (row, global place); `sort_wanted` carries column name,
    descending, and whether it adds to the order (Shift). `widths_changed` and `columns_moved` (names in their new
    order) tell what the user did with the header, to be kept with the view. `group_toggled` carries the place of a
    head whose group is to be opened or closed. `all_wanted` asks for all rows to be selected (Ctrl+A).
    """

    current_changed = Signal(object)
    opened = Signal(object)
    opened_apart = Signal(object)
    preview_wanted = Signal(object)
    edit_wanted = Signal(object)
    cell_edit_wanted = Signal(object, str)
    menu_wanted = Signal(object, QPoint)
    sort_wanted = Signal(str, bool, bool)
    group_toggled = Signal(int)
    all_wanted = Signal()

    def __init__(self, theme: Theme, model: PagedModel[Any], parent: QWidget | None = None) -> None:
        super().__init__(theme, model, parent)
        self._anchor = -1
        self._letters = True
        self._rest = QTimer(self, singleShot=True, interval=theme.duration("searchDebounce"))
        self._rest.timeout.connect(self._tell_current)
        # a second click edits, unless it is the first half of a double click, which opens
        self._second_click = QTimer(self, singleShot=True, interval=QApplication.doubleClickInterval())
        self._second_click.timeout.connect(self._edit_where_clicked)
        model.arrived.connect(self._on_arrived)
        model.modelReset.connect(self._forget_anchor)
        self.selectionModel().currentChanged.connect(self._rest.start)
        self._header.sectionClicked.connect(self._on_header_clicked)

    def set_letters(self, *, on: bool) -> None:
        """Let J, K, E and X act, or leave single letters alone."""
        self._letters = on

    def current_row(self) -> Any | None:
        """Return the row that has the focus, or None; the head of a group is none."""
        index = self.currentIndex()
        has_row = index.isValid() and self._rows.head(index.row()) is None
        return self._rows.row(index.row()) if has_row else None

    def toggle_group(self, place: int) -> None:
        """Ask for the group whose head is at `place` to be opened or closed."""
        if self._rows.head(place) is not None:
            self.group_toggled.emit(place)

    def go_to(self, place: int) -> None:
        """Put the focus on the row at `place`."""
        if self._rows.rowCount():
            place = min(max(place, 0), self._rows.rowCount() - 1)
            column = self.currentIndex().column()
            self.setCurrentIndex(self._rows.index(place, self._first_column() if column < 0 else column))

    def go_to_record(self, record: bytes) -> None:
        """Put the focus on the row with the id `record`, where it is loaded."""
        place = self._rows.place_of(record)
        if place is not None:
            self.go_to(place)

    def toggle_row(self, place: int) -> None:
        """Select the row at `place`, or no longer; the next Shift click or Shift arrow starts there."""
        if 0 <= place < self._rows.rowCount():
            self._rows.toggle(place)
            self._anchor = place

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, open, preview, edit and select by keyboard."""
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if not (self._move_by_key(event, ctrl=ctrl) or self._act_by_key(event, ctrl=ctrl)):
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Type-to-find works only while single letters are off."""
        if not self._letters:
            super().keyboardSearch(search)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select by the box, Ctrl or Shift; else move the focus, and edit where it was already."""
        place, column = self.rowAt(int(event.position().y())), self.columnAt(int(event.position().x()))
        if event.button() is not Qt.MouseButton.LeftButton or place < 0:
            super().mousePressEvent(event)
            return
        if self._rows.head(place) is not None:
            self.toggle_group(place)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._extend_to(place)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier or self._is_box(column):
            self.toggle_row(place)
        elif column >= 0 and self.hasFocus() and self._rows.index(place, column) == self.currentIndex():
            self._second_click.start()
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.setCurrentIndex(self._rows.index(place, max(column, 0)))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the row."""
        self._second_click.stop()
        place, column = self.rowAt(int(event.position().y())), self.columnAt(int(event.position().x()))
        if place >= 0 and column >= 0 and not self._is_box(column) and self._rows.head(place) is None:
            self.opened.emit(self._rows.row(place))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the row under the mouse, or of the current one when asked by keyboard."""
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        place = self.rowAt(event.pos().y()) if by_mouse else self.currentIndex().row()
        if place >= 0 and self._rows.head(place) is None:
            below = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())
            self.menu_wanted.emit(self._rows.row(place), event.globalPos() if by_mouse else below)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Put the focus on the first row when there is none yet."""
        if not self.currentIndex().isValid():
            self.go_to(0)
        super().focusInEvent(event)
        self.viewport().update()

    def _move_by_key(self, event: QKeyEvent, *, ctrl: bool) -> bool:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if self._letters and not ctrl:
            steps |= {Qt.Key.Key_J: 1, Qt.Key.Key_K: -1}
        step = steps.get(Qt.Key(event.key()), 0)
        if not step:
            return False
        extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        place = self.currentIndex().row()
        if extend and self._anchor < 0:
            self._anchor = place
        self.go_to(place + step)
        if extend:
            self._extend_to(self.currentIndex().row())
        return True

    def _act_by_key(self, event: QKeyEvent, *, ctrl: bool) -> bool:
        key, row = event.key(), self.current_row()
        if row is None:
            return self._select_by_key(event, ctrl=ctrl) or self._act_on_head(event)
        if key == Qt.Key.Key_Space and not ctrl:
            self.preview_wanted.emit(row)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            (self.opened_apart if ctrl else self.opened).emit(row)
        elif key == Qt.Key.Key_F2:
            self._edit_cell()
        elif self._select_by_key(event, ctrl=ctrl):
            return True
        elif key == Qt.Key.Key_Space or self._is_letter(event, Qt.Key.Key_X):
            self.toggle_row(self.currentIndex().row())
        elif self._is_letter(event, Qt.Key.Key_E):
            self.edit_wanted.emit(row)
        else:
            return False
        return True

    def _select_by_key(self, event: QKeyEvent, *, ctrl: bool) -> bool:
        """Ask for all to be selected, or select nothing."""
        if event.key() == Qt.Key.Key_A and ctrl:
            self.all_wanted.emit()
        elif event.key() == Qt.Key.Key_Escape and self._rows.selected_count:
            self._rows.clear_selection()
        else:
            return False
        return True

    def _act_on_head(self, event: QKeyEvent) -> bool:
        """Open and close the group whose head has the focus; arrows do as in a tree."""
        place = self.currentIndex().row()
        head = self._rows.head(place) if place >= 0 else None
        if head is None:
            return False
        key = event.key()
        turns = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if key in turns or key == (Qt.Key.Key_Left if head.open else Qt.Key.Key_Right):
            self.toggle_group(place)
        elif self._is_letter(event, Qt.Key.Key_X):
            self.toggle_row(place)
        else:
            return False
        return True

    def _is_letter(self, event: QKeyEvent, key: Qt.Key) -> bool:
        return self._letters and event.key() == key and event.modifiers() == Qt.KeyboardModifier.NoModifier

    def _is_box(self, column: int) -> bool:
        return 0 <= column < len(self._rows.columns) and self._rows.columns[column].kind is CellKind.CHECK

    def _first_column(self) -> int:
        """Return where the keyboard begins in a row: the first cell that can be edited, else the first of all."""
        return next((at for at, each in enumerate(self._rows.columns) if each.editable), 0)

    def _extend_to(self, place: int) -> None:
        if self._anchor < 0:
            self._anchor = max(self.currentIndex().row(), 0)
        low, high = sorted((self._anchor, place))
        self._rows.select(range(low, high + 1))

    def _edit_cell(self) -> None:
        """Edit the current cell, and on the box the first that can be edited."""
        row = self.current_row()
        if row is None:
            return
        place = self.currentIndex().column()
        if self._is_box(place):
            place = self._first_column()
            self.setCurrentIndex(self._rows.index(self.currentIndex().row(), place))
        column = self._rows.columns[place]
        if column.editable:
            self.cell_edit_wanted.emit(row, column.name)
        else:
            self.edit_wanted.emit(row)

    def _edit_where_clicked(self) -> None:
        if self.current_row() is not None and self._rows.columns[self.currentIndex().column()].editable:
            self._edit_cell()

    def _on_header_clicked(self, place: int) -> None:
        column = self._rows.columns[place]
        if column.kind is CellKind.CHECK:
            if self._rows.selected_count:
                self._rows.clear_selection()
            else:
                self._rows.select(range(self._rows.rowCount()))
        elif column.sortable:
            descending = self._header.descends(column.name) is False
            adds = bool(QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.sort_wanted.emit(column.name, descending, adds)

    def _on_arrived(self) -> None:
        if self.hasFocus() and not self.currentIndex().isValid():
            self.go_to(0)

    def _forget_anchor(self) -> None:
        self._anchor = -1

    def _tell_current(self) -> None:
        self.current_changed.emit(self.current_row())
