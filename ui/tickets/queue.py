"""The queue: tickets of two lines each, under the heading of their group."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView

from crm_desktop.tickets.queries import QueueRow
from crm_desktop.words import _
from ui.kit.desk import Desk
from ui.kit.two_line import Heading, Line, TwoLineDelegate
from ui.tickets.words import GROUP_TITLES, line_of

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class QueueModel(QAbstractListModel):
    """Lines and headings; headings cannot be chosen."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.entries: list[Line | Heading] = []
        self.tickets: list[QueueRow] = []

    def show_queue(self, rows: Sequence[QueueRow], *, grouped: bool = True) -> None:
        """Show `rows`, which come sorted by group where they are `grouped`."""
        self.beginResetModel()
        self.tickets = list(rows)
        self.entries = []
        group = ""
        for row in rows:
            if grouped and row.group != group:
                group = row.group
                self.entries.append(Heading(_(GROUP_TITLES[group])))
            self.entries.append(line_of(self._desk, row))
        self.endResetModel()

    def renew_times(self) -> None:
        """Write the times that are left anew."""
        lines = iter(self.tickets)
        self.entries = [
            each if isinstance(each, Heading) else line_of(self._desk, next(lines)) for each in self.entries
        ]
        if self.entries:
            self.dataChanged.emit(self.index(0), self.index(len(self.entries) - 1))

    def place_of(self, ticket: bytes) -> int | None:
        """Return the place of the line of `ticket`, or None where it is not here."""
        for place, each in enumerate(self.entries):
            if isinstance(each, Line) and each.id == ticket:
                return place
        return None

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many lines and headings there are."""
        return 0 if parent.isValid() else len(self.entries)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Only lines can be chosen."""
        if index.isValid() and isinstance(self.entries[index.row()], Heading):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the entry in words."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) or not index.isValid():
            return None
        entry = self.entries[index.row()]
        if isinstance(entry, Heading):
            return entry.text
        return ", ".join(each for each in (entry.title, entry.about, entry.state.text if entry.state else "") if each)


class QueueView(QListView):
    """The list at the left; `chosen` carries the id of the ticket that became current."""

    chosen = Signal(bytes)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.queue = QueueModel(desk)
        self.setModel(self.queue)
        self._delegate = TwoLineDelegate(desk.theme, self, self._entry)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(_("Tickets"))
        self.selectionModel().currentChanged.connect(self._tell)

    def choose(self, ticket: bytes) -> bool:
        """Make `ticket` current where it is listed."""
        place = self.queue.place_of(ticket)
        if place is None:
            return False
        self.setCurrentIndex(self.queue.index(place))
        return True

    def choose_first(self) -> None:
        """Make the first ticket current."""
        if self.queue.tickets:
            self.choose(self.queue.tickets[0].id)

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) ticket."""
        ids = [each.id for each in self.queue.tickets]
        entry = self.queue.entries[self.currentIndex().row()] if self.currentIndex().isValid() else None
        at = ids.index(entry.id) + by if isinstance(entry, Line) else 0
        if 0 <= at < len(ids):
            self.choose(ids[at])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from ticket to ticket, past headings."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.step(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Return the width of the ticket list."""
        return QSize(self._desk.theme.size("ticketList"), 400)

    def _entry(self, place: int) -> Line | Heading:
        return self.queue.entries[place]

    def _tell(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            entry = self.queue.entries[current.row()]
            if isinstance(entry, Line):
                self.chosen.emit(entry.id)
