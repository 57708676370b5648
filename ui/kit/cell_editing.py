"""Editing in a table's cell: Enter saves and goes down, Tab goes right, Esc restores, what does not fit stays open.

Going elsewhere saves as well: what was typed is not left behind. What is written there meanwhile is told at once.
"""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QObject, QPersistentModelIndex, QRect, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPalette
from PySide6.QtWidgets import QApplication

from crm_desktop.errors import ChangedMeanwhile, CrmError, InvalidField
from crm_desktop.schema.forms import Stored
from ui.kit.drafts import Drafts
from ui.kit.fields.base import FieldInput, written_meanwhile
from ui.kit.paged_model import PagedModel
from ui.kit.table_view import TableView

R = TypeVar("R")
# `make(row, column)` returns the input with its value set, or None where the cell cannot be changed.
Make = Callable[[R, str], FieldInput | None]
# `save(row, column, value, saved, failed)` stores the value and calls one of the two.
Save = Callable[[R, str, Stored, Callable[[], None], Callable[[CrmError], None]], None]
# `kept(row, column)` returns the place of what is typed there, and what that is called.
Kept = Callable[[R, str], tuple[str, str]]

_REASON = Qt.FocusReason
_GONE = (_REASON.MouseFocusReason, _REASON.TabFocusReason, _REASON.BacktabFocusReason, _REASON.OtherFocusReason)


class CellEditing(QObject, Generic[R]):
    """Opens an input over the cell that `view` wants edited.

    What is typed and not saved is kept in `drafts` at the place of `kept`, and is there when the cell is edited next.
    """

    def __init__(
        self, view: TableView, model: PagedModel[R], make: Make[R], save: Save[R], drafts: Drafts, kept: Kept[R]
    ) -> None:
        super().__init__(view)
        self._drafts = drafts
        self._kept = kept
        self._view = view
        self._model = model
        self._make = make
        self._save = save
        self._input: FieldInput | None = None
        self._row: R | None = None
        self._at = QPersistentModelIndex()
        self._box = QRect()
        self._record: bytes | None = None
        self._column = 0
        self._shown = ""
        view.cell_edit_wanted.connect(self.open)
        view.verticalScrollBar().valueChanged.connect(self._place)
        view.horizontalScrollBar().valueChanged.connect(self._place)
        model.modelReset.connect(self._follow)
        model.layoutChanged.connect(self._look)

    @property
    def input(self) -> FieldInput | None:
        """The input that is open, or None."""
        return self._input

    def open(self, row: R, column: str) -> None:
        """Open the input of the cell of `row` in `column`, closing the one before."""
        self.close()
        made = self._make(row, column)
        if made is None:
            return
        self._input, self._row = made, row
        current = self._view.currentIndex()
        self._at = QPersistentModelIndex(current)
        self._record, self._column = self._model.id_at(current.row()), current.column()
        self._shown = str(current.data() or "")
        made.setParent(self._view.viewport())
        made.set_small()
        # what is wrong is told below, over the rows that follow
        made.setAutoFillBackground(True)
        made.setPalette(QPalette(made.theme.colour("surface")))
        made.accepted.connect(self._save_and_go_down)
        made.cancelled.connect(self._cancel)
        made.changed.connect(self._place)
        self._take_kept(made, *self._kept(row, column))
        made.editor.installEventFilter(self)
        self._place()
        made.show()
        made.setFocus()
        made.select_all()

    def _take_kept(self, made: FieldInput, place: str, label: str) -> None:
        begun = made.draft()
        kept = self._drafts.typed(place)
        if kept:
            made.take_draft(kept["typed"])

        def keep() -> None:
            typed = made.draft()
            self._drafts.keep(place, {} if typed == begun else {"typed": typed}, label)

        def keep_on(changed: str) -> None:
            # the same field was saved where it is shown as well; what is typed here is not
            if changed == place and self._input is made and not self._drafts.typed(place):
                keep()

        made.changed.connect(keep)
        self._drafts.changed.connect(keep_on)
        made.destroyed.connect(lambda: self._drafts.changed.disconnect(keep_on))

    def _cancel(self) -> None:
        """Leave the cell as it was, and forget what was typed."""
        opened, row = self._input, self._row
        # first, for an open input keeps what is typed
        self.close()
        if opened is not None and row is not None:
            self._drafts.drop(self._kept(row, opened.field.name)[0])

    def close(self) -> None:
        """Close the input and leave the cell as it was."""
        closed, self._input, self._row = self._input, None, None
        if closed is not None:
            focused = QApplication.focusWidget()
            led_here = focused is None or closed is focused or closed.isAncestorOf(focused)
            closed.hide()
            closed.deleteLater()
            # who went elsewhere stays there
            if led_here:
                self._view.setFocus()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Tab saves and goes right; the focus saves when it goes elsewhere, but not into a list of the input."""
        if event.type() is QEvent.Type.FocusOut and isinstance(event, QFocusEvent) and event.reason() in _GONE:
            QTimer.singleShot(0, self, self._save_where_it_is)
            return False
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Tab:
            self._commit(self._go_right)
            return True
        return False

    def _save_where_it_is(self) -> None:
        focused = QApplication.focusWidget()
        opened = self._input
        if opened is not None and focused is not None and not opened.isAncestorOf(focused):
            self._commit(lambda: None)

    def _save_and_go_down(self) -> None:
        self._commit(lambda: self._view.go_to(self._at.row() + 1))

    def _commit(self, then: Callable[[], None]) -> None:
        opened, row = self._input, self._row
        if opened is None or row is None:
            return

        place = self._kept(row, opened.field.name)[0]

        def saved() -> None:
            here = self._input is opened
            if here:
                self.close()
            self._drafts.drop(place)
            if here:
                then()

        def failed(error: CrmError) -> None:
            if self._input is not opened:
                return
            if isinstance(error, ChangedMeanwhile):
                opened.tell_lasting(str(error))
                self._shown = str(self._at.data() or "") if self._at.isValid() else self._shown
            else:
                opened.show_error(str(error))
            self._place()

        try:
            value = opened.value()
        except InvalidField as error:
            failed(error)
            return
        self._save(row, opened.field.name, value, saved, failed)

    def _go_right(self) -> None:
        place, columns = self._at.row(), self._model.columns
        for column in range(self._at.column() + 1, len(columns)):
            if columns[column].editable and not self._view.isColumnHidden(column):
                self._view.setCurrentIndex(self._model.index(place, column))
                self.open(self._model.row(place), columns[column].name)
                return

    def _follow(self) -> None:
        """Stay with the row where other rows are shown, and close where it is not among them."""
        place = None if self._record is None else self._model.place_of(self._record)
        if self._input is None:
            return
        if place is None:
            self.close()
            return
        self._at = QPersistentModelIndex(self._model.index(place, self._column))
        self._look()

    def _look(self) -> None:
        """Tell below the input what somebody else wrote into the cell; stay where the cell is."""
        shown = str(self._at.data() or "") if self._at.isValid() else self._shown
        if self._input is not None and shown != self._shown:
            self._shown = shown
            self._input.tell_lasting("" if shown == self._input.typed() else written_meanwhile(shown))
        self._place()

    def _place(self) -> None:
        if self._input is None:
            return
        # a row that went away meanwhile, by another window, leaves the input where it was: what is typed is not lost
        box = self._view.visualRect(self._at) if self._at.isValid() else self._box
        self._box = box
        room = self._view.viewport().rect()
        width = min(max(box.width() - 4, self._input.sizeHint().width()), room.width() - 4)
        height = max(self._input.sizeHint().height(), self._input.heightForWidth(width))
        left = max(2, min(box.x() + 2, room.width() - width - 2))
        top = box.y() + max(box.height() - self._input.theme.size("control.small"), 0) // 2
        self._input.setGeometry(left, min(top, room.height() - height) if self._input.is_wrong else top, width, height)
        self._input.raise_()
