"""The panel beside a list of records of any kind: the facts of one, edited in place."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.errors import CrmError
from crm_desktop.schema.catalogue import Kind
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Stored, shown_value
from crm_desktop.store.record_query import Row, View, one_record
from crm_desktop.words import _, pgettext
from ui.kit.buttons import IconButton
from ui.kit.clash_marks import ClashMarks
from ui.kit.desk import Desk
from ui.kit.drafts import FACT, place_of
from ui.kit.fields.base import FieldInput
from ui.kit.fields.fact_row import FactRow, Save
from ui.kit.labels import Text
from ui.kit.layouts import row
from ui.kit.lists.columns import FILES, RecordColumns
from ui.kit.lists.inputs import field_input
from ui.kit.lists.preview import Preview
from ui.kit.notices import Rule
from ui.kit.own_facts import OwnFacts

_HIDDEN = frozenset(
    {
        *("external_ids", "custom", "removed_at", "created_by", "calendar_parts", "series", "occurrence", "zone"),
        *("reminded_at", "rate", "rate_on", "text", "hash"),
    }
)


class RecordPanel(Preview):
    """All of one record of a list; `remove_wanted` carries its id."""

    remove_wanted = Signal(bytes)

    def __init__(self, desk: Desk, *, opens: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        theme = desk.theme
        self._kind: Kind | None = None
        self._row: Row | None = None
        self._columns: RecordColumns | None = None
        self._laid_out: tuple[Field, ...] = ()
        self._clashes = ClashMarks(desk, self)
        self.title = Text(theme, "", "section")
        self._sort = Text(theme, "", "small", "text2")
        expand, remove = IconButton(theme, "open", pgettext("act", "Open")), IconButton(theme, "delete", _("Delete"))
        close = IconButton(theme, "close", _("Close"))
        expand.setVisible(opens)
        head = row(theme, self.title, expand, remove, close, gap=4, margins=(16, 14, 10, 2))
        head.setStretch(0, 1)
        self.facts: dict[str, FactRow] = {}
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.own: OwnFacts | None = None
        self._inner = QVBoxLayout()
        self._inner.setContentsMargins(0, theme.px(6), 0, theme.px(12))
        self._inner.setSpacing(0)
        self._inner.addLayout(self._rows)
        self._inner.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addLayout(row(theme, self._sort, margins=(16, 0, 16, 10)))
        whole.addWidget(Rule(theme))
        whole.addWidget(_scrolled(self._inner), 1)
        close.clicked.connect(self.closed)
        expand.clicked.connect(lambda: self.opened.emit(self.record) if self.record is not None else None)
        remove.clicked.connect(lambda: self.remove_wanted.emit(self.record) if self.record is not None else None)

    def show_kind(self, kind: Kind) -> None:
        """Show records of `kind` from now on."""
        if self._kind is not None and self._kind.name == kind.name:
            self._kind = kind
            return
        for each in self.facts.values():
            each.keep()
        self._kind = kind
        self.record = self._row = None
        self.title.setText("")
        self._lay_out(())
        self._sort.setText(_(kind.table.label))
        if self.own is not None:
            self._inner.removeWidget(self.own)
            self.own.hide()
            self.own.deleteLater()
        self.own = OwnFacts(self._desk, kind.table.name)
        self._inner.insertWidget(1, self.own)

    def show_record(self, record: bytes | None) -> None:
        """Show `record`; what was shown stays until it is read."""
        if record != self.record:
            # what is being typed belongs to the record before
            for each in self.facts.values():
                each.keep()
        super().show_record(record)
        if record is None or self._kind is None or self.own is None:
            return
        self.own.open_record(self._kind.name, record)
        self._desk.read(
            one_record, self._kind, record, self._desk.place, owner=self, then=self._show, key="record panel"
        )

    def _show(self, found: tuple[View, Row] | None) -> None:
        if found is None or found[0].removed:
            self.closed.emit()
            return
        view, self._row = found
        self._columns = RecordColumns(self._desk, view, self)
        fields = tuple(each for each in view.kind.fields if _is_shown(each))
        if fields != self._laid_out:
            self._lay_out(fields)
        self.title.setText(str(self._columns.stored(self._row, view.kind.table.title) or ""))
        for field in fields:
            stored = self._columns.stored(self._row, field.name)
            self.facts[field.name].show_value(stored, self._words(field, stored))
            place = place_of(FACT, view.kind.table.name, self._row.record, field.name)
            self.facts[field.name].keep_in(self._desk.drafts, place)
        self._clashes.follow({(view.kind.table.name, self._row.record): self.facts})

    def _lay_out(self, fields: tuple[Field, ...]) -> None:
        for each in self.facts.values():
            self._rows.removeWidget(each)
            each.hide()
            each.deleteLater()
        self._laid_out = fields
        self.facts = {each.name: self._made_row(each) for each in fields}
        for fact in self.facts.values():
            self._rows.addWidget(fact)

    def _made_row(self, field: Field) -> FactRow:
        elsewhere = field.read_only or field.kind in (FieldKind.INSTANT, FieldKind.RECURRENCE) or field.target == FILES
        why = _("Changed where the record is opened") if elsewhere else ""
        label = _(field.label)
        made = FactRow(self._theme, label, partial(self._input, field), self._saver(field), read_only=why, parent=self)
        made.unsaved.connect(self._desk.warn)
        return made

    def _words(self, field: Field, stored: Stored) -> str:
        shown = self._row
        if shown is None or self._columns is None:
            return ""
        if field.kind is FieldKind.LINK:
            return self._columns.named(shown, field.name)
        if field.kind is FieldKind.MONEY and isinstance(stored, int):
            return self._desk.formats.money(stored, shown.currency_of(field, self._desk.place))
        return shown_value(field, stored, self._desk.place, shown.currency_of(field, self._desk.place))

    def _input(self, field: Field) -> FieldInput:
        shown, kind = self._row, self._kind
        if shown is None or kind is None or self._columns is None:
            raise LookupError(field.name)
        linked = self._columns.named(shown, field.name)
        return field_input(self._desk, self, kind, field, linked=linked, currency=shown.currency)

    def _saver(self, field: Field) -> Save:
        def save(value: Stored, saved: Callable[[], None], failed: Callable[[CrmError], None]) -> None:
            if self._row is not None and self._columns is not None:
                self._columns.save(self._row, field.name, value, saved, failed)

        return save


def _is_shown(field: Field) -> bool:
    return field.own is None and field.name not in _HIDDEN and field.kind is not FieldKind.JSON and not field.mark


def _scrolled(inner: QVBoxLayout) -> QScrollArea:
    holder = QWidget()
    holder.setLayout(inner)
    scroll = QScrollArea()
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setWidgetResizable(True)
    scroll.setWidget(holder)
    return scroll
