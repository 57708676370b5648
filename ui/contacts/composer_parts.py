"""The kinds in the head of the composer."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.kit.boxes import cut_start, is_mirrored
from ui.kit.icons import paint_icon
from ui.kit.pressable import Pressable
from ui.kit.theme import Theme


class KindTab(Pressable):
    """One kind of interaction: icon and word, tinted while it is chosen."""

    def __init__(self, theme: Theme, icon: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, text, parent)
        self._icon = icon
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        """Return the room for icon and word."""
        width = self._theme.metrics("control").horizontalAdvance(self.text()) + self._theme.size("icon.sm")
        return QSize(width + self._theme.px(8 + 6 + 9), self._theme.px(26))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, icon and word."""
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = "selected" if self.isChecked() else "surfaceHover" if self.underMouse() else ""
        if ground:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(ground))
            painter.drawRoundedRect(QRectF(self.rect()), theme.radius("md"), theme.radius("md"))
        role = "accentText" if self.isChecked() else "text2"
        box = self.rect().adjusted(theme.px(8), 0, -theme.px(8), 0)
        mark, rest = cut_start(box, theme.size("icon.sm"), theme.px(6), mirrored=is_mirrored(self))
        paint_icon(painter, theme, self._icon, mark, role, "sm")
        painter.setFont(theme.font("control"))
        painter.setPen(theme.colour(role))
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, self.text())
