"""The head of a list: its saved views as tabs, and below them its filter, order and columns."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.contacts.views import SavedView
from crm_desktop.filters.parsing import WrongFilter
from crm_desktop.words import _
from ui.kit.core import Commit
from ui.kit.desk import Desk, Place, touches
from ui.kit.lists.filter_bar import Gathering, ListFilterBar
from ui.kit.lists.state import ListKind, ListState, given_setting
from ui.kit.lists.view_bar import ViewBar
from ui.kit.lists.view_keeper import ViewKeeper
from ui.kit.page import Action

if TYPE_CHECKING:
    from ui.kit.lists.view_form import NamedView


class ListHead(QWidget):
    """Holds what the list shows; `shown` carries each new ListState, whose rows the page then asks for.

    `looked` carries how high rows are ("S", "M", "L") and the widths that the user gave to columns.
    """

    shown = Signal(object)
    looked = Signal(str, object)

    def __init__(self, desk: Desk, lists: Sequence[ListKind], gathering: Gathering | None = None) -> None:
        super().__init__()
        self._desk = desk
        self.state = ListState(lists[0], kinds=desk.kinds)
        self.keeper = ViewKeeper(desk, lists, self)
        self.views = ViewBar(desk)
        self.filters = ListFilterBar(desk, self.state, gathering)
        self.filters.more.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for part in (self.views, self.filters):
            whole.addWidget(part)
        self.keeper.changed.connect(self._on_kept)
        self.keeper.counted.connect(self.views.show_count)
        self.views.chosen.connect(self._on_view)
        self.views.save_wanted.connect(self.save_new_view)
        self.views.rename_wanted.connect(self._rename)
        self.views.remove_wanted.connect(self.keeper.remove)
        self.views.share_wanted.connect(self.keeper.share)
        self.views.move_wanted.connect(self.keeper.move)
        self.views.ordered.connect(self.keeper.put_in_order)
        self.filters.changed.connect(self.show_state)
        self.filters.save_wanted.connect(self.save_view)
        self.filters.row_size_chosen.connect(self._on_row_size)
        self.filters.reset_wanted.connect(lambda: self.show_state(self.state.with_columns(())))
        desk.committed.connect(self._on_committed)

    def open(self, listed: ListKind, place: Place, then: Callable[[], None] | None = None) -> None:
        """Show the list `listed` as `place` asks, once what is kept of it is read; then call `then`."""
        new = self.keeper.include(listed)

        def go() -> None:
            kept = self.keeper.state_of(listed.name, str(place.arguments.get("view") or ""))
            try:
                setting = given_setting(place.arguments, kept.setting, kept.kind, self._desk.place)
            except WrongFilter as error:
                self._desk.warn(str(error))
                setting = kept.setting
            self.show_state(replace(kept, setting=setting))
            self.keeper.count(listed.name)
            if then is not None:
                then()

        if self.keeper.ready and not new:
            go()
        else:
            self.keeper.read(go)

    def show_state(self, state: ListState) -> None:
        """Show `state`; how everything is shown is kept on this device, a view's looks with the view."""
        if state.listed == self.state.listed and state.view is None and self.keeper.ready:
            self.keeper.save_looks(state.page, state.setting)
        self.state = state
        self._show_bars()
        self.shown.emit(state)

    def sort(self, name: str, *, descending: bool, adds: bool) -> None:
        """Sort by `name`, after what it is sorted by where that `adds`."""
        self.show_state(self.state.sorted_by(name, descending=descending, adds=adds))

    def keep_widths(self, widths: Mapping[str, int]) -> None:
        """Keep the `widths` that the user gave to columns."""
        self.state = self.state.with_widths(widths)
        if self.state.view is None:
            self.keeper.save_looks(self.state.page, self.state.setting)
        self.filters.show_state(self.state, self.state.setting.row_size or self.keeper.row_size)

    def unfilter(self) -> None:
        """Take the filter away; a view whose filter cannot be read is left."""
        unread = self.state.view is not None and self.state.view.wrong
        self.show_state(self.keeper.everything(self.state.page) if unread else self.state.with_conditions(()))

    def save_view(self) -> None:
        """Keep what is shown in its view, or ask how a new one is called."""
        if self.state.view is not None and self.state.edited:
            self.keeper.save(self.state)
        else:
            self.save_new_view()

    def save_new_view(self) -> None:
        """Ask for a name and keep what is shown as a new view."""
        # a list opens without what only its popovers need
        from ui.kit.lists.view_form import ViewForm

        def keep(named: "NamedView") -> None:
            self.keeper.save_new(self.state, named.name, self._on_saved, shared=named.shared)

        ViewForm(self._desk, _("Save view"), keep, parent=self).open_below(self.views.save)

    def commands(self) -> tuple[Action, ...]:
        """Return what can be done with the filter, the order, the columns and the views."""
        return (
            Action("filter", _("Add a filter"), self.filters.add_filter, "/", "filter"),
            Action("columns", _("Choose columns"), self.filters.open_columns, "", "columns"),
            Action("sort", _("Sort by…"), self.filters.open_sort, "", "sort"),
            Action("save view", _("Save view"), self.save_view, "", "save"),
        )

    def _show_bars(self) -> None:
        size = self.state.setting.row_size or self.keeper.row_size
        self.views.show_views(self.state.listed, self.keeper.views(self.state.page), self.state.view)
        self.filters.show_state(self.state, size)
        self.looked.emit(size, dict(self.state.setting.widths))

    def _on_kept(self) -> None:
        view = self.state.view
        if view is not None:
            now = next((each for each in self.keeper.views(self.state.page) if each.id == view.id), None)
            if now is None:
                self.show_state(self.keeper.everything(self.state.page))
                return
            self.state = replace(self.state, view=now, saved=now.setting)
        self._show_bars()

    def _on_view(self, view: SavedView | None) -> None:
        self.show_state(self.keeper.state_of(self.state.page, view.id.hex() if view is not None else ""))

    def _on_saved(self, made: bytes) -> None:
        self.keeper.read(lambda: self.show_state(self.keeper.state_of(self.state.page, made.hex())))

    def _rename(self, view: SavedView) -> None:
        from ui.kit.lists.view_form import ViewForm

        def keep(named: "NamedView") -> None:
            self.keeper.rename(view, named.name)

        ViewForm(self._desk, _("Rename view"), keep, view.name, sharing=False, parent=self).open_below(self.views.tabs)

    def _on_row_size(self, size: str) -> None:
        if self.state.view is None:
            self.keeper.save_row_size(size)
        else:
            self.state = self.state.with_row_size(size)
        self._show_bars()

    def _on_committed(self, commit: Commit) -> None:
        if touches(commit, "custom_field"):
            QTimer.singleShot(0, self, lambda: self.show_state(replace(self.state, kinds=self._desk.kinds)))
        if touches(commit, "saved_view"):
            self.keeper.read(lambda: self.keeper.count(self.state.page))
        elif self.isVisible() and touches(commit, self.state.kind.table.name):
            self.keeper.count(self.state.page)
