"""How an entry is painted: as a block among hours, or as one line."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from crm_desktop.activities.calendar import CalendarEntry
from ui.activities.entry_words import entry_title, icon_of
from ui.kit.boxes import cut_end, cut_start
from ui.kit.icons import paint_icon
from ui.kit.theme import Theme, Tone, tone_colours

START = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
_TONES = {"deal": Tone.SUCCESS, "contact": Tone.VIOLET}
_LEAST_FOR_TIME, _LEAST_FOR_WHO = 46, 36
_BAR = 3


def tone_of(entry: CalendarEntry) -> Tone:
    """Return the tone of `entry`: late is red, done is grey, and each sort has its own."""
    if entry.state == "late":
        return Tone.DANGER
    if entry.state == "done":
        return Tone.NEUTRAL
    return _TONES.get(entry.table, Tone.ACCENT)


class EntryPainter:
    """Paints entries with the theme; `hovered` and `current` are what the mouse and the keyboard stand on."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def block(self, painter: QPainter, box: QRect, entry: CalendarEntry, *, lit: bool, ghost: bool = False) -> None:
        """Paint a block with as many lines as it has room for: title, time, with whom."""
        theme = self._theme
        self._ground(painter, box, entry, lit=lit, ghost=ghost)
        inner = box.adjusted(theme.px(_BAR + 5), theme.px(2), -theme.px(4), -theme.px(2))
        line = theme.line("small")
        lines = max(inner.height() // line, 1)
        top = QRect(inner.x(), inner.y(), inner.width(), min(line, inner.height()))
        if lines == 1:
            top = QRect(inner.x(), box.y(), inner.width(), box.height())
            self._title(painter, top, entry, with_time=True)
            return
        self._title(painter, top, entry, with_time=False)
        below = [f"{entry.start:%H:%M}–{entry.end:%H:%M}", entry.who]
        for number, text in enumerate(each for each in below if each):
            if number + 2 > lines:
                return
            self._text(painter, top.translated(0, line * (number + 1)), text, "small", "text2")

    def line(self, painter: QPainter, box: QRect, entry: CalendarEntry, *, lit: bool, ghost: bool = False) -> None:
        """Paint one line: filled for whole days, else a time and the title."""
        theme = self._theme
        if entry.whole_day or lit or ghost:
            self._ground(painter, box, entry, lit=lit, ghost=ghost, bar=entry.whole_day)
        inner = box.adjusted(theme.px(_BAR + 4), 0, -theme.px(4), 0)
        self._title(painter, inner, entry, with_time=not entry.whole_day)

    def _ground(
        self, painter: QPainter, box: QRect, entry: CalendarEntry, *, lit: bool, ghost: bool, bar: bool = True
    ) -> None:
        theme, colours = self._theme, tone_colours(tone_of(entry))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(0.75 if ghost else 1.0)
        area = QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5)
        # the ground of the page shows between blocks that touch
        painter.setPen(QPen(theme.colour(colours.solid if lit or ghost else "surface"), 1))
        painter.setBrush(theme.colour(colours.tint))
        painter.drawRoundedRect(area, theme.radius("sm"), theme.radius("sm"))
        if bar:
            edge, _rest = cut_start(box, theme.px(_BAR), mirrored=self._mirrored(painter))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(colours.solid))
            painter.drawRoundedRect(QRectF(edge).adjusted(0, 1, 0, -1), 1.5, 1.5)
        painter.restore()

    def _title(self, painter: QPainter, box: QRect, entry: CalendarEntry, *, with_time: bool) -> None:
        theme, mirrored = self._theme, self._mirrored(painter)
        role = tone_colours(tone_of(entry)).text
        if box.width() > theme.px(_LEAST_FOR_WHO):
            glyph, box = cut_start(box, theme.size("icon.xs"), theme.px(4), mirrored=mirrored)
            paint_icon(painter, theme, icon_of(entry), glyph, role, "xs")
        if entry.repeats and box.width() > theme.px(2 * _LEAST_FOR_TIME):
            glyph, box = cut_end(box, theme.size("icon.xs"), theme.px(3), mirrored=mirrored)
            paint_icon(painter, theme, "sync", glyph, "text2", "xs")
        if with_time and box.width() > theme.px(_LEAST_FOR_TIME):
            time = f"{entry.start:%H:%M}"
            width = theme.metrics("small", numbers=True).horizontalAdvance(time) + 2
            part, box = cut_start(box, width, theme.px(4), mirrored=mirrored)
            self._text(painter, part, time, "small", "text2")
        title = entry_title(entry)
        if entry.table == "contact" and entry.minutes is not None:
            title = f"{title} ({entry.minutes})"
        self._text(painter, box, title, "small", "text2" if entry.state == "done" else "text", entry=entry)

    def _text(
        self, painter: QPainter, box: QRect, text: str, style: str, role: str, entry: CalendarEntry | None = None
    ) -> None:
        theme = self._theme
        weight = 500 if entry is not None else 0
        font = theme.font(style, weight, numbers=True)
        if entry is not None and entry.state == "done" and entry.table == "task":
            font.setStrikeOut(True)
        painter.setFont(font)
        painter.setPen(theme.colour(role))
        cut = theme.metrics(style, weight, numbers=True).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, START, cut)

    def _mirrored(self, painter: QPainter) -> bool:
        return painter.layoutDirection() is Qt.LayoutDirection.RightToLeft
