"""The days to come as one list, each with a heading; days without anything are left out."""

from collections.abc import Sequence
from datetime import date, datetime, time

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPen

from crm_desktop.activities.calendar import CalendarEntry, days_of
from crm_desktop.words import _
from ui.activities.canvas import EntryBox
from ui.activities.dragging import Drop, Spot
from ui.activities.entries_model import EntriesModel
from ui.activities.entries_view import EntriesView
from ui.activities.entry_painter import tone_of
from ui.activities.entry_words import day_words, entry_title, icon_of, kind_words
from ui.kit.boxes import cut_end, cut_start, is_mirrored
from ui.kit.desk import Desk
from ui.kit.icons import paint_icon
from ui.kit.theme import tone_colours

HEAD, ROW = 36, 44
_TIME, _WHO = 96, 0.34
_START = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
_END = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter


class AgendaList(EntriesView):
    """What takes place from the first day that is shown on."""

    def __init__(self, desk: Desk, model: EntriesModel, name: str) -> None:
        self._heads: list[tuple[date, int]] = []
        self._first: date = desk.today()
        self._height = 0
        super().__init__(desk, model, name)

    def show_from(self, first: date) -> None:
        """Show what takes place from `first` on."""
        self._first = first
        self.lay_out()

    def made_boxes(self) -> Sequence[EntryBox]:
        """Return one row for each entry, on the first of its days that is shown."""
        theme = self.desk.theme
        self._heads = []
        boxes, y, shown = [], 0, None
        order = sorted(range(len(self.entries.entries)), key=self._order)
        for place in order:
            day = self._day(self.entries.entries[place])
            if day != shown:
                self._heads.append((day, y))
                y += theme.px(HEAD)
                shown = day
            boxes.append(EntryBox(place, QRect(0, y, self.viewport().width(), theme.px(ROW))))
            y += theme.px(ROW)
        self._height = y
        return boxes

    def content_height(self) -> int:
        """Return how high all rows are."""
        return self._height

    def spot_at(self, point: QPoint) -> Spot | None:
        """Return the day of the row at `point`."""
        y = point.y() + self.verticalOffset()
        day = next((day for day, top in reversed(self._heads) if top <= y), None)
        return None if day is None else Spot(datetime.combine(day, time()), whole_day=True, keeps_time=True)

    def drop_box(self, drop: Drop) -> QRect:
        """Return the heading of the day."""
        top = next((top for day, top in self._heads if day == drop.start.date()), 0)
        return QRect(0, top - self.verticalOffset(), self.viewport().width(), self.desk.theme.px(HEAD))

    def paint_ground(self, painter: QPainter, seen: QRect) -> None:
        """Paint the headings."""
        theme, width = self.desk.theme, self.viewport().width()
        painter.fillRect(seen, theme.colour("surface"))
        for day, top in self._heads:
            box = QRect(0, top, width, theme.px(HEAD))
            if not box.intersects(seen):
                continue
            painter.fillRect(box, theme.colour("surfaceSunken"))
            painter.setFont(theme.font("control", 600 if day == self.desk.today() else 500))
            painter.setPen(theme.colour("accentText" if day == self.desk.today() else "text2"))
            painter.drawText(box.adjusted(theme.px(24), 0, -theme.px(24), 0), _START, day_words(day, self.desk.formats))

    def paint_entry(self, painter: QPainter, box: QRect, entry: CalendarEntry, *, lit: bool) -> None:
        """Paint time, icon, title, whom it is with and what it is."""
        theme, mirrored = self.desk.theme, is_mirrored(self)
        painter.fillRect(box, theme.colour("surfaceHover" if lit else "surface"))
        inner = box.adjusted(theme.px(24), 0, -theme.px(24), 0)
        when, rest = cut_start(inner, theme.px(_TIME), theme.px(12), mirrored=mirrored)
        glyph, rest = cut_start(rest, theme.size("icon.md"), theme.px(12), mirrored=mirrored)
        kind, rest = cut_end(rest, theme.px(150), theme.px(12), mirrored=mirrored)
        who, title = cut_end(rest, round(rest.width() * _WHO), theme.px(12), mirrored=mirrored)
        role = tone_colours(tone_of(entry)).text
        time_text = _("All day") if entry.whole_day else f"{entry.start:%H:%M}"
        if not entry.whole_day and entry.minutes:
            time_text = f"{entry.start:%H:%M} – {entry.end:%H:%M}"
        self._text(painter, when, time_text, "body", "text2", _END)
        paint_icon(painter, theme, icon_of(entry), glyph, role)
        self._text(painter, title, entry_title(entry), "control", "text2" if entry.state == "done" else "text", _START)
        self._text(painter, who, entry.who, "body", "text2", _START)
        told = _("Late") if entry.state == "late" else kind_words(entry)
        self._text(painter, kind, told, "small", role if entry.state == "late" else "text2", _END)
        painter.setPen(QPen(theme.colour("hairline"), 0))
        painter.drawLine(box.left(), box.bottom(), box.right(), box.bottom())

    def _text(self, painter: QPainter, box: QRect, text: str, style: str, role: str, align: Qt.AlignmentFlag) -> None:
        theme = self.desk.theme
        painter.setFont(theme.font(style, numbers=True))
        painter.setPen(theme.colour(role))
        cut = theme.metrics(style, numbers=True).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, align, cut)

    def _day(self, entry: CalendarEntry) -> date:
        return max(next(days_of(entry)), self._first)

    def _order(self, place: int) -> tuple[date, bool, datetime]:
        entry = self.entries.entries[place]
        return self._day(entry), not entry.whole_day, entry.start
