"""The two ways in which a file is shown: a picture that can be scrolled, and text that can be selected."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.words import _
from ui.kit.desk import Desk


class ImageSheet(QScrollArea):
    """A picture as wide as there is room, never larger than it is."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._image = QImage()
        self._picture = _Picture(desk)
        self.setWidget(self._picture)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Page of the file"))

    @property
    def keys_from(self) -> QWidget:
        """The widget that gets the keys."""
        return self

    def show_image(self, image: QImage) -> None:
        """Show `image` from its top."""
        self._image = image
        self._fit()
        self.verticalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        image, room = self._image, self.viewport().width()
        if image.isNull():
            return
        ratio = self.devicePixelRatioF()
        width = min(room, round(image.width() / ratio))
        self._picture.show_image(image, QSize(width, max(round(width * image.height() / image.width()), 1)))


class _Picture(QWidget):
    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._scaled = QImage()
        self.image = QImage()

    def show_image(self, image: QImage, size: QSize) -> None:
        """Show `image` as large as `size`."""
        self.image = image
        self._scaled = QImage()
        self.setFixedSize(size)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture, averaged to the pixels that there are."""
        wanted = self.size() * self.devicePixelRatioF()
        if self._scaled.size() != wanted and not self.image.isNull():
            way = Qt.TransformationMode.SmoothTransformation
            self._scaled = self.image.scaled(wanted, Qt.AspectRatioMode.IgnoreAspectRatio, way)
        painter = QPainter(self)
        painter.drawImage(QRectF(self.rect()), self._scaled)
        painter.setPen(self._desk.theme.colour("hairline"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


class TextSheet(QWidget):
    """Text that can be read and selected."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setFont(desk.theme.font("body"))
        self._text.setAccessibleName(_("Text of the file"))
        self._text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._text)

    @property
    def keys_from(self) -> QWidget:
        """The widget that gets the keys."""
        return self._text

    @property
    def text(self) -> str:
        """What is shown."""
        return self._text.toPlainText()

    def show_text(self, text: str) -> None:
        """Show `text` from its beginning."""
        self._text.setPlainText(text.replace("\f", "\n\n"))
