"""A list of any length that may be gathered: heads of groups stand among its rows, and groups open and close."""

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any, TypeVar

from PySide6.QtCore import QModelIndex, QObject

from ui.kit.cells import EMPTY, Cell, CellKind
from ui.kit.formats import Formats
from ui.kit.group_head import GroupHead
from ui.kit.paged_model import BLOCK, Column, Fetch, PagedModel

R = TypeVar("R")


class GatheredModel(PagedModel[R]):
    """A PagedModel whose pages hold GroupHeads before the rows of each group."""

    def __init__(
        self,
        columns: Sequence[Column[R]],
        fetch: "Fetch[R]",
        formats: Formats,
        *,
        key: Callable[[R], bytes] = attrgetter("id"),
        parent: QObject | None = None,
    ) -> None:
        def key_of(row: Any) -> bytes:
            return row.key if isinstance(row, GroupHead) else key(row)

        super().__init__(columns, fetch, formats, key=key_of, parent=parent)

    def head(self, place: int) -> GroupHead | None:
        """Return the head that stands at `place`, or None where a row does."""
        row: object = self._rows[place] if 0 <= place < len(self._rows) else None
        return row if isinstance(row, GroupHead) else None

    def rows(self) -> list[R]:
        """Return the rows that are loaded, without the heads."""
        return [row for row in self._rows if not isinstance(row, GroupHead)]

    @property
    def loaded_count(self) -> int:
        """How many records are loaded."""
        return len(self._places) - len(self._heads())

    @property
    def all_loaded(self) -> bool:
        """Whether no row is missing, and none is in a group that is closed."""
        return super().all_loaded and all(row.open for row in self._rows if isinstance(row, GroupHead))

    def is_selected(self, place: int) -> bool:
        """Return whether the row at `place` is selected, or all that are loaded of the group whose head it is."""
        if self.head(place) is None:
            return super().is_selected(place)
        rows = self.rows_of(place)
        return bool(rows) and all(super(GatheredModel, self).is_selected(each) for each in rows)

    def select(self, places: Iterable[int], *, on: bool = True) -> None:
        """Select the rows at `places`, or no longer; heads are passed over."""
        super().select([place for place in places if self.head(place) is None], on=on)

    def toggle(self, place: int) -> None:
        """Select the row at `place` if it is not, else no longer; or all rows of the group whose head it is."""
        chosen = [place] if self.head(place) is None else self.rows_of(place)
        self.select(chosen, on=not self.is_selected(place))

    def rows_of(self, place: int) -> range:
        """Return the places of the rows below the head at `place`, as far as they are loaded."""
        end = place + 1
        while end < len(self._rows) and self.head(end) is None:
            end += 1
        return range(place + 1, end)

    def is_whole(self, place: int) -> bool:
        """Return whether all rows below the head at `place` are loaded."""
        return self.rows_of(place).stop < len(self._rows) or self._ended

    def close_group(self, place: int, following: object) -> None:
        """Take away the rows below the head at `place`; `following` asks for what comes after them."""
        rows, whole = self.rows_of(place), self.is_whole(place)
        self._turn(place, is_open=False)
        self._take_out(rows)
        if not whole:
            self._go_on_after(following)

    def open_group(self, place: int, following: object) -> None:
        """Load the rows below the head at `place` and all that comes after them anew, beginning at `following`."""
        self._turn(place, is_open=True)
        self._take_out(range(place + 1, len(self._rows)))
        self._go_on_after(following)

    def _selectable(self) -> Iterable[bytes]:
        return self._places.keys() - self._heads()

    def _heads(self) -> set[bytes]:
        return {row.key for row in self._rows if isinstance(row, GroupHead)}

    def _turn(self, place: int, *, is_open: bool) -> None:
        head = self.head(place)
        if head is not None:
            turned: Any = head._replace(open=is_open)
            self.replace(turned)

    def _take_out(self, rows: range) -> None:
        if not rows:
            return
        self.beginRemoveRows(QModelIndex(), rows.start, rows.stop - 1)
        del self._rows[rows.start : rows.stop]
        self._note_places()
        self._blocks.clear()
        self.endRemoveRows()

    def _go_on_after(self, following: object) -> None:
        # an answer that is awaited belongs to what was taken out
        self._question += 1
        self.loading = False
        self._after, self._ended = following, following is None
        self.fetchMore()

    def _made_block(self, number: int) -> list[tuple[Cell, ...]]:
        made = []
        for row in self._rows[number * BLOCK : (number + 1) * BLOCK]:
            if isinstance(row, GroupHead):
                made.append(self._head_cells(row))
            else:
                made.append(tuple(column.made(row, self._formats) for column in self.columns))
        return made

    def _head_cells(self, head: GroupHead) -> tuple[Cell, ...]:
        first = Cell(head.title, spoken=head.spoken)
        said = [first if column.kind is not CellKind.CHECK else EMPTY for column in self.columns[:2]]
        sums = [Cell(head.sums.get(column.name, "")) for column in self.columns[2:]]
        return (*said, *sums)
