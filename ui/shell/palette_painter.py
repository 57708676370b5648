"""Paints the lines of the palette: no call of Qt's a line, each text laid out once."""

from collections.abc import Sequence
from math import floor
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QTextLayout, QTextOption

from ui.kit.icons import paint_icon
from ui.kit.painting import key_size, paint_avatar, paint_key, paint_marker
from ui.kit.theme import Theme
from ui.shell.palette_rows import Piece, Row

HEAD = 30
ENTER = "↵"
MOST_KEPT = 500
# What is left of the words before a mark that would else be out of sight.
LEAST_CONTEXT = 40
# One line is painted: what would break it, or leave a gap, is a space.
SPACES = str.maketrans(dict.fromkeys("\n\t\u2028\u2029", " "))


class Strip(NamedTuple):
    """Where a line stands: how far from the top, how high and how wide."""

    y: int
    height: int
    width: int


class _Laid(NamedTuple):
    layout: QTextLayout
    width: int
    height: int


class _Room:
    """What is left of a line, from which parts are cut where reading starts and where it ends."""

    __slots__ = ("left", "mirrored", "right")

    def __init__(self, width: int, pad: int, *, mirrored: bool) -> None:
        self.left, self.right, self.mirrored = pad, width - pad, mirrored

    @property
    def width(self) -> int:
        return self.right - self.left

    def cut_start(self, width: int, gap: int = 0) -> int:
        """Take a part of `width` and a `gap` where reading starts; return where it is."""
        return self._cut(width, gap, left=not self.mirrored)

    def cut_end(self, width: int, gap: int = 0) -> int:
        """Take a part of `width` and a `gap` where reading ends; return where it is."""
        return self._cut(width, gap, left=self.mirrored)

    def _cut(self, width: int, gap: int, *, left: bool) -> int:
        if left:
            x = self.left
            self.left += width + gap
            return x
        x = self.right - width
        self.right -= width + gap
        return x


class LinePainter:
    """Paints lines and heads; keeps the texts that it laid out until the theme changes."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._kept: dict[tuple[str, int, str], _Laid] = {}
        theme.changed.connect(self._kept.clear)

    def height(self, *, line: bool) -> int:
        """Return the height of a `line`, or of a head."""
        return self._theme.size("palette.row") if line else self._theme.px(HEAD)

    def heights(self, lines: Sequence[bool]) -> list[int]:
        """Return the height of each of `lines`, which tell lines from heads."""
        line, head = self.height(line=True), self.height(line=False)
        return [line if each else head for each in lines]

    def paint_head(self, painter: QPainter, strip: Strip, row: Row, *, mirrored: bool) -> None:
        """Paint the head of a group, its count at the end."""
        theme = self._theme
        room, rise = _Room(strip.width, theme.px(16), mirrored=mirrored), theme.px(6)
        below = Strip(strip.y + rise, strip.height - rise, strip.width)
        painter.setPen(theme.colour("text2"))
        title = self._laid(row.title[0].text, "small", 500)
        self._draw(painter, room.cut_start(title.width), below, title)
        if row.end:
            count = self._laid(row.end, "small")
            self._draw(painter, room.cut_end(count.width), below, count)

    def paint_line(self, painter: QPainter, strip: Strip, row: Row, *, chosen: bool, mirrored: bool) -> None:
        """Paint a line that can be chosen."""
        theme = self._theme
        room, gap = _Room(strip.width, theme.px(16), mirrored=mirrored), theme.px(8)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("selected"))
            inset = theme.px(6)
            ground = QRectF(inset, strip.y, strip.width - 2 * inset, strip.height)
            painter.drawRoundedRect(ground, theme.radius("md"), theme.radius("md"))
        side = theme.px(24)
        x = room.cut_start(side, gap)
        if row.face is not None:
            paint_avatar(painter, theme, QRect(x, strip.y + gap, side, strip.height - 2 * gap), row.face)
        elif row.icon:
            paint_icon(painter, theme, row.icon, QRect(x, strip.y, side, strip.height), "text2")
        keys = row.keys or (ENTER if chosen else "")
        if keys:
            width = key_size(theme, keys).width()
            cap = QRect(room.cut_end(width, gap), strip.y, width, strip.height)
            paint_key(painter, theme, cap, keys, "text2", "hairlineStrong")
        if row.end:
            self._paint_end(painter, room, strip, row)
        self._paint_pieces(painter, room, strip, row.title, ("control", "text"))
        room.cut_start(0, gap)
        self._paint_pieces(painter, room, strip, self.with_mark(row.note, "small", room.width), ("small", "text2"))

    def with_mark(self, pieces: Sequence[Piece], style: str, width: int) -> Sequence[Piece]:
        """Return `pieces`, cut before what is marked first where that would else not be seen in `width`."""
        at = next((place for place, piece in enumerate(pieces) if piece.marked), 0)
        over = sum(self._laid(piece.text, style).width for piece in pieces[: at + 1]) - width if at else 0
        if over <= 0:
            return pieces
        shown = list(pieces)
        # first what leads to the mark, then what else is told of the record
        for place, mode in ((at - 1, Qt.TextElideMode.ElideLeft), (0, Qt.TextElideMode.ElideRight)):
            words = shown[place].text.translate(SPACES)
            own = self._laid(words, style).width
            room = max(own - over, min(own, self._theme.px(LEAST_CONTEXT)))
            if over > 0 and room < own:
                shown[place] = Piece(self._theme.metrics(style).elidedText(words, mode, room))
                over -= own - self._laid(shown[place].text, style).width
        return shown

    def _paint_end(self, painter: QPainter, room: _Room, strip: Strip, row: Row) -> None:
        theme = self._theme
        money = row.target is not None and row.target.kind == "deal"
        style, role = ("bodyStrong", "text") if money else ("small", "text2")
        text = self._laid(row.end, style)
        painter.setPen(theme.colour(role))
        self._draw(painter, room.cut_end(text.width, theme.px(10)), strip, text)

    def _paint_pieces(
        self, painter: QPainter, room: _Room, strip: Strip, pieces: Sequence[Piece], look: tuple[str, str]
    ) -> None:
        """Paint `pieces` one after the other in the style and colour of `look`, what was found as by a marker."""
        theme, (style, role) = self._theme, look
        least = theme.px(16)
        for piece in pieces:
            if room.width < least:
                break
            text = self._laid(piece.text, style)
            if text.width > room.width:
                words = piece.text.translate(SPACES)
                cut = theme.metrics(style).elidedText(words, Qt.TextElideMode.ElideRight, room.width)
                text = self._laid(cut, style)
            x = room.cut_start(text.width)
            if piece.marked:
                high = text.height + theme.px(2)
                top = strip.y + (strip.height - 1) // 2 - high // 2 + 1
                paint_marker(painter, theme, QRect(x - 1, top, text.width + 2, high))
            painter.setPen(theme.colour("markText" if piece.marked else role))
            self._draw(painter, x, strip, text)

    def _draw(self, painter: QPainter, x: int, strip: Strip, text: _Laid) -> None:
        text.layout.draw(painter, QPointF(x, strip.y + (strip.height - text.height) / 2))

    def _laid(self, text: str, style: str, weight: int = 0) -> _Laid:
        """Return `text` ready to be painted: much of what one answer shows is in the next, too."""
        key = style, weight, text
        laid = self._kept.get(key)
        if laid is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            laid = self._kept[key] = _laid_out(text.translate(SPACES), self._theme, style, weight)
        return laid


def _laid_out(text: str, theme: Theme, style: str, weight: int) -> _Laid:
    """Lay `text` out once: what paints it later also tells how wide it is, a third of the work of a QStaticText."""
    layout = QTextLayout(text, theme.font(style, weight))
    option = QTextOption()
    option.setTextDirection(QGuiApplication.layoutDirection())
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    layout.endLayout()
    # as QFontMetrics rounds
    return _Laid(layout, floor(line.horizontalAdvance() + 0.5), theme.metrics(style, weight).height())
