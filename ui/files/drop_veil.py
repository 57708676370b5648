"""What covers a page while files are dragged over it, and takes them: mails onto the timeline, others beside it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from crm_desktop.words import _
from ui.files.file_list import FileList
from ui.files.given import given_by, has_files
from ui.kit.desk import Desk
from ui.kit.icons import paint_icon
from ui.kit.theme import Tone

DASHES = [4.0, 3.0]
VEIL = 0.92


class DropVeil(QWidget):
    """Lies over `page` while files are dragged there, and hands them to `files`; `name` says whose they will be."""

    def __init__(self, desk: Desk, page: QWidget, files: FileList, name: Callable[[], str]) -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page
        self._files = files
        self._name = name
        self.setAcceptDrops(True)
        page.setAcceptDrops(True)
        page.installEventFilter(self)
        self.hide()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Come up where files are dragged over the page."""
        if event.type() is QEvent.Type.DragEnter and isinstance(event, QDragEnterEvent) and self._takes(event):
            self.setGeometry(self._page.rect())
            self.show()
            self.raise_()
            event.acceptProposedAction()
            return True
        if event.type() is QEvent.Type.Drop and isinstance(event, QDropEvent) and self.isVisible():
            # let go before the drag came to the veil that had just come up
            self.dropEvent(event)
            return True
        if event.type() in (QEvent.Type.DragLeave, QEvent.Type.Hide):
            # the drag went on to the veil itself, or the page is gone
            self.setVisible(self.isVisible() and event.type() is QEvent.Type.DragLeave and self.underMouse())
        return False

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if self._takes(event):
            event.acceptProposedAction()

    def dragLeaveEvent(self, _event: QEvent) -> None:
        """Go away with the files."""
        self.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add what was dropped."""
        self.hide()
        given = given_by(event.mimeData(), self._desk.today())
        # the bytes are copied: whoever gave the files keeps theirs
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if not given:
            self._desk.say(_("What was dropped did not arrive. Drag it here once more."), tone=Tone.WARNING)
        self._files.drop(given)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a veil with a dashed edge, and what will happen."""
        theme = self._desk.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = theme.colour("surface")
        ground.setAlphaF(VEIL)
        painter.fillRect(self.rect(), ground)
        pen = QPen(theme.colour("accent"), 1.5)
        pen.setDashPattern(DASHES)
        painter.setPen(pen)
        painter.setBrush(theme.colour("selected"))
        edge = theme.px(24)
        box = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
        painter.drawRoundedRect(box, theme.radius("lg"), theme.radius("lg"))
        middle = box.toRect()
        icon = middle.adjusted(0, 0, 0, -theme.px(40))
        paint_icon(painter, theme, "drop file", icon, "accentText", "empty")
        painter.setFont(theme.font("section"))
        painter.setPen(theme.colour("accentText"))
        words = _("Drop to keep it with {name}").format(name=self._name())
        painter.drawText(middle.adjusted(0, theme.px(40), 0, 0), Qt.AlignmentFlag.AlignCenter, words)

    def _takes(self, event: QDragEnterEvent) -> bool:
        return self._files.editable and has_files(event.mimeData())
