"""The frame around a page's content: top bar, filter bar, side panel, bulk bar, status bar."""

from typing import NamedTuple

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.words import _
from ui.kit.boxes import cut_end, cut_start, is_mirrored
from ui.kit.buttons import IconButton
from ui.kit.icons import paint_icon
from ui.kit.labels import Text
from ui.kit.layouts import Margins, Part, row
from ui.kit.theme import Theme


class Bar(QWidget):
    """A strip of fixed height with parts side by side and a hairline below (or above)."""

    def __init__(
        self,
        theme: Theme,
        *parts: Part,
        height: int = 44,
        gap: int = 6,
        margins: Margins = (16, 0, 16, 0),
        ground: str = "surface",
        line_above: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._height = height
        self._ground = ground
        self._line_above = line_above
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.parts = row(theme, *parts, gap=gap, margins=margins)
        self.setLayout(self.parts)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return the height of the strip."""
        return QSize(super().sizeHint().width(), self._theme.px(self._height))

    def minimumSizeHint(self) -> QSize:
        """Return the height of the strip; its parts give way."""
        return QSize(super().minimumSizeHint().width(), self._theme.px(self._height))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground and line."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour(self._ground))
        painter.setPen(QPen(self._theme.colour("hairline"), 0))
        y = 0 if self._line_above else self.height() - 1
        painter.drawLine(0, y, self.width(), y)


class TopBar(Bar):
    """The bar at the top of the window: 48 high."""

    def __init__(self, theme: Theme, *parts: Part, parent: QWidget | None = None) -> None:
        super().__init__(theme, *parts, height=48, gap=8, margins=(12, 0, 16, 0), parent=parent)


class FilterBar(Bar):
    """The chips above a list, and what orders and groups it: 44 high."""

    def __init__(self, theme: Theme, *parts: Part, parent: QWidget | None = None) -> None:
        super().__init__(theme, *parts, height=44, gap=6, parent=parent)


class Fact(NamedTuple):
    """What a status bar says of a list; `figure` is the part of the words that stands out."""

    words: str
    figure: str = ""


class StatusBar(QWidget):
    """The line below a list: facts at the start, keys at the end; 28 high."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._facts: list[Fact] = []
        self._keys = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set_facts(self, *facts: str | Fact) -> None:
        """Show `facts` one after the other: "214 people", "4 selected"."""
        told = [fact if isinstance(fact, Fact) else Fact(fact) for fact in facts]
        shown = [fact for fact in told if fact.words]
        if shown == self._facts:
            return
        self._facts = shown
        self.setAccessibleName(", ".join(fact.words for fact in shown))
        self.update()

    def set_keys(self, *hints: str) -> None:
        """Show which keys do what: "J / K move", "Space preview"."""
        self._keys = " · ".join(hints)
        self.setAccessibleDescription(self._keys)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of the line."""
        return QSize(self._theme.px(320), self._theme.size("statusBar"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint facts and keys; the keys give way to the facts."""
        theme, mirrored = self._theme, is_mirrored(self)
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        painter.fillRect(self.rect(), theme.colour("surfaceSunken"))
        painter.setPen(QPen(theme.colour("hairline"), 0))
        painter.drawLine(0, 0, self.width(), 0)
        metrics = theme.metrics("small")
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        box = self.rect().adjusted(theme.px(16), 1, -theme.px(16), 0)
        for place, fact in enumerate(self._facts):
            if place == 1:
                rule, box = cut_start(box, 1, theme.px(12), mirrored=mirrored)
                painter.fillRect(rule.adjusted(0, theme.px(7), 0, -theme.px(7)), theme.colour("hairlineStrong"))
            box = self._paint_fact(painter, box, fact, mirrored=mirrored)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text2"))
        width = metrics.horizontalAdvance(self._keys)
        if self._keys and width + theme.px(24) < box.width():
            part, box = cut_end(box, width, theme.px(6), mirrored=mirrored)
            painter.drawText(part, middle, self._keys)
            part, box = cut_end(box, theme.size("icon.sm"), mirrored=mirrored)
            paint_icon(painter, theme, "keyboard", part, "text3", "sm")

    def _paint_fact(self, painter: QPainter, box: QRect, fact: Fact, *, mirrored: bool) -> QRect:
        """Paint `fact`, its figure strong; return what is left of `box`."""
        before, figure, after = fact.words.partition(fact.figure) if fact.figure else (fact.words, "", "")
        for words, weight, role in ((before, 0, "text2"), (figure, 600, "text"), (after, 0, "text2")):
            if words:
                width = self._theme.metrics("small", weight).horizontalAdvance(words)
                part, box = cut_start(box, width, mirrored=mirrored)
                painter.setFont(self._theme.font("small", weight))
                painter.setPen(self._theme.colour(role))
                painter.drawText(part, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, words)
        return cut_start(box, 0, self._theme.px(12), mirrored=mirrored)[1]


class SidePanel(QWidget):
    """A panel at the side of the content, with a title, its own buttons and Close; `body` is to be filled.

    `width` is a size token: "preview" (344), "history" (400).
    """

    closed = Signal()

    def __init__(self, theme: Theme, title: str = "", *, width: str = "preview", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._width = width
        self.head = row(theme, Text(theme, title, "section"), None, gap=4, margins=(16, 12, 10, 8))
        close = IconButton(theme, "close", _("Close"))
        close.clicked.connect(self.closed)
        self.head.addWidget(close)
        self.body = QVBoxLayout()
        self.body.setSpacing(0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self.head)
        whole.addLayout(self.body, 1)
        self._fit_theme()
        theme.changed.connect(self._fit_theme)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the panel."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground and the line towards the content."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("surface"))
        painter.setPen(QPen(self._theme.colour("hairline"), 0))
        x = self.width() - 1 if is_mirrored(self) else 0
        painter.drawLine(x, 0, x, self.height())

    def _fit_theme(self) -> None:
        self.setMinimumWidth(self._theme.px(280))
        self.resize(self._theme.size(self._width), self.height())
        self.update()

    def sizeHint(self) -> QSize:
        """Return the designed width."""
        return QSize(self._theme.size(self._width), self._theme.px(400))
