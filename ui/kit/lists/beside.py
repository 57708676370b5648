"""The table of a list with the preview beside it, or in its place where the window is narrow."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.store.record_query import Row
from ui.kit.desk import Desk
from ui.kit.lists.preview import Preview
from ui.kit.lists.table import ListTable
from ui.kit.panel_splitter import PanelSplitter


class ListBeside(QWidget):
    """`table` and `preview`, which follows the record that has the focus."""

    def __init__(self, desk: Desk, table: ListTable, preview: Preview) -> None:
        super().__init__()
        self._desk = desk
        self.table = table
        self.preview = preview
        self.preview.hide()
        self._splitter = PanelSplitter(desk.theme, self.table)
        self._splitter.set_panel(self.preview)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._splitter)
        self.table.model.arrived.connect(self._on_arrived)
        self.table.preview_wanted.connect(self.turn_preview)
        self.table.current_changed.connect(self._on_current)
        self.preview.closed.connect(lambda: self.show_preview(on=False))

    @property
    def previewing(self) -> bool:
        """Whether the preview is shown."""
        return self.preview.isVisibleTo(self)

    @property
    def narrow(self) -> bool:
        """Whether the preview takes the place of the list, because there is no room for both."""
        return self._splitter.narrow

    def turn_preview(self, row: Row | None = None) -> None:
        """Show the preview, of `row` or of the current one; or hide it where it is shown."""
        if self.previewing:
            self.show_preview(on=False)
        else:
            self.show_record(row.record if row is not None else self.table.current())

    def show_record(self, record: bytes | None) -> None:
        """Show the preview of `record`."""
        self.preview.show_record(record)
        self.show_preview(on=True)

    def show_preview(self, *, on: bool) -> None:
        """Show the preview or hide it; then the table has the focus again."""
        if on and self.preview.record is None:
            self._show_first()
        if on:
            self.preview.fill()
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

    def _on_current(self, record: bytes | None) -> None:
        if self.previewing and record is not None:
            self.preview.show_record(record)

    def _on_arrived(self) -> None:
        """Show the first record in a preview that is open and has none yet."""
        if self.previewing and self.preview.record is None:
            self._show_first()

    def _show_first(self) -> None:
        rows = self.table.model.rows()
        self.preview.show_record(self.table.current() or (rows[0].record if rows else None))

    def _share(self) -> None:
        on = self.previewing
        self._splitter.share()
        self.table.set_short(on=on)
        if on and self.narrow:
            self.preview.setFocus()
