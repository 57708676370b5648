"""Quick entry and incoming calls, from wherever one is; imported when first opened, not at the start."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from crm_desktop.words import _
from ui.kit.desk import Desk

if TYPE_CHECKING:
    from ui.capture.incoming_call import IncomingCall
    from ui.capture.quick_entry import QuickEntry


class Captures(QObject):
    """Opens the dialogs over `window`; what is typed is about the contact `near` where one is shown."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window

    def quick_entry(self, near: bytes | None = None, text: str = "") -> "QuickEntry":
        """Ask for a line that tells what happened."""
        from ui.capture.quick_entry import QuickEntry

        dialog = QuickEntry(self._desk, self._window, near=near, text=text)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def incoming_call(self) -> "IncomingCall":
        """Ask for the number of somebody who calls."""
        from ui.capture.incoming_call import IncomingCall

        dialog = IncomingCall(self._desk, self._window, self._log)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _log(self, caller: bytes, name: str) -> None:
        self.quick_entry(caller, _("call from {name}, ").format(name=name))
