"""One or several days as columns of hours, with a row for whole days above."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QBrush, QPainter, QPen, QShowEvent

from crm_desktop.activities.calendar import SHOWN_MIN, CalendarEntry, days_of
from crm_desktop.words import _
from ui.activities.canvas import EntryBox
from ui.activities.day_axis import DayAxis, day_span
from ui.activities.dragging import Drop, Spot
from ui.activities.entries_model import EntriesModel
from ui.activities.entries_view import EntriesView
from ui.activities.entry_words import more_words
from ui.activities.overlaps import lanes, side_by_side
from ui.kit.boxes import is_mirrored
from ui.kit.desk import Desk

HOUR, GUTTER, HEAD, LANE = 48, 64, 46, 22
MOST_LANES = 5
# The hours from which the view begins when it is opened.
FIRST_HOUR = 7
NOW_EVERY_MS = 30_000
_LEAST_BLOCK = 20
_SATURDAY = 5


class TimeGrid(EntriesView):
    """The days that were given, hour by hour, with a line for now."""

    def __init__(self, desk: Desk, model: EntriesModel, name: str) -> None:
        self.days: Sequence[date] = (desk.today(),)
        self.axis = DayAxis(self.days, desk.place.zone)
        self._begun = False
        self._lanes = 0
        self._hidden: dict[date, int] = {}
        self._painted_on = desk.today()
        super().__init__(desk, model, name)
        self._ticking = QTimer(self, interval=NOW_EVERY_MS)
        self._ticking.timeout.connect(self._tick)
        self._ticking.start()

    def show_days(self, days: Sequence[date]) -> None:
        """Show `days`; the hours stay where they are scrolled to, at first they begin with the morning."""
        self.days = days
        self.axis = DayAxis(days, self.desk.place.zone)
        self.lay_out()

    def lay_out(self) -> None:
        """Give each entry its box anew; when there is room for the first time, scroll to the morning."""
        super().lay_out()
        bar = self.verticalScrollBar()
        if not self._begun and self.isVisible() and bar.maximum():
            self._begun = True
            bar.setValue(self.desk.theme.px(HOUR * FIRST_HOUR - HOUR // 4))

    def showEvent(self, event: QShowEvent) -> None:
        """Lay out for the room that there is now."""
        super().showEvent(event)
        self.lay_out()

    def made_boxes(self) -> Sequence[EntryBox]:
        """Return a box for each part of an entry that falls on one day."""
        self._painted_on = self.desk.today()
        whole = [(place, each) for place, each in enumerate(self.entries.entries) if each.whole_day]
        timed = [(place, each) for place, each in enumerate(self.entries.entries) if not each.whole_day]
        return [*self._whole_days(whole), *(box for day in self.days for box in self._hours(day, timed))]

    def content_height(self) -> int:
        """Return how high all hours are."""
        return len(self.axis) * self.desk.theme.px(HOUR)

    def head_height(self) -> int:
        """Return how high the names of the days and the whole days are."""
        theme = self.desk.theme
        return theme.px(HEAD) + max(self._lanes, 1) * theme.px(LANE) + 1

    def spot_at(self, point: QPoint) -> Spot | None:
        """Return the day and the quarter of an hour at `point`, or the day above the hours."""
        day = self._day_at(point.x())
        if day is None:
            return None
        if point.y() < self.head_height():
            return Spot(datetime.combine(day, time()), whole_day=True)
        position = (point.y() - self.head_height() + self.verticalOffset()) / self.desk.theme.px(HOUR)
        return Spot(self.axis.wall_at(day, position), whole_day=False)

    def drop_box(self, drop: Drop) -> QRect:
        """Return the box in the column of the day."""
        column = self._column(min(max(drop.start.date(), self.days[0]), self.days[-1]))
        if drop.whole_day:
            theme = self.desk.theme
            return QRect(column.x(), theme.px(HEAD) + 1, column.width(), theme.px(LANE) - 2)
        zone = self.desk.place.zone
        day = drop.start.date()
        top = self._y(drop.start.replace(tzinfo=zone), day)
        bottom = max(self._end_y(drop.end.replace(tzinfo=zone), day), top + self.desk.theme.px(_LEAST_BLOCK))
        shift = self.head_height() - self.verticalOffset()
        return QRect(column.x() + 1, top + shift, column.width() - 3, bottom - top)

    def paint_ground(self, painter: QPainter, seen: QRect) -> None:
        """Paint hours, columns, and the hours that a day does not have."""
        theme = self.desk.theme
        hour = theme.px(HOUR)
        columns = {day: self._column(day) for day in self.days}
        for day, column in columns.items():
            if day.weekday() >= _SATURDAY:
                painter.fillRect(QRect(column.x(), 0, column.width(), seen.bottom() + 1), theme.colour("surfaceSunken"))
        painter.setFont(theme.font("caption", numbers=True))
        line, words = QPen(theme.colour("hairline"), 0), theme.colour("text3")
        align = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
        for number in range(len(self.axis)):
            y = number * hour
            painter.setPen(line)
            painter.drawLine(self._mirror(QRect(theme.px(GUTTER), y, 0, 0)).topLeft(), self._end_of(y))
            if number:
                painter.setPen(words)
                box = self._mirror(QRect(0, y - theme.px(8), theme.px(GUTTER - 8), theme.px(16)))
                painter.drawText(box, align, self.axis.label(number))
            for day in self.days:
                if not self.axis.has(day, number):
                    self._paint_missing(painter, QRect(columns[day].x(), y, columns[day].width(), hour))
        painter.setPen(line)
        for column in columns.values():
            x = column.right() + 1 if is_mirrored(self) else column.x()
            painter.drawLine(x, 0, x, seen.bottom())

    def paint_head(self, painter: QPainter) -> None:
        """Paint the heads of the days and the ground of the whole days."""
        theme = self.desk.theme
        bottom, width = self.head_height() - 1, self.viewport().width()
        for day in self.days:
            self._paint_day(painter, day)
        painter.setPen(QPen(theme.colour("hairline"), 0))
        painter.drawLine(0, theme.px(HEAD) - 1, width, theme.px(HEAD) - 1)
        painter.drawLine(0, bottom, width, bottom)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.colour("text3"))
        label = self._mirror(QRect(0, theme.px(HEAD), theme.px(GUTTER - 8), theme.px(LANE)))
        told = theme.metrics("caption").elidedText(_("All day"), Qt.TextElideMode.ElideRight, label.width())
        painter.drawText(label, Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter, told)
        for day, count in self._hidden.items():
            column = self._column(day)
            box = QRect(column.x() + theme.px(8), bottom - theme.px(LANE), column.width(), theme.px(LANE))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, more_words(count))

    def paint_over(self, painter: QPainter) -> None:
        """Paint the line of now."""
        today, theme = self.desk.today(), self.desk.theme
        if today not in self.days:
            return
        area = self.scroll_area()
        y = area.top() + self._y(self.desk.now(), today) - self.verticalOffset()
        if not area.top() <= y <= area.bottom():
            return
        column = self._column(today)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("dangerSolid"), 1.5))
        painter.drawLine(column.left(), y, column.right(), y)
        painter.setBrush(theme.colour("dangerSolid"))
        start = column.right() if is_mirrored(self) else column.left()
        painter.drawEllipse(QPoint(start, y), 3, 3)
        painter.restore()

    def _tick(self) -> None:
        """Move the line of now; on a new day another day is today's."""
        if self.desk.today() != self._painted_on:
            self.lay_out()
        self.viewport().update()

    def _whole_days(self, entries: Sequence[tuple[int, CalendarEntry]]) -> list[EntryBox]:
        theme = self.desk.theme
        first, last = self.days[0], self.days[-1]
        spans: list[tuple[int, int]] = []
        for _place, each in entries:
            days = list(days_of(each))
            spans.append(((max(days[0], first) - first).days, max((min(days[-1], last) - first).days, 0)))
        found = lanes(spans)
        self._lanes = min(max(found, default=-1) + 1, MOST_LANES)
        self._hidden = {}
        boxes = []
        for (place, _entry), (begin, end), lane in zip(entries, spans, found, strict=True):
            full = max(found, default=0) >= MOST_LANES
            if lane >= MOST_LANES - full:
                for number in range(begin, end + 1):
                    day = first + timedelta(days=number)
                    self._hidden[day] = self._hidden.get(day, 0) + 1
                continue
            box = self._column(first + timedelta(days=begin)).united(self._column(first + timedelta(days=end)))
            y = theme.px(HEAD) + lane * theme.px(LANE) + 1
            boxes.append(EntryBox(place, QRect(box.x() + 1, y, box.width() - 3, theme.px(LANE) - 2), True, True))
        return boxes

    def _hours(self, day: date, entries: Sequence[tuple[int, CalendarEntry]]) -> list[EntryBox]:
        zone = self.desk.place.zone
        begin, end = day_span(day, zone)
        parts = []
        for place, each in entries:
            until = each.instant + timedelta(minutes=each.minutes or SHOWN_MIN)
            if each.instant < end and until > begin:
                top = self._y(each.instant, day)
                parts.append((place, top, max(self._end_y(until, day), top + self.desk.theme.px(_LEAST_BLOCK))))
        sides = side_by_side([(top, bottom) for _place, top, bottom in parts])
        column = self._column(day)
        boxes = []
        for (place, top, bottom), side in zip(parts, sides, strict=True):
            left, width = round(side.left * (column.width() - 4)), round(side.width * (column.width() - 4))
            if is_mirrored(self):
                left = column.width() - 4 - left - width
            boxes.append(EntryBox(place, QRect(column.x() + 1 + left, top, max(width, 4), bottom - top)))
        return boxes

    def _y(self, instant: datetime, day: date) -> int:
        return round(self.axis.position(instant, day) * self.desk.theme.px(HOUR))

    def _end_y(self, instant: datetime, day: date) -> int:
        return round(self.axis.end_position(instant, day) * self.desk.theme.px(HOUR))

    def _room(self) -> int:
        return self.viewport().width() - self.desk.theme.px(GUTTER)

    def _column(self, day: date) -> QRect:
        """Return the column of `day`, as high as the viewport."""
        number, count = (day - self.days[0]).days, len(self.days)
        left = self.desk.theme.px(GUTTER) + self._room() * number // count
        right = self.desk.theme.px(GUTTER) + self._room() * (number + 1) // count
        return self._mirror(QRect(left, 0, right - left, self.viewport().height()))

    def _mirror(self, box: QRect) -> QRect:
        if not is_mirrored(self):
            return box
        return QRect(self.viewport().width() - box.x() - box.width(), box.y(), box.width(), box.height())

    def _end_of(self, y: int) -> QPoint:
        return self._mirror(QRect(self.viewport().width(), y, 0, 0)).topLeft()

    def _day_at(self, x: int) -> date | None:
        return next((day for day in self.days if self._column(day).left() <= x <= self._column(day).right()), None)

    def _paint_missing(self, painter: QPainter, box: QRect) -> None:
        """Hatch an hour that the day does not have."""
        theme = self.desk.theme
        painter.fillRect(box, theme.colour("surfaceSunken"))
        painter.fillRect(box, QBrush(theme.colour("hairlineStrong"), Qt.BrushStyle.BDiagPattern))

    def _paint_day(self, painter: QPainter, day: date) -> None:
        theme, formats = self.desk.theme, self.desk.formats
        box = self._column(day)
        box.setHeight(theme.px(HEAD))
        today = day == self.desk.today()
        name = formats.locale.dayName(day.isoweekday(), formats.locale.FormatType.ShortFormat)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("accentText" if today else "text2"))
        painter.drawText(box.adjusted(0, theme.px(2), 0, -theme.px(26)), Qt.AlignmentFlag.AlignCenter, name)
        number = QRect(box.center().x() - theme.px(13), box.y() + theme.px(19), theme.px(26), theme.px(24))
        if today:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawRoundedRect(QRectF(number), theme.px(12), theme.px(12))
            painter.restore()
        painter.setFont(theme.font("subtitle", numbers=True))
        painter.setPen(theme.colour("textOnAccent" if today else "text"))
        painter.drawText(number, Qt.AlignmentFlag.AlignCenter, str(day.day))
