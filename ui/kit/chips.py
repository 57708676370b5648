"""Filter chips and segmented switches; tabs are offered along."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit.boxes import cut_start, is_mirrored
from ui.kit.choice_row import Choice, ChoiceRow
from ui.kit.icons import paint_icon
from ui.kit.painting import key_size, paint_key
from ui.kit.pressable import Pressable
from ui.kit.theme import Theme
from ui.kit.view_tabs import ViewTabs
from ui.kit.wrapping import shortened

__all__ = ["Chip", "Choice", "Segmented", "ViewTabs"]

# Longer values are cut (DESIGN, 9).
WIDEST_WORDS = 200
LONGEST_VALUE = 28
VALUE_WEIGHT = 600


class Chip(Pressable):
    """A chip: a filter "Owner is **Anna** ×", a kind with its count, or, `dashed`, the way to add one.

    `removed` tells that the × was clicked or Delete pressed; a checkable chip is shown on in accent colours.
    """

    removed = Signal()

    def __init__(
        self,
        theme: Theme,
        text: str,
        value: str = "",
        *,
        icon: str = "",
        keys: str = "",
        removable: bool = False,
        dashed: bool = False,
        drops: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, text, parent)
        self._icon = icon
        self._keys = keys
        self._removable = removable
        self._dashed = dashed
        self._drops = drops
        self._value = value
        self.set_value(value)

    def set_value(self, value: str) -> None:
        """Show `value` in strong text after the chip's words."""
        self._value = shortened(value, LONGEST_VALUE)
        self.setAccessibleName(f"{self.text()} {value}".strip())
        cut = [each for each, shown in ((self.text(), self._words), (value, self._value)) if each != shown]
        self.setToolTip(" ".join(cut))
        self.updateGeometry()
        self.update()

    def say(self, text: str) -> None:
        """Show `text` alone."""
        if self.text() != text:
            self.setText(text)
            self.set_value("")

    def ask(self, *, dashed: bool, drops: bool) -> None:
        """Show `dashed` that something is to be chosen, and whether a menu `drops` from the chip."""
        if (dashed, drops) != (self._dashed, self._drops):
            self._dashed, self._drops = dashed, drops
            self.updateGeometry()
            self.update()

    @property
    def _words(self) -> str:
        """The words before the value, cut off where they are longer than any that name something."""
        width = self._theme.px(WIDEST_WORDS)
        return self._theme.metrics("small", 500).elidedText(self.text(), Qt.TextElideMode.ElideRight, width)

    def sizeHint(self) -> QSize:
        """Return the room for all parts."""
        width = sum(part.width for part in self._parts()) + 2 * self._theme.px(8)
        return QSize(width, self._theme.size("chip"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete removes the chip."""
        if self._removable and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The × removes the chip, the rest clicks it."""
        if self._removable and self._on_cross(int(event.position().x())):
            self.setDown(False)
            self.removed.emit()
        else:
            super().mouseReleaseEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the edge and the parts from the leading side."""
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked() or self._lit
        edge = "accent" if on else "controlBorder" if self._dashed else "hairlineStrong"
        pen = QPen(theme.colour("hairlineStrong" if self._dashed and not on else edge), 1)
        if self._dashed and not on:
            pen.setDashPattern([3, 3])
        painter.setPen(pen)
        ground = "selected" if on else "surfaceHover" if self.underMouse() else "surface"
        painter.setBrush(
            Qt.BrushStyle.NoBrush if self._dashed and not self.underMouse() and not on else theme.colour(ground)
        )
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.radius("md"), theme.radius("md")
        )
        rest = self.rect().adjusted(theme.px(8), 0, -theme.px(8), 0)
        for part in self._parts():
            box, rest = cut_start(rest, part.width, mirrored=is_mirrored(self))
            self._paint_part(painter, part, box)

    def _paint_part(self, painter: QPainter, part: "_Part", box: QRect) -> None:
        theme = self._theme
        role = part.role if self.isEnabled() else "textDisabled"
        if part.icon and part.leads:
            box = cut_start(box, theme.size("icon.sm"), mirrored=is_mirrored(self))[0]
        if part.icon:
            paint_icon(painter, theme, part.icon, box, role, part.icon_size)
        elif part.keys:
            paint_key(painter, theme, box.adjusted(theme.px(6), 0, 0, 0), part.keys, "text3", "hairlineStrong")
        else:
            painter.setFont(theme.font("small", part.weight))
            painter.setPen(theme.colour(role))
            side = Qt.AlignmentFlag.AlignTrailing if part.weight == VALUE_WEIGHT else Qt.AlignmentFlag.AlignLeading
            painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, part.text)

    def _parts(self) -> "list[_Part]":
        theme, on = self._theme, self.isChecked() or self._lit
        role = "accentText" if on else "text2"
        parts = []
        if self._icon:
            parts.append(_Part(theme.size("icon.sm") + theme.px(5), role, icon=self._icon, leads=True))
        if self.text():
            weight = 0 if self._value else 500
            parts.append(
                _Part(theme.metrics("small", weight).horizontalAdvance(self._words), role, self._words, weight)
            )
        if self._value:
            width = theme.metrics("small", VALUE_WEIGHT).horizontalAdvance(self._value) + theme.px(5)
            parts.append(_Part(width, "accentText" if on else "text", self._value, VALUE_WEIGHT))
        if self._removable:
            parts.append(_Part(theme.px(20), "text2", icon="close", icon_size="xs"))
        if self._drops:
            parts.append(_Part(theme.px(18), "text2", icon="expand", icon_size="xs"))
        if self._keys:
            parts.append(_Part(key_size(theme, self._keys).width() + theme.px(6), "text3", keys=self._keys))
        return parts

    def _on_cross(self, x: int) -> bool:
        reach = self._theme.px(28)
        return x < reach if is_mirrored(self) else x > self.width() - reach


class _Part(NamedTuple):
    width: int
    role: str
    text: str = ""
    weight: int = 0
    icon: str = ""
    icon_size: str = "sm"
    keys: str = ""
    leads: bool = False


class Segmented(ChoiceRow):
    """A few choices in one frame: People | Companies. `chosen` carries the name.

    Where there is no room for all words the last ones but the chosen are icons with their words as tooltip.
    """

    def __init__(self, theme: Theme, choices: Sequence[Choice], parent: QWidget | None = None) -> None:
        super().__init__(theme, choices, parent)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the room for all choices."""
        return QSize(sum(self._whole(choice) for choice in self._choices), self._theme.size("control.small"))

    def minimumSizeHint(self) -> QSize:
        """Return the room for the chosen one, in words, and the others as icons."""
        width = sum(self._whole(choice, short=choice.name != self._current) for choice in self._choices)
        return QSize(width, self._theme.size("control.small"))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what is under the mouse where only its icon is seen."""
        super().mouseMoveEvent(event)
        titles = {choice.name: choice.title for choice in self._choices if self._is_short(choice)}
        self.setToolTip(titles.get(self._hovered, ""))

    def set_current(self, name: str) -> None:
        """Show `name` as chosen, without telling."""
        super().set_current(name)
        self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the frame and the choices in it."""
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        boxes = self._boxes()
        # as wide as the choices: short ones may need less than there is
        frame = QRectF(QRect().united(boxes[0][1]).united(boxes[-1][1])).adjusted(0.5, 0.5, -0.5, -0.5)
        radius = theme.radius("md")
        clip = QPainterPath()
        clip.addRoundedRect(frame, radius, radius)
        painter.fillPath(clip, theme.colour("surface"))
        for place, (choice, box) in enumerate(boxes):
            self._paint_choice(painter, choice, box, clip)
            if place:
                painter.setPen(QPen(theme.colour("hairlineStrong"), 1))
                edge = (box.right() if is_mirrored(self) else box.left()) + 0.5
                painter.drawLine(QPointF(edge, 1), QPointF(edge, self.height() - 1))
        painter.setPen(QPen(theme.colour("hairlineStrong"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, radius, radius)

    def _paint_choice(self, painter: QPainter, choice: Choice, box: QRect, clip: "QPainterPath") -> None:
        theme, on = self._theme, choice.name == self._current
        if on or choice.name == self._hovered:
            painter.save()
            painter.setClipPath(clip)
            painter.fillRect(box, theme.colour("selected" if on else "surfaceHover"))
            painter.restore()
        role = "accentText" if on else "text2"
        inner = box
        if choice.icon:
            padded = box.adjusted(theme.px(10), 0, -theme.px(10), 0)
            part, inner = cut_start(padded, theme.size("icon.sm"), theme.px(6), mirrored=is_mirrored(self))
            paint_icon(painter, theme, choice.icon, part, role, "sm")
        if self._is_short(choice):
            return
        painter.setFont(theme.font("small", 500))
        painter.setPen(theme.colour(role))
        painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, choice.title)

    def _is_short(self, choice: Choice) -> bool:
        """Return whether only the icon of `choice` is shown."""
        return choice.name in self._shortened()

    def _shortened(self) -> set[str]:
        """Return the names of the choices that give up their words so that all fit."""
        names: set[str] = set()
        over = self.sizeHint().width() - self.width()
        for choice in reversed(self._choices):
            if over > 0 and choice.icon and choice.name != self._current:
                names.add(choice.name)
                over -= self._whole(choice) - self._whole(choice, short=True)
        return names

    def _width(self, choice: Choice) -> int:
        return self._whole(choice, short=self._is_short(choice))

    def _whole(self, choice: Choice, *, short: bool = False) -> int:
        """Return how wide `choice` is, or how wide its icon is where it is `short`."""
        if short and choice.icon:
            return self._theme.size("icon.sm") + 2 * self._theme.px(10)
        width = self._theme.metrics("small", 500).horizontalAdvance(choice.title) + 2 * self._theme.px(11)
        return width + (self._theme.size("icon.sm") + self._theme.px(6) if choice.icon else 0)
