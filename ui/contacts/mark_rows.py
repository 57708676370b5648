"""Lines of the record page with a mark before them: purchases, products, promises, consent, what is known."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QSizePolicy

from crm_desktop.contacts.consent import GIVEN, WITHDRAWN
from ui.contacts.lines import Line
from ui.kit.boxes import cut_end, cut_start
from ui.kit.icons import paint_icon
from ui.kit.theme import Theme
from ui.kit.wrapping import wrapped

_MOST_LINES = 4
_CHANNEL_MARKS = {GIVEN: ("check", "successTint", "success"), WITHDRAWN: ("not allowed", "dangerTint", "danger")}


class MarkRow(Line):
    """An icon and a title with a word at the end; below them a note, in red where it `warns`."""

    def __init__(
        self, theme: Theme, icon: str, title: str, note: str = "", aside: str = "", *, warns: bool = False
    ) -> None:
        super().__init__(theme, ", ".join(part for part in (title, aside, note) if part), 44 if note else 28)
        self._icon = icon
        self._title = title
        self._note = note
        self._aside = aside
        self._warns = warns

    def paint_line(self, painter: QPainter, box: QRect, *, mirrored: bool) -> None:
        """Paint the line."""
        theme = self._theme
        first = QRect(box.x(), box.y() + theme.px(4), box.width(), theme.px(20))
        mark, rest = cut_start(first, theme.size("icon.sm"), theme.px(8), mirrored=mirrored)
        paint_icon(painter, theme, self._icon, mark, "text2", "sm")
        used = self.write(painter, rest, self._aside, "small", "text2", end=True) if self._aside else 0
        room = cut_end(rest, used, theme.px(8) if used else 0, mirrored=mirrored)[1]
        self.write(painter, room, self._title, "body", "text")
        if self._note:
            below = rest.translated(0, theme.px(19))
            self.write(painter, below, self._note, "small", "danger" if self._warns else "text2")


class ConsentRow(Line):
    """A channel with a mark for its state: a tick, a dashed circle, a struck circle; and what says so."""

    def __init__(self, theme: Theme, channel: str, state: str, words: str) -> None:
        super().__init__(theme, f"{channel}: {words}", 28)
        self._channel = channel
        self._state = state
        self._words = words
        self.setToolTip(words)

    def paint_line(self, painter: QPainter, box: QRect, *, mirrored: bool) -> None:
        """Paint the mark, the channel and the words."""
        theme = self._theme
        icon, ground, role = _CHANNEL_MARKS.get(self._state, ("not asked", "surface", "text2"))
        side = theme.size("badge")
        mark, rest = cut_start(box, side, theme.px(8), mirrored=mirrored)
        square = QRectF(mark.x(), mark.center().y() - side / 2 + 1, side, side).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        asked = self._state in _CHANNEL_MARKS
        painter.setPen(Qt.PenStyle.NoPen if asked else QPen(theme.colour("hairlineStrong"), 1))
        painter.setBrush(theme.colour(ground))
        painter.drawRoundedRect(square, theme.radius("sm"), theme.radius("sm"))
        paint_icon(painter, theme, icon, square.toRect(), role, "xs")
        width = max(theme.px(62), theme.metrics("body").horizontalAdvance(self._channel) + theme.px(2))
        channel, rest = cut_start(rest, width, theme.px(8), mirrored=mirrored)
        self.write(painter, channel, self._channel, "body", "text")
        self.write(painter, rest, self._words, "small", "text2")


class WordsRow(Line):
    """Words of up to four lines in the colour `role`, with a note below them."""

    def __init__(
        self, theme: Theme, icon: str, words: str, note: str, *, role: str = "text", note_role: str = "text2"
    ) -> None:
        super().__init__(theme, ", ".join(part for part in (words, note) if part), 44)
        self._icon = icon
        self._words = words
        self._note = note
        self._role = role
        self._note_role = note_role
        self.setToolTip(words)
        policy = self.sizePolicy()
        policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def heightForWidth(self, width: int) -> int:
        """Return the height of the words, broken at `width`, and the note."""
        return self._theme.px(8 + 18 * len(self._lines(width)) + (18 if self._note else 0))

    def sizeHint(self) -> QSize:
        """Return the height at the width that this has now."""
        width = self.width() or self._theme.px(260)
        return QSize(self._theme.px(160), self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return the least height."""
        return QSize(self._theme.px(80), self._theme.px(30))

    def paint_line(self, painter: QPainter, box: QRect, *, mirrored: bool) -> None:
        """Paint the words and the note."""
        theme = self._theme
        top = QRect(box.x(), box.y() + theme.px(3), box.width(), theme.px(18))
        mark, line = cut_start(top, theme.size("icon.sm"), theme.px(8), mirrored=mirrored)
        paint_icon(painter, theme, self._icon, mark, self._note_role if self._role == "text" else self._role, "sm")
        for words in self._lines(self.width()):
            self.write(painter, line, words, "body", self._role)
            line = line.translated(0, theme.px(18))
        if self._note:
            self.write(painter, line, self._note, "small", self._note_role)

    def _lines(self, width: int) -> tuple[str, ...]:
        theme = self._theme
        room = width - 2 * theme.px(16) - theme.size("icon.sm") - theme.px(8)
        return wrapped(self._words, theme, "body", room, _MOST_LINES)
