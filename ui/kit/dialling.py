"""Calling a number: the computer's own program for calls is asked to."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from crm_desktop.values.phone import dialled_phone
from ui.kit.desk import Desk


def dial(desk: Desk, number: str) -> None:
    """Let the computer call the `number` as it was typed or kept."""
    QDesktopServices.openUrl(QUrl(f"tel:{dialled_phone(number, desk.formats.place.region)}"))
