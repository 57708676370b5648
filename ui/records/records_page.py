"""The records behind a figure: any kind, with the conditions that were counted."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

from crm_desktop.errors import CrmError
from crm_desktop.filters.words import said
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Place as FormsPlace
from crm_desktop.schema.forms import shown_value
from crm_desktop.store.record_query import Page as RecordPage
from crm_desktop.store.record_query import Row, View, record_count, record_page, view_fields
from crm_desktop.words import _, ngettext
from ui.kit.cells import Cell, CellKind
from ui.kit.chips import Chip
from ui.kit.core import Commit
from ui.kit.desk import Desk, Place, touches
from ui.kit.filters.given import filter_argument, given_filter
from ui.kit.layouts import column
from ui.kit.notices import EmptyState
from ui.kit.page import Action, Page
from ui.kit.paged_model import Column, PagedModel
from ui.kit.panels import FilterBar, StatusBar
from ui.kit.table_view import TableView

SHOWN = {
    "deals": ("title", "company", "stage", "amount", "closed_on", "owner"),
    "tickets": ("subject", "number", "contact", "status", "priority", "opened_at", "owner"),
    "activities": ("subject", "kind", "at", "person", "company"),
}
OPENED = {"deal": "pipeline", "ticket": "tickets", "contact": "contact", "product": "products"}


class RecordsPage(Page):
    """A table of the records that fit the conditions it was opened with; a row opens its page."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._view = View(self.desk.kinds.named("deals"))
        self._cursor: str | None = None
        self._chips = FilterBar(desk.theme)
        self._status = StatusBar(desk.theme)
        self._status.set_keys(_("Enter open"), _("Esc back"))
        self._whole = column(desk.theme, gap=0)
        self.setLayout(self._whole)
        self._model: PagedModel[Row] | None = None
        self._table: TableView | None = None
        desk.committed.connect(self._on_committed)

    def arrive(self, place: Place) -> None:
        """Show the records that `place` names by kind and conditions."""
        kind = self.desk.kinds.named(str(place.arguments.get("kind") or "deals"))
        conditions = given_filter(self.desk, place, kind)
        self._view = View(kind, conditions, (), SHOWN.get(kind.name, ("name",)))
        self._build()
        self.titled.emit()

    def leave(self) -> Place | None:
        """Return this list with its conditions."""
        return Place("records", None, {"kind": self._view.kind.name, **filter_argument(*self._view.conditions)})

    def path(self) -> Sequence[tuple[str, Place | None]]:
        """Return the way back to the reports."""
        return ((_("Reports"), Place("reports")), (_(self._view.kind.label), None))

    def commands(self) -> Sequence[Action]:
        """Return what can be done here."""
        return (Action("refresh", _("Read the list again"), self._read, "F5", "sync"),)

    def focus_first(self) -> None:
        """Put the focus on the first row."""
        if self._table is not None:
            self._table.setFocus()

    def _build(self) -> None:
        while (item := self._whole.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget is not self._status:
                widget.hide()
                widget.deleteLater()
        theme = self.desk.theme
        kind, where = self._view.kind, self.desk.place
        chips = [Chip(theme, *said(kind, each, where)) for each in self._view.conditions]
        self._model = PagedModel(self._columns(), self._fetch, self.desk.formats, key=_record_id)
        self._table = TableView(theme, self._model)
        self._table.setAccessibleName(_("Records"))
        self._table.opened.connect(self._open)
        self._empty = EmptyState(theme, "list", _("No records fit"), _("They may have been changed or deleted since."))
        self._empty.hide()
        self._model.arrived.connect(self._show_emptiness)
        for part in (FilterBar(theme, *chips, None), self._table, self._empty, self._status):
            self._whole.addWidget(part)
        self._read()

    def _columns(self) -> list[Column[Row]]:
        fields = view_fields(self._view)
        return [
            Column(
                field.name,
                field.label,
                200 if place == 0 else 130,
                CellKind.MONEY if field.kind is FieldKind.MONEY else CellKind.TEXT,
                cell=self._cell(place, field),
                stretch=place == 0,
                sortable=False,
            )
            for place, field in enumerate(fields)
        ]

    def _cell(self, place: int, field: Field) -> Callable[[Row], Cell]:
        where: FormsPlace = self.desk.place

        def made(row: Row) -> Cell:
            stored = row.values[place]
            if field.kind is FieldKind.LINK:
                return Cell(row.names[place] or "")
            if stored is None:
                return Cell("")
            if field.kind is FieldKind.MONEY:
                return Cell(self.desk.formats.money(int(stored), row.currency), style="control", numbers=True)
            if field.kind is FieldKind.DAY:
                return Cell(self.desk.formats.whole_day(date.fromisoformat(str(stored))), numbers=True)
            if field.kind is FieldKind.INSTANT:
                return Cell(self.desk.formats.whole_day(datetime.fromtimestamp(int(stored) / 1000, UTC).date()))
            return Cell(shown_value(field, stored, where, row.currency))

        return made

    def _fetch(self, after: Row | None, then: Callable[[Sequence[Row]], None]) -> None:
        if after is None:
            self._cursor = None
        elif self._cursor is None:
            then([])
            return

        def arrived(page: RecordPage) -> None:
            self._cursor = page.next
            then(page.rows)

        self.desk.read(
            record_page, self._view, self.desk.place, self._cursor, owner=self, then=arrived, on_error=self._failed
        )

    def _read(self) -> None:
        if self._model is not None:
            self._model.restart()
            self.desk.read(record_count, self._view, self.desk.place, owner=self, then=self._count, key="count")

    def _count(self, count: int) -> None:
        self._status.set_facts(ngettext("{n} record", "{n} records", count).format(n=self.desk.formats.number(count)))

    def _failed(self, error: CrmError) -> None:
        if self._model is not None:
            self._model.stop_waiting()
        self._status.set_facts(str(error))

    def _show_emptiness(self) -> None:
        if self._model is not None and self._table is not None:
            empty = not self._model.loading and self._model.rowCount() == 0
            self._table.setVisible(not empty)
            self._empty.setVisible(empty)

    def _open(self, row: Row) -> None:
        page = OPENED.get(self._view.kind.table.name)
        if page is not None:
            self.desk.go(Place(page, row.record))

    def _on_committed(self, commit: Commit) -> None:
        if self._model is not None and self.isVisible() and touches(commit, self._view.kind.table.name):
            self._model.refresh()


def _record_id(row: Row) -> bytes:
    return row.record
