"""The lists of people and companies."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.words import _
from ui.contacts.group_words import gathering_fields
from ui.contacts.list_beside import ListBeside
from ui.contacts.list_files import ListFiles
from ui.contacts.list_state import ALL, COMPANIES, FIRST, LISTS, PAGES, PEOPLE
from ui.contacts.list_table import SHOWN
from ui.kit.chips import Choice, Segmented
from ui.kit.core import Commit
from ui.kit.desk import Desk, Place, touches
from ui.kit.lists.head import ListHead
from ui.kit.lists.state import ListState
from ui.kit.menus import MenuAct, drop, made_menu
from ui.kit.page import Action, Page
from ui.kit.panels import StatusBar

REST_MS = 400


class ContactsPage(Page):
    """People or companies: views as tabs, filters as chips, a table of any length, a preview beside it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        theme = desk.theme
        self._before = FIRST
        self._go_to: bytes | None = None
        self._arrived = False
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
        self.head = ListHead(desk, LISTS, gathering_fields)
        self.views, self.filters = self.head.views, self.head.filters
        self.filters.more.show()
        self.beside = ListBeside(desk)
        self.list, self.preview = self.beside.table, self.beside.preview
        self.files = ListFiles(desk, self, self.list, lambda: self.head.state)
        self._status = StatusBar(theme)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addWidget(self.beside, 1)
        whole.addWidget(self._status)
        self._status.set_keys(_("J / K move"), _("Space preview"), _("Enter open"), _("F2 edit"))
        self._connect()

    def arrive(self, place: Place) -> None:
        """Show the list that `place` names; without a word about it, the one that was shown last."""
        arguments = place.arguments
        if not arguments and self._arrived:
            return
        name = str(arguments.get("kind") or (self.head.state.page if self._arrived else PEOPLE))
        listed = next((each for each in LISTS if each.name == name), LISTS[0])
        at = str(arguments.get("at") or "")
        self._go_to = bytes.fromhex(at) if at else None

        def preview() -> None:
            if "preview" in arguments:
                self.beside.show_preview(on=bool(arguments["preview"]))

        self.head.open(listed, place, preview)

    def leave(self) -> Place | None:
        """Return the place of this very list, with the contact that has the focus."""
        current = self.list.current()
        return self.head.state.place(at=current.hex() if current is not None else "", preview=self.beside.previewing)

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
        other = PAGES[(PAGES.index(self.head.state.page) + 1) % len(PAGES)]
        name = {PEOPLE: _("Show people"), COMPANIES: _("Show companies")}.get(other, _("Show all contacts"))
        return (
            *self.head.commands(),
            Action("group", _("Group by…"), self.filters.open_groups, "", "group"),
            Action("preview", _("Preview on or off"), self.beside.turn_preview, "Space", "show"),
            Action("open window", _("Open in a window of its own"), self.open_window, "Ctrl+Return", "window"),
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
        self._switch.chosen.connect(lambda page: self.head.show_state(self.head.keeper.everything(page)))
        self.head.shown.connect(self._show)
        self.head.looked.connect(self._show_looks)
        self.filters.chips.changed.connect(lambda _parts: QTimer.singleShot(0, self, self.focus_first))
        self.filters.groups_wanted.connect(lambda opened: self.list.open_groups(all_of_them=opened))
        self.filters.more.clicked.connect(self._open_more)
        self.list.opened.connect(self._open)
        self.list.opened_apart.connect(self._open_apart)
        self.list.menu_wanted.connect(self._open_menu)
        self.list.sort_wanted.connect(
            lambda name, descending, adds: self.head.sort(name, descending=descending, adds=adds)
        )
        self.list.columns_moved.connect(lambda names: self.head.show_state(self.head.state.with_columns(names)))
        self._resized = QTimer(self, singleShot=True, interval=REST_MS)
        self._resized.timeout.connect(lambda: self.head.keep_widths(self.list.view.widths()))
        self.list.view.widths_changed.connect(self._resized.start)
        self.list.told.connect(lambda facts: self._status.set_facts(*facts))
        self.list.unfiltered.connect(self.head.unfilter)
        self.list.add_wanted.connect(self._add)
        self.list.export_wanted.connect(self.export)
        self.list.model.selection_changed.connect(self.titled)
        self.preview.opened.connect(self._open)
        self.preview.log_wanted.connect(self._log)
        self.desk.committed.connect(self._on_committed)

    def _show(self, state: ListState) -> None:
        """Show the rows of `state`; the contact that has the focus keeps it where other columns are all that is new."""
        before, self._before = self._before, state
        only_columns = replace(state, setting=before.setting) == before
        another_page = state.page != before.page
        go_to, self._go_to = self._go_to, None
        self._arrived = True
        self._switch.set_current(state.page)
        self.list.show_state(state, go_to or (self.list.current() if only_columns else None))
        if another_page:
            self.preview.show_contact(None)
            self.head.keeper.count(state.page)
        self.titled.emit()

    def _show_looks(self, size: str, widths: dict[str, int]) -> None:
        self.list.view.set_widths(widths)
        self.list.view.set_row_size(size)

    def _open_apart(self, contact: bytes) -> None:
        self.desk.go(Place("contact", contact, {"window": "own"}))

    def _open(self, contact: bytes) -> None:
        self.desk.go(Place("contact", contact))

    def _add(self) -> None:
        kind = "company" if self.head.state.page == COMPANIES else "person"
        self.desk.go(Place("new", None, {"kind": kind, "values": {}}))

    def _log(self, contact: bytes) -> None:
        self.desk.go(Place("contact", contact, {"log": "note"}))

    def _log_current(self) -> None:
        current = self.list.current()
        if current is not None:
            self._log(current)

    def _open_more(self) -> None:
        preview = _("Hide preview") if self.beside.previewing else _("Show preview")
        add = _("Add company") if self.head.state.page == COMPANIES else _("Add person")
        acts = (
            MenuAct("add", add, self._add),
            MenuAct("import", _("Import…"), lambda: self.desk.go(Place("import"))),
            MenuAct("export", _("Export…"), self.export),
            MenuAct("print", _("Print as PDF…"), self.files.print_out),
            MenuAct("save", _("Save as new view…"), self.head.save_new_view),
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
        if not self.isVisible():
            self._stale = self._stale or touches(commit, *SHOWN)
            return
        self.list.on_committed(commit)
        if self.beside.previewing:
            self.preview.refresh()
