"""The rows of a timeline: a room at the top for what stands above it, groups, entries; fetched as one scrolls."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from crm_desktop.activities.timeline import PAGE, TimelineEntry
from ui.contacts.timeline_words import Teller, Told

Index = QModelIndex | QPersistentModelIndex
Fetch = Callable[[TimelineEntry | None, int, Callable[[Sequence[TimelineEntry]], None]], None]
_NOWHERE = QModelIndex()
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
# Past this many entries a change brings back only the newest: who scrolled that far is not watching them all.
MOST_REFRESHED = 600


class RowKind(StrEnum):
    """What a row of the timeline is."""

    ROOM = "room"
    GROUP = "group"
    ENTRY = "entry"


class TimelineRow(NamedTuple):
    """One row: the room at the top, the name of a group, or an entry; `last` ends its group."""

    kind: RowKind
    label: str = ""
    entry: TimelineEntry | None = None
    told: Told | None = None
    last: bool = True


ROOM = TimelineRow(RowKind.ROOM)


class TimelineModel(QAbstractListModel):
    """Entries newest first, asked of `fetch(after, limit, then)`; `arrived` tells when some came in."""

    arrived = Signal()

    def __init__(self, fetch: Fetch, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self._teller: Teller | None = None
        self._entries: list[TimelineEntry] = []
        self._rows: list[TimelineRow] = [ROOM]
        self._ended = True
        self._question = 0
        self.loading = False

    @property
    def entries(self) -> Sequence[TimelineEntry]:
        """The entries that are loaded."""
        return self._entries

    def row(self, place: int) -> TimelineRow:
        """Return the row at `place`."""
        return self._rows[place]

    def restart(self, teller: Teller) -> None:
        """Ask for another timeline, told by `teller`; the old entries stay until the new are there."""
        self._teller = teller
        self._ask(None, PAGE, self._begin)

    def refresh(self) -> None:
        """Ask again for the entries that are there."""
        self._ask(None, min(max(len(self._entries), PAGE), MOST_REFRESHED), self._begin)

    def stop_waiting(self) -> None:
        """Give up waiting, because asking failed."""
        self._question += 1
        self.loading = False
        self.arrived.emit()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many rows are loaded."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """Return what a screen reader says; the rest is painted from `row`."""
        if role not in (_DISPLAY, _SPOKEN) or not index.isValid():
            return None
        row = self._rows[index.row()]
        return row.told.spoken if row.told is not None else row.label

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Only entries take the focus."""
        if index.isValid() and self._rows[index.row()].kind is RowKind.ENTRY:
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags

    def canFetchMore(self, parent: Index = _NOWHERE) -> bool:
        """Return whether older entries can be asked for now."""
        return not (parent.isValid() or self._ended or self.loading)

    def fetchMore(self, parent: Index = _NOWHERE) -> None:
        """Ask for the next page; while it is awaited it is asked for once."""
        if self.canFetchMore(parent) and self._entries:
            self._ask(self._entries[-1], PAGE, self._append)

    def room_changed(self) -> None:
        """Say that the room at the top has another height."""
        first = self.index(0)
        self.dataChanged.emit(first, first)

    def _ask(self, after: TimelineEntry | None, limit: int, use: Callable[[Sequence[TimelineEntry]], None]) -> None:
        self._question += 1
        question = self._question
        self.loading = True

        def take(page: Sequence[TimelineEntry]) -> None:
            if question != self._question:
                return
            self.loading = False
            self._ended = len(page) < limit
            use(page)
            self.arrived.emit()

        self._fetch(after, limit, take)

    def _begin(self, page: Sequence[TimelineEntry]) -> None:
        rows = [ROOM, *self._made_rows(page, "")]
        if rows == self._rows:
            return
        self.beginResetModel()
        self._entries = list(page)
        self._rows = rows
        self.endResetModel()

    def _append(self, page: Sequence[TimelineEntry]) -> None:
        if not page:
            return
        group = self._group(self._entries[-1])
        added = self._made_rows(page, group)
        if added[0].kind is RowKind.ENTRY:
            # The line of the last entry goes on to the next now.
            self._rows[-1] = self._rows[-1]._replace(last=False)
        start = len(self._rows)
        self.beginInsertRows(QModelIndex(), start, start + len(added) - 1)
        self._entries += page
        self._rows += added
        self.endInsertRows()

    def _made_rows(self, page: Sequence[TimelineEntry], group: str) -> list[TimelineRow]:
        rows: list[TimelineRow] = []
        teller = self._teller
        if teller is None:
            return rows
        for entry in page:
            label = self._group(entry)
            if label != group:
                rows.append(TimelineRow(RowKind.GROUP, label))
                group = label
            elif rows and rows[-1].kind is RowKind.ENTRY:
                rows[-1] = rows[-1]._replace(last=False)
            rows.append(TimelineRow(RowKind.ENTRY, entry=entry, told=teller.tell(entry)))
        return rows

    def _group(self, entry: TimelineEntry) -> str:
        return self._teller.group(entry.at) if self._teller is not None else ""
