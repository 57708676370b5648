"""The popover that makes or changes one condition: field, comparison, value."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.contacts.queries import known_tags, known_values
from crm_desktop.errors import InvalidField
from crm_desktop.filters.comparison_words import comparisons
from crm_desktop.filters.operators import RANGING, VALUELESS
from crm_desktop.filters.tree import Condition
from crm_desktop.schema.catalogue import Kind
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.words import _
from ui.contacts.form_popover import FormPopover
from ui.contacts.inputs import SHARED_TEXTS, fact_input
from ui.contacts.record_words import capital
from ui.kit.buttons import Button, ButtonKind
from ui.kit.desk import Desk
from ui.kit.fields.base import FieldInput
from ui.kit.fields.choice import ComboBox
from ui.kit.fields.day import DayInput
from ui.kit.fields.text import TextInput
from ui.kit.labels import Text
from ui.kit.layouts import row
from ui.kit.theme import Theme

WIDTH = 280
MOST_SHOWN = 7
_DAYLIKE = frozenset({FieldKind.DAY, FieldKind.INSTANT})
USUAL = "owner"
_PLAIN = frozenset({FieldKind.MONEY, FieldKind.NUMBER, FieldKind.DECIMAL, FieldKind.PERCENT, FieldKind.MINUTES})


class FilterForm(FormPopover):
    """Asks for a condition on records of `kind`; `made` is called with it once it makes sense."""

    def __init__(
        self,
        desk: Desk,
        kind: Kind,
        made: Callable[[Condition], None],
        before: Condition | None = None,
        *,
        parent: QWidget,
    ) -> None:
        super().__init__(desk.theme, parent)
        self._desk = desk
        self._kind = kind
        self._made = made
        self._before = before
        self._several: _Several | None = None
        self._input: FieldInput | None = None
        theme = desk.theme
        self._fields = ComboBox(theme)
        self._fields.setAccessibleName(_("Field"))
        self._fields.setMaxVisibleItems(16)
        for field in offered_fields(kind):
            self._fields.addItem(_(field.label), field.name)
        self._ops = ComboBox(theme)
        self._ops.setAccessibleName(_("Comparison"))
        self._room = QVBoxLayout()
        self._room.setContentsMargins(0, 0, 0, 0)
        self._keep = Button(theme, _("Apply"), ButtonKind.PRIMARY)
        self._keep.clicked.connect(self._apply)
        for part in (Text(theme, _("Filter by"), "caption", "text2"), self._fields, self._ops):
            self.body.addWidget(part)
        self.body.addLayout(self._room)
        self.body.addLayout(row(theme, None, self._keep, margins=(0, 8, 0, 0)))
        self.setFixedWidth(theme.px(WIDTH))
        self._fields.currentIndexChanged.connect(self._on_field)
        self._ops.currentIndexChanged.connect(self._on_op)
        self._fields.setCurrentIndex(self._fields.findData(before.field if before is not None else USUAL))
        self._on_field()
        self.first = self._fields if before is None else self._value()

    @property
    def field(self) -> Field:
        """The field that is chosen."""
        return self._kind.field(str(self._fields.currentData()))

    @property
    def op(self) -> str:
        """The comparison that is chosen."""
        return str(self._ops.currentData())

    def choose(self, field: str, op: str, value: str) -> None:
        """Choose `field` and `op` and type `value`, as the user would."""
        self._fields.setCurrentIndex(self._fields.findData(field))
        self._ops.setCurrentIndex(self._ops.findData(op))
        if self._several is not None:
            self._several.choose([part.strip() for part in value.split(",")])
        elif self._input is not None:
            self._input.set_typed(value)

    def _value(self) -> QWidget | None:
        return self._input if self._input is not None else self._several

    def _on_field(self) -> None:
        self._ops.blockSignals(True)
        self._ops.clear()
        for each in comparisons(self.field):
            self._ops.addItem(_(each.word), each.op)
        same = self._before is not None and self._before.field == self.field.name
        if same and self._before is not None:
            self._ops.setCurrentIndex(max(self._ops.findData(self._before.op), 0))
        self._ops.blockSignals(False)
        self._on_op()

    def _on_op(self) -> None:
        self._empty_room()
        value = self._before.value if self._before is not None and self._before.field == self.field.name else ""
        if self.op in VALUELESS:
            pass
        elif self.op in ("in", "not in", *RANGING):
            self._several = _Several(
                self._desk, self.field, [part.strip() for part in value.split(",") if part.strip()]
            )
            self._room.addWidget(self._several)
        else:
            self._input = self._made_input(value)
            self._room.addWidget(self._input)
            self._input.accepted.connect(self._apply)
        value_widget = self._value()
        if value_widget is not None:
            # made after the button, reached before it
            last = self._input.editor if self._input is not None else value_widget
            QWidget.setTabOrder(self._ops, last)
            QWidget.setTabOrder(last, self._keep)
        self.adjustSize()

    def _made_input(self, value: str) -> FieldInput:
        theme, place, field = self._desk.theme, self._desk.place, self.field
        if field.kind in _DAYLIKE:
            made: FieldInput = DayInput(theme, _like(field, FieldKind.DAY), place, self._desk.today)
        elif field.kind is FieldKind.CHOICE or field.kind is FieldKind.LINK:
            made = fact_input(self._desk, self, field.name)
        else:
            made = TextInput(theme, _like(field, FieldKind.TEXT), place)
        if value:
            made.set_typed(value)
        return made

    def _empty_room(self) -> None:
        for widget in (self._input, self._several):
            if widget is not None:
                self._room.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        self._input = self._several = None

    def _apply(self) -> None:
        try:
            value = self._typed()
        except InvalidField as error:
            if self._input is not None:
                self._input.show_error(str(error))
                self.adjustSize()
            return
        self._made(Condition(self.field.name, self.op, value))
        self.close()

    def _typed(self) -> str:
        """Return the value as a condition holds it; raises InvalidField where it does not fit the field."""
        if self._several is not None:
            return ", ".join(self._several.chosen())
        if self._input is None:
            return ""
        if isinstance(self._input, DayInput):
            stored = self._input.value()
            if stored is None:
                raise InvalidField(self.field.name, _("Type a day, such as “Monday” or “12 May”."))
            return str(stored)
        typed = self._input.typed().strip()
        if not typed:
            raise InvalidField(
                self.field.name, _("Type what {field} is compared with.").format(field=_(self.field.label))
            )
        if self.field.kind in _PLAIN:
            plain = TextInput(self._desk.theme, self.field, self._desk.place)
            plain.set_typed(typed)
            plain.value()
            plain.deleteLater()
        return typed


class _Several(QWidget):
    """Boxes for the values that a field has, and a line for others."""

    def __init__(self, desk: Desk, field: Field, chosen: Sequence[str]) -> None:
        super().__init__()
        self._theme: Theme = desk.theme
        self._field = field
        self._boxes: dict[str, QCheckBox] = {}
        self._before = list(chosen)
        self._list = QVBoxLayout()
        self._list.setContentsMargins(2, 2, 2, 2)
        inner = QWidget()
        inner.setLayout(self._list)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inner)
        self._other = QLineEdit()
        self._other.setPlaceholderText(_("Others, with commas between"))
        self._other.setProperty("small", True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)
        whole.addWidget(self._other)
        self._offer([choice.value for choice in field.choices])
        if field.kind is FieldKind.TAGS:
            desk.read(known_tags, owner=self, then=self._offer)
        elif field.name in SHARED_TEXTS:
            desk.read(known_values, field.name, owner=self, then=self._offer)
        self._other.setText(", ".join(value for value in self._before if value not in self._boxes))

    def chosen(self) -> list[str]:
        """Return the values that are ticked, then those typed."""
        typed = [part.strip() for part in self._other.text().split(",") if part.strip()]
        ticked = [value for value, box in self._boxes.items() if box.isChecked()]
        return list(dict.fromkeys((*ticked, *typed)))

    def choose(self, values: Sequence[str]) -> None:
        """Tick `values`; those that are not offered are typed."""
        for value, box in self._boxes.items():
            box.setChecked(value in values)
        self._other.setText(", ".join(value for value in values if value not in self._boxes))

    def _offer(self, values: Sequence[str]) -> None:
        chosen = self.chosen() or self._before
        labels = {choice.value: _(choice.label) for choice in self._field.choices}
        for value in values:
            if value not in self._boxes:
                box = QCheckBox(labels.get(value, capital(value) if self._field.name == "sector" else value))
                self._boxes[value] = box
                self._list.addWidget(box)
        self.choose(chosen)
        shown = min(len(self._boxes), MOST_SHOWN)
        self._scroll.setVisible(bool(self._boxes))
        self._scroll.setFixedHeight(shown * self._theme.px(26) + 6)
        window = self.window()
        if isinstance(window, FilterForm):
            window.adjustSize()


def offered_fields(kind: Kind) -> list[Field]:
    """Return the fields of `kind` that a list can be filtered by, by their labels."""
    hidden = {"kind", "external_ids", "custom", "removed_at"}
    return sorted(
        (each for each in kind.fields if each.name not in hidden and each.kind is not FieldKind.JSON),
        key=lambda each: _(each.label).casefold(),
    )


def _like(field: Field, kind: FieldKind) -> Field:
    """Return an input's field with the name and label of `field` that takes what `kind` does."""
    return Field(0, field.name, field.label, kind)
