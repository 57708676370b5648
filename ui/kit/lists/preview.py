"""What stands beside a list and shows the record that has the focus."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from crm_desktop.words import _
from ui.kit.boxes import is_mirrored
from ui.kit.desk import Desk
from ui.kit.zoomed import ZoomedWidth


class Preview(QWidget):
    """A panel about one record; `closed` tells of Close and Esc, `opened` carries the id that is to be opened."""

    closed = Signal()
    opened = Signal(bytes)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._theme = desk.theme
        self.record: bytes | None = None
        self.setAccessibleName(_("Preview"))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        ZoomedWidth(desk.theme, self, least=280)

    def show_record(self, record: bytes | None) -> None:
        """Show `record`; what was shown stays until it is read."""
        self.record = record

    def fill(self) -> None:
        """Make what it holds, before it is shown, where that was put off."""

    def refresh(self) -> None:
        """Read the record again that is shown."""
        self.show_record(self.record)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the panel."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Return the designed width."""
        return QSize(self._theme.size("preview"), self._theme.px(400))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground and the line towards the list."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("surface"))
        painter.setPen(QPen(self._theme.colour("hairline"), 0))
        x = self.width() - 1 if is_mirrored(self) else 0
        painter.drawLine(x, 0, x, self.height())
