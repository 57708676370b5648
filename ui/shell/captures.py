"""Quick entry and incoming calls, from wherever one is; imported when first opened, not at the start."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from crm_desktop.words import _
from ui.kit.desk import Desk
from ui.kit.drafts import QUICK

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

        near = near if text else self._near(near)
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

    def _near(self, near: bytes | None) -> bytes | None:
        """Return whom the line is about that was not saved; `near` where there is none."""
        kept = [place.partition(".") for place in self._desk.drafts.all]
        return next((bytes.fromhex(about) or None for kind, _dot, about in reversed(kept) if kind == QUICK), near)

    def _log(self, caller: bytes, name: str) -> None:
        self.quick_entry(caller, _("call from {name}, ").format(name=name))
