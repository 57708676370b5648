"""The field for a passphrase: hidden unless asked for, and it tells when Caps Lock is on."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from crm_desktop.words import _
from ui.kit.icons import icon
from ui.kit.theme import Theme

SECRET = (
    Qt.InputMethodHint.ImhHiddenText
    | Qt.InputMethodHint.ImhSensitiveData
    | Qt.InputMethodHint.ImhNoAutoUppercase
    | Qt.InputMethodHint.ImhNoPredictiveText
)


def is_secret(line: QWidget) -> bool:
    """Return whether what is typed into `line` is kept nowhere."""
    return bool(line.inputMethodHints() & Qt.InputMethodHint.ImhSensitiveData)


class PassphraseField(QLineEdit):
    """A line of dots; `caps_lock` tells whether the letters typed last came with Caps Lock."""

    caps_lock = Signal(bool)

    def __init__(self, theme: Theme, name: str = "", *, large: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._caps = False
        self.setProperty("large", large)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setAccessibleName(name or _("Passphrase"))
        self.setInputMethodHints(SECRET)
        self._eye = QAction(icon(theme, "show"), _("Show the passphrase"), self)
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._on_shown)
        self.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)

    def reveal(self) -> None:
        """Show what is typed, as by a click on the eye."""
        self._eye.setChecked(True)

    def show_wrong(self, *, wrong: bool) -> None:
        """Give the field a red edge, or take it away."""
        self.setProperty("wrong", wrong)
        self.style().unpolish(self)
        self.style().polish(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell from each letter whether Caps Lock is on: Qt has no way to ask."""
        letter = event.text()
        if len(letter) == 1 and letter.isalpha() and letter.upper() != letter.lower():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._note_caps(on=letter.isupper() is not shifted)
        elif event.key() == Qt.Key.Key_CapsLock and self._caps:
            self._note_caps(on=False)
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide what is typed when the user turns elsewhere."""
        super().focusOutEvent(event)
        if event.reason() is Qt.FocusReason.ActiveWindowFocusReason:
            self._eye.setChecked(False)

    def changeEvent(self, event: QEvent) -> None:
        """Forget about Caps Lock while the field is disabled."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.EnabledChange and not self.isEnabled():
            self._note_caps(on=False)

    def _note_caps(self, *, on: bool) -> None:
        if on is not self._caps:
            self._caps = on
            self.caps_lock.emit(on)

    def _on_shown(self) -> None:
        shown = self._eye.isChecked()
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self._eye.setIcon(icon(self._theme, "hide" if shown else "show"))
        self._eye.setText(_("Hide the passphrase") if shown else _("Show the passphrase"))
