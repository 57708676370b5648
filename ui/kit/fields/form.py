"""Forms: inputs below each other, with their labels above."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from crm_desktop.errors import CrmError, InvalidField
from crm_desktop.schema.forms import Stored
from crm_desktop.words import _
from ui.kit.fields.base import FieldInput
from ui.kit.labels import Text
from ui.kit.layouts import Stack
from ui.kit.theme import Theme


class Form(QWidget):
    """Inputs with their labels above, in one or two columns; `submitted` tells of Enter in one of them."""

    submitted = Signal()
    changed = Signal()

    def __init__(
        self, theme: Theme, inputs: Sequence[FieldInput], *, columns: int = 1, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.inputs = {each.field.name: each for each in inputs}
        self._before: dict[str, Stored] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.space("s6"))
        grid.setVerticalSpacing(theme.space("s5"))
        for number, each in enumerate(inputs):
            label = _("{label} (needed)") if each.field.required else "{label}"
            title = Text(theme, label.format(label=_(each.field.label)), "small", "text2")
            title.setBuddy(each.editor)
            cell = _Cell(theme, gap=4)
            cell.addWidget(title)
            cell.addWidget(each)
            grid.addLayout(cell, number // columns, number % columns)
            each.accepted.connect(self.submitted)
            each.changed.connect(self.changed)
        for place in range(columns):
            grid.setColumnStretch(place, 1)

    def set_values(self, values: Mapping[str, Stored]) -> None:
        """Show `values` by field name; what is not named stays empty."""
        self._before = dict(values)
        for name, each in self.inputs.items():
            each.set_value(values.get(name))

    def values(self) -> dict[str, Stored] | None:
        """Return what is typed by field name; where something does not fit, show why and return None."""
        found: dict[str, Stored] = {}
        wrong: list[FieldInput] = []
        for name, each in self.inputs.items():
            try:
                found[name] = each.value()
            except InvalidField as error:
                each.show_error(str(error))
                wrong.append(each)
        if wrong:
            wrong[0].setFocus()
            return None
        return found

    def changed_values(self) -> dict[str, Stored] | None:
        """Return only what is not as it was set; None where something does not fit."""
        found = self.values()
        if found is None:
            return None
        return {name: value for name, value in found.items() if value != self._before.get(name)}

    def show_error(self, error: CrmError) -> bool:
        """Show `error` at the input that it belongs to; return whether there is one."""
        each = self.inputs.get(error.field) if isinstance(error, InvalidField) else None
        if each is None:
            return False
        each.show_error(str(error))
        each.setFocus()
        return True


class _Cell(Stack):
    """An input with its label, at the top of the room that the others beside it need."""

    def setGeometry(self, room: QRect) -> None:
        """Take what is needed at this width; as an alignment Qt would give an error two lines, however long it is."""
        if not self.expandingDirections() & Qt.Orientation.Vertical:
            width = room.width()
            needed = self.heightForWidth(width) if self.hasHeightForWidth() else self.sizeHint().height()
            room = QRect(room.x(), room.y(), width, min(room.height(), needed))
        super().setGeometry(room)
