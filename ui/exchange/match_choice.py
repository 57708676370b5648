"""What happens to records that are here already: one choice for all rows, or asked for each."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QRadioButton, QWidget

from crm_desktop.words import _
from ui.kit.labels import IconText, Text
from ui.kit.layouts import Stack
from ui.kit.theme import Theme


class MatchChoice(QWidget):
    """`chosen` carries fill, update, skip, create or ask, `emptying` whether empty cells empty filled fields."""

    chosen = Signal(str)
    emptying = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        lines = Stack(theme, gap=8)
        lines.addWidget(IconText(theme, "duplicates", _("If a record is here already"), "text", style="bodyStrong"))
        lines.addWidget(Text(theme, _("The same e-mail, number or name says so."), "small", "text2", wrap=True))
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QRadioButton] = {}
        for name, label in _choices().items():
            button = QRadioButton(label)
            button.setAccessibleName(label)
            button.clicked.connect(lambda _on=False, name=name: self.chosen.emit(name))
            self.buttons[name] = button
            self._group.addButton(button)
            lines.addWidget(button)
        self.empties = QCheckBox(_("Empty cells empty what is filled"))
        self.empties.clicked.connect(self.emptying)
        lines.addWidget(self.empties)
        self.setLayout(lines)

    def show_choice(self, name: str, *, empties: bool) -> None:
        """Show that `name` is chosen, and whether a row `empties` fields: one that overwrites may."""
        self.buttons[name].setChecked(True)
        self.empties.setChecked(empties)
        self.empties.setVisible(name in ("update", "ask"))


def _choices() -> dict[str, str]:
    return {
        "fill": _("Update empty fields only"),
        "update": _("Overwrite with the file"),
        "skip": _("Skip the row"),
        "create": _("Import it as a new record"),
        "ask": _("Ask me for each one"),
    }
