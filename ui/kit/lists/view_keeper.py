"""The saved views of the lists, and the columns that this device keeps for the rest."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from crm_desktop.contacts.views import (
    SavedView,
    ViewSetting,
    add_view,
    keep_columns,
    keep_row_size,
    keep_view,
    keep_widths,
    kept_columns,
    kept_row_size,
    kept_widths,
    order_views,
    remove_view,
    rename_view,
    saved_views,
    share_view,
)
from crm_desktop.journal.journal import Journal
from crm_desktop.schema.forms import Place
from crm_desktop.store.record_query import View, record_count
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _
from ui.kit.desk import Desk
from ui.kit.lists.state import ListKind, ListState, all_of, by_view

# Counting waits until the list is shown, and goes on one view after the other.
COUNT_AFTER_MS = 250


class Kept(NamedTuple):
    """What is kept about the lists: views and how everything looks, by list, and how high rows are."""

    views: dict[str, list[SavedView]]
    looks: dict[str, ViewSetting]
    row_size: str


class ViewKeeper(QObject):
    """Reads and writes what is kept of `lists`.

    `changed` tells when it was read, `counted` carries a view (None: everything) and how many records it holds.
    """

    changed = Signal()
    counted = Signal(object, int)

    def __init__(self, desk: Desk, lists: Sequence[ListKind], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._lists = {each.name: each for each in lists}
        self._kept: Kept | None = None
        self._asked: list[Callable[[], None]] = []
        self._waiting: list[SavedView | None] = []
        self._page = lists[0].name
        self._rest = QTimer(self, singleShot=True, interval=COUNT_AFTER_MS)
        self._rest.timeout.connect(self._count_next)

    @property
    def ready(self) -> bool:
        """Whether what is kept has been read."""
        return self._kept is not None

    @property
    def row_size(self) -> str:
        """How high rows are."""
        return self._kept.row_size if self._kept is not None else "M"

    def include(self, listed: ListKind) -> bool:
        """Keep `listed` as well; return whether that is new, so that it has to be read first."""
        new = listed.name not in self._lists
        self._lists[listed.name] = listed
        return new

    def views(self, page: str) -> Sequence[SavedView]:
        """Return the saved views of the list `page`."""
        return self._kept.views[page] if self._kept is not None else ()

    def everything(self, page: str) -> ListState:
        """Return the list of everything on `page`."""
        return all_of(
            self._lists[page], self._kept.looks[page] if self._kept is not None else ViewSetting(), self._desk.kinds
        )

    def state_of(self, page: str, view: str) -> ListState:
        """Return the list of the view whose id is `view` in hex, or of everything where there is none."""
        found = next((each for each in self.views(page) if each.id.hex() == view), None)
        return self._of_view(found) if found is not None else self.everything(page)

    def _of_view(self, view: SavedView) -> ListState:
        return by_view(self._lists[view.page], view, self._desk.kinds)

    def read(self, then: Callable[[], None] | None = None) -> None:
        """Read what is kept, then call `then`."""

        if then is not None:
            self._asked.append(then)

        def take(kept: Kept) -> None:
            self._kept = kept
            self.changed.emit()
            # also those whose own reading was overtaken by this one
            asked, self._asked = self._asked, []
            for each in asked:
                each()

        self._desk.read(_read, tuple(self._lists), self._desk.place, owner=self, then=take, key="views")

    def count(self, page: str) -> None:
        """Count the records of all views of `page`, one after the other, when there is time."""
        self._page = page
        self._waiting = [None, *self.views(page)]
        self._rest.start()

    def save_new(self, state: ListState, name: str, then: Callable[[bytes], None], *, shared: bool) -> None:
        """Keep `state` as a new view called `name`; `then` gets its id."""
        setting = state.setting._replace(columns=state.columns)
        save = partial(_add, shared=shared)
        told = _("View “{name}” saved").format(name=name)
        self._desk.act(save, state.page, name, setting, owner=self, then=then, done=told)

    def save(self, state: ListState) -> None:
        """Keep `state` in the view that it came from, or the columns of everything on this device."""
        if state.view is not None:
            setting = state.setting._replace(columns=state.columns)
            told = _("View “{name}” changed").format(name=state.view.name)
            self._desk.act(keep_view, state.view.id, setting, done=told)

    def save_looks(self, page: str, looks: ViewSetting) -> None:
        """Keep the columns and widths of everything on `page`, on this device."""
        if self._kept is None:
            return
        before = self._kept.looks[page]
        self._kept.looks[page] = ViewSetting(columns=looks.columns, widths=looks.widths)
        if looks.columns != before.columns:
            self._desk.act(keep_columns, page, looks.columns)
        if looks.widths != before.widths:
            self._desk.act(keep_widths, page, dict(looks.widths))

    def save_row_size(self, size: str) -> None:
        """Keep how high rows are, on this device."""
        if self._kept is not None:
            self._kept = self._kept._replace(row_size=size)
        self._desk.act(keep_row_size, size)

    def rename(self, view: SavedView, name: str) -> None:
        """Call `view` `name`."""
        self._desk.act(rename_view, view.id, name, done=_("View renamed"))

    def share(self, view: SavedView) -> None:
        """Show `view` to all members, or, where it is shared already, to its owner alone."""
        told = _("View is personal now") if view.shared else _("View is shared with the team now")
        self._desk.act(partial(share_view, shared=not view.shared), view.id, done=told)

    def put_in_order(self, views: Sequence[bytes]) -> None:
        """Put `views` into this order."""
        self._desk.act(order_views, list(views))

    def remove(self, view: SavedView) -> None:
        """Delete `view`."""
        self._desk.act(remove_view, view.id, done=_("View “{name}” deleted").format(name=view.name))

    def move(self, view: SavedView, step: int) -> None:
        """Move `view` by `step` places."""
        ids = [each.id for each in self.views(view.page)]
        place = ids.index(view.id)
        ids.insert(place + step, ids.pop(place))
        self._desk.act(order_views, ids)

    def _count_next(self) -> None:
        if not self._waiting:
            return
        view = self._waiting.pop(0)
        state = self._of_view(view) if view is not None else self.everything(self._page)

        def take(count: int) -> None:
            self.counted.emit(view, count)
            self._count_next()

        self._desk.read(
            record_count,
            View(state.kind, state.setting.conditions),
            self._desk.place,
            owner=self,
            then=take,
            # A view that cannot be read any more says so when it is chosen.
            on_error=lambda _error: self._count_next(),
            key="count",
        )


def _read(reader: Connection, pages: Sequence[str], place: Place) -> Kept:
    return Kept(
        {page: saved_views(reader, page, place) for page in pages},
        {page: _looks(reader, page) for page in pages},
        kept_row_size(reader),
    )


def _looks(reader: Connection, page: str) -> ViewSetting:
    widths = tuple(sorted(kept_widths(reader, page).items()))
    return ViewSetting(columns=kept_columns(reader, page), widths=widths)


def _add(journal: Journal, page: str, name: str, setting: ViewSetting, *, shared: bool) -> bytes:
    return add_view(journal, page, name, setting, shared=shared)
