"""A page that is a list: views as tabs, filters as chips, a table of any length, a preview beside it."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout

from crm_desktop.store.record_query import Row
from crm_desktop.words import _, pgettext
from ui.kit.core import Commit
from ui.kit.desk import Desk, Place, touches
from ui.kit.lists.beside import ListBeside
from ui.kit.lists.columns import RecordColumns
from ui.kit.lists.files import ListFiles
from ui.kit.lists.group_words import gathering_fields
from ui.kit.lists.head import ListHead
from ui.kit.lists.preview import Preview
from ui.kit.lists.state import ListKind, ListState
from ui.kit.lists.table import ListTable
from ui.kit.menus import MenuAct, drop, made_menu
from ui.kit.page import Action, Page
from ui.kit.panels import StatusBar

REST_MS = 400


class ListPage(Page):
    """Shows one of `lists` as a table whose rows are opened, previewed, edited, gathered, selected and written out.

    A page gives its preview and what makes its columns, and says in `open_row` and `add` what a row leads to and how a
    record is added.
    """

    made_columns: type[RecordColumns] = RecordColumns

    def __init__(self, desk: Desk, lists: Sequence[ListKind], preview: Preview) -> None:
        super().__init__(desk)
        self.lists = lists
        self._arrived = False
        self._stale = False
        self._go_to: bytes | None = None
        self.head = ListHead(desk, lists, gathering_fields)
        self._before = self.head.state
        self.views, self.filters = self.head.views, self.head.filters
        self.filters.more.show()
        self.list = ListTable(desk, self.head.state, self.made_columns)
        self.preview = preview
        self.beside = ListBeside(desk, self.list, preview)
        self.files = ListFiles(desk, self, self.list)
        self._status = StatusBar(desk.theme)
        self._status.set_keys(_("J / K move"), _("Space preview"), _("Enter open"), _("F2 edit"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addWidget(self.beside, 1)
        whole.addWidget(self._status)
        self._resized = QTimer(self, singleShot=True, interval=REST_MS)
        self._connect()

    def open_row(self, row: Row) -> None:
        """Show what `row` is about."""
        raise NotImplementedError

    def add(self) -> None:
        """Ask for a new record of the list that is shown."""
        if self.head.state.listed.adds:
            self.desk.go(Place("new", None, {"kind": self.head.state.listed.adds, "values": {}}))

    def listed(self, place: Place) -> ListKind:
        """Return the list that `place` asks for: by its kind, else the one that was shown last."""
        name = str(place.arguments.get("kind") or (self.head.state.page if self._arrived else ""))
        return next((each for each in self.lists if each.name == name), self.lists[0])

    def arrive(self, place: Place) -> None:
        """Show the list that `place` names; without a word about it, the one that was shown last."""
        arguments = place.arguments
        if not arguments and self._arrived:
            return
        at = str(arguments.get("at") or "")
        self._go_to = bytes.fromhex(at) if at else None

        def preview() -> None:
            if "preview" in arguments:
                self.beside.show_preview(on=bool(arguments["preview"]))

        self.head.open(self.listed(place), place, preview)

    def leave(self) -> Place | None:
        """Return the place of this very list, with the record that has the focus."""
        current = self.list.current()
        return self.head.state.place(at=current.hex() if current is not None else "", preview=self.beside.previewing)

    def path(self) -> Sequence[tuple[str, Place | None]]:
        """Return the title."""
        return ((_(self.head.state.kind.label), None),)

    def pin_title(self) -> str:
        """Return the filter in words."""
        return self.filters.chips.words

    def commands(self) -> Sequence[Action]:
        """Return what can be done with the list."""
        return (
            *self.head.commands(),
            Action("group", _("Group by…"), self.filters.open_groups, "", "group"),
            Action("preview", _("Preview on or off"), self.beside.turn_preview, "Space", "show"),
            Action("export", _("Export what is shown"), self.files.export, "Ctrl+E", "export"),
            Action("print", _("Print as PDF…"), self.files.print_out, "Ctrl+P", "print"),
            Action("refresh", _("Read the list again"), self.list.refresh, "F5", "sync"),
            *self.list.bulk.commands(),
        )

    def focus_first(self) -> None:
        """Put the focus on the table."""
        self.list.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground."""
        QPainter(self).fillRect(self.rect(), self.desk.theme.colour("surface"))

    def showEvent(self, event: QShowEvent) -> None:
        """Ask again where something changed while the page was hidden."""
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.list.refresh()

    def row_acts(self, row: Row) -> list[MenuAct]:
        """Return what the menu of `row` offers."""
        place = self.list.model.place_of(row.record)
        chosen = place is not None and self.list.model.is_selected(place)
        choose = _("Deselect") if chosen else _("Select")
        return [
            MenuAct("open", pgettext("act", "Open"), lambda: self.open_row(row)),
            MenuAct("show", _("Preview"), lambda: self.beside.show_record(row.record)),
            MenuAct("check", choose, lambda: self.list.view.toggle_row(place if place is not None else -1)),
        ]

    def list_acts(self) -> list[MenuAct]:
        """Return what the menu of the whole list offers."""
        preview = _("Hide preview") if self.beside.previewing else _("Show preview")
        return [
            MenuAct("export", _("Export…"), self.files.export),
            MenuAct("print", _("Print as PDF…"), self.files.print_out),
            MenuAct("save", _("Save as new view…"), self.head.save_new_view),
            MenuAct("show", preview, self.beside.turn_preview),
        ]

    def show_list(self, state: ListState) -> None:
        """Show the rows of `state`; the record that has the focus keeps it where other columns are all that is new."""
        before, self._before = self._before, state
        only_columns = replace(state, setting=before.setting) == before
        another_page = state.page != before.page
        go_to, self._go_to = self._go_to, None
        self._arrived = True
        self.list.show_state(state, go_to or (self.list.current() if only_columns else None))
        if another_page:
            self.preview.show_record(None)
            if self.beside.narrow:
                self.beside.show_preview(on=False)
            self.head.keeper.count(state.page)
        self.titled.emit()

    def _connect(self) -> None:
        self.head.shown.connect(self.show_list)
        self.head.looked.connect(self._show_looks)
        self.filters.chips.changed.connect(lambda _parts: QTimer.singleShot(0, self, self.focus_first))
        self.filters.groups_wanted.connect(lambda opened: self.list.open_groups(all_of_them=opened))
        self.filters.more.clicked.connect(
            lambda: drop(made_menu(self.desk.theme, self.list_acts(), self), self.filters.more)
        )
        self.list.opened.connect(self.open_row)
        self.list.menu_wanted.connect(self._open_menu)
        self.list.sort_wanted.connect(
            lambda name, descending, adds: self.head.sort(name, descending=descending, adds=adds)
        )
        self.list.columns_moved.connect(lambda names: self.head.show_state(self.head.state.with_columns(names)))
        self._resized.timeout.connect(lambda: self.head.keep_widths(self.list.view.widths()))
        self.list.view.widths_changed.connect(self._resized.start)
        self.list.told.connect(lambda facts: self._status.set_facts(*facts))
        self.list.unfiltered.connect(self.head.unfilter)
        self.list.add_wanted.connect(self.add)
        self.list.export_wanted.connect(self.files.export)
        self.list.model.selection_changed.connect(self.titled)
        self.desk.committed.connect(self._on_committed)

    def _show_looks(self, size: str, widths: dict[str, int]) -> None:
        self.list.view.set_widths(widths)
        self.list.view.set_row_size(size)

    def _open_menu(self, row: Row, corner: QPoint) -> None:
        made_menu(self.desk.theme, self.row_acts(row), self).popup(corner)

    def _on_committed(self, commit: Commit) -> None:
        if not self.isVisible():
            self._stale = self._stale or touches(commit, *self.list.watched)
            return
        self.list.on_committed(commit)
        if self.beside.previewing:
            self.preview.refresh()
