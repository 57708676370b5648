"""What the palette is made of: its box, its head, the field in it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QLineEdit, QStyleFactory, QWidget

from ui.kit.icons import paint_icon
from ui.kit.theme import Theme

WIDEST_TOLD = 160
Takes = Callable[[QKeyEvent], bool]


class Line(QLineEdit):
    """The field on a ground of its own, so that nothing below is painted for each letter.

    It keeps no key that `takes` takes. What Qt asks of its style at each letter is answered by Fusion itself, 24 times,
    for which ours would pass through Python; the style sheet stays above it.
    """

    def __init__(self, theme: Theme, takes: Takes) -> None:
        super().__init__()
        self._theme = theme
        self._takes = takes
        plain = QStyleFactory.create("Fusion")
        plain.setParent(self)
        self.setStyle(plain)

    def showEvent(self, event: QShowEvent) -> None:
        """Stand on a ground of its own: a style sheet makes of what it touches something that shows what lies below."""
        super().showEvent(event)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def changeEvent(self, event: QEvent) -> None:
        """Stay on a ground of its own when the style sheet changes."""
        super().changeEvent(event)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def focusNextPrevChild(self, _forward: object) -> bool:
        """Leave Tab among the keys."""
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep the key, unless it is taken."""
        if not self._takes(event):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground, then the text."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._theme.colour("popup"))
        painter.end()
        super().paintEvent(event)


class Told(QWidget):
    """A few words at the end of the head, on a ground of their own as well.

    Room that was needed once is kept: else each answer would lay out the head anew.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.text = self._shown = ""
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._fit()
        theme.changed.connect(self._fit)

    def tell(self, text: str) -> None:
        """Show `text`."""
        if text == self.text:
            return
        self.text = text
        self.setAccessibleName(text)
        wide, most = self._theme.metrics("small").horizontalAdvance(text) + 1, self._theme.px(WIDEST_TOLD)
        if min(wide, most) > self.minimumWidth():
            self.setFixedWidth(min(wide, most))
        mode = Qt.TextElideMode.ElideRight
        self._shown = text if wide <= most else self._theme.metrics("small").elidedText(text, mode, most)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground, then the words, cut to the width."""
        theme, painter = self._theme, QPainter(self)
        painter.fillRect(event.rect(), theme.colour("popup"))
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text2"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter, self._shown)

    def _fit(self) -> None:
        self.setFixedSize(0, self._theme.line("small"))
        told, self.text = self.text, ""
        self.tell(told)


class Box(QWidget):
    """The box that holds all of it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        # the head stays where only the lower edge moves
        self.setAttribute(Qt.WidgetAttribute.WA_StaticContents)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground and the edge; the ground alone where what is painted lies within."""
        theme, painter = self._theme, QPainter(self)
        corner = theme.radius("xl")
        if self.rect().adjusted(1, corner, -1, -corner).contains(event.rect()):
            painter.fillRect(event.rect(), theme.colour("popup"))
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("hairlineStrong"), 1))
        painter.setBrush(theme.colour("popup"))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, corner, corner)


class Head(QWidget):
    """What is typed, beside the sign of searching."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the sign of searching and the line below."""
        theme, painter = self._theme, QPainter(self)
        box = self.rect()
        box.setWidth(theme.px(46) + theme.px(6))
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            box.moveRight(self.rect().right())
        paint_icon(painter, theme, "search", box, "text2", "lg")
        painter.setPen(QPen(theme.colour("hairline"), 0))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
