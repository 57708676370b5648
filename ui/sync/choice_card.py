"""One value to choose: a radio button, whose value it is, its key, and the value with its changed part marked."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.kit.boxes import cut_start, is_mirrored
from ui.kit.labels import KeyHint, Text
from ui.kit.layouts import column, row
from ui.kit.marks import Mark, paint_radio
from ui.kit.pressable import Pressable
from ui.kit.style_sheet import css
from ui.kit.theme import Theme
from ui.sync.marked import Part

HEAD = 56
# A value longer than this is cut on the card; the record shows all of it.
LONGEST = 1200


class ChoiceCard(Pressable):
    """A card of one choice; it stays checked until another of its group is."""

    def __init__(
        self, theme: Theme, title: str, about: str, key: str, value: Sequence[Part], parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, title, parent)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        plain = "".join(part.text for part in value)
        self.setAccessibleName(f"{title}: {plain}")
        self.setAccessibleDescription(about)
        self._value = _label(theme)
        self._parts = value
        told = Text(theme, about, "small", "text2", wrap=True)
        words = column(theme, None, Text(theme, title, "control"), told, None, gap=0)
        line = row(theme, words, KeyHint(theme, key), gap=8, margins=(38, 8, 12, 8))
        line.setStretch(0, 1)
        line.addStrut(theme.px(HEAD - 16))
        self._head = QWidget()
        self._head.setLayout(line)
        body = column(theme, self._value, None, margins=(14, 12, 14, 12))
        whole = column(theme, self._head, body, gap=0, margins=(1, 1, 1, 1))
        whole.setStretch(1, 1)
        self.setLayout(whole)
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._fit_theme()
        theme.changed.connect(self._fit_theme)

    def nextCheckState(self) -> None:
        """A choice that is clicked again stays."""
        self.setChecked(True)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the box, its head, and the radio button."""
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on, head = self.isChecked(), self._head.geometry().bottom() + 1
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        shape = QPainterPath()
        shape.addRoundedRect(box, theme.radius("lg"), theme.radius("lg"))
        painter.fillPath(shape, theme.colour("surface"))
        ground = "selected" if on else "surfaceHover" if self.underMouse() else "surfaceSunken"
        painter.save()
        painter.setClipPath(shape)
        painter.fillRect(QRectF(box.x(), box.y(), box.width(), head), theme.colour(ground))
        painter.setPen(QPen(theme.colour("hairline"), 0))
        painter.drawLine(1, head, self.width() - 2, head)
        painter.restore()
        painter.setPen(QPen(theme.colour("accent" if on else "hairlineStrong"), 2 if on else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, theme.radius("lg"), theme.radius("lg"))
        inner = QRect(theme.px(13), 0, self.width() - theme.px(26), head)
        part, _rest = cut_start(inner, theme.size("icon.md"), mirrored=is_mirrored(self))
        paint_radio(painter, theme, part, Mark.ON if on else Mark.OFF)

    def _fit_theme(self) -> None:
        theme = self._theme
        self._value.setFont(theme.font("subtitle", 400))
        self._value.setStyleSheet(f"color: {css(theme, 'text')}")
        self._value.setText(_marked(theme, self._parts))


def _marked(theme: Theme, parts: Sequence[Part]) -> str:
    style = f"color: {css(theme, 'success')}; background-color: {css(theme, 'successTint')}"
    made, room = [], LONGEST
    for part in parts:
        text = escape(part.text[:room]).replace("\n", "<br>")
        made.append(f'<span style="{style}">{text}</span>' if part.changed else text)
        room -= len(part.text)
        if room <= 0:
            made.append("…")
            break
    return "".join(made)


def _label(theme: Theme) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setWordWrap(True)
    label.setMinimumWidth(theme.px(80))
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return label
