"""The table of a list with the preview beside it, or in its place where the window is narrow."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from ui.contacts.list_table import ContactTable
from ui.contacts.preview import PreviewPanel
from ui.kit.desk import Desk

NARROW = 1100


class ListBeside(QWidget):
    """`table` and `preview`, which follows the contact that has the focus."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.table = ContactTable(desk)
        self.preview = PreviewPanel(desk)
        self.preview.hide()
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.table)
        self._splitter.addWidget(self.preview)
        self._splitter.setStretchFactor(0, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._splitter)
        self.table.preview_wanted.connect(self.turn_preview)
        self.table.current_changed.connect(self._on_current)
        self.preview.closed.connect(lambda: self.show_preview(on=False))

    @property
    def previewing(self) -> bool:
        """Whether the preview is shown."""
        return self.preview.isVisibleTo(self)

    def turn_preview(self, contact: bytes | None = None) -> None:
        """Show the preview, of `contact` or of the current one; or hide it where it is shown."""
        if self.previewing:
            self.show_preview(on=False)
        else:
            self.preview.show_contact(contact or self.table.current())
            self.show_preview(on=True)

    def show_preview(self, *, on: bool) -> None:
        """Show the preview or hide it; then the table has the focus again."""
        if on and self.preview.record is None:
            self.preview.show_contact(self.table.current())
        self.preview.setVisible(on)
        self._share()
        if not on:
            self.table.view.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the preview once nothing is selected any more."""
        if event.key() == Qt.Key.Key_Escape and self.previewing:
            self.show_preview(on=False)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the preview take the place of the list where there is no room for both."""
        super().resizeEvent(event)
        self._share()

    def _on_current(self, contact: bytes | None) -> None:
        if self.previewing and contact is not None:
            self.preview.show_contact(contact)

    def _share(self) -> None:
        on = self.previewing
        narrow = self.window().width() < self._desk.theme.px(NARROW)
        self.table.setVisible(not (on and narrow))
        self.table.set_short(on=on)
        width = self._desk.theme.size("preview")
        if on and narrow:
            self.preview.setFocus()
        elif on:
            self._splitter.setSizes([max(self.width() - width, 1), width])
