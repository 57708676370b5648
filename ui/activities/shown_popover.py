"""What the calendar shows: which sorts of entries, and whose."""

from collections.abc import Collection

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from crm_desktop.activities.calendar import Shown
from crm_desktop.words import N_, _
from ui.kit.labels import Text
from ui.kit.popover import Popover
from ui.kit.theme import Theme

EVERYONE = "everyone"
LABELS = {
    Shown.TASKS: N_("Tasks"),
    Shown.PLANNED: N_("Planned calls, meetings and visits"),
    Shown.HELD: N_("What was held"),
    Shown.BIRTHDAYS: N_("Birthdays"),
    Shown.DEALS: N_("Deals that are to be closed"),
}


class ShownPopover(Popover):
    """Check boxes; `chosen` carries the names of what is shown."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, shown: Collection[str], parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.closed.connect(self.deleteLater)
        self.body.addWidget(Text(theme, _("Shown"), "bodyStrong"))
        self.boxes: dict[str, QCheckBox] = {}
        for name, label in (*LABELS.items(), (EVERYONE, N_("Also what is others’"))):
            box = QCheckBox(_(label))
            box.setChecked(name in shown)
            box.toggled.connect(self._tell)
            self.boxes[str(name)] = box
            self.body.addWidget(box)

    def _tell(self) -> None:
        self.chosen.emit(frozenset(name for name, box in self.boxes.items() if box.isChecked()))
