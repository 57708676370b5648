"""The card that is being carried over the board, and the word that says what dropping it does."""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.kit.boxes import cut_start, is_mirrored
from ui.kit.icons import paint_icon
from ui.kit.theme import Theme
from ui.pipeline.card_painter import paint_card_face
from ui.pipeline.card_words import CardFace

_LABEL_HEIGHT = 26
# Room around the card for its shadow, which lies a little lower than the card.
SHADOW = 12
_SHADOW_DROP = 4


class LiftedCard(QWidget):
    """A card with a shadow that follows the mouse and lets it through."""

    def __init__(self, theme: Theme, face: CardFace, size: QSize, grip: QPoint, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._face = face
        self._grip = grip
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.resize(size + QSize(2 * SHADOW, 2 * SHADOW))
        self.label = LiftLabel(theme, parent)

    def carry_to(self, place: QPoint) -> None:
        """Follow the mouse to `place`, given in the parent's coordinates."""
        corner = place - self._grip
        self.move(corner - QPoint(SHADOW, SHADOW))
        self.show()
        self.raise_()
        below = corner.y() + self.height() - 2 * SHADOW + self._theme.px(7)
        self.label.move(corner.x() + self._theme.px(12), below)
        self.label.raise_()

    def put_down(self) -> None:
        """Go away for good."""
        for each in (self, self.label):
            each.hide()
            each.deleteLater()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint shadow and card."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(self.layoutDirection())
        box = self.rect().adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)
        _paint_shadow(painter, self._theme, box)
        paint_card_face(painter, self._theme, box, self._face, chosen=True)


class LiftLabel(QWidget):
    """Says what dropping the card here does: “Quoted, chance becomes 60 %”."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def say(self, text: str) -> None:
        """Show `text`, or nothing where it is empty."""
        self._text = text
        theme = self._theme
        width = theme.metrics("small", 500).horizontalAdvance(text) + theme.size("icon.sm") + theme.px(28)
        self.resize(width, theme.px(_LABEL_HEIGHT))
        self.setVisible(bool(text))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint arrow and words."""
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("tooltip"))
        painter.drawRoundedRect(QRectF(self.rect()), theme.radius("md"), theme.radius("md"))
        inner = QRect(self.rect().adjusted(theme.px(10), 0, -theme.px(10), 0))
        part, rest = cut_start(inner, theme.size("icon.sm"), theme.px(8), mirrored=is_mirrored(self))
        paint_icon(painter, theme, "arrow", part, "tooltipText", "sm")
        painter.setFont(theme.font("small", 500))
        painter.setPen(theme.colour("tooltipText"))
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, self._text)


def _paint_shadow(painter: QPainter, theme: Theme, box: QRect) -> None:
    colour = theme.colour("canvas" if theme.dark else "text")
    colour = QColor(colour.red(), colour.green(), colour.blue())
    colour.setAlphaF(0.08 if theme.dark else 0.014)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for reach in range(SHADOW, 0, -2):
        grown = QRectF(box).adjusted(-reach, _SHADOW_DROP - reach, reach, reach)
        painter.drawRoundedRect(grown, theme.radius("lg") + reach, theme.radius("lg") + reach)
