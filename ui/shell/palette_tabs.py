"""The kinds that the palette can be narrowed to, side by side."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit.boxes import cut_end, is_mirrored
from ui.kit.painting import key_size, paint_key
from ui.kit.theme import Theme
from ui.shell.palette_rows import Tab


class PaletteTabs(QWidget):
    """One tab is chosen; `chosen` carries its name. The keys are those of the field above."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, tabs: Sequence[Tab], keys: str) -> None:
        super().__init__()
        self._theme = theme
        self._tabs = tabs
        self._keys = keys
        self.current = tabs[0].name
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def choose(self, name: str) -> None:
        """Choose the tab called `name`."""
        if name != self.current:
            self.current = name
            self.update()
            self.chosen.emit(name)

    def step(self, by: int) -> None:
        """Choose the tab `by` further, round and round."""
        names = [tab.name for tab in self._tabs]
        self.choose(names[(names.index(self.current) + by) % len(names)])

    def sizeHint(self) -> QSize:
        """Return the height of the row."""
        return QSize(self._theme.px(400), self._theme.px(43))

    def minimumSizeHint(self) -> QSize:
        """Return the same height: a notice below takes none of it."""
        return QSize(0, self._theme.px(43))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what is clicked."""
        for tab, box in self._boxes():
            if box.contains(event.position().toPoint()):
                self.choose(tab.name)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the tabs, the line below, and the key where no tab stands."""
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("hairline"), 0))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        boxes = self._boxes()
        for tab, box in boxes:
            on = tab.name == self.current
            if on:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.colour("selected"))
                painter.drawRoundedRect(QRectF(box), theme.radius("md"), theme.radius("md"))
            painter.setFont(theme.font("small", 600 if on else 500))
            painter.setPen(theme.colour("accentText" if on else "text2"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, tab.title)
        inner = self.rect().adjusted(theme.px(12), 0, -theme.px(12), 0)
        part, _rest = cut_end(inner, key_size(theme, self._keys).width(), mirrored=is_mirrored(self))
        # a narrow window leaves room for tabs alone
        if not any(box.intersects(part) for _tab, box in boxes):
            paint_key(painter, theme, part, self._keys, "text2", "hairlineStrong")

    def _boxes(self) -> list[tuple[Tab, QRect]]:
        """Return where the tabs stand; where they are wider than the row, as far on as the chosen one asks."""
        laid = self._laid(0)
        end = next(self._end(box) for tab, box in laid if tab.name == self.current)
        beyond = end - (self.width() - self._theme.px(12))
        return self._laid(beyond) if beyond > 0 else laid

    def _end(self, box: QRect) -> int:
        return self.width() - box.left() if is_mirrored(self) else box.left() + box.width()

    def _laid(self, beyond: int) -> list[tuple[Tab, QRect]]:
        theme, boxes, x = self._theme, [], self._theme.px(12) - beyond
        height = theme.px(26)
        for tab in self._tabs:
            width = theme.metrics("small", 600).horizontalAdvance(tab.title) + 2 * theme.px(9)
            start = self.width() - x - width if is_mirrored(self) else x
            boxes.append((tab, QRect(start, (self.height() - height) // 2, width, height)))
            x += width + theme.px(2)
        return boxes
