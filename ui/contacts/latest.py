"""A line of the preview that tells of one thing that happened."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.contacts.timeline_words import Told
from ui.kit.boxes import cut_end, cut_start, is_mirrored
from ui.kit.icons import paint_icon
from ui.kit.theme import Theme

_START = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter


class LatestRow(QWidget):
    """Icon, title and day, below them the beginning of the text."""

    def __init__(self, theme: Theme, told: Told, day: str) -> None:
        super().__init__()
        self._theme = theme
        self._told = told
        self._day = day
        pieces = [" ".join(run.text for run in line) for line in told.runs]
        self._text = " ".join(told.text.split()) or ", ".join(pieces)
        self.setAccessibleName(told.spoken)
        self.setToolTip(told.text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the height of both lines, or of the title alone."""
        return QSize(self._theme.px(160), self._theme.px(46 if self._text else 28))

    def minimumSizeHint(self) -> QSize:
        """Return the least width."""
        return QSize(self._theme.px(100), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line."""
        theme, mirrored = self._theme, is_mirrored(self)
        painter = QPainter(self)
        side = theme.px(16)
        box = self.rect().adjusted(side, theme.px(4), -side, 0)
        mark, rest = cut_start(box, theme.size("icon.sm"), theme.px(8), mirrored=mirrored)
        first = QRect(rest.x(), rest.y(), rest.width(), theme.px(20))
        paint_icon(painter, theme, self._told.icon, QRect(mark.x(), first.y(), mark.width(), first.height()), size="sm")
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.colour("text2"))
        used = theme.metrics("caption").horizontalAdvance(self._day)
        day, room = cut_end(first, used + 1, theme.px(8), mirrored=mirrored)
        painter.drawText(day, _START, self._day)
        title = self._told.title if not self._told.aside else f"{self._told.title}, {self._told.aside}"
        painter.setFont(theme.font("control"))
        painter.setPen(theme.colour("text"))
        cut = theme.metrics("control").elidedText(title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _START, cut)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text2"))
        cut = theme.metrics("small").elidedText(self._text, Qt.TextElideMode.ElideRight, rest.width())
        painter.drawText(first.translated(0, theme.px(19)), _START, cut)
