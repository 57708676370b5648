"""What Qt asks of the style is as designed, and asked without passing through Python."""

from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QStyle

from ui.kit.dress import dress
from ui.kit.style import CrmStyle
from ui.kit.theme import Mode, Theme


def test_a_passphrase_is_shown_as_bullets_and_choices_open_below_their_box(qapp: QApplication) -> None:
    dress(qapp, Theme(Mode.LIGHT))
    secret, choice = QLineEdit(), QComboBox()
    secret.setEchoMode(QLineEdit.EchoMode.Password)
    secret.setText("ab")
    secret.ensurePolished()
    choice.ensurePolished()
    assert secret.displayText() == "••"
    assert choice.style().styleHint(QStyle.StyleHint.SH_ComboBox_Popup, None, choice) == 0


def test_no_hint_passes_through_python() -> None:
    assert "styleHint" not in vars(CrmStyle)
