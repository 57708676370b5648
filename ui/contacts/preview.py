"""The preview of a contact beside the list."""

from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.kit.desk import Desk
from ui.kit.lists.preview import Preview

if TYPE_CHECKING:
    from ui.contacts.preview_body import PreviewBody

# Once the list is painted, and before the first key is likely to ask for it.
LOAD_AFTER_MS = 1_200
# Loading what it holds and making it take half a frame each: keys and wheel have their turn in between.
FILL_AFTER_MS = 60
BODY = "ui.contacts.preview_body"


class PreviewPanel(Preview):
    """Shows the contact that the list's focus is on; `log_wanted` carries its id.

    The list opens without it, so what it holds is made a moment later.
    """

    log_wanted = Signal(bytes)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._body: PreviewBody | None = None
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(1, 0, 0, 0)
        QTimer.singleShot(LOAD_AFTER_MS, self, self._load)

    @property
    def body(self) -> "PreviewBody":
        """What it holds."""
        if self._body is None:
            from ui.contacts.preview_body import PreviewBody

            self._body = PreviewBody(self._desk)
            self._body.closed.connect(self.closed)
            self._body.opened.connect(self.opened)
            self._body.log_wanted.connect(self.log_wanted)
            self._whole.addWidget(self._body)
        return self._body

    def fill(self) -> None:
        """Make what it holds, where it was not made yet."""
        self.body.show()

    def _load(self) -> None:
        import_module(BODY)
        QTimer.singleShot(FILL_AFTER_MS, self, self.fill)

    def show_record(self, record: bytes | None) -> None:
        """Show the contact `record`; what was shown stays until it is read."""
        super().show_record(record)
        if record is not None:
            self.body.show_record(record)
