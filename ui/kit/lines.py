"""Lists of two-line rows under headings: tickets, duplicates, conflicts."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from ui.kit.theme import Theme
from ui.kit.two_line import LINE_HEIGHT, Heading, Line, TwoLineDelegate, link_box

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)


class LinesModel(QAbstractListModel):
    """Lines and headings, replaced as a whole; the current line is found again by its id."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Line | Heading] = []

    def show_rows(self, rows: Sequence[Line | Heading]) -> None:
        """Show `rows`."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def row(self, place: int) -> Line | Heading:
        """Return the row at `place`."""
        return self._rows[place]

    def place_of(self, record: bytes) -> int | None:
        """Return where the line with the id `record` is."""
        return next((p for p, row in enumerate(self._rows) if isinstance(row, Line) and row.id == record), None)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """Return the title, and for screen readers all that the line says."""
        if role not in (_DISPLAY, _SPOKEN) or not index.isValid():
            return None
        row = self._rows[index.row()]
        if isinstance(row, Heading):
            return row.text
        if role == _DISPLAY:
            return row.title
        return ", ".join(
            part
            for part in (
                row.title,
                row.about,
                row.state.text if row.state else "",
                row.time,
                row.figure,
                row.badge.text if row.badge else "",
                row.link,
            )
            if part
        )

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        if index.isValid() and isinstance(self._rows[index.row()], Heading):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)


class LinesView(QListView):
    """Shows a LinesModel; `current_changed` carries the Line with the focus, `opened` the one that Enter opens.

    `linked` carries the Line whose link was clicked, or that has one and was opened.
    """

    current_changed = Signal(object)
    opened = Signal(object)
    linked = Signal(object)

    def __init__(
        self, theme: Theme, model: LinesModel, *, height: int = LINE_HEIGHT, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines = model
        self._letters = True
        self._wanted: bytes | None = None
        self.setModel(model)
        self.setItemDelegate(TwoLineDelegate(theme, self, model.row, height))
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(self._open)
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._restore)
        theme.changed.connect(self.scheduleDelayedItemsLayout)

    def set_letters(self, *, on: bool) -> None:
        """Let J and K move, or leave single letters alone."""
        self._letters = on

    def current_line(self) -> Line | None:
        """Return the line that has the focus."""
        index = self.currentIndex()
        row = self._lines.row(index.row()) if index.isValid() else None
        return row if isinstance(row, Line) else None

    def go_to_record(self, record: bytes) -> None:
        """Put the focus on the line with the id `record`."""
        place = self._lines.place_of(record)
        if place is not None:
            self.setCurrentIndex(self._lines.index(place, 0))

    def step(self, by: int) -> None:
        """Go `by` lines on, over headings."""
        place = self.currentIndex().row() + by
        while 0 <= place < self._lines.rowCount():
            if isinstance(self._lines.row(place), Line):
                self.setCurrentIndex(self._lines.index(place, 0))
                return
            place += 1 if by > 0 else -1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """J, K and arrows move, Enter opens."""
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if self._letters:
            steps |= {Qt.Key.Key_J: 1, Qt.Key.Key_K: -1}
        key = Qt.Key(event.key())
        if plain and key in steps:
            self.step(steps[key])
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a link follows it."""
        super().mouseReleaseEvent(event)
        index, place = self.indexAt(event.position().toPoint()), event.position().toPoint()
        row = self._lines.row(index.row()) if index.isValid() else None
        if isinstance(row, Line) and row.link:
            mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
            if link_box(self._theme, self.visualRect(index), row, mirrored=mirrored).contains(place):
                self.linked.emit(row)

    def keyboardSearch(self, search: str) -> None:
        """Type-to-find works only while single letters are off."""
        if not self._letters:
            super().keyboardSearch(search)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Put the focus on the first line when there is none yet."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.step(1)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which line has the focus."""
        super().currentChanged(current, previous)
        self.current_changed.emit(self.current_line())

    def _open(self) -> None:
        line = self.current_line()
        if line is not None and line.link:
            self.linked.emit(line)
        elif line is not None:
            self.opened.emit(line)

    def _remember(self) -> None:
        line = self.current_line()
        self._wanted = line.id if line is not None else None

    def _restore(self) -> None:
        if self._wanted is not None:
            self.go_to_record(self._wanted)
