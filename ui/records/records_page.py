"""Any kind of records as a list: filtered, sorted, with the columns and views one likes, edited in its cells."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from crm_desktop.contacts.bulk_edit import Chosen
from crm_desktop.errors import CrmError
from crm_desktop.schema.field import FieldKind
from crm_desktop.store.list_words import counted
from crm_desktop.store.record_query import Page as RecordPage
from crm_desktop.store.record_query import Row, record_count, record_page, view_fields
from crm_desktop.words import _
from ui.kit.cell_editing import CellEditing
from ui.kit.core import Commit
from ui.kit.desk import Desk, Place, touches
from ui.kit.layouts import column
from ui.kit.lists.columns import RecordColumns
from ui.kit.lists.exporting import Export, ask_and_export
from ui.kit.lists.head import ListHead
from ui.kit.lists.state import ListState
from ui.kit.notices import EmptyState, ErrorState, NoResults
from ui.kit.page import Action, Page
from ui.kit.paged_model import PagedModel, Take
from ui.kit.panels import StatusBar
from ui.kit.table_view import TableView
from ui.records.lists import LISTS, listed_as

OPENED = {"deal": "pipeline", "ticket": "tickets", "contact": "contact", "product": "products"}
# What has no page of its own leads to the contact that it is about, the first of these links that is filled.
ABOUT = ("person", "customer", "contact", "company")


class RecordsPage(Page):
    """A table of records of the kind that its place names; a row opens its page."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        theme = desk.theme
        self.head = ListHead(desk, LISTS)
        self._columns = RecordColumns(desk, self.head.state.query, self)
        self.model: PagedModel[Row] = PagedModel(
            self._columns.columns(), self._fetch, desk.formats, key=lambda row: row.record, parent=self
        )
        self.table = TableView(theme, self.model)
        self.table.setAccessibleName(_("Records"))
        self.editing = CellEditing(
            self.table,
            self.model,
            lambda row, name: self._columns.make(row, name),
            lambda *saved: self._columns.save(*saved),
        )
        self._notice: QWidget | None = None
        self._status = StatusBar(theme)
        self._status.set_keys(_("J / K move"), _("Enter open"), _("F2 edit"))
        self._whole = column(theme, self.head, self.table, self._status, gap=0)
        self._whole.setStretch(1, 1)
        self.setLayout(self._whole)
        self._wanted: bytes | None = None
        self._connect()

    def arrive(self, place: Place) -> None:
        """Show the records that `place` names by kind, view and filter."""
        kind = self.desk.kinds.named(str(place.arguments.get("kind") or self.head.state.page))
        at = str(place.arguments.get("at") or "")
        self._wanted = bytes.fromhex(at) if at else None
        self.head.open(listed_as(kind), place)

    def leave(self) -> Place | None:
        """Return this very list, with the record that has the focus."""
        row = self.table.current_row()
        return self.head.state.place(at=row.record.hex() if row is not None else "")

    def path(self) -> Sequence[tuple[str, Place | None]]:
        """Return the title."""
        return ((_(self.head.state.kind.label), None),)

    def pin_title(self) -> str:
        """Return the filter in words."""
        return self.head.filters.chips.words

    def commands(self) -> Sequence[Action]:
        """Return what can be done here."""
        return (
            *self.head.commands(),
            Action("export", _("Export what is shown"), self._export, "Ctrl+E", "export"),
            Action("print", _("Print as PDF…"), self._print, "Ctrl+P", "print"),
            Action("refresh", _("Read the list again"), self._read, "F5", "sync"),
        )

    def focus_first(self) -> None:
        """Put the focus on the first row."""
        self.table.setFocus()

    def _connect(self) -> None:
        self.head.shown.connect(self._show)
        self.head.looked.connect(self._show_looks)
        self.table.opened.connect(self._open)
        self.table.edit_wanted.connect(self._open)
        self.table.sort_wanted.connect(
            lambda name, down, adds: self.head.sort(name, descending=down, adds=adds),
        )
        self.table.columns_moved.connect(lambda names: self.head.show_state(self.head.state.with_columns(names)))
        self.table.widths_changed.connect(self._keep_widths)
        self.model.arrived.connect(self._on_arrived)
        self.model.total_changed.connect(self._tell)
        self.desk.committed.connect(self._on_committed)

    def _show(self, state: ListState) -> None:
        self._columns = RecordColumns(self.desk, state.query, self)
        first = state.setting.sorting[0] if state.setting.sorting else state.kind.table.title
        self.table.show_order(first.lstrip("-"), descending=first.startswith("-"))
        self._say(None)
        self.model.restart(columns=self._columns.columns())
        self._read_count()
        self.titled.emit()

    def _show_looks(self, size: str, widths: dict[str, int]) -> None:
        self.table.set_widths(widths)
        self.table.set_row_size(size)

    def _keep_widths(self) -> None:
        self.head.keep_widths(self.table.widths())

    def _fetch(self, after: object, then: Take[Row]) -> None:
        def take(page: RecordPage) -> None:
            then(page.rows, page.next)

        view, place = self.head.state.query, self.desk.place
        self.desk.read(record_page, view, place, after, owner=self, then=take, on_error=self._failed, key="page")

    def _read(self) -> None:
        self.model.restart()
        self._read_count()

    def _read_count(self) -> None:
        view, place = self.head.state.query, self.desk.place
        self.desk.read(
            record_count,
            view,
            place,
            owner=self,
            then=self.model.set_total,
            on_error=lambda _error: None,
            key="count",
        )

    def _on_arrived(self) -> None:
        if self._wanted is not None and self.model.rowCount():
            self.table.go_to_record(self._wanted)
            self._wanted = None
        self._tell()
        if self.model.rowCount() or self.model.loading:
            self._say(None)
            return
        theme, state = self.desk.theme, self.head.state
        if state.setting.conditions:
            nothing: NoResults | EmptyState = NoResults(theme, filters=len(state.setting.conditions))
            nothing.acted.connect(self.head.unfilter)
        else:
            nothing = EmptyState(theme, "list", _("No records yet"), _("What you add or import is listed here."))
        self._say(nothing)

    def _tell(self) -> None:
        if self.model.total is None:
            return
        state, number = self.head.state, self.desk.formats.number
        self._status.set_facts(counted(state.page, self.model.total, number(self.model.total)))

    def _failed(self, error: CrmError) -> None:
        self.model.stop_waiting()
        failed = ErrorState(self.desk.theme, _("The list could not be read."), str(error), _("Try again"))
        failed.acted.connect(self._read)
        self._say(failed)

    def _say(self, notice: QWidget | None) -> None:
        """Show `notice` instead of the table, or the table again."""
        if self._notice is not None:
            self._whole.removeWidget(self._notice)
            self._notice.hide()
            self._notice.deleteLater()
        self._notice = notice
        self.table.setVisible(notice is None)
        if notice is not None:
            self._whole.insertWidget(1, notice, 1)

    def _open(self, row: Row) -> None:
        page = OPENED.get(self.head.state.kind.table.name)
        if page is not None:
            self.desk.go(Place(page, row.record))
            return
        fields = view_fields(self.head.state.query)
        linked = {
            field.name: stored
            for field, stored in zip(fields, row.values, strict=True)
            if field.kind is FieldKind.LINK and isinstance(stored, bytes)
        }
        about = next((linked[name] for name in ABOUT if name in linked), None)
        if about is not None:
            self.desk.go(Place("contact", about))

    def _export(self) -> None:
        ask_and_export(self.desk, self, Export(self.head.state, Chosen(), self.model.total or 0))

    def _print(self) -> None:
        ask_and_export(self.desk, self, Export(self.head.state, Chosen(), self.model.total or 0), printed=True)

    def _on_committed(self, commit: Commit) -> None:
        if self.isVisible() and touches(commit, self.head.state.kind.table.name):
            self.model.refresh()
            self._read_count()
