"""Several values: boxes for those that are known, a line for others; and the two ends of a range."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.errors import InvalidField
from crm_desktop.filters.operands import operand
from crm_desktop.filters.texts import list_text, listed
from crm_desktop.schema.field import Field
from crm_desktop.words import _
from ui.kit.desk import Desk
from ui.kit.filters.value_edit import ValueEdit
from ui.kit.labels import Text
from ui.kit.scrolling import ScrollColumn

MOST_SHOWN = 7


class SeveralValues(ValueEdit):
    """Boxes for `choices`, each value with its label, and a line for others where `others` may be typed."""

    tall = True

    def __init__(self, desk: Desk, field: Field, choices: Mapping[str, str], *, others: bool = True) -> None:
        super().__init__()
        self._desk = desk
        self._field = field
        self._boxes: dict[str, QCheckBox] = {}
        self._wanted: list[str] = []
        inner = QWidget()
        self._list = QVBoxLayout(inner)
        self._list.setContentsMargins(2, 2, 2, 2)
        self._list.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._scroll = ScrollColumn()
        self._scroll.setWidget(inner)
        self._other = QLineEdit()
        self._other.setAccessibleName(_("Others, with commas between"))
        self._other.setPlaceholderText(_("Others, with commas between"))
        self._other.setProperty("small", True)
        if not others:
            self._other.hide()
        self._other.returnPressed.connect(self.accepted)
        self._error = Text(desk.theme, "", "small", "danger", wrap=True)
        self._error.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        for part in (self._scroll, self._other, self._error):
            whole.addWidget(part)
        self.offer(choices)

    def offer(self, choices: Mapping[str, str]) -> None:
        """Offer `choices` as well; what was typed of them is ticked."""
        chosen = [*self._chosen(), *self._wanted]
        for value, label in choices.items():
            if value not in self._boxes:
                self._boxes[value] = QCheckBox(label)
                self._list.addWidget(self._boxes[value])
        self.choose(chosen)
        shown = min(len(self._boxes), MOST_SHOWN)
        self._scroll.setVisible(bool(self._boxes))
        self._scroll.setFixedHeight(shown * self._desk.theme.px(26) + 6)
        self.resized.emit()

    def choose(self, values: Sequence[str]) -> None:
        """Tick `values`; those that are not offered are typed."""
        self._wanted = list(dict.fromkeys(values))
        for value, box in self._boxes.items():
            box.setChecked(value in values)
        self._other.setText(list_text([value for value in self._wanted if value not in self._boxes]))

    def text(self) -> str:
        """Return the values as a list text; raises InvalidField."""
        chosen = self._chosen()
        if not chosen:
            raise InvalidField(self._field.name, _("Choose at least one value."))
        for each in chosen:
            operand(self._field, each, self._desk.place)
        return list_text(chosen)

    def set_text(self, text: str) -> None:
        """Tick the values of the list text `text`."""
        self.choose(listed(text))

    def show_error(self, text: str) -> None:
        """Show `text` at the end."""
        self._error.setText(text)
        self._error.setVisible(bool(text))
        self.resized.emit()

    def first(self) -> QWidget:
        """Return the first box, or the line."""
        return next(iter(self._boxes.values()), self._other)

    def _chosen(self) -> list[str]:
        ticked = [value for value, box in self._boxes.items() if box.isChecked()]
        return list(dict.fromkeys((*ticked, *listed(self._other.text()))))


class RangeValue(ValueEdit):
    """Two inputs of a kind: `first_end` and `last_end` of a range."""

    def __init__(self, first_end: ValueEdit, last_end: ValueEdit, joining: QWidget) -> None:
        super().__init__()
        self._ends = (first_end, last_end)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        for part in (first_end, joining, last_end):
            whole.addWidget(part)
        for each in self._ends:
            each.resized.connect(self.resized)
            each.accepted.connect(self.accepted)

    def text(self) -> str:
        """Return both ends as a list text; raises InvalidField."""
        return list_text([each.text() for each in self._ends])

    def set_text(self, text: str) -> None:
        """Show the two values of the list text `text`."""
        for each, value in zip(self._ends, listed(text), strict=False):
            each.set_text(value)

    def show_error(self, text: str) -> None:
        """Show `text` below the last end."""
        self._ends[1].show_error(text)

    def first(self) -> QWidget:
        """Return what the first end begins with."""
        return self._ends[0].first()
