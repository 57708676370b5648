"""Where a list that is gathered by a field gets its groups and rows."""

from array import array
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Signal

from crm_desktop.schema.forms import Place, Stored
from crm_desktop.store.gathering import Gathered, Gathering, Within, gathered_page, list_groups
from crm_desktop.store.groups import Group
from crm_desktop.store.record_query import PAGE, Row, View, rows_by_rid
from crm_desktop.vault.driver import Connection
from ui.kit.desk import Desk
from ui.kit.group_head import GroupHead
from ui.kit.paged_model import Take

MakeHead = Callable[[Group], GroupHead]


class GatheredBy(NamedTuple):
    """By which field a list is gathered, and the fields whose sums its groups show."""

    field: str
    summed: tuple[str, ...]


class GatheredSource(QObject):
    """Answers a GatheredModel's `fetch`; `failed` carries the CrmError that kept rows from coming."""

    failed = Signal(object)

    def __init__(self, desk: Desk, make_head: MakeHead, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._make_head = make_head
        self._view: View | None = None
        self._by: GatheredBy | None = None
        self._groups: Sequence[Group] = ()
        self._closed: set[Stored] = set()
        self._order: array[int] = array("q")

    @property
    def groups(self) -> Sequence[Group]:
        """The groups that there are."""
        return self._groups

    def show(self, view: View, by: GatheredBy) -> None:
        """Answer for `view`, gathered `by` a field, from now on; groups stay closed while the field is the same."""
        if self._by is None or self._by.field != by.field:
            self._closed.clear()
        self._view, self._by = view, by

    def fetch(self, after: object, take: Take[Row]) -> None:
        """Hand the page that begins at `after`, a Within, to `take`; None for the first, which reads the groups."""
        view, by = self._view, self._by
        if view is None or by is None:
            take([], None)
        elif not isinstance(after, Within):
            self._read(
                _first, view, self._desk.place, by, frozenset(self._closed), then=lambda got: self._begin(got, take)
            )
        elif isinstance(after.after, int):
            rids = self._order[after.after : after.after + PAGE]
            self._read(rows_by_rid, view, self._desk.place, rids, then=lambda rows: self._go_on(after, rows, take))
        else:
            self._read(
                gathered_page,
                view,
                self._desk.place,
                Gathering(by.field, self._groups, frozenset(self._closed)),
                after,
                then=lambda got: self._take(got, take),
            )

    def turn(self, key: bytes) -> tuple[bool, Within | None]:
        """Open the group whose head has the `key`, or close it; return whether it is open now, and what follows."""
        at = next(at for at, each in enumerate(self._groups) if head_key(each) == key)
        value = self._groups[at].value
        if value in self._closed:
            self._closed.discard(value)
            return True, Within(at, headed=False)
        self._closed.add(value)
        return False, Within(at + 1) if at + 1 < len(self._groups) else None

    def close_all(self) -> None:
        """Close all groups; what is shown is asked for again by the caller."""
        self._closed = {each.value for each in self._groups}

    def open_all(self) -> None:
        """Open all groups; what is shown is asked for again by the caller."""
        self._closed.clear()

    def _read(self, query: Callable[..., object], *args: object, then: Callable[..., None]) -> None:
        self._desk.read(query, *args, owner=self, then=then, on_error=self.failed.emit, key="rows")

    def _begin(self, got: tuple[Sequence[Group], Gathered], take: Take[Row]) -> None:
        self._groups = got[0]
        self._take(got[1], take)

    def _take(self, got: Gathered, take: Take[Row]) -> None:
        if got.order is not None:
            self._order = got.order
        items: list[Any] = [
            self._make_head(each)._replace(open=each.value not in self._closed) if isinstance(each, Group) else each
            for each in got.items
        ]
        take(items, got.following)

    def _go_on(self, before: Within, rows: list[Row], take: Take[Row]) -> None:
        following = int(before.after or 0) + PAGE
        if following < len(self._order):
            take(rows, before._replace(after=following))
        else:
            take(rows, Within(before.at + 1) if before.at + 1 < len(self._groups) else None)


def head_key(group: Group) -> bytes:
    """Return what tells the head of `group` from other heads and from rows."""
    return f"group {group.value!r}".encode()


def _first(
    reader: Connection, view: View, place: Place, by: GatheredBy, closed: frozenset[Stored]
) -> tuple[Sequence[Group], Gathered]:
    groups = list_groups(reader, view, place, by.field, by.summed)
    return groups, gathered_page(reader, view, place, Gathering(by.field, groups, closed), Within())
