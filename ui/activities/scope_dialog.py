"""Of what repeats: only this one, this and all that follow, or all."""

from PySide6.QtWidgets import QRadioButton, QWidget

from crm_desktop.activities.series import Scope
from crm_desktop.words import _
from ui.activities.plan_values import SCOPES
from ui.kit.dialogs import Dialog
from ui.kit.labels import Text
from ui.kit.theme import Theme


class ScopeDialog(Dialog):
    """Asks how much of the series of `title` is meant; `verb` says what will be done."""

    def __init__(self, theme: Theme, title: str, verb: str, parent: QWidget) -> None:
        super().__init__(theme, _("How much of the series?"), verb, parent=parent)
        self.body.addWidget(Text(theme, _("“{title}” repeats.").format(title=title), role="text2", wrap=True))
        self.choices: dict[Scope, QRadioButton] = {}
        for choice in SCOPES:
            button = QRadioButton(_(choice.label))
            self.choices[Scope(choice.value)] = button
            self.body.addWidget(button)
        self.choices[Scope.ONE].setChecked(True)
        self.choices[Scope.ONE].setFocus()

    @property
    def scope(self) -> Scope:
        """How much is chosen."""
        return next(scope for scope, button in self.choices.items() if button.isChecked())
