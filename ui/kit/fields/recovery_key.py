"""The field for a recovery key: groups are checked one by one while they are typed or pasted."""

from PySide6.QtWidgets import QLineEdit, QWidget

from crm_desktop.vault.secret import GROUP_LENGTH, GROUPS, group_fits
from crm_desktop.words import _
from ui.kit.fields.passphrase import SECRET
from ui.kit.labels import Text
from ui.kit.layouts import column
from ui.kit.theme import Theme


class KeyField(QWidget):
    """One line for all groups; `complete` says whether every group can be right, `problem` which one cannot."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.line = QLineEdit()
        self.line.setAccessibleName(_("Recovery key"))
        self.line.setInputMethodHints(SECRET)
        self.line.setPlaceholderText(_("{groups} groups of {letters}").format(groups=GROUPS, letters=GROUP_LENGTH))
        self.problem = ""
        self.complete = False
        self._told = Text(theme, "", "small", "text2", wrap=True)
        self.setLayout(column(theme, self.line, self._told, gap=4))
        self.setFocusProxy(self.line)
        self._told.hide()
        self._told.hide()
        self.line.textEdited.connect(self._on_edited)
        self._fit_theme()
        theme.changed.connect(self._fit_theme)

    def clear(self) -> None:
        """Take away what is typed."""
        self.line.clear()
        self._on_edited()

    def _on_edited(self) -> None:
        groups = typed_groups(self.line.text())
        whole = [group for group in groups if len(group) == GROUP_LENGTH]
        wrong = next((n for n, group in enumerate(whole, 1) if n > GROUPS or not group_fits(n, group)), None)
        self.complete = wrong is None and len(whole) == GROUPS and len(groups) == GROUPS
        self.problem = _("Group {n} is mistyped. Compare it with the kit.").format(n=wrong) if wrong else ""
        counted = _("{n} of {groups} groups fit.").format(n=len(whole), groups=GROUPS)
        self._told.setText(self.problem or (counted if whole else ""))
        self._told.setVisible(bool(self._told.text()))
        self._told.set_role("danger" if wrong else "success" if self.complete else "text2")

    def _fit_theme(self) -> None:
        self.line.setFont(self._theme.font("mono"))


def typed_groups(typed: str) -> list[str]:
    """Return the letters of `typed` in groups, whatever stands between them."""
    letters = "".join(letter for letter in typed if letter.isalnum())
    return [letters[start : start + GROUP_LENGTH] for start in range(0, len(letters), GROUP_LENGTH)]
