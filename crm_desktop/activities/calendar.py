"""What stands in the calendar: tasks, what is planned and was held, birthdays, and deals that are to be closed."""

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from crm_desktop.activities.calendar_sql import CalendarRow, deal_rows, interaction_rows, series_taken, task_rows
from crm_desktop.activities.due import occurrence_key, zone_named
from crm_desktop.contacts.birthdays import birthdays
from crm_desktop.journal.clock import instant, milliseconds
from crm_desktop.schema.forms import Place
from crm_desktop.values.occurrences import occurrences
from crm_desktop.values.recurrence import recurrence_from_text
from crm_desktop.values.wall_clock import instant_at, wall_clock
from crm_desktop.vault.driver import Connection

DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
# What has no length of its own is painted as long as this.
SHOWN_MIN = 30
# A day of a view of many days shows no more than these by far.
MOST = 5_000
_MOST_BIRTHDAYS = 500


class Shown(StrEnum):
    """What can be shown or hidden."""

    TASKS = "tasks"
    PLANNED = "planned"
    HELD = "held"
    BIRTHDAYS = "birthdays"
    DEALS = "deals"


class CalendarEntry(NamedTuple):
    """One thing in the calendar. `start` and `end` are by the user's wall clock; of a `whole_day` they are midnights.

    `occurrence` names which one of its series it is, where `record` is the one that carries the series.
    `instant` is when it begins, in UTC. `state` is done, late, or nothing.
    """

    table: str
    record: bytes
    occurrence: str
    kind: str
    title: str
    who: str
    contact: bytes | None
    start: datetime
    end: datetime
    instant: datetime
    whole_day: bool
    state: str
    repeats: bool
    minutes: int | None
    zone: str

    @property
    def movable(self) -> bool:
        """Whether it can be moved to another day."""
        return self.table in ("task", "interaction", "deal")

    @property
    def sizable(self) -> bool:
        """Whether it can be made longer or shorter."""
        return self.table in ("task", "interaction")


class Window(NamedTuple):
    """The days from `first` to `last` that are asked for, and what is to be shown; `member` None: everyone's."""

    first: date
    last: date
    shown: Collection[str]
    member: bytes | None = None


def calendar_entries(reader: Connection, place: Place, now: datetime, window: Window) -> list[CalendarEntry]:
    """Return what stands in the calendar, day by day, on each what is for the whole day first; no more than MOST."""
    found: list[CalendarEntry] = []
    reading = _Reading(reader, place.zone, now, window)
    if Shown.TASKS in window.shown:
        found += reading.tasks()
    if Shown.PLANNED in window.shown or Shown.HELD in window.shown:
        found += reading.interactions()
    if Shown.DEALS in window.shown:
        found += reading.deals()
    if Shown.BIRTHDAYS in window.shown:
        found += reading.birthdays()
    return sorted(found, key=_order)[:MOST]


def _order(entry: CalendarEntry) -> tuple[date, bool, datetime, str, bytes]:
    return entry.start.date(), not entry.whole_day, entry.start, entry.title, entry.record


def days_of(entry: CalendarEntry) -> Iterator[date]:
    """Yield the days on which `entry` takes place."""
    day = entry.start.date()
    last = (entry.end - timedelta(microseconds=1)).date() if entry.end > entry.start else day
    while day <= last:
        yield day
        day += DAY


class _Reading:
    def __init__(self, reader: Connection, zone: ZoneInfo, now: datetime, window: Window) -> None:
        self._reader = reader
        self._zone = zone
        self._now = now
        self._window = window
        self._begin = datetime.combine(window.first, time())
        self._end = datetime.combine(window.last + DAY, time())

    def tasks(self) -> Iterator[CalendarEntry]:
        # a task of another zone may have its day beside that of the user
        first, last = self._window.first - DAY, self._window.last + DAY
        rows = task_rows(self._reader, first.isoformat(), last.isoformat(), self._window.member)
        taken = series_taken(self._reader, "task", [row for row in rows if row.recurrence])
        for row in rows:
            entry = self._task(row)
            if self._is_inside(entry):
                yield entry
            if row.recurrence and row.state != "done":
                yield from self._repeated(row, entry, taken)

    def interactions(self) -> Iterator[CalendarEntry]:
        rows = interaction_rows(
            self._reader,
            milliseconds(instant_at(self._begin, self._zone)),
            milliseconds(instant_at(self._end, self._zone)),
            self._window.member,
            planned=Shown.PLANNED in self._window.shown,
            held=Shown.HELD in self._window.shown,
        )
        taken = series_taken(self._reader, "interaction", [row for row in rows if row.recurrence])
        for row in rows:
            entry = self._interaction(row)
            if row.recurrence:
                yield from self._repeated(row, entry, taken)
            elif self._is_inside(entry):
                yield entry

    def deals(self) -> Iterator[CalendarEntry]:
        window = self._window
        for row in deal_rows(self._reader, window.first.isoformat(), window.last.isoformat(), window.member):
            start = datetime.combine(date.fromisoformat(str(row.day)), time())
            late = start.date() < wall_clock(self._now, self._zone).date()
            yield self._entry(row, start, start + DAY, whole_day=True, state="late" if late else "")

    def birthdays(self) -> Iterator[CalendarEntry]:
        window = self._window
        for each in birthdays(self._reader, window.first, window.last, window.member, _MOST_BIRTHDAYS):
            row = CalendarRow("contact", each.person, "birthday", each.name, "", each.person)
            start = datetime.combine(each.day, time())
            entry = self._entry(row, start, start + DAY, whole_day=True, state="")
            yield entry._replace(who=each.company_name, minutes=each.age)

    def _task(self, row: CalendarRow) -> CalendarEntry:
        if row.at is None:
            start = datetime.combine(date.fromisoformat(str(row.day)), time())
            late = row.state != "done" and start.date() < wall_clock(self._now, self._zone).date()
            return self._entry(row, start, start + DAY, whole_day=True, state="late" if late else row.state)
        late = row.state != "done" and instant(row.at) < self._now
        return self._timed(row, instant(row.at), state="late" if late else row.state)

    def _interaction(self, row: CalendarRow) -> CalendarEntry:
        at = instant(row.at or 0)
        if row.all_day:
            start = datetime.combine(wall_clock(at, zone_named(row.zone, self._zone)).date(), time())
            days = max(-(-(row.minutes or 0) // (24 * 60)), 1)
            return self._entry(row, start, start + days * DAY, whole_day=True, state=row.state)
        return self._timed(row, at, state=row.state)

    def _repeated(
        self, row: CalendarRow, carrier: CalendarEntry, taken: dict[bytes, set[str]]
    ) -> Iterator[CalendarEntry]:
        """Yield the others of the series that `row` carries which fall into the window, but for `taken` ones."""
        own = zone_named(row.zone, self._zone)
        whole_day = bool(row.all_day) or row.at is None
        first = self._first(row, own)
        length = carrier.end - carrier.start
        # the clock of the series may be a day before or after that of the user
        begin, end = self._begin - length - DAY, self._end + DAY
        for wall in occurrences(recurrence_from_text(str(row.recurrence), own), first, begin, end, own):
            key = occurrence_key(wall, whole_day=whole_day)
            if key in taken.get(row.series or row.record, ()) or (row.table == "task" and wall <= first):
                continue
            if whole_day:
                entry = carrier._replace(start=wall, end=wall + length, instant=instant_at(wall, self._zone))
            else:
                entry = self._timed(row, instant_at(wall, own), state=row.state)
            if self._is_inside(entry):
                yield entry._replace(occurrence=key, state=row.state)

    def _first(self, row: CalendarRow, own: ZoneInfo) -> datetime:
        if row.table == "task" and row.occurrence:
            return datetime.fromisoformat(row.occurrence)
        if row.at is None:
            return datetime.combine(date.fromisoformat(str(row.day)), time())
        return wall_clock(instant(row.at), own)

    def _timed(self, row: CalendarRow, at: datetime, *, state: str) -> CalendarEntry:
        start = wall_clock(at, self._zone)
        minutes = row.minutes or SHOWN_MIN
        end = wall_clock(at + minutes * _MINUTE, self._zone)
        return self._entry(row, start, max(end, start + _MINUTE), whole_day=False, state=state)._replace(
            instant=at.astimezone(UTC)
        )

    def _entry(self, row: CalendarRow, start: datetime, end: datetime, *, whole_day: bool, state: str) -> CalendarEntry:
        return CalendarEntry(
            table=row.table,
            record=row.record,
            occurrence=row.occurrence if row.table == "task" and row.recurrence else "",
            kind=row.kind,
            title=row.title,
            who=row.who,
            contact=row.contact,
            start=start,
            end=end,
            instant=instant_at(start, self._zone),
            whole_day=whole_day,
            state=state,
            repeats=bool(row.recurrence),
            minutes=row.minutes,
            zone=row.zone,
        )

    def _is_inside(self, entry: CalendarEntry) -> bool:
        return entry.start < self._end and entry.end > self._begin
