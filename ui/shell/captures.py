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
    """Opens the dialogs over `window`; what is typed is about the contact `near` where one is shown.

    A line that was not saved is there again when one asks for the next, about whom it was typed.
    """

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._kept: tuple[bytes | None, str] | None = None

    def quick_entry(self, near: bytes | None = None, text: str = "") -> "QuickEntry":
        """Ask for a line that tells what happened."""
        from ui.capture.quick_entry import QuickEntry

        if not text and self._kept is not None:
            (near, typed), self._kept = self._kept, None
        else:
            typed = text
        dialog = QuickEntry(self._desk, self._window, near=near, text=typed)
        dialog.rejected.connect(lambda: self._keep(near, dialog.text.toPlainText(), text))
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

    def unsaved(self) -> list[str]:
        """Return in words what was typed into the dialog and not saved."""
        return [_("A quick entry")] if self._kept is not None else []

    def _keep(self, near: bytes | None, typed: str, begun: str) -> None:
        if typed.strip() and typed != begun:
            self._kept = (near, typed)
            self._desk.say(_("What you typed is kept for the next time."))

    def _log(self, caller: bytes, name: str) -> None:
        self.quick_entry(caller, _("call from {name}, ").format(name=name))
