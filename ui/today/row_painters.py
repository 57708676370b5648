"""How the rows of the Today page are painted, and how high they are: a text that does not fit goes on below."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from crm_desktop.reports.agenda import AgendaItem
from crm_desktop.words import _, pgettext
from ui.kit.boxes import cut_end, cut_start
from ui.kit.desk import Desk
from ui.kit.icons import paint_icon
from ui.kit.wrapping import wrapped

START = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
END = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
SIDE = 14
# How wide the times of the agenda are, and what stands between time, icon and title.
WHEN, APART = 46, 12
AGENDA, AHEAD = 52, 26
# A title takes no more lines than this: names may have ten thousand letters.
MOST_LINES = 3
DOT = " · "
SOON = timedelta(hours=1)
KIND_ICONS = {"todo": "task"}


def icon_of(kind: str) -> str:
    """Return the icon of a kind of activity."""
    return KIND_ICONS.get(kind, kind)


def instant_of(at_ms: int) -> datetime:
    """Return the aware instant that `at_ms` holds."""
    return datetime.fromtimestamp(at_ms / 1000, UTC)


class Words(NamedTuple):
    """A text in a style and colour of the theme."""

    text: str
    style: str = "body"
    role: str = "text"
    struck: bool = False


class RowPainters:
    """Paints the rows of each list with the desk's theme and formats."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._theme = desk.theme
        # the day's plan, by which one knows before which row now is
        self.planned: Sequence[AgendaItem] = ()

    def agenda(self, painter: QPainter, box: QRect, item: AgendaItem) -> None:
        """Paint time and length, icon, title and whom it is with; what comes next is tinted."""
        theme = self._theme
        coming = self.coming_in(item)
        if coming:
            painter.fillRect(box, theme.colour("selected"))
            painter.fillRect(QRect(box.left(), box.top(), theme.px(3), box.height()), theme.colour("accent"))
        mirrored = self._mirrored(painter)
        when, rest = cut_start(self._inside(box), theme.px(WHEN), theme.px(APART), mirrored=mirrored)
        glyph, rest = cut_start(rest, theme.size("icon.md"), theme.px(APART), mirrored=mirrored)
        lines = self._agenda_lines(item, rest.width())
        first = self._first_line(box, lines)
        top, bottom = (QRect(when.left(), each.top(), when.width(), each.height()) for each in first)
        time, length = self._times(item, when.width())
        self._text(painter, top, time, "body", "text2" if item.done else "text", END)
        self._text(painter, bottom, length, "body" if not item.at else "small", "text2", END)
        icon = "done" if item.done else icon_of(item.kind)
        at_icon = QRect(glyph.left(), top.top(), glyph.width(), top.height())
        paint_icon(painter, theme, icon, at_icon, "accentText" if coming else "text2")
        if coming:
            self._tail(
                painter, QRect(rest.left(), top.top(), rest.width(), top.height()), coming, "small", "accentText"
            )
        self._paint_lines(painter, rest, lines, first[0].top())
        if self.is_next(item):
            self._now_line(painter, box)

    def _times(self, item: AgendaItem, room: int) -> tuple[str, str]:
        """Return when `item` begins and how long it takes; a whole day in two lines where one has too little `room`."""
        if item.at:
            length = self._desk.formats.duration(item.duration_min) if item.duration_min else ""
            return self._desk.formats.time(instant_of(item.at)), length
        whole = pgettext("agenda", "All day")
        first, _space, rest = whole.partition(" ")
        return (whole, "") if self._width(whole, "body") <= room else (first, rest)

    def agenda_heights(self, rows: Sequence[AgendaItem], width: int) -> list[int]:
        """Return how high the rows are that are `width` wide."""
        theme = self._theme
        room = width - theme.px(2 * SIDE + WHEN + 2 * APART) - theme.size("icon.md")
        return [self._height(self._agenda_lines(each, room), AGENDA) for each in rows]

    def _agenda_lines(self, item: AgendaItem, room: int) -> list[Words]:
        coming = self.coming_in(item)
        beside = room - self._width(coming, "small") - self._theme.px(8) if coming else room
        title = Words(item.title, "body", "text2" if item.done else "text", item.done)
        return [*self._broken(title, beside), *self._broken(Words(item.who, "small", "text2"), room)]

    def is_next(self, item: AgendaItem) -> bool:
        """Return whether `item` is the first of the day that has not begun: the line of now is above it."""
        now_ms = self._desk.now().timestamp() * 1000
        return item == next((each for each in self.planned if each.at is not None and each.at >= now_ms), None)

    def _now_line(self, painter: QPainter, box: QRect) -> None:
        theme = self._theme
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("dangerSolid"), 1.5))
        painter.drawLine(box.left(), box.top() + 1, box.right(), box.top() + 1)
        painter.restore()

    def coming_in(self, item: AgendaItem) -> str:
        """Return "In 12 min" for what begins within the hour, else nothing."""
        if item.at is None or item.done:
            return ""
        ahead = instant_of(item.at) - self._desk.now()
        if not timedelta(0) <= ahead <= SOON:
            return ""
        return _("In {n} min").format(n=round(ahead.total_seconds() / 60))

    def ahead(self, painter: QPainter, box: QRect, item: AgendaItem) -> None:
        """Paint the weekday or time of something in the next days, and what it is."""
        theme = self._theme
        mirrored = self._mirrored(painter)
        when, rest = cut_start(self._inside(box), theme.px(WHEN), theme.px(10), mirrored=mirrored)
        tomorrow = self._desk.today() + timedelta(days=1)
        day = date.fromisoformat(item.day)
        locale = self._desk.formats.locale
        shown = locale.dayName(day.isoweekday(), locale.FormatType.ShortFormat)
        if day == tomorrow and item.at:
            shown = self._desk.formats.time(instant_of(item.at))
        lines = self._ahead_lines(item, rest.width())
        top = self._first_line(box, lines)[0]
        self._text(painter, QRect(when.left(), top.top(), when.width(), top.height()), shown, "body", "text2", END)
        self._paint_lines(painter, rest, lines, top.top())

    def ahead_heights(self, rows: Sequence[AgendaItem], width: int) -> list[int]:
        """Return how high the rows are that are `width` wide."""
        room = width - self._theme.px(2 * SIDE + WHEN + 10)
        return [self._height(self._ahead_lines(each, room), AHEAD, 6) for each in rows]

    def _ahead_lines(self, item: AgendaItem, room: int) -> list[Words]:
        return self._broken(Words(DOT.join(each for each in (item.title, item.who) if each)), room)

    def _inside(self, box: QRect) -> QRect:
        """Return the part of a row between its margins."""
        return box.adjusted(self._theme.px(SIDE), 0, -self._theme.px(SIDE), 0)

    def _broken(self, words: Words, room: int) -> list[Words]:
        """Return `words` in lines that fit into `room`; what stands between dots stays together where it can."""
        parts = words.text.split(DOT)
        whole = [each.replace(" ", "\N{NO-BREAK SPACE}") for each in parts]
        fits = [self._width(each + DOT, words.style) <= room for each in parts]
        text = DOT.join(kept if fit else part for kept, fit, part in zip(whole, fits, parts, strict=True))
        lines = wrapped(text if len(parts) > 1 else words.text, self._theme, words.style, room, MOST_LINES)
        return [words._replace(text=each) for each in lines]

    def _height(self, lines: Sequence[Words], least: int, around: int = 14) -> int:
        """Return how high a row with `lines` is: as designed, or higher where they are more than that holds."""
        return max(self._theme.px(least), self._block(lines) + self._theme.px(around))

    def _block(self, lines: Sequence[Words]) -> int:
        return sum(self._theme.line(each.style) for each in lines)

    def _first_line(self, box: QRect, lines: Sequence[Words]) -> tuple[QRect, QRect]:
        """Return the first line of the block of `lines` in the middle of `box`, and a small one below it."""
        upper, lower = self._theme.line("body"), self._theme.line("small")
        block = max(self._block(lines), upper + lower) if len(lines) > 1 else self._block(lines)
        top = box.top() + (box.height() - block) // 2
        return QRect(box.left(), top, box.width(), upper), QRect(box.left(), top + upper, box.width(), lower)

    def _paint_lines(self, painter: QPainter, box: QRect, lines: Sequence[Words], top: int) -> None:
        """Paint `lines` below each other from `top` on, across `box`."""
        for each in lines:
            height = self._theme.line(each.style)
            line = QRect(box.left(), top, box.width(), height)
            self._text(painter, line, each.text, each.style, each.role, START, struck=each.struck)
            top += height

    def _middle(self, painter: QPainter, box: QRect, lines: Sequence[Words]) -> None:
        """Paint `lines` in the middle of the height of `box`."""
        self._paint_lines(painter, box, lines, box.top() + (box.height() - self._block(lines)) // 2)

    def _width(self, text: str, style: str) -> int:
        return self._theme.metrics(style, numbers=True).horizontalAdvance(text) + 1

    def _widest(self, texts: Sequence[str], style: str) -> int:
        return max((self._width(each, style) for each in texts), default=0)

    def _circle(self, painter: QPainter, box: QRect) -> None:
        theme = self._theme
        side = theme.px(15)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = painter.pen()
        pen.setColor(theme.colour("controlBorder"))
        pen.setWidthF(1.2)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QRectF(box.left() + 0.5, box.center().y() - side / 2 + 0.5, side, side))
        painter.restore()

    def _tail(self, painter: QPainter, box: QRect, text: str, style: str, role: str) -> QRect:
        """Paint `text` at the end of `box`; return what is left before it."""
        end, rest = cut_end(box, self._width(text, style), self._theme.px(8), mirrored=self._mirrored(painter))
        self._text(painter, end, text, style, role, END)
        return rest

    def _text(
        self,
        painter: QPainter,
        box: QRect,
        text: str,
        style: str,
        role: str,
        align: Qt.AlignmentFlag,
        *,
        struck: bool = False,
    ) -> None:
        font = self._theme.font(style, numbers=True)
        if struck:
            font = type(font)(font)
            font.setStrikeOut(True)
        painter.setFont(font)
        painter.setPen(self._theme.colour(role))
        shown = self._theme.metrics(style, numbers=True).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, align, shown)

    def _mirrored(self, painter: QPainter) -> bool:
        return painter.layoutDirection() is Qt.LayoutDirection.RightToLeft
