"""The panel in which a filter is put together: field, comparison, value."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from crm_desktop.errors import InvalidField
from crm_desktop.filters.tree import Condition
from crm_desktop.schema.catalogue import kind_named
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import shown_value, stored_value
from crm_desktop.schema.pipeline import DEAL
from crm_desktop.store.record_query import Page, View, record_page
from crm_desktop.words import _
from ui.kit.buttons import Button, ButtonKind
from ui.kit.desk import Desk
from ui.kit.fields.choice import ComboBox
from ui.kit.fields.day import relative_day
from ui.kit.labels import Text
from ui.kit.layouts import row
from ui.kit.popover import Popover
from ui.pipeline.filter_words import OFFERED, ChosenFilter, field_label, operators

_VALUELESS = ("empty", "notempty")
# What is chosen from a list rather than typed: few enough to look through.
_LISTED = {"member": "members", "team": "teams"}
WIDTH = 280


class FilterPopover(Popover):
    """`chosen` carries the filter that was put together."""

    chosen = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk.theme, parent)
        theme = desk.theme
        self._desk = desk
        self._wanted = ""
        self.fields = ComboBox(theme)
        self.fields.setAccessibleName(_("Field"))
        for name in OFFERED:
            self.fields.addItem(field_label(DEAL.by_name[name]), name)
        self.operators = ComboBox(theme)
        self.operators.setAccessibleName(_("Comparison"))
        self.records = ComboBox(theme)
        self.records.setAccessibleName(_("Value"))
        self.line = QLineEdit()
        self.line.setAccessibleName(_("Value"))
        self.line.returnPressed.connect(self._choose)
        self.error = Text(theme, "", "small", "danger", wrap=True)
        self.add_button = Button(theme, _("Add filter"), ButtonKind.PRIMARY, size="small")
        self.add_button.clicked.connect(self._choose)
        for part in (self.fields, self.operators, self.records, self.line, self.error):
            part.setFixedWidth(theme.px(WIDTH))
            self.body.addWidget(part)
        self.error.hide()
        self.body.addLayout(row(theme, None, self.add_button))
        self.fields.currentIndexChanged.connect(self._on_field)
        self.operators.currentIndexChanged.connect(self._on_operator)
        self._on_field()

    @property
    def field(self) -> Field:
        """The field that is chosen."""
        return DEAL.by_name[str(self.fields.currentData())]

    def show_filter(self, chosen: ChosenFilter) -> None:
        """Show the filter `chosen`, to be changed."""
        condition = chosen.condition
        self._wanted = condition.value
        self.fields.setCurrentIndex(max(self.fields.findData(condition.field), 0))
        self.operators.setCurrentIndex(max(self.operators.findData(condition.op), 0))
        self.line.setText(chosen.shown)
        self.records.setCurrentIndex(max(self.records.findData(condition.value), 0))

    def _on_field(self) -> None:
        field = self.field
        with QSignalBlocker(self.operators):
            self.operators.clear()
            for each in operators(field):
                self.operators.addItem(_(each.label), each.op)
        self.line.clear()
        self.records.clear()
        hints = {FieldKind.DAY: _("31 July, tomorrow, +14"), FieldKind.MONEY: "10,000", FieldKind.PERCENT: "50"}
        self.line.setPlaceholderText(hints.get(field.kind, ""))
        kind = _LISTED.get(field.target or "")
        if kind is not None:
            view = View(kind_named(kind), columns=("name",))
            self._desk.read(record_page, view, self._desk.place, owner=self, then=self._offer, key="records")
        self._on_operator()

    def _on_operator(self) -> None:
        needs = self.operators.currentData() not in _VALUELESS
        listed = (self.field.target or "") in _LISTED
        self.records.setVisible(needs and listed)
        self.line.setVisible(needs and not listed)
        self.error.hide()

    def _offer(self, page: Page) -> None:
        self.records.clear()
        for each in page.rows:
            self.records.addItem(str(each.values[0] or ""), each.record.hex())
        self.records.setCurrentIndex(max(self.records.findData(self._wanted), 0))

    def _choose(self) -> None:
        try:
            found = self._made()
        except InvalidField as error:
            self.error.setText(str(error))
            self.error.show()
            return
        if found is not None:
            self.chosen.emit(found)
            self.close()

    def _made(self) -> ChosenFilter | None:
        field, op = self.field, str(self.operators.currentData())
        if op in _VALUELESS:
            return ChosenFilter(Condition(field.name, op), "")
        if (field.target or "") in _LISTED:
            value = self.records.currentData()
            return ChosenFilter(Condition(field.name, op, str(value)), self.records.currentText()) if value else None
        typed = self.line.text().strip()
        if not typed:
            self.line.setFocus()
            return None
        if field.kind is FieldKind.LINK:
            return ChosenFilter(Condition(field.name, op, typed), typed)
        return self._typed(field, op, typed)

    def _typed(self, field: Field, op: str, typed: str) -> ChosenFilter:
        place = self._desk.place
        day = relative_day(typed, self._desk.today(), place.language) if field.kind is FieldKind.DAY else None
        stored = day.isoformat() if day else stored_value(field, typed, place)
        shown = shown_value(field, stored, place)
        # days are kept in ISO form: a condition outlives the language it was typed in
        return ChosenFilter(Condition(field.name, op, str(stored) if field.kind is FieldKind.DAY else typed), shown)
