"""A short fact with an icon before it, which may open something."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit.boxes import cut_start, is_mirrored
from ui.kit.icons import paint_icon
from ui.kit.pressable import Pressable
from ui.kit.theme import Theme


class IconFact(Pressable):
    """An icon and words; a `link` is shown in the accent colour and can be pressed, the rest is only read.

    `wide` facts take the whole width and are cut where it is not enough.
    """

    def __init__(
        self,
        theme: Theme,
        icon: str,
        text: str,
        *,
        link: bool = False,
        role: str = "text2",
        icon_role: str = "text2",
        wide: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, text, parent)
        self._icon = icon
        self._link = link
        self._role = role
        self._icon_role = icon_role
        self.setAccessibleName(text)
        if wide:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if link:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        """Return the room for icon and words."""
        width = self._theme.metrics("body").horizontalAdvance(self.text()) + 1
        return QSize(width + self._theme.size("icon.sm") + self._theme.px(6), self._theme.size("hitTargetMin"))

    def minimumSizeHint(self) -> QSize:
        """Return little: words are cut."""
        return QSize(self._theme.px(48), self._theme.size("hitTargetMin"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint icon and words."""
        theme = self._theme
        painter = QPainter(self)
        mark, rest = cut_start(self.rect(), theme.size("icon.sm"), theme.px(6), mirrored=is_mirrored(self))
        paint_icon(painter, theme, self._icon, mark, self._icon_role, "sm")
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("accentText" if self._link and self.underMouse() else self._role))
        cut = theme.metrics("body").elidedText(self.text(), Qt.TextElideMode.ElideRight, rest.width())
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, cut)
        self.setToolTip(self.text() if cut != self.text() else "")
