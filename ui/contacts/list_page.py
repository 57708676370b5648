"""The lists of people and companies."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.contacts.views import SavedView
from crm_desktop.words import _
from ui.contacts.group_words import gathering_fields
from ui.contacts.list_beside import ListBeside
from ui.contacts.list_files import ListFiles
from ui.contacts.list_state import ALL, COMPANIES, FIRST, LISTS, PAGES, PEOPLE
from ui.contacts.list_table import SHOWN
from ui.kit.chips import Choice, Segmented
from ui.kit.core import Commit
from ui.kit.desk import Desk, Place, touches
from ui.kit.lists.filter_bar import ListFilterBar
from ui.kit.lists.state import ListState, given_setting
from ui.kit.lists.view_bar import ViewBar
from ui.kit.lists.view_form import NamedView, ViewForm
from ui.kit.lists.view_keeper import ViewKeeper
from ui.kit.menus import MenuAct, drop, made_menu
from ui.kit.page import Action, Page
from ui.kit.panels import StatusBar

REST_MS = 400


class ContactsPage(Page):
    """People or companies: views as tabs, filters as chips, a table of any length, a preview beside it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        theme = desk.theme
        self._state = FIRST
        self._wanted: Place | None = None
        self._stale = False
        self._switch = Segmented(
            theme,
            [
                Choice(PEOPLE, _("People"), "person"),
                Choice(COMPANIES, _("Companies"), "company"),
                Choice(ALL, _("All"), "contacts"),
            ],
        )
        self._switch.setAccessibleName(_("People, companies or all"))
        self._keeper = ViewKeeper(desk, LISTS, self)
        self.views = ViewBar(desk)
        self.filters = ListFilterBar(desk, self._state, gathering_fields)
        self.beside = ListBeside(desk)
        self.list, self.preview = self.beside.table, self.beside.preview
        self.files = ListFiles(desk, self, self.list, lambda: self._state)
        self._status = StatusBar(theme)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for part in (self.views, self.filters):
            whole.addWidget(part)
        whole.addWidget(self.beside, 1)
        whole.addWidget(self._status)
        self._status.set_keys(_("J / K move"), _("Space preview"), _("Enter open"), _("F2 edit"))
        self._connect()

    def arrive(self, place: Place) -> None:
        """Show the list that `place` names; without a word about it, the one that was shown last."""
        self._wanted = place
        if self._keeper.ready:
            self._go()
        else:
            self._keeper.read(self._go)

    def leave(self) -> Place | None:
        """Return the place of this very list, with the contact that has the focus."""
        current = self.list.current()
        return self._state.place(at=current.hex() if current is not None else "", preview=self.beside.previewing)

    def path(self) -> Sequence[tuple[str, Place | None]]:
        """Return the title."""
        return ((_("Contacts"), None),)

    def pin_title(self) -> str:
        """Return the filter in words."""
        return self.filters.chips.words

    def switch(self) -> QWidget | None:
        """Return the choice between people and companies."""
        return self._switch

    def commands(self) -> Sequence[Action]:
        """Return what can be done with the list."""
        none = "" if self.list.model.selected_count else _("Select someone first")
        other = PAGES[(PAGES.index(self._state.page) + 1) % len(PAGES)]
        name = {PEOPLE: _("Show people"), COMPANIES: _("Show companies")}.get(other, _("Show all contacts"))
        return (
            Action("filter", _("Add a filter"), self.filters.add_filter, "/", "filter"),
            Action("columns", _("Choose columns"), self.filters.open_columns, "", "columns"),
            Action("sort", _("Sort by…"), self.filters.open_sort, "", "sort"),
            Action("group", _("Group by…"), self.filters.open_groups, "", "group"),
            Action("preview", _("Preview on or off"), self.beside.turn_preview, "Space", "show"),
            Action("open window", _("Open in a window of its own"), self.open_window, "Ctrl+Return", "window"),
            Action("save view", _("Save view"), self.save_view, "", "save"),
            Action("export", _("Export what is shown"), self.export, "Ctrl+E", "export"),
            Action("print", _("Print as PDF…"), self.files.print_out, "Ctrl+P", "print"),
            Action("labels", _("Address labels…"), self.files.make_labels, "", "document"),
            Action("letters", _("Letters…"), self.files.make_letters, "", "letter"),
            Action(
                "log", _("Log"), self._log_current, "L", "log", "" if self.list.current() else _("Select someone first")
            ),
            Action("switch", name, lambda: self._switch.choose(other), "", "swap"),
            Action("tag", _("Tag the selected"), self.list.bulk.open_tag, "", "tag", none),
            Action("plan", _("Plan a step for the selected"), self.list.bulk.open_plan, "", "plan", none),
            Action("edit all", _("Change a field of the selected"), self.list.bulk.open_edit, "", "edit", none),
            Action("delete", _("Delete the selected"), self.list.bulk.remove, "Delete", "delete", none),
            Action("import", _("Import contacts"), lambda: self.desk.go(Place("import")), "", "import"),
        )

    def focus_first(self) -> None:
        """Put the focus on the table."""
        self.list.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def export(self) -> None:
        """Write the selected contacts to a file, or all where none is."""
        self.files.export()

    def open_window(self) -> None:
        """Show the current contact in a window of its own."""
        current = self.list.current()
        if current is not None:
            self._open_apart(current)

    def save_view(self) -> None:
        """Keep what is shown in its view, or ask how a new one is called."""
        if self._state.view is not None and self._state.edited:
            self._keeper.save(self._state)
        else:
            self.save_new_view()

    def save_new_view(self) -> None:
        """Ask for a name and keep what is shown as a new view."""

        def keep(named: NamedView) -> None:
            self._keeper.save_new(self._state, named.name, self._on_saved, shared=named.shared)

        ViewForm(self.desk, _("Save view"), keep, parent=self).open_below(self.views.save)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground."""
        QPainter(self).fillRect(self.rect(), self.desk.theme.colour("surface"))

    def showEvent(self, event: QShowEvent) -> None:
        """Ask again where something changed while the page was hidden."""
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.list.refresh()

    def _connect(self) -> None:
        self._switch.chosen.connect(lambda page: self.show_list(self._keeper.everything(page)))
        self._keeper.changed.connect(self._on_kept)
        self._keeper.counted.connect(self.views.show_count)
        self.views.chosen.connect(self._on_view)
        self.views.save_wanted.connect(self.save_new_view)
        self.views.rename_wanted.connect(self._rename)
        self.views.remove_wanted.connect(self._keeper.remove)
        self.views.share_wanted.connect(self._keeper.share)
        self.views.move_wanted.connect(self._keeper.move)
        self.views.ordered.connect(self._keeper.put_in_order)
        self.filters.changed.connect(self._on_filtered)
        self.filters.save_wanted.connect(self.save_view)
        self.filters.row_size_chosen.connect(self._on_row_size)
        self.filters.groups_wanted.connect(lambda opened: self.list.open_groups(all_of_them=opened))
        self.filters.reset_wanted.connect(lambda: self.show_list(self._state.with_columns(())))
        self.filters.more.clicked.connect(self._open_more)
        self.list.opened.connect(self._open)
        self.list.opened_apart.connect(self._open_apart)
        self.list.menu_wanted.connect(self._open_menu)
        self.list.sort_wanted.connect(
            lambda name, descending, adds: self.show_list(self._state.sorted_by(name, descending=descending, adds=adds))
        )
        self.list.columns_moved.connect(lambda names: self.show_list(self._state.with_columns(names)))
        self._resized = QTimer(self, singleShot=True, interval=REST_MS)
        self._resized.timeout.connect(self._on_resized)
        self.list.view.widths_changed.connect(self._resized.start)
        self.list.told.connect(lambda facts: self._status.set_facts(*facts))
        self.list.unfiltered.connect(self._show_unfiltered)
        self.list.add_wanted.connect(self._add)
        self.list.export_wanted.connect(self.export)
        self.list.model.selection_changed.connect(self.titled)
        self.preview.opened.connect(self._open)
        self.preview.log_wanted.connect(self._log)
        self.desk.committed.connect(self._on_committed)

    def show_list(self, state: ListState, go_to: bytes | None = None) -> None:
        """Show `state`."""
        only_columns = replace(state, setting=self._state.setting) == self._state
        another_page = state.page != self._state.page
        if not another_page:
            self._keep_looks(state)
        self._state = state
        self.list.view.set_widths(dict(state.setting.widths))
        self._switch.set_current(state.page)
        self.views.show_views(state.listed, self._keeper.views(state.page), state.view)
        self._show_looks()
        self.list.show_state(state, go_to or (self.list.current() if only_columns else None))
        if another_page:
            self.preview.show_contact(None)
            self._keeper.count(state.page)
        self.titled.emit()

    def _go(self) -> None:
        """Show what the last place that was arrived at asks for."""
        place, self._wanted = self._wanted, None
        arguments: dict[str, Any] = dict(place.arguments) if place is not None else {}
        first = self.list.model.total is None and not self.list.model.rowCount()
        if not arguments and not first:
            return
        page = str(arguments.get("kind") or (self._state.page if not first else PEOPLE))
        if page not in PAGES:
            page = PEOPLE
        kept = self._keeper.state_of(page, str(arguments.get("view") or ""))
        state = replace(kept, setting=given_setting(arguments, kept.setting, kept.kind, self.desk.place))
        at = str(arguments.get("at") or "")
        if state != self._state or first:
            self.show_list(state, bytes.fromhex(at) if at else None)
            self._keeper.count(page)
        self._show_looks()
        if "preview" in arguments:
            self.beside.show_preview(on=bool(arguments["preview"]))

    def _on_kept(self) -> None:
        views = self._keeper.views(self._state.page)
        if self._state.view is not None:
            now = next((view for view in views if view.id == self._state.view.id), None)
            if now is None:
                self.show_list(self._keeper.everything(self._state.page))
                return
            self._state = replace(self._state, view=now, saved=now.setting)
        self.views.show_views(self._state.listed, views, self._state.view)
        self._show_looks()

    def _on_view(self, view: SavedView | None) -> None:
        self.show_list(self._keeper.state_of(self._state.page, view.id.hex() if view is not None else ""))

    def _on_saved(self, made: bytes) -> None:
        self._keeper.read(lambda: self.show_list(self._keeper.state_of(self._state.page, made.hex())))

    def _rename(self, view: SavedView) -> None:
        def keep(named: NamedView) -> None:
            self._keeper.rename(view, named.name)

        ViewForm(self.desk, _("Rename view"), keep, view.name, sharing=False, parent=self).open_below(self.views.tabs)

    def _on_filtered(self, state: ListState) -> None:
        """Show `state`; the chip that had the focus is gone, so the rows get it."""
        filtered = state.setting.conditions != self._state.setting.conditions
        self.show_list(state)
        if filtered:
            QTimer.singleShot(0, self, self.focus_first)

    def _on_row_size(self, size: str) -> None:
        if self._state.view is None:
            self._keeper.save_row_size(size)
        else:
            self._state = self._state.with_row_size(size)
        self._show_looks()

    def _on_resized(self) -> None:
        """Keep the widths that the user gave to columns."""
        self._state = self._state.with_widths(self.list.view.widths())
        self._keep_looks(self._state)
        self._show_looks()

    def _keep_looks(self, state: ListState) -> None:
        """Keep on this device how everything looks; how a view does is kept with the view, when that is saved."""
        if state.view is None:
            self._keeper.save_looks(state.page, state.setting)

    def _show_looks(self) -> None:
        size = self._state.setting.row_size or self._keeper.row_size
        self.list.view.set_row_size(size)
        self.filters.show_state(self._state, size)

    def _show_unfiltered(self) -> None:
        """Show the list without its filters; a view whose filter cannot be read is left."""
        unread = self._state.view is not None and self._state.view.wrong
        everything = self._keeper.everything(self._state.page)
        self.show_list(everything if unread else self._state.with_conditions(()))

    def _open_apart(self, contact: bytes) -> None:
        self.desk.go(Place("contact", contact, {"window": "own"}))

    def _open(self, contact: bytes) -> None:
        self.desk.go(Place("contact", contact))

    def _add(self) -> None:
        kind = "company" if self._state.page == COMPANIES else "person"
        self.desk.go(Place("new", None, {"kind": kind, "values": {}}))

    def _log(self, contact: bytes) -> None:
        self.desk.go(Place("contact", contact, {"log": "note"}))

    def _log_current(self) -> None:
        current = self.list.current()
        if current is not None:
            self._log(current)

    def _open_more(self) -> None:
        preview = _("Hide preview") if self.beside.previewing else _("Show preview")
        add = _("Add company") if self._state.page == COMPANIES else _("Add person")
        acts = (
            MenuAct("add", add, self._add),
            MenuAct("import", _("Import…"), lambda: self.desk.go(Place("import"))),
            MenuAct("export", _("Export…"), self.export),
            MenuAct("print", _("Print as PDF…"), self.files.print_out),
            MenuAct("save", _("Save as new view…"), self.save_new_view),
            MenuAct("show", preview, self.beside.turn_preview),
        )
        drop(made_menu(self.desk.theme, acts, self), self.filters.more)

    def _open_menu(self, contact: bytes, corner: QPoint) -> None:
        place = self.list.model.place_of(contact)
        if place is None:
            return
        choose = _("Deselect") if self.list.model.is_selected(place) else _("Select")
        acts = (
            MenuAct("open", _("Open"), lambda: self._open(contact)),
            MenuAct("show", _("Preview"), lambda: self.beside.turn_preview(contact)),
            MenuAct("log", _("Log"), lambda: self._log(contact)),
            MenuAct("check", choose, lambda: self.list.view.toggle_row(place)),
        )
        made_menu(self.desk.theme, acts, self).popup(corner)

    def _on_committed(self, commit: Commit) -> None:
        if touches(commit, "custom_field"):
            self._state = replace(self._state, kinds=self.desk.kinds)
            self.show_list(self._state)
        if touches(commit, "saved_view"):
            self._keeper.read(lambda: self._keeper.count(self._state.page))
        if not self.isVisible():
            self._stale = self._stale or touches(commit, *SHOWN)
            return
        self.list.on_committed(commit)
        if self.beside.previewing:
            self.preview.refresh()
        if touches(commit, "contact"):
            self._keeper.count(self._state.page)
