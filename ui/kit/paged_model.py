"""A list of any length, fetched a page at a time as it is scrolled into view."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from crm_desktop.words import _
from ui.kit.cells import RIGHT_ALIGNED, Cell, CellKind, made_cell
from ui.kit.formats import Formats
from ui.kit.group_head import GroupHead
from ui.kit.selection import Selection

R = TypeVar("R")
R_in = TypeVar("R_in", contravariant=True)
Index = QModelIndex | QPersistentModelIndex

PAGE = 200
LAST_ROW = object()
# Cells are made ready for so many rows at once: about as many as a screen shows, and a small part of a frame (1.2 ms).
BLOCK = 25
# The next page is asked for so many blocks before the last row.
AHEAD = 8
_NOWHERE = QModelIndex()
# As plain numbers: Qt asks for roles thousands of times a second, and comparing enum members costs more.
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_CHECKED = int(Qt.ItemDataRole.CheckStateRole)


@dataclass(frozen=True)
class Column(Generic[R]):
    """A column: the row's attribute `name`, or `value(row)`, shown as `kind`.

    `title` is marked with `N_` and translated when shown. `cell` makes the whole cell where no kind fits. Columns of a
    high `priority` number are hidden first when the table gets narrow; 0 is never hidden. `stretch` columns share what
    is left of the width.
    """

    name: str
    title: str = ""
    width: int = 120
    kind: CellKind = CellKind.TEXT
    value: Callable[[R], object] | None = None
    cell: Callable[[R], Cell] | None = None
    priority: int = 0
    stretch: bool = False
    sortable: bool = True
    editable: bool = False

    @property
    def right_aligned(self) -> bool:
        """Whether the column holds numbers, which are compared by their last digits."""
        return self.kind in RIGHT_ALIGNED

    def made(self, row: R, formats: Formats) -> Cell:
        """Return what the column shows of `row`."""
        if self.cell is not None:
            return self.cell(row)
        return made_cell(self.kind, self.value(row) if self.value else getattr(row, self.name, None), formats)


def check_column() -> Column[Any]:
    """Return the column with the box that selects the row."""
    return Column("check", width=41, kind=CellKind.CHECK, sortable=False)


class Take(Protocol[R_in]):
    """What a fetched page is handed to.

    `following` is the cursor of the next page, None where this was the last; left out, pages go on after their last
    row until one of them is short.
    """

    def __call__(self, rows: Sequence[R_in], following: object = LAST_ROW) -> None:
        """Take the page."""


Fetch = Callable[[Any, Take[R]], None]


class PagedModel(QAbstractTableModel, Generic[R]):
    """Rows of `R`, asked of `fetch(after, then)`: a page of up to 200 rows that follow `after`, handed to `then`.

    `after` is None for the first page, else the cursor that came with the page before, or that page's last row.

    `selection_changed` tells when other rows are selected, `asked` when rows are awaited, `arrived` when they came,
    `total_changed` when the count of all rows is known.
    """

    selection_changed = Signal()
    asked = Signal()
    arrived = Signal()
    total_changed = Signal()

    def __init__(
        self,
        columns: Sequence[Column[R]],
        fetch: "Fetch[R]",
        formats: Formats,
        *,
        key: Callable[[R], bytes] = attrgetter("id"),
        page: int = PAGE,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = list(columns)
        self.total: int | None = None
        self.loading = False
        self._fetch = fetch
        self._formats = formats
        self._key = key
        self._page = page
        self._rows: list[R] = []
        self._places: dict[bytes, int] = {}
        # where a row stands again, in another group
        self._again: dict[bytes, list[int]] = {}
        self._blocks: dict[int, list[tuple[Cell, ...]]] = {}
        self._next_columns: list[Column[R]] | None = None
        self._after: object = None
        self._ended = True
        self._question = 0
        self._selection = Selection()

    def refresh(self) -> None:
        """Ask again for the rows that are there; selection and place are kept. A question still open is asked anew."""
        if self._next_columns is not None:
            self._ask([], None, 1, self._begin)
            return
        self._ask([], None, max(len(self._rows), 1), self._keep)

    def restart(self, columns: Sequence[Column[R]] | None = None) -> None:
        """Ask a new question (other filter or order): the old rows stay until the first page of the new is there.

        With `columns` those are shown from then on.
        """
        self._next_columns = None if columns is None else list(columns)
        self.clear_selection()
        self.set_total(None)
        self._ask([], None, 1, self._begin)

    def stop_waiting(self) -> None:
        """Give up waiting for rows, because asking for them failed."""
        self._question += 1
        self.loading = False
        self.arrived.emit()

    def set_total(self, total: int | None) -> None:
        """Say how many rows there are in all, once that is known."""
        self.total = total
        self.total_changed.emit()

    def row(self, place: int) -> R:
        """Return the row at `place`."""
        return self._rows[place]

    def head(self, _place: int) -> GroupHead | None:
        """Return the head of a group that stands at the place, or None where a row does."""
        return None

    @property
    def loaded_count(self) -> int:
        """How many records are loaded."""
        return len(self._places)

    def rows(self) -> list[R]:
        """Return the rows that are loaded."""
        return list(self._rows)

    def id_at(self, place: int) -> bytes:
        """Return the id of the row at `place`."""
        return self._key(self._rows[place])

    def place_of(self, record: bytes) -> int | None:
        """Return where the row with the id `record` is, first where it is in several groups; None if not loaded."""
        return self._places.get(record)

    def replace(self, row: R) -> None:
        """Show `row` in place of the row with the same id, at once and without asking again."""
        for place in self._all_places(self._key(row)):
            self._rows[place] = row
            self._blocks.pop(place // BLOCK, None)
            self.dataChanged.emit(self.index(place, 0), self.index(place, len(self.columns) - 1))

    def cells(self, place: int) -> tuple[Cell, ...]:
        """Return what the row at `place` shows, by column."""
        block = self._blocks.get(place // BLOCK)
        if block is None:
            block = self._blocks[place // BLOCK] = self._made_block(place // BLOCK)
            number = place // BLOCK
            if number and (number + AHEAD) * BLOCK >= len(self._rows) and self.canFetchMore():
                # who has come this far goes on: the next page is there before it is needed
                QTimer.singleShot(0, self, self.fetchMore)
        return block[place % BLOCK]

    def reformat(self) -> None:
        """Make all cells ready again, because the day, the language or a column changed."""
        self._blocks.clear()
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self.columns) - 1))

    @property
    def selected_ids(self) -> frozenset[bytes]:
        """The ids of the selected rows that are named one by one; see `everything_selected`."""
        return self._selection.ids

    @property
    def everything_selected(self) -> bool:
        """Whether all rows are selected, also those that are not loaded."""
        return self._selection.everything

    @property
    def selected_count(self) -> int:
        """How many rows are selected."""
        return (self.total or len(self._rows)) if self._selection.everything else len(self._selection)

    def is_selected(self, place: int) -> bool:
        """Return whether the row at `place` is selected."""
        return self._key(self._rows[place]) in self._selection

    def select(self, places: Iterable[int], *, on: bool = True) -> None:
        """Select the rows at `places`, or no longer."""
        self._selection.change([self.id_at(place) for place in places], self._selectable(), on=on)
        self._tell_selection()

    def _selectable(self) -> Iterable[bytes]:
        return self._places

    def toggle(self, place: int) -> None:
        """Select the row at `place` if it is not, else no longer."""
        self.select([place], on=not self.is_selected(place))

    def select_everything(self) -> None:
        """Select all rows, also those that are not loaded."""
        self._selection.everything = True
        self._tell_selection()

    @property
    def all_loaded(self) -> bool:
        """Whether there is no row that is not loaded."""
        return self._ended

    def select_all(self) -> None:
        """Select all rows: one by one where all are loaded, else as everything."""
        if self.all_loaded:
            self.select(range(len(self._rows)))
        else:
            self.select_everything()

    def clear_selection(self) -> None:
        """Select nothing."""
        if self._selection:
            self._selection.clear()
            self._tell_selection()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many rows are loaded."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """Return text, tooltip, spoken text or check state; the rest is painted from `cells`."""
        if role == _DISPLAY:
            return self.cells(index.row())[index.column()].text if index.isValid() else None
        if role in (_TOOLTIP, _SPOKEN) and index.isValid():
            cell = self.cells(index.row())[index.column()]
            return (cell.spoken or cell.text) if role == _SPOKEN else cell.text or cell.spoken or None
        if role == _CHECKED and index.isValid() and self.columns[index.column()].kind is CellKind.CHECK:
            return Qt.CheckState.Checked if self.is_selected(index.row()) else Qt.CheckState.Unchecked
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        """Return the title of a column, for screen readers; the header paints its own."""
        if role == _DISPLAY and orientation is Qt.Orientation.Horizontal and 0 <= section < len(self.columns):
            title = self.columns[section].title
            return _(title) if title else None
        return None

    def canFetchMore(self, parent: Index = _NOWHERE) -> bool:
        """Return whether more rows can be asked for now."""
        return not (parent.isValid() or self._ended or self.loading)

    def fetchMore(self, parent: Index = _NOWHERE) -> None:
        """Ask for the next page. Qt calls this again while an answer is awaited; it is asked once."""
        if self.canFetchMore(parent):
            self._ask([], self._after, 1, self._append)

    def _ask(self, got: list[R], after: object, wanted: int, use: Callable[[list[R]], None]) -> None:
        """Fetch pages after `after` until `wanted` rows are there, then `use` them all."""
        self._question += 1
        question = self._question
        self.loading = True
        self.asked.emit()

        def take(rows: Sequence[R], following: object = LAST_ROW) -> None:
            if question != self._question:
                return
            got.extend(rows)
            if following is LAST_ROW:
                following = rows[-1] if len(rows) == self._page else None
            self._after = following
            self._ended = following is None
            if self._ended or len(got) >= wanted:
                # Views ask for more while rows are being put in; they get their answer after that.
                use(got)
                self.loading = False
                self.arrived.emit()
            else:
                self._ask(got, following, wanted, use)

        self._fetch(after, take)

    def _append(self, rows: list[R]) -> None:
        if not rows:
            return
        start = len(self._rows)
        self.beginInsertRows(QModelIndex(), start, start + len(rows) - 1)
        self._rows += rows
        self._note_places(start)
        self._blocks.pop(start // BLOCK, None)
        self.endInsertRows()

    def _begin(self, rows: list[R]) -> None:
        self.beginResetModel()
        if self._next_columns is not None:
            self.columns, self._next_columns = self._next_columns, None
        self._set_rows(rows)
        self.endResetModel()

    def _keep(self, rows: list[R]) -> None:
        """Show `rows` instead of the old ones; what Qt holds on to follows its record."""
        old = [self._key(row) for row in self._rows]
        self._fit_count(rows)
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        ids = [old[index.row()] if index.row() < len(old) else b"" for index in held]
        self._set_rows(rows)
        for index, record in zip(held, ids, strict=True):
            place = self._nearest(record, index.row())
            now = QModelIndex() if place is None else self.index(place, index.column())
            self.changePersistentIndex(index, now)
        self.layoutChanged.emit()
        gone = self._selection.ids - self._places.keys()
        if self._ended and gone:
            self._selection.change(gone, (), on=False)
            self.selection_changed.emit()

    def _fit_count(self, rows: list[R]) -> None:
        had, have = len(self._rows), len(rows)
        if have < had:
            self.beginRemoveRows(QModelIndex(), have, had - 1)
            del self._rows[have:]
            self._blocks.clear()
            self.endRemoveRows()
        elif have > had:
            self.beginInsertRows(QModelIndex(), had, have - 1)
            self._rows += rows[had:]
            self._blocks.clear()
            self.endInsertRows()

    def _set_rows(self, rows: list[R]) -> None:
        self._rows = rows
        self._note_places()
        self._blocks.clear()

    def _note_places(self, start: int = 0) -> None:
        """Note where the rows from `start` on are; those before are noted."""
        if not start:
            self._places, self._again = {}, {}
        for place in range(start, len(self._rows)):
            key = self._key(self._rows[place])
            if self._places.setdefault(key, place) != place:
                self._again.setdefault(key, []).append(place)

    def _nearest(self, key: bytes, place: int) -> int | None:
        return min(self._all_places(key), key=lambda each: abs(each - place), default=None)

    def _all_places(self, key: bytes) -> list[int]:
        first = self._places.get(key)
        return [] if first is None else [first, *self._again.get(key, ())]

    def _made_block(self, number: int) -> list[tuple[Cell, ...]]:
        rows = self._rows[number * BLOCK : (number + 1) * BLOCK]
        return [tuple(column.made(row, self._formats) for column in self.columns) for row in rows]

    def _tell_selection(self) -> None:
        checks = [place for place, column in enumerate(self.columns) if column.kind is CellKind.CHECK]
        if checks and self._rows:
            last = self.index(len(self._rows) - 1, checks[0])
            self.dataChanged.emit(self.index(0, checks[0]), last, [_CHECKED])
        self.selection_changed.emit()
