"""One kind of file that can be brought along."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from ui.kit.boxes import cut_start, is_mirrored
from ui.kit.cards import paint_card
from ui.kit.icons import paint_icon
from ui.kit.pressable import Pressable
from ui.kit.theme import Theme

HIGH = 60
LEAD = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading


class FormatTile(Pressable):
    """A box with icon, name and what comes from such files."""

    def __init__(self, theme: Theme, icon: str, name: str, note: str) -> None:
        super().__init__(theme, name)
        self._icon = icon
        self._note = note
        self.setAccessibleName(name)
        self.setAccessibleDescription(note)
        self.setToolTip(note)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the room of two lines."""
        return QSize(self._theme.px(160), self._theme.px(HIGH))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint box, icon and lines."""
        theme, painter, mirrored = self._theme, QPainter(self), is_mirrored(self)
        painter.setLayoutDirection(self.layoutDirection())
        paint_card(painter, theme, QRectF(self.rect()), "surfaceHover" if self.underMouse() else "surface")
        box = self.rect().adjusted(theme.px(15), 0, -theme.px(10), 0)
        part, box = cut_start(box, theme.size("icon.lg"), theme.px(9), mirrored=mirrored)
        paint_icon(painter, theme, self._icon, part, "accentText", "lg")
        middle = box.height() // 2
        for text, style, role, shift in ((self.text(), "control", "text", -9), (self._note, "small", "text2", 9)):
            painter.setFont(theme.font(style))
            painter.setPen(theme.colour(role))
            line = QRect(box.x(), middle - theme.px(10) + theme.px(shift), box.width(), theme.px(20))
            cut = theme.metrics(style).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(line, LEAD, cut)
