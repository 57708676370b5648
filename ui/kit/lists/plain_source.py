"""Where a list gets its rows: page by page from an index, or by an order that is worked out once."""

from array import array
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from crm_desktop.store.list_pages import Batch, list_batch, rows_shown
from crm_desktop.store.record_query import PAGE, Row, View, rows_by_rid
from ui.kit.desk import Desk
from ui.kit.paged_model import Take


class PlainSource(QObject):
    """Answers a PagedModel's `fetch` for the view it was given; `counted` carries how many rows there are in all,
    where working out the order told it, and `failed` the CrmError that kept rows from coming."""

    counted = Signal(int)
    failed = Signal(object)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._view: View | None = None
        self._order: array[int] = array("q")

    def show(self, view: View) -> None:
        """Answer for `view` from now on."""
        self._view = view

    def fetch(self, after: object, take: Take[Row]) -> None:
        """Hand the page that follows `after` to `take`."""
        view = self._view
        if view is None:
            take([], None)
        elif isinstance(after, int):
            rids = self._order[after : after + PAGE]
            self._read(rows_by_rid, view, self._desk.place, rids, then=lambda rows: self._go_on(after, rows, take))
        else:
            cursor = after if isinstance(after, str) else None
            self._read(list_batch, view, self._desk.place, cursor, then=lambda batch: self._take(batch, cursor, take))

    def again(self, view: View, ids: frozenset[bytes], then: Callable[[list[Row]], None]) -> None:
        """Read those of the records `ids` that `view` holds."""
        self._desk.read(rows_shown, view, self._desk.place, ids, owner=self, then=then)

    def _read(self, query: Callable[..., object], *args: object, then: Callable[..., None]) -> None:
        self._desk.read(query, *args, owner=self, then=then, on_error=self.failed.emit, key="rows")

    def _take(self, batch: Batch, cursor: str | None, take: Take[Row]) -> None:
        if batch.order is not None:
            self._order = batch.order
            if cursor is None:
                self.counted.emit(len(batch.order))
        take(batch.rows, batch.following)

    def _go_on(self, start: int, rows: list[Row], take: Take[Row]) -> None:
        following = start + PAGE
        take(rows, following if following < len(self._order) else None)
