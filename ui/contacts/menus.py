"""Menus that drop from a control."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from ui.kit.boxes import is_mirrored


def drop(menu: QMenu, opener: QWidget) -> None:
    """Open `menu` below `opener`; it goes away for good when it closes."""
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    corner = opener.rect().bottomRight() if is_mirrored(opener) else opener.rect().bottomLeft()
    shift = menu.sizeHint().width() if is_mirrored(opener) else 0
    menu.popup(opener.mapToGlobal(corner) + QPoint(-shift, 2))
