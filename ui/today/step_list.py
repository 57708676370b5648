"""The list of first steps: how many are done, and a line for each."""

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.first_steps import STEPS
from crm_desktop.words import _
from ui.kit.boxes import cut_end, cut_start, is_mirrored
from ui.kit.cards import Card
from ui.kit.icons import paint_icon
from ui.kit.labels import Text
from ui.kit.layouts import column, row
from ui.kit.notices import Rule
from ui.kit.pressable import Pressable
from ui.kit.theme import Theme
from ui.today.step_words import StepWords

LINE = 54
MARK = 20
LEAD = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading


class StepList(Card):
    """A card with the steps; `chosen` carries the name of the one that was pressed."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._count = Text(theme, "", "small", "text2")
        self._bar = ProgressLine(theme)
        title = row(theme, Text(theme, _("Getting started"), "bodyStrong"), None, self._count)
        self.body.addLayout(column(theme, title, self._bar, margins=(15, 14, 15, 16)))
        self.lines = {name: StepLine(theme, number + 1) for number, name in enumerate(STEPS)}
        for name, line in self.lines.items():
            self.body.addWidget(Rule(theme))
            self.body.addWidget(line)
            line.clicked.connect(lambda _checked=False, name=name: self.chosen.emit(name))
        self.body.addStretch(1)

    def show_steps(self, words: Mapping[str, StepWords], done: frozenset[str], current: str | None) -> None:
        """Show what the steps say, which are `done`, and which is the `current` one."""
        self._count.setText(_("{n} of {all}").format(n=len(done), all=len(STEPS)))
        self._bar.show_share(len(done) / len(STEPS), self._count.text())
        for name, line in self.lines.items():
            line.show_step(words[name], done=name in done, current=name == current)


class StepLine(Pressable):
    """One step: its number or a tick, what it is called, and where it leads."""

    def __init__(self, theme: Theme, number: int) -> None:
        super().__init__(theme)
        self._number = number
        self._words: StepWords | None = None
        self._done = self._current = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_step(self, words: StepWords, *, done: bool, current: bool) -> None:
        """Show `words`."""
        self._words, self._done, self._current = words, done, current
        state = _("done") if done else _("next") if current else _("to do")
        self.setAccessibleName(f"{words.title}, {state}")
        self.setAccessibleDescription(words.note)
        self.setToolTip(words.note)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room of two lines."""
        return QSize(self._theme.px(280), self._theme.px(LINE))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move along the list."""
        if event.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint mark, words and link."""
        if self._words is None:
            return
        theme, painter, mirrored = self._theme, QPainter(self), is_mirrored(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(self.layoutDirection())
        if self._current or self.underMouse():
            painter.fillRect(self.rect(), theme.colour("selected" if self._current else "surfaceHover"))
        box = self.rect().adjusted(theme.px(15), 0, -theme.px(15), 0)
        mark, box = cut_start(box, theme.px(MARK), theme.px(12), mirrored=mirrored)
        self._paint_mark(painter, mark)
        box = self._paint_end(painter, box, mirrored=mirrored)
        middle = box.height() // 2
        lines = (
            (self._words.title, "control", "text2" if self._done else "text", -10),
            (self._words.note, "small", "text2", 9),
        )
        for text, style, role, shift in lines:
            painter.setFont(theme.font(style))
            painter.setPen(theme.colour(role))
            line = QRect(box.x(), middle - theme.px(10) + theme.px(shift), box.width(), theme.px(20))
            cut = theme.metrics(style).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(line, LEAD, cut)

    def _paint_mark(self, painter: QPainter, box: QRect) -> None:
        theme = self._theme
        middle, half = QPointF(box.center()) + QPointF(0.5, 0.5), theme.px(MARK) / 2
        filled = self._done or self._current
        ground = "successSolid" if self._done else "accent" if self._current else "surface"
        painter.setPen(Qt.PenStyle.NoPen if filled else QPen(theme.colour("controlBorder"), 1))
        painter.setBrush(theme.colour(ground))
        painter.drawEllipse(middle, half - 0.5, half - 0.5)
        if self._done:
            paint_icon(painter, theme, "check", box, "surface", "xs")
            return
        painter.setPen(theme.colour("textOnAccent" if self._current else "text2"))
        painter.setFont(theme.font("caption", 600 if self._current else 400, numbers=True))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(self._number))

    def _paint_end(self, painter: QPainter, box: QRect, *, mirrored: bool) -> QRect:
        """Paint what stands at the end of the line; return what is left for the words."""
        theme = self._theme
        link = self._words.link if self._words is not None else ""
        if self._current or not link:
            part, rest = cut_end(box, theme.size("icon.sm"), theme.px(8), mirrored=mirrored)
            if self._current:
                paint_icon(painter, theme, "next", part, "accentText", "sm")
            return rest if self._current else box
        width = theme.metrics("small", 500).horizontalAdvance(link)
        part, rest = cut_end(box, width, theme.px(12), mirrored=mirrored)
        painter.setFont(theme.font("small", 500))
        painter.setPen(theme.colour("accentText"))
        painter.drawText(part, LEAD, link)
        return rest


class ProgressLine(QWidget):
    """How far one is, as a line that fills."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Progress"))

    def show_share(self, share: float, words: str) -> None:
        """Fill the line to `share`; `words` say the same."""
        self._share = share
        self.setAccessibleDescription(words)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of the line."""
        return QSize(self._theme.px(120), self._theme.px(6))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = self.rect()
        done, _rest = cut_start(whole, round(whole.width() * self._share), mirrored=is_mirrored(self))
        for box, role in ((whole, "neutralTint"), (done, "successSolid")):
            painter.setBrush(self._theme.colour(role))
            painter.drawRoundedRect(QRectF(box), 3, 3)
