"""One setting on its card: what it is called, what it does, and the control."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit.cards import Card
from ui.kit.labels import Text
from ui.kit.layouts import column, row
from ui.kit.notices import Rule
from ui.kit.theme import Theme


class SettingRow(QWidget):
    """Label and help at the start, the control at the end; `words` are what the search looks through."""

    def __init__(self, theme: Theme, label: str, explained: str = "", *controls: QWidget) -> None:
        super().__init__()
        self.words = f"{label} {explained}"
        self.label = Text(theme, label, "control")
        self.help = Text(theme, explained, "small", "text2", wrap=True)
        if not explained:
            self.help.hide()
        # the help gives way to the control, and breaks its lines
        self.help.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._head = row(theme, self.label, None)
        words = column(theme, self._head, self.help, gap=2)
        line = row(theme, words, *controls, gap=12, margins=(16, 12, 16, 12))
        line.setStretch(0, 1)
        for control in controls:
            line.setAlignment(control, Qt.AlignmentFlag.AlignVCenter)
            # a control that stands for another one gives it the name as well
            for each in (control, control.focusProxy()):
                if each is not None and not each.accessibleName():
                    each.setAccessibleName(label)
        self.setLayout(line)

    def add_badge(self, badge: QWidget) -> None:
        """Put `badge` after the label."""
        self._head.insertWidget(1, badge)

    def explain(self, text: str, role: str = "text2") -> None:
        """Show `text` below the label."""
        self.help.setText(text)
        self.help.set_role(role)
        self.help.setVisible(bool(text))


class SettingsCard(Card):
    """Rows below each other with lines between them."""

    def __init__(self, theme: Theme, rows: Sequence[QWidget]) -> None:
        super().__init__(theme)
        for place, each in enumerate(rows):
            if place:
                self.body.addWidget(Rule(theme))
            self.body.addWidget(each)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
