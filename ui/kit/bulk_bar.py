"""The bar over a list while rows are selected, and its buttons."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.kit.boxes import cut_start, is_mirrored
from ui.kit.icons import paint_icon
from ui.kit.labels import Text
from ui.kit.layouts import row
from ui.kit.painting import key_size, paint_key
from ui.kit.pressable import Pressable
from ui.kit.theme import Theme


class BulkButton(Pressable):
    """A flat button on the bar's ground, perhaps with a key."""

    def __init__(self, theme: Theme, icon: str, text: str, keys: str = "") -> None:
        super().__init__(theme, text)
        self._icon = icon
        self._keys = keys
        self._short = False
        self.setAccessibleName(text)

    def set_short(self, *, on: bool) -> None:
        """Show the icon alone where there is one, because there is no room for words."""
        self._short = on and bool(self._icon)
        self.setToolTip(self.text() if self._short else "")
        self.updateGeometry()

    @property
    def _words(self) -> str:
        return "" if self._short else self.text()

    def sizeHint(self) -> QSize:
        """Return the room for icon, words and key."""
        theme = self._theme
        width = theme.metrics("control").horizontalAdvance(self._words) + theme.px(20)
        width += theme.size("icon.sm") + theme.px(6 if self._words else 0) if self._icon else 0
        width += key_size(theme, self._keys).width() + theme.px(6) if self._keys else 0
        return QSize(width, theme.size("control.small"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint icon, words and key, on a lighter ground under the mouse."""
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.isDown():
            ground = theme.colour("tooltipText")
            ground.setAlphaF(0.16 if self.underMouse() else 0.24)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(QRectF(self.rect()), theme.radius("md"), theme.radius("md"))
        box = self.rect().adjusted(theme.px(10), 0, -theme.px(10), 0)
        if self._icon:
            mark, box = cut_start(box, theme.size("icon.sm"), theme.px(6), mirrored=is_mirrored(self))
            paint_icon(painter, theme, self._icon, mark, "tooltipText", "sm")
        width = theme.metrics("control").horizontalAdvance(self._words)
        words, box = cut_start(box, width, theme.px(6), mirrored=is_mirrored(self))
        painter.setFont(theme.font("control"))
        painter.setPen(theme.colour("tooltipText"))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, self._words)
        if self._keys:
            paint_key(painter, theme, box, self._keys, "tooltipText", "controlBorder")


class BulkBar(QWidget):
    """What can be done with the selected rows; floats above the status bar, 16 from the edges."""

    def __init__(self, theme: Theme, area: QWidget, *parts: QWidget) -> None:
        super().__init__(area)
        self._theme = theme
        self.place = area
        self._buttons = [each for each in parts if isinstance(each, BulkButton)]
        self.count = Text(theme, "", "control", "tooltipText")
        self._line = row(theme, self.count, *parts, gap=4, margins=(14, 0, 10, 0))
        self.setLayout(self._line)
        self.hide()

    def show_count(self, text: str) -> None:
        """Show the bar with `text` ("4 selected"), or hide it where there is none and pass on its focus."""
        held_focus = self.window().focusWidget() in self.findChildren(QWidget)
        self.count.setText(text)
        self.setVisible(bool(text))
        if held_focus and not text:
            self.place.setFocus(Qt.FocusReason.OtherFocusReason)
        slot = self.slot()
        for short in (False, True):
            for each in self._buttons:
                each.set_short(on=short)
            if self._line.sizeHint().width() <= slot.width():
                break
        self.setGeometry(slot)
        self.raise_()

    def slot(self) -> QRect:
        """Return where the bar stands in its `place`, whether it is shown or not."""
        edge, height = self._theme.px(16), self._theme.px(44)
        return QRect(edge, self.place.height() - height - edge, self.place.width() - 2 * edge, height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("tooltip"))
        painter.drawRoundedRect(QRectF(self.rect()), self._theme.radius("lg"), self._theme.radius("lg"))
