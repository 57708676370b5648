"""The bin: what was deleted, to be restored."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from PySide6.QtWidgets import QStackedWidget, QWidget

from crm_desktop.acts import restore_bin, restore_records
from crm_desktop.journal.bin import Binned, binned_count, binned_records
from crm_desktop.store.table_words import counted_by_table
from crm_desktop.words import N_, _, ngettext
from ui.kit.cells import CellKind
from ui.kit.core import Commit
from ui.kit.desk import Desk
from ui.kit.dialogs import Dialog
from ui.kit.kind_words import kind_word
from ui.kit.labels import Text
from ui.kit.notices import EmptyState
from ui.kit.paged_model import Column, PagedModel, check_column
from ui.kit.table_view import TableView

ROWS_SHOWN = 10


class BinDialog(Dialog):
    """Lists what was deleted, the last first; Restore brings back what is selected, or the row that is marked."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk.theme, _("Bin"), _("Restore"), "large", cancel=_("Close"), parent=parent)
        self._desk = desk
        columns: list[Column[Binned]] = [
            check_column(),
            Column("title", N_("Name"), 240, CellKind.STRONG, stretch=True, sortable=False),
            Column("kind", N_("Kind"), 110, value=lambda row: kind_word(row.table, row.kind or None), sortable=False),
            Column("with", N_("Went along"), 220, value=_with_what, sortable=False, priority=1),
            Column("removed_ms", N_("Deleted on"), 160, value=self._when, sortable=False),
        ]
        self.model = PagedModel(columns, self._fetch, desk.formats)
        self.table = TableView(desk.theme, self.model)
        self.table.setAccessibleName(_("Deleted records"))
        self.table.setMinimumHeight(desk.theme.px(36 * ROWS_SHOWN))
        nothing = EmptyState(desk.theme, "bin", _("The bin is empty"), _("What you delete can be restored from here."))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(nothing)
        said = _("Deleted records stay here until they are restored, with all that went along.")
        self.body.addWidget(Text(desk.theme, said, role="text2"))
        self.body.addWidget(self._stack, 1)
        self.model.selection_changed.connect(self._name_button)
        self.model.arrived.connect(self._on_arrived)
        self.table.all_wanted.connect(self.model.select_all)
        desk.committed.connect(self._on_committed)
        self._read()
        self.table.setFocus()

    def accept(self) -> None:
        """Restore; the dialog stays open for more."""
        everything, chosen = self.model.everything_selected, self._chosen()
        count = self.model.selected_count or len(chosen)
        if not count:
            return
        done = ngettext("{n} record restored", "{n} records restored", count).format(n=count)
        self.model.clear_selection()
        if everything:
            self._desk.act(restore_bin, owner=self, done=done)
        else:
            self._desk.act(restore_records, chosen, owner=self, done=done)

    def _read(self) -> None:
        """Show what is in the bin now, and count it: all of it may be more than is loaded."""
        self.model.refresh()
        self._desk.read(binned_count, owner=self, then=self.model.set_total, key="bin count")

    def _chosen(self) -> list[bytes]:
        current = self.table.current_row()
        return list(self.model.selected_ids) or ([current.id] if current is not None else [])

    def _fetch(self, after: Binned | None, then: Callable[[Sequence[Binned]], None]) -> None:
        self._desk.read(binned_records, after, owner=self, then=then)

    def _when(self, row: Binned) -> str:
        return self._desk.formats.moment(datetime.fromtimestamp(row.removed_ms / 1000, UTC))

    def _name_button(self) -> None:
        count = self.model.selected_count
        self.accept_button.setText(_("Restore {n}").format(n=count) if count else _("Restore"))

    def _on_arrived(self) -> None:
        empty = self.model.rowCount() == 0
        self._stack.setCurrentIndex(1 if empty else 0)
        self.accept_button.setEnabled(not empty)

    def _on_committed(self, _commit: Commit) -> None:
        self._read()


def _with_what(row: Binned) -> str:
    """Return what went into the bin with the record of `row`, or with what it went."""
    if row.along:
        return ", ".join(counted_by_table(row.along))
    return _("with {name}").format(name=row.went_with) if row.went_with else ""
