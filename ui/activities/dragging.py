"""Dragging an entry: to another day or time, or its end to make it longer or shorter."""

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtWidgets import QApplication

from crm_desktop.activities.calendar import SHOWN_MIN, CalendarEntry
from crm_desktop.values.wall_clock import instant_at, later, wall_clock
from ui.activities.day_axis import SNAP_MIN

if TYPE_CHECKING:
    from ui.activities.entries_view import EntriesView

# So near to its end an entry is taken by its end.
GRIP = 6
_NEAR_EDGE, _SCROLL_EVERY, _SCROLL_STEP = 24, 30, 12
_DAY = timedelta(days=1)
_QUARTER_S = SNAP_MIN * 60


class Spot(NamedTuple):
    """A day and time by the wall clock, or a day alone; where there are no hours, what is dropped keeps its time."""

    wall: datetime
    whole_day: bool
    keeps_time: bool = False


class Drop(NamedTuple):
    """What becomes of a dragged entry: when it begins and ends; `resized` where its length was changed."""

    start: datetime
    end: datetime
    whole_day: bool
    resized: bool = False


class Drag:
    """One drag on `view`, from the press to the drop; `drop` is what would come of it now."""

    def __init__(self, view: "EntriesView") -> None:
        self._view = view
        self._pressed_at = QPoint()
        self._sizes = False
        self._grip = timedelta(0)
        self.entry: CalendarEntry | None = None
        self.drop: Drop | None = None
        self._at = QPoint()
        self._scroller = QTimer(view, interval=_SCROLL_EVERY)
        self._scroller.timeout.connect(self._scroll)

    @property
    def active(self) -> bool:
        """Whether something is dragged."""
        return self.drop is not None

    def press(self, entry: CalendarEntry, point: QPoint, box: QRect) -> None:
        """Be ready to drag `entry`, which stands in `box` and was pressed at `point`."""
        if not entry.movable:
            return
        self.entry, self._pressed_at = entry, point
        self._sizes = self._at_end(entry, point, box)
        spot = self._view.spot_at(point)
        self._grip = timedelta(0)
        if spot is not None and spot.whole_day == entry.whole_day:
            self._grip = self._instant(spot.wall) - self._instant(entry.start)

    def move(self, point: QPoint) -> None:
        """Follow the mouse to `point`."""
        entry = self.entry
        far = (point - self._pressed_at).manhattanLength() >= QApplication.startDragDistance()
        if entry is None or not (self.active or far):
            return
        self._at = point
        spot = self._view.spot_at(point)
        if spot is not None:
            self.drop = self._resized(entry, spot) if self._sizes else self._carried(entry, spot)
        if not self._scroller.isActive():
            self._scroller.start()
        self._view.viewport().update()

    def release(self, _point: QPoint) -> None:
        """Let the entry take place where it was dropped."""
        entry, drop = self.entry, self.drop
        self.cancel()
        if entry is not None and drop is not None:
            before = (self._instant(entry.start), self._instant(entry.end), entry.whole_day)
            if before != (self._instant(drop.start), self._instant(drop.end), drop.whole_day):
                self._view.moved.emit(entry, drop)

    def cancel(self) -> None:
        """Leave everything as it was."""
        self.entry = self.drop = None
        self._scroller.stop()
        self._view.viewport().update()

    def cursor(self, entry: CalendarEntry | None, point: QPoint, box: QRect) -> Qt.CursorShape:
        """Return the shape of the mouse over `entry`."""
        if entry is not None and self._at_end(entry, point, box):
            return Qt.CursorShape.SizeVerCursor
        return Qt.CursorShape.ArrowCursor

    def _at_end(self, entry: CalendarEntry, point: QPoint, box: QRect) -> bool:
        grip = self._view.desk.theme.px(GRIP)
        return entry.sizable and not entry.whole_day and box.height() > 2 * grip and box.bottom() - point.y() < grip

    def _carried(self, entry: CalendarEntry, spot: Spot) -> Drop:
        if spot.keeps_time and not entry.whole_day:
            return self._beginning(entry, datetime.combine(spot.wall.date(), entry.start.time()))
        if spot.whole_day:
            days = entry.end - entry.start if entry.whole_day else _DAY
            # an hour more or less, where the clocks change between the two, is no day
            shift = timedelta(days=round(self._grip / _DAY)) if entry.whole_day else timedelta(0)
            start = datetime.combine((spot.wall - shift).date(), time())
            return Drop(start, start + days, whole_day=True)
        if entry.table == "deal":
            start = datetime.combine(spot.wall.date(), time())
            return Drop(start, start + _DAY, whole_day=True)
        if entry.whole_day:
            return Drop(spot.wall, spot.wall + timedelta(minutes=2 * SHOWN_MIN), whole_day=False)
        start = wall_clock(_snapped(self._instant(spot.wall) - self._grip), self._zone)
        return self._beginning(entry, start)

    def _beginning(self, entry: CalendarEntry, start: datetime) -> Drop:
        """Return `entry` as it is when it begins at `start`: as long as it was, also where the clocks change."""
        length = self._instant(entry.end) - self._instant(entry.start)
        return Drop(start, later(start, length, self._zone), whole_day=False)

    def _resized(self, entry: CalendarEntry, spot: Spot) -> Drop:
        least = later(entry.start, timedelta(minutes=SNAP_MIN), self._zone)
        end = wall_clock(_snapped(self._instant(spot.wall)), self._zone) if not spot.whole_day else entry.end
        return Drop(entry.start, max(end, least, key=self._instant), whole_day=False, resized=True)

    def _instant(self, wall: datetime) -> datetime:
        return instant_at(wall, self._zone)

    @property
    def _zone(self) -> ZoneInfo:
        return self._view.desk.place.zone

    def _scroll(self) -> None:
        """Scroll along while something is held near the upper or lower edge."""
        view = self._view
        area, near = view.scroll_area(), view.desk.theme.px(_NEAR_EDGE)
        bar = view.verticalScrollBar()
        before = bar.value()
        if area.contains(self._at) and self._at.y() < area.top() + near:
            bar.setValue(before - _SCROLL_STEP)
        elif self._at.y() > area.bottom() - near:
            bar.setValue(before + _SCROLL_STEP)
        if bar.value() != before:
            self.move(self._at)


def _snapped(instant: datetime) -> datetime:
    """Return the quarter of an hour next to `instant`; those of all zones are those of UTC."""
    return datetime.fromtimestamp(round(instant.timestamp() / _QUARTER_S) * _QUARTER_S, UTC)
