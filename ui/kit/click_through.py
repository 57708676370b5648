"""A click beside an open popover or menu closes it and presses the button that it hits, as one click."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget


class ClickThrough(QObject):
    """Watches `popup`; a press beside it on a button of its `opener`'s window presses that, but for the opener itself.

    Some platforms hand such presses on and some swallow them; this is the same on all. Rows and fields are left alone:
    whoever only wants to close a popover clicks there.
    """

    def __init__(self, popup: QWidget, opener: QWidget) -> None:
        super().__init__(popup)
        self._popup = popup
        self._opener = opener
        popup.setAttribute(Qt.WidgetAttribute.WA_NoMouseReplay)
        popup.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Press what was hit, once the popup is closed."""
        if event.type() is QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            beside = not self._popup.rect().contains(event.position().toPoint())
            hit = QApplication.widgetAt(event.globalPosition().toPoint()) if beside else None
            if (
                isinstance(hit, QAbstractButton)
                and hit is not self._opener
                and hit.window() is self._opener.window()
                and event.button() is Qt.MouseButton.LeftButton
            ):
                QTimer.singleShot(0, hit, hit.click)
        return False
