"""The table of the list page with all its states: rows, waiting, nothing yet, nothing found, failed."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.errors import CrmError
from crm_desktop.store.chosen import Chosen
from crm_desktop.store.groups import Group, is_summed
from crm_desktop.store.list_pages import Total, list_total
from crm_desktop.store.list_words import group_title
from crm_desktop.store.record_query import Row
from crm_desktop.words import _
from ui.kit.cell_editing import CellEditing
from ui.kit.core import Commit
from ui.kit.desk import Desk, touches
from ui.kit.gathered_model import GatheredModel
from ui.kit.group_head import GroupHead
from ui.kit.lists.bulk_bar import ListBulkBar
from ui.kit.lists.columns import RecordColumns
from ui.kit.lists.facts import Summing, list_facts
from ui.kit.lists.gathered_source import GatheredBy, GatheredSource, head_key
from ui.kit.lists.group_words import group_note, group_sums
from ui.kit.lists.plain_source import PlainSource
from ui.kit.lists.state import ListState
from ui.kit.notices import EmptyState, ErrorState, NoResults
from ui.kit.paged_model import Take
from ui.kit.stand_in import StandIn
from ui.kit.table_view import TableView

# From here on a change of named records re-reads only those, not all that was scrolled through.
MOST_REFRESHED = 1000
# The sum and the count wait until no more changes come.
REST_MS = 300
# What belongs to a record and comes with its id in a commit.
_PARTS = frozenset({"contact_point"})


class ListTable(QWidget):
    """Shows a ListState, `first` until another comes; `made_columns` is what makes its columns and inputs.

    `opened`, `opened_apart` and `preview_wanted` carry a Row, `current_changed` an id or None, `menu_wanted` a Row
    and a place; `told` carries the facts for the status bar. `unfiltered` asks for the list without its filters,
    `add_wanted` for a new record, `sort_wanted` and `columns_moved` pass on what was done with the header.
    """

    opened = Signal(object)
    opened_apart = Signal(object)
    preview_wanted = Signal(object)
    current_changed = Signal(object)
    menu_wanted = Signal(object, QPoint)
    sort_wanted = Signal(str, bool, bool)
    columns_moved = Signal(list)
    told = Signal(list)
    counted = Signal(int)
    unfiltered = Signal()
    add_wanted = Signal()
    export_wanted = Signal()

    def __init__(
        self,
        desk: Desk,
        first: ListState,
        made_columns: type[RecordColumns] = RecordColumns,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self.state = first
        self._made_columns = made_columns
        self._short = False
        self._go_to: bytes | None = None
        self._restarting = False
        self._summing = Summing(first.listed.summed)
        self._plain = PlainSource(desk, self)
        self._gathered = GatheredSource(desk, self._made_head, self)
        self.columns = self._columns_made()
        self.model: GatheredModel[Row] = GatheredModel(
            self.columns.columns(first.columns), self._fetch, desk.formats, key=lambda row: row.record, parent=self
        )
        self.view = TableView(desk.theme, self.model, self)
        self.editing = CellEditing(
            self.view,
            self.model,
            lambda row, name: self.columns.make(row, name),
            lambda *saved: self.columns.save(*saved),
            desk.drafts,
            lambda row, name: self.columns.kept(row, name),
        )
        self.setFocusProxy(self.view)
        self._stack = StandIn(self.view)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)
        self.bulk = ListBulkBar(desk, self, self.chosen, self.current)
        # of which list, and with how many filters, it is said that there is nothing; None while something failed
        self._told_instead: tuple[str, int] | None = None
        self.bulk.show_kind(first.kind)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._read_total)
        self._connect()

    def show_state(self, state: ListState, go_to: bytes | None = None) -> None:
        """Show `state` from its first row, or from the record `go_to` where it is among the first."""
        if state.listed != self.state.listed:
            self.model.clear_selection()
        self.state = state
        self._go_to = go_to
        self._summing = Summing(state.listed.summed)
        self.columns = self._columns_made()
        self.bulk.show_kind(state.kind)
        self.view.setAccessibleName(_(state.kind.label))
        if state.grouping:
            self._gathered.show(state.query, GatheredBy(state.grouping, self._summed_columns()))
        else:
            self._plain.show(state.query)
        self._show_order()
        if state.view is not None and state.view.wrong and state.setting == state.saved:
            self._on_failed(CrmError(state.view.wrong))
            return
        self._restarting = True
        self.model.restart(columns=self.columns.columns(state.columns))

    def refresh(self) -> None:
        """Ask again for what is shown."""
        if self._restarting:
            self.show_state(self.state, self._go_to)
        else:
            self.model.refresh()
        self._rest.start()

    def set_short(self, *, on: bool) -> None:
        """Use short titles, because a panel takes a part of the room."""
        if on is not self._short:
            self._short = on
            self.columns = self._columns_made()
            keep = self.view.verticalScrollBar().value()
            self.model.columns[:] = self.columns.columns(self.state.columns)
            self.model.reformat()
            self.view.verticalScrollBar().setValue(keep)
            self.view.horizontalHeader().viewport().update()

    def turn_group(self, place: int) -> None:
        """Open the group whose head is at `place`, or close it."""
        head = self.model.head(place)
        if head is None:
            return
        opened, following = self._gathered.turn(head.key)
        if opened:
            self.model.open_group(place, following)
        else:
            self.model.close_group(place, following)

    def open_groups(self, *, all_of_them: bool) -> None:
        """Open all groups, or close all."""
        if all_of_them:
            self._gathered.open_all()
        else:
            self._gathered.close_all()
        self.model.restart()

    def chosen(self) -> Chosen:
        """Return what is selected, for an act on it."""
        if self.model.everything_selected:
            return Chosen(view=self.state.query)
        return Chosen(tuple(self.model.selected_ids))

    def current(self) -> bytes | None:
        """Return the id of the contact that has the focus."""
        row = self.view.current_row()
        return row.record if row is not None else None

    @property
    def watched(self) -> frozenset[str]:
        """The tables whose records the rows tell of."""
        kind = self.state.kind
        linked = {kind.field(name).target or "" for name in self.state.query.columns}
        return frozenset({kind.table.name, *self.state.listed.watched, *linked} - {""})

    def on_committed(self, commit: Commit) -> None:
        """Bring what the commit touched up to date."""
        if not touches(commit, *self.watched):
            return
        table = self.state.kind.table.name
        ids = commit.touched.get(table, frozenset())
        alone = not touches(commit, *(self.watched - {table} - _PARTS))
        named = alone and not self._restarting and not self.state.grouping
        if ids and named and self.model.rowCount() > MOST_REFRESHED:
            self._plain.again(self.state.query, ids, self._replace)
            self._rest.start()
        else:
            self.refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the bulk bar at its place."""
        if watched is self.view and event.type() is QEvent.Type.Resize:
            self._show_selection()
        return super().eventFilter(watched, event)

    def _columns_made(self) -> RecordColumns:
        return self._made_columns(self._desk, self.state.query, self, short=self._short)

    def _connect(self) -> None:
        self.view.opened.connect(self.opened)
        self.view.opened_apart.connect(self.opened_apart)
        self.view.edit_wanted.connect(self.opened)
        self.view.preview_wanted.connect(self.preview_wanted)
        self.view.menu_wanted.connect(self.menu_wanted)
        self.view.current_changed.connect(self._on_current)
        self.view.sort_wanted.connect(self.sort_wanted)
        self.view.columns_moved.connect(lambda names: self.columns_moved.emit([n for n in names if n != "check"]))
        self.view.installEventFilter(self)
        self.model.arrived.connect(self._on_arrived)
        self.model.selection_changed.connect(self._show_selection)
        self.model.total_changed.connect(self._tell)
        self.view.group_toggled.connect(self.turn_group)
        self._plain.counted.connect(self.model.set_total)
        for source in (self._plain, self._gathered):
            source.failed.connect(self._on_failed)
        self.bulk.cleared.connect(self.model.clear_selection)
        self.bulk.everything_wanted.connect(self.model.select_all)
        self.view.all_wanted.connect(self.model.select_all)
        self.bulk.export_wanted.connect(self.export_wanted)

    def _fetch(self, after: object, take: Take[Row]) -> None:
        (self._gathered if self.state.grouping else self._plain).fetch(after, take)

    def _summed_columns(self) -> tuple[str, ...]:
        kind = self.state.kind
        return tuple(name for name in self.state.columns if is_summed(kind.field(name)))

    def _made_head(self, group: Group) -> GroupHead:
        kind, formats = self.state.kind, self._desk.formats
        title = group_title(kind.field(self.state.grouping), group, self._desk.place)
        note = group_note(self.state.page, group, formats)
        sums = group_sums(kind, self._summed_columns(), group, formats)
        return GroupHead(head_key(group), title, note, sums=sums)

    def _show_order(self) -> None:
        sorting = self.state.sorting or (self.state.kind.table.title,)
        self.view.show_orders([(each.lstrip("-"), each.startswith("-")) for each in sorting])

    def _on_arrived(self) -> None:
        self._restarting = False
        told = (self.state.page, len(self.state.setting.conditions))
        if self.model.rowCount():
            self._stack.show_page()
        elif not self.model.loading and (self._stack.shown is self.view or self._told_instead != told):
            self._stack.show_instead(_held(self._made_empty()))
            self._told_instead = told
        if self._go_to is not None:
            self.view.go_to_record(self._go_to)
            self._go_to = None
        if self._summing.total is None or self.model.total is None:
            self._rest.start()
        self._tell()

    def _on_failed(self, error: CrmError) -> None:
        self.model.stop_waiting()
        failed = ErrorState(self._desk.theme, _("The list could not be read."), str(error), _("Show without filters"))
        failed.acted.connect(self.unfiltered)
        self._stack.show_instead(_held(failed))
        self._told_instead = None

    def _made_empty(self) -> QWidget:
        theme = self._desk.theme
        if self.state.setting.conditions:
            found = NoResults(theme, filters=len(self.state.setting.conditions))
            found.acted.connect(self.unfiltered)
            return found
        nothing = self.state.listed.nothing
        verb = _(nothing.verb) if nothing.verb else ""
        empty = EmptyState(theme, nothing.icon, _(nothing.title), _(nothing.sentence), verb)
        empty.acted.connect(self.add_wanted)
        return empty

    def _on_current(self, row: Row | None) -> None:
        self.current_changed.emit(row.record if row is not None else None)
        column = self.view.currentIndex().column()
        name = self.model.columns[column].name if 0 <= column < len(self.model.columns) else ""
        field = next((each for each in self.state.kind.fields if each.name == name), None)
        wanted = name if field is not None and is_summed(field) else self.state.listed.summed
        if wanted != self._summing.field:
            self._summing = Summing(wanted)
            self._rest.start()

    def _read_total(self) -> None:
        self._desk.read(
            list_total,
            self.state.query,
            self._desk.place,
            self._summing.field,
            owner=self,
            then=self._take_total,
            on_error=lambda _error: None,
            key="total",
        )

    def _take_total(self, total: Total) -> None:
        self._summing = self._summing._replace(total=total)
        self.model.set_total(total.records)
        self.counted.emit(total.records)
        self._tell()

    def _replace(self, rows: Sequence[Row]) -> None:
        for row in rows:
            self.model.replace(row)

    def _show_selection(self) -> None:
        model = self.model
        self.bulk.show_selection(
            model.selected_count,
            model.total,
            loaded=len(model.selected_ids) >= model.loaded_count > 0,
            everything=model.everything_selected,
        )
        self.view.leave_foot(self.height() - self.bulk.bar.slot().top() if model.selected_count else 0)
        self._tell()

    def _tell(self) -> None:
        self.told.emit(list_facts(self._desk.formats, self.state, self.model, self.columns, self._summing))


def _held(notice: QWidget) -> QWidget:
    """Return `notice` in the middle of the list where it is empty, else at its head."""
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(notice, 1 if isinstance(notice, EmptyState) else 0)
    if not isinstance(notice, EmptyState):
        layout.addStretch(1)
    return holder
