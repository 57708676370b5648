"""Six weeks as a grid of days."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPen

from crm_desktop.activities.calendar import CalendarEntry, days_of
from ui.activities.canvas import EntryBox
from ui.activities.dragging import Drop, Spot
from ui.activities.entries_model import EntriesModel
from ui.activities.entries_view import EntriesView
from ui.activities.entry_words import more_words
from ui.activities.overlaps import lanes
from ui.kit.boxes import is_mirrored
from ui.kit.desk import Desk

WEEK, WEEKS = 7, 6
HEAD, NUMBER, LINE = 28, 26, 20
_SATURDAY = 5


class MonthGrid(EntriesView):
    """The weeks of a month; what has no room in a day is counted, and a click on the count shows that day."""

    def __init__(self, desk: Desk, model: EntriesModel, name: str) -> None:
        self.first = desk.today()
        self.month = desk.today()
        self._hidden: dict[date, int] = {}
        super().__init__(desk, model, name)

    def show_month(self, month: date, first: date) -> None:
        """Show the weeks from `first` on; days that are not in `month` are paler."""
        self.month, self.first = month, first
        self.lay_out()

    def made_boxes(self) -> Sequence[EntryBox]:
        """Return a box for each week that an entry touches."""
        self._hidden = {}
        by_week: list[list[tuple[int, CalendarEntry, int, int]]] = [[] for _week in range(WEEKS)]
        for place, each in enumerate(self.entries.entries):
            days = [(day - self.first).days for day in days_of(each)] if each.whole_day else []
            begin, end = (days[0], days[-1]) if days else ((each.start.date() - self.first).days,) * 2
            for week in range(max(begin, 0) // WEEK, min(end, WEEK * WEEKS - 1) // WEEK + 1):
                first, last = max(begin - week * WEEK, 0), min(end - week * WEEK, WEEK - 1)
                by_week[week].append((place, each, first, last))
        return [box for week, parts in enumerate(by_week) for box in self._week(week, parts)]

    def spot_at(self, point: QPoint) -> Spot | None:
        """Return the day at `point`."""
        day = self._day_at(point)
        return None if day is None else Spot(datetime.combine(day, time()), whole_day=True, keeps_time=True)

    def drop_box(self, drop: Drop) -> QRect:
        """Return a line in the cell of the day."""
        theme = self.desk.theme
        cell = self._cell((drop.start.date() - self.first).days)
        top = self.head_height() + cell.y() + theme.px(NUMBER)
        return QRect(cell.x() + 2, top, cell.width() - 5, theme.px(LINE) - 2)

    def paint_ground(self, painter: QPainter, _seen: QRect) -> None:
        """Paint the cells with their days, and how much has no room in them."""
        theme = self.desk.theme
        for number in range(WEEK * WEEKS):
            day, cell = self.first + timedelta(days=number), self._cell(number)
            if day.weekday() >= _SATURDAY:
                painter.fillRect(cell, theme.colour("surfaceSunken"))
            self._paint_number(painter, day, cell)
            if day in self._hidden:
                painter.setFont(theme.font("caption"))
                painter.setPen(theme.colour("accentText"))
                painter.drawText(self._more_box(cell), Qt.AlignmentFlag.AlignVCenter, more_words(self._hidden[day]))
        painter.setPen(QPen(theme.colour("hairline"), 0))
        for column in range(1, WEEK):
            x = self._cell(column).left()
            painter.drawLine(x, 0, x, self.viewport().height())
        for week in range(WEEKS):
            y = self._cell(week * WEEK).top()
            painter.drawLine(0, y, self.viewport().width(), y)

    def head_height(self) -> int:
        """Return the height of the names of the weekdays."""
        return self.desk.theme.px(HEAD)

    def paint_head(self, painter: QPainter) -> None:
        """Paint the names of the weekdays."""
        theme, formats = self.desk.theme, self.desk.formats
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text2"))
        for column in range(WEEK):
            day, cell = self.first + timedelta(days=column), self._cell(column)
            name = formats.locale.dayName(day.isoweekday(), formats.locale.FormatType.ShortFormat)
            box = QRect(cell.x(), 0, cell.width(), theme.px(HEAD))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)
        painter.setPen(QPen(theme.colour("hairline"), 0))
        painter.drawLine(0, theme.px(HEAD) - 1, self.viewport().width(), theme.px(HEAD) - 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Show the day whose count is pressed."""
        point = event.position().toPoint()
        day = self._day_at(point)
        below = point - QPoint(0, self.head_height())
        if day is not None and day in self._hidden and self._more_box(self._cell_of(day)).contains(below):
            self.day_wanted.emit(day)
            return
        super().mousePressEvent(event)

    def _week(self, week: int, parts: Sequence[tuple[int, CalendarEntry, int, int]]) -> list[EntryBox]:
        """Return the boxes of one week: whole days in lanes first, then the rest of each day below them."""
        theme = self.desk.theme
        room = max((self._cell(week * WEEK).height() - theme.px(NUMBER)) // theme.px(LINE), 1)
        found = lanes([(first, last) for _place, _entry, first, last in parts])
        counts = [0] * WEEK
        for lane, (_place, _entry, first, last) in zip(found, parts, strict=True):
            for day in range(first, last + 1):
                counts[day] = max(counts[day], lane + 1)
        boxes = []
        for lane, (place, _entry, first, last) in zip(found, parts, strict=True):
            if lane >= room - any(counts[day] > room for day in range(first, last + 1)):
                for day in range(first, last + 1):
                    there = self.first + timedelta(days=week * WEEK + day)
                    self._hidden[there] = self._hidden.get(there, 0) + 1
                continue
            box = self._cell(week * WEEK + first).united(self._cell(week * WEEK + last))
            y = box.y() + theme.px(NUMBER) + lane * theme.px(LINE)
            boxes.append(EntryBox(place, QRect(box.x() + 2, y, box.width() - 5, theme.px(LINE) - 2), line=True))
        return boxes

    def _cell(self, number: int) -> QRect:
        """Return the cell of the day `number`, 0 for the first, below the names of the weekdays."""
        theme = self.desk.theme
        column, week = number % WEEK, number // WEEK
        if is_mirrored(self):
            column = WEEK - 1 - column
        width, height = self.viewport().width(), self.viewport().height() - theme.px(HEAD)
        left, right = width * column // WEEK, width * (column + 1) // WEEK
        top, bottom = height * week // WEEKS, height * (week + 1) // WEEKS
        return QRect(left, top, right - left, bottom - top)

    def _cell_of(self, day: date) -> QRect:
        return self._cell((day - self.first).days)

    def _more_box(self, cell: QRect) -> QRect:
        line = self.desk.theme.px(LINE)
        rows = max((cell.height() - self.desk.theme.px(NUMBER)) // line, 1)
        y = cell.y() + self.desk.theme.px(NUMBER) + (rows - 1) * line
        return QRect(cell.x() + self.desk.theme.px(8), y, cell.width() - self.desk.theme.px(12), line)

    def _day_at(self, point: QPoint) -> date | None:
        below = point - QPoint(0, self.head_height())
        found = next((number for number in range(WEEK * WEEKS) if self._cell(number).contains(below)), None)
        return None if found is None else self.first + timedelta(days=found)

    def _paint_number(self, painter: QPainter, day: date, cell: QRect) -> None:
        theme = self.desk.theme
        box = QRect(cell.x() + theme.px(4), cell.y() + theme.px(3), theme.px(24), theme.px(20))
        if is_mirrored(self):
            box.moveRight(cell.right() - theme.px(4))
        today = day == self.desk.today()
        if today:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawRoundedRect(QRectF(box), theme.px(10), theme.px(10))
            painter.restore()
        same_month = (day.year, day.month) == (self.month.year, self.month.month)
        role = "textOnAccent" if today else "text" if same_month else "text3"
        painter.setFont(theme.font("small", 500 if same_month else 400, numbers=True))
        painter.setPen(theme.colour(role))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(day.day))
