"""The rows of a timeline: a room at the top for what stands above it, groups, entries; fetched as one scrolls."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from crm_desktop.activities.timeline import PAGE, TimelineEntry
from ui.contacts.timeline_words import Teller, Told

Index = QModelIndex | QPersistentModelIndex
Take = Callable[[Sequence[TimelineEntry]], None]
Fetch = Callable[[TimelineEntry | None, int, Take], None]
_NOWHERE = QModelIndex()
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
# After a change so many of the newest are read again; further down it is what can be seen.
MOST_REFRESHED = 600
# The pages that bring back a place far down; larger ones would be felt while they are put into words.
LONG_PAGE = 400


class RowKind(StrEnum):
    """What a row of the timeline is."""

    ROOM = "room"
    GROUP = "group"
    ENTRY = "entry"


class TimelineRow(NamedTuple):
    """One row: the room at the top, the name of a group, or an entry."""

    kind: RowKind
    label: str = ""
    entry: TimelineEntry | None = None


class Page(NamedTuple):
    """Entries that were read, and whether nothing older follows them."""

    entries: Sequence[TimelineEntry]
    last: bool


ROOM = TimelineRow(RowKind.ROOM)


class Spot(NamedTuple):
    """Where one is in a timeline: the entry at the top of what is seen, and how much of it is scrolled away."""

    order: tuple[int, int]
    hidden: int


class TimelineModel(QAbstractListModel):
    """Entries newest first, asked of `fetch(after, limit, then)`; `arrived` tells when some came in.

    What is read again takes the place of what was there row by row, so that place and selection stay.
    """

    arrived = Signal()

    def __init__(self, fetch: Fetch, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self._teller: Teller | None = None
        self._entries: list[TimelineEntry] = []
        self._rows: list[TimelineRow] = [ROOM]
        # by the identity of the entry: words are found when an entry is seen, not when it comes in
        self._told: dict[int, Told] = {}
        self._ended = True
        self._question = 0
        self.loading = False

    @property
    def entries(self) -> Sequence[TimelineEntry]:
        """The entries that are loaded."""
        return self._entries

    @property
    def ended(self) -> bool:
        """Whether the oldest entry is among them."""
        return self._ended

    def row(self, place: int) -> TimelineRow:
        """Return the row at `place`."""
        return self._rows[place]

    def entry_from(self, row: int, step: int) -> QModelIndex:
        """Return the first entry from `row` on in the direction `step`."""
        while 0 <= row < len(self._rows):
            if self._rows[row].kind is RowKind.ENTRY:
                return self.index(row)
            row += step
        return QModelIndex()

    def told(self, place: int) -> Told | None:
        """Return how the entry in the row at `place` reads; None for the room and for groups."""
        entry = self._rows[place].entry
        if entry is None or self._teller is None:
            return None
        found = self._told.get(id(entry))
        if found is None:
            found = self._told[id(entry)] = self._teller.tell(entry)
        return found

    def ends_group(self, place: int) -> bool:
        """Return whether no entry of the same group follows the row at `place`."""
        return place + 1 >= len(self._rows) or self._rows[place + 1].kind is not RowKind.ENTRY

    def place_of(self, key: tuple[int, int]) -> int | None:
        """Return the row of the entry that stands at `key` in the order of entries."""
        found = (p for p, row in enumerate(self._rows) if row.entry is not None and row.entry.order == key)
        return next(found, None)

    def restart(self, teller: Teller) -> None:
        """Ask for another timeline, told by `teller`; the old entries stay until the new are there."""
        self._teller = teller
        self._ask(None, PAGE, self._begin)

    def begin(self, teller: Teller, page: Sequence[TimelineEntry], limit: int) -> None:
        """Show another timeline, told by `teller`, that begins with `page`, of which up to `limit` were asked."""
        self._teller = teller
        self._question += 1
        self.loading = False
        self._begin(Page(page, len(page) < limit))
        self.arrived.emit()

    def refresh(self, seen: range) -> None:
        """Read the newest entries again, and those in the rows `seen` where they are further down."""
        count = min(max(len(self._entries), PAGE), MOST_REFRESHED)
        rows = self._rows[seen.start : seen.stop]
        shown = [row.entry for row in rows if row.entry is not None]

        def splice_newest(page: Page) -> None:
            self._splice(None, page)
            places = {entry.order: place for place, entry in enumerate(self._entries)}
            below = [places[entry.order] for entry in shown if entry.order in places]
            if below and max(below) >= count:
                after = self._entries[max(min(below) - 1, 0)]
                self._ask(after, len(below) + PAGE, lambda found: self._splice(after, found))

        self._ask(None, count, splice_newest)

    def load_until(self, key: tuple[int, int], then: Callable[[], None]) -> None:
        """Load long pages until the entry that stands at `key` is there, or the oldest; then call `then`."""
        last = self._entries[-1].order if self._entries else None
        if self._ended or last is None or last <= key:
            then()
            return

        def go_on(page: Page) -> None:
            self._append(page)
            self.load_until(key, then)

        self._ask(self._entries[-1], LONG_PAGE, go_on)

    def mark_waiting(self, waiting: frozenset[bytes]) -> None:
        """Show of the entries `waiting` that they were not sent yet."""
        teller = self._teller
        if teller is None or teller.waiting == waiting:
            return
        teller.waiting = waiting
        self._told.clear()
        self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

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
        told = self.told(index.row())
        return told.spoken if told is not None else self._rows[index.row()].label

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

    def _ask(self, after: TimelineEntry | None, limit: int, use: Callable[[Page], None]) -> None:
        self._question += 1
        question = self._question
        self.loading = True

        def take(page: Sequence[TimelineEntry]) -> None:
            if question != self._question:
                return
            # still loading, so that a view which asks for more while rows come in does not nest one change in another
            use(Page(page, len(page) < limit))
            if question == self._question:
                self.loading = False
            self.arrived.emit()

        self._fetch(after, limit, take)

    def _begin(self, page: Page) -> None:
        rows = [ROOM, *self._made_rows(page.entries, "")]
        self.beginResetModel()
        self._entries, self._rows, self._ended = list(page.entries), rows, page.last
        self._told.clear()
        self.endResetModel()

    def _append(self, page: Page) -> None:
        self._ended = page.last
        if not page.entries:
            return
        added = self._made_rows(page.entries, self._group(self._entries[-1]))
        start = len(self._rows)
        self.beginInsertRows(QModelIndex(), start, start + len(added) - 1)
        self._entries += page.entries
        self._rows += added
        self.endInsertRows()

    def _splice(self, after: TimelineEntry | None, page: Page) -> None:
        """Put `page` in the stead of what follows `after`; what is older than it stays, unless it is the last."""
        newer = [] if after is None else [entry for entry in self._entries if entry.order >= after.order]
        older = [] if page.last else [entry for entry in self._entries if entry.order < page.entries[-1].order]
        self._ended = page.last or (self._ended and bool(older))
        self._replace([*newer, *page.entries, *older])

    def _replace(self, entries: list[TimelineEntry]) -> None:
        """Show `entries`: only the rows that differ are taken out and put in."""
        old, new = self._rows, [ROOM, *self._made_rows(entries, "")]
        # words such as "2 days late" may read otherwise by now
        self._told.clear()
        alike = 0
        while alike < min(len(old), len(new)) and old[alike] == new[alike]:
            alike += 1
        below = 0
        while below < min(len(old), len(new)) - alike and old[-1 - below] == new[-1 - below]:
            below += 1
        self._entries = entries
        if len(old) == len(new):
            self._rows = new
            if alike < len(new):
                self.dataChanged.emit(self.index(alike), self.index(len(new) - below - 1))
            return
        if len(old) > alike + below:
            self.beginRemoveRows(QModelIndex(), alike, len(old) - below - 1)
            self._rows = old[:alike] + old[len(old) - below :]
            self.endRemoveRows()
        if len(new) > alike + below:
            self.beginInsertRows(QModelIndex(), alike, len(new) - below - 1)
            self._rows = new
            self.endInsertRows()

    def _made_rows(self, page: Sequence[TimelineEntry], group: str) -> list[TimelineRow]:
        """Return the rows of `page` that follow the group `group`."""
        rows: list[TimelineRow] = []
        for entry in page:
            label = self._group(entry)
            if label != group:
                rows.append(TimelineRow(RowKind.GROUP, label))
                group = label
            rows.append(TimelineRow(RowKind.ENTRY, entry=entry))
        return rows

    def _group(self, entry: TimelineEntry) -> str:
        return self._teller.group(entry) if self._teller is not None else ""
