"""The workspace's own fields of one record, each edited in place."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import shiboken6
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.errors import CrmError
from crm_desktop.files.actions import Holder
from crm_desktop.journal.field_actions import write_own_values
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Stored, shown_value
from crm_desktop.store.record_query import Row, View, one_record
from crm_desktop.words import _
from ui.kit.clash_marks import ClashMarks
from ui.kit.core import Commit
from ui.kit.desk import Desk, touches
from ui.kit.drafts import FACT, place_of
from ui.kit.fields.base import FieldInput
from ui.kit.fields.fact_row import FactRow
from ui.kit.fields.file import FileInput
from ui.kit.fields.make import make_input
from ui.kit.fields.named_link import NamedLink, found_records
from ui.kit.labels import Text
from ui.kit.layouts import row
from ui.kit.own_files import FILES, OwnFile, keep_own_file

Saved = Callable[[], None]
Failed = Callable[[CrmError], None]


class OwnFacts(QWidget):
    """Label and value of each own field of the record of `table`; without such fields it takes no room."""

    def __init__(self, desk: Desk, table: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._table = table
        self._record: bytes | None = None
        self._kind = ""
        self._row: Row | None = None
        self._fields: tuple[Field, ...] = ()
        self._locked = False
        self._clashes = ClashMarks(desk, self)
        self.rows: dict[str, FactRow] = {}
        self._room = QVBoxLayout(self)
        self._room.setContentsMargins(0, 0, 0, desk.theme.px(9))
        self._room.setSpacing(0)
        self._room.addLayout(row(desk.theme, Text(desk.theme, _("Own fields"), "bodyStrong"), margins=(16, 9, 16, 3)))
        self.hide()
        desk.committed.connect(self._on_committed)

    def open_record(self, kind: str, record: bytes | None) -> None:
        """Show the own fields of `record`, which is of the `kind` of the catalogue."""
        if record != self._record:
            # what is being typed belongs to the record before
            for each in self.rows.values():
                each.keep()
            self._fields = ()
        self._kind, self._record = kind, record
        self.ask()

    def ask(self) -> None:
        """Read the values once more."""
        if self._record is None or not self._kind:
            self.hide()
            return
        kind = self._desk.kinds.named(self._kind)
        if not kind.own_fields:
            self.hide()
            return
        names = tuple(each.name for each in kind.own_fields)
        self._desk.read(
            one_record, kind, self._record, self._desk.place, names, owner=self, then=self._show, key="own fields"
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the hairline below."""
        painter = QPainter(self)
        painter.setPen(QPen(self._desk.theme.colour("hairline"), 0))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)

    def _show(self, found: tuple[View, Row] | None) -> None:
        if found is None or found[1].record != self._record:
            return
        view, self._row = found
        fields = view.kind.own_fields
        if (fields, view.removed) != (self._fields, self._locked):
            self._fields, self._locked = fields, view.removed
            self._lay_out()
        for field, stored, name in zip(fields, self._row.values, self._row.called, strict=True):
            shown = name or "" if field.kind is FieldKind.LINK else self._words(field, stored)
            self.rows[field.name].show_value(stored, shown)
            self.rows[field.name].keep_in(self._desk.drafts, place_of(FACT, self._table, self._row.record, field.name))
        self._clashes.follow({(self._table, self._row.record): self.rows})
        self.show()

    def _lay_out(self) -> None:
        for each in self.rows.values():
            self._room.removeWidget(each)
            each.hide()
            each.deleteLater()
        self.rows = {field.name: self._made_row(field) for field in self._fields}
        for each in self.rows.values():
            self._room.addWidget(each)

    def _made_row(self, field: Field) -> FactRow:
        why = ""
        if self._locked:
            why = _("Restore the record to change it")
        elif field.kind is FieldKind.FORMULA:
            why = _("Computed: {formula}").format(formula=field.formula)
        made = FactRow(
            self._desk.theme, field.label, partial(self._input, field), partial(self._save, field), read_only=why
        )
        made.unsaved.connect(self._desk.warn)
        if field.help and not why:
            made.setToolTip(field.help)
        return made

    def _words(self, field: Field, stored: Stored) -> str:
        currency = self._row.currency if self._row is not None else ""
        if field.kind is FieldKind.MONEY and isinstance(stored, int):
            return self._desk.formats.money(stored, currency)
        return shown_value(field, stored, self._desk.place, currency)

    def _input(self, field: Field) -> FieldInput:
        desk = self._desk
        if field.target == FILES:
            return FileInput(desk.theme, field, desk.place)
        if field.kind is FieldKind.LINK:
            name = self._row.names[self._fields.index(field)] if self._row is not None else ""
            return NamedLink(desk, field, found_records(desk, field, self), name or "")
        return make_input(desk, field, currency=self._row.currency if self._row is not None else "")

    def _save(self, field: Field, value: Stored, saved: Saved, failed: Failed) -> None:
        record, fact = self._record, self.rows[field.name]
        if record is None:
            return

        def refuse(error: CrmError) -> None:
            # the row may be gone by now
            if shiboken6.isValid(fact):
                failed(error)
            else:
                self._desk.tasks.failed.emit(error)

        def tell(_result: object) -> None:
            saved()

        done = _("{field} changed").format(field=field.label)
        if field.target == FILES and isinstance(value, str):
            wanted = OwnFile(Holder(self._table, record), field.name, Path(value))
            keep_own_file(self._desk, wanted, fact, tell, refuse)
        else:
            values, seen = {field.name: value}, {field.name: fact.seen}
            self._desk.act(
                write_own_values, self._table, record, values, seen, owner=fact, then=tell, on_error=refuse, done=done
            )

    def _on_committed(self, commit: Commit) -> None:
        if touches(commit, self._table, "custom_field", FILES):
            self.ask()
