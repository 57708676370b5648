"""Who looks like the contact that is being typed, told at once below its form."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.errors import CrmError, InvalidField
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _
from ui.kit.buttons import Button
from ui.kit.desk import Desk
from ui.kit.labels import Avatar, Text
from ui.kit.layouts import column, row
from ui.kit.painting import Face
from ui.kit.record_form import RecordForm

if TYPE_CHECKING:
    from crm_desktop.contacts.looks_like import LookAlike

# Between two keys: each asks anew, and the answer of the last alone is shown.
PAUSE_MS = 120
LOOKED_AT = ("person", "company")


class LookAlikes(QWidget):
    """A line for each look-alike, with a way to open it instead; `opened` carries its id. Hidden while there is none.

    `fitted` tells that it needs more or less room now.
    """

    opened = Signal(bytes)
    fitted = Signal()

    def __init__(self, desk: Desk, kind: str, form: RecordForm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._kind = kind
        self._form = form
        self.found: Sequence[LookAlike] = ()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(desk.theme.px(6))
        title = Text(desk.theme, _("Is it one of these?"), "small", "text2", weight=500)
        self.setLayout(column(desk.theme, title, self._lines, gap=6))
        self.hide()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        if kind in LOOKED_AT:
            for each in form.inputs.values():
                each.changed.connect(self._pause.start)

    def _ask(self) -> None:
        typed = self._typed()
        region = self._desk.place.region
        self._desk.read(
            _looked, self._kind, typed, region, owner=self, then=self._show, on_error=self._none, key="alike"
        )

    def _typed(self) -> dict[str, str]:
        """Return what stands in the inputs, links by their ids; what does not fit yet stands as it is."""
        typed: dict[str, str] = {}
        for name, each in self._form.inputs.items():
            typed[name] = each.typed()
            if each.field.target is not None:
                try:
                    value = each.value()
                except InvalidField:
                    value = None
                typed[name] = value.hex() if isinstance(value, bytes) else ""
        return typed

    def _none(self, _error: CrmError) -> None:
        self._show([])

    def _show(self, found: "Sequence[LookAlike]") -> None:
        if tuple(found) == self.found:
            return
        self.found = tuple(found)
        while (item := self._lines.takeAt(0)) is not None:
            line = item.widget()
            if line is not None:
                line.hide()
                line.deleteLater()
        for each in found:
            self._lines.addWidget(self._line(each))
        self.setVisible(bool(found))
        self.setAccessibleDescription("; ".join(", ".join((each.name, *each.reasons)) for each in found))
        self.fitted.emit()

    def _line(self, look_alike: "LookAlike") -> QWidget:
        theme = self._desk.theme
        face = Avatar(theme, Face(look_alike.name, look_alike.id, company=self._kind == "company"), "sm")
        named = f"{look_alike.name}, {look_alike.note}" if look_alike.note else look_alike.name
        why = ", ".join(look_alike.reasons[:3])
        words = column(theme, Text(theme, named, "control"), Text(theme, why, "small", "text2"), gap=0)
        instead = Button(theme, _("Open instead"), size="small")
        instead.setAccessibleName(_("Open {name} instead").format(name=look_alike.name))
        instead.clicked.connect(lambda: self.opened.emit(look_alike.id))
        line = QWidget()
        line.setLayout(row(theme, face, words, None, instead, gap=8))
        return line


def _looked(reader: Connection, kind: str, typed: Mapping[str, str], region: str) -> "Sequence[LookAlike]":
    # comparing names needs libraries that starting does not
    from crm_desktop.contacts.looks_like import looks_like

    return looks_like(reader, kind, typed, region)
