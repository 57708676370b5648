"""Lines that can be emptied with one click."""

from PySide6.QtWidgets import QLineEdit, QToolButton

from crm_desktop.words import _


def make_clearable(line: QLineEdit) -> None:
    """Give `line` a button that empties it, with a name of its own."""
    before = set(line.findChildren(QToolButton))
    line.setClearButtonEnabled(True)
    for button in set(line.findChildren(QToolButton)) - before:
        button.setAccessibleName(_("Clear"))
