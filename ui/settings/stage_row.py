"""One stage in the settings: its name, chance, days and outcome, changed where they stand."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from crm_desktop.errors import InvalidField
from crm_desktop.pipeline.stages import StageRow
from crm_desktop.schema.pipeline import STAGE
from crm_desktop.words import _
from ui.kit.buttons import IconButton
from ui.kit.desk import Desk
from ui.kit.drafts import SETTING, place_of
from ui.kit.fields.base import FieldInput
from ui.kit.fields.make import make_input
from ui.kit.kept_line import KeptLine
from ui.kit.layouts import row

# Each field with its share of the width.
FIELDS: Mapping[str, int] = {"name": 9, "probability": 4, "rot_days": 5, "outcome": 6}
MARGINS = (16, 8, 12, 8)


class StageLine(QWidget):
    """Shows `stage`; `edited` carries the name of a field and what is typed, `moved` the places to go by."""

    edited = Signal(str, str)
    moved = Signal(int)
    deleted = Signal()

    def __init__(self, desk: Desk, stage: StageRow) -> None:
        super().__init__()
        theme = desk.theme
        self.stage = stage
        self.inputs: dict[str, FieldInput] = {name: make_input(desk, STAGE.by_name[name]) for name in FIELDS}
        self.up = IconButton(theme, "up", _("Move {name} up").format(name=stage.name))
        self.down = IconButton(theme, "down", _("Move {name} down").format(name=stage.name))
        self.delete = IconButton(theme, "delete", _("Delete {name}").format(name=stage.name))
        self.up.clicked.connect(lambda: self.moved.emit(-1))
        self.down.clicked.connect(lambda: self.moved.emit(1))
        self.delete.clicked.connect(self.deleted)
        whole = row(theme, *self.inputs.values(), self.up, self.down, self.delete, gap=8, margins=MARGINS)
        for place, share in enumerate(FIELDS.values()):
            whole.setStretch(place, share)
        self.setLayout(whole)
        self._kept: dict[str, KeptLine] = {}
        for name, each in self.inputs.items():
            each.accepted.connect(lambda name=name: self._tell(name))
            if isinstance(each.editor, QLineEdit):
                kept_at = place_of(SETTING, "stages", stage.record, name)
                told = _("{field} of {name}").format(field=_(each.field.label), name=stage.name)
                self._kept[name] = KeptLine(desk, each.editor, kept_at, told)
                each.editor.editingFinished.connect(lambda name=name: self._tell(name))
            else:
                each.changed.connect(lambda name=name: self._tell(name))
        self.show_stage(stage)

    def show_stage(self, stage: StageRow) -> None:
        """Show `stage` as it is now; what is just being typed stays."""
        self.stage = stage
        for name, each in self.inputs.items():
            if not each.editor.hasFocus() or not isinstance(each.editor, QLineEdit):
                each.blockSignals(True)
                each.set_value(getattr(stage, name))
                each.blockSignals(False)
                if name in self._kept:
                    self._kept[name].show(each.typed())

    def show_error(self, name: str, text: str) -> None:
        """Show at the input `name` what does not fit."""
        self.inputs[name].show_error(text)

    def _tell(self, name: str) -> None:
        each = self.inputs[name]
        try:
            value = each.value()
        except InvalidField as error:
            each.show_error(str(error))
            return
        if name in self._kept:
            self._kept[name].taken()
        if value != getattr(self.stage, name):
            self.edited.emit(name, "" if value is None else str(value))
