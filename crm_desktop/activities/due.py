"""When a task is due: day, time and reminder move together."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crm_desktop.errors import InvalidField
from crm_desktop.journal.clock import instant, milliseconds
from crm_desktop.journal.transaction import Stored
from crm_desktop.values.wall_clock import instant_at, wall_clock
from crm_desktop.words import _

Row = Mapping[str, Stored]


class Due(NamedTuple):
    """When something is due by the wall clock of its zone: at midnight of a `whole_day`, else at a time."""

    wall: datetime
    zone: ZoneInfo
    whole_day: bool

    @property
    def key(self) -> str:
        """The day, or day and time, as an occurrence of a series is named."""
        return occurrence_key(self.wall, whole_day=self.whole_day)

    @property
    def at_ms(self) -> int:
        """The instant as it is stored."""
        return milliseconds(instant_at(self.wall, self.zone))


def occurrence_key(wall: datetime, *, whole_day: bool) -> str:
    """Return how the occurrence at `wall` is named: “2026-05-19”, or “2026-05-19T09:00”."""
    if whole_day:
        return wall.date().isoformat()
    return wall.isoformat(timespec="seconds" if wall.second else "minutes")


def zone_named(name: Stored, default: ZoneInfo) -> ZoneInfo:
    """Return the zone called `name`, or `default` where there is none; raises InvalidField for one that is unknown."""
    if not name:
        return default
    try:
        return ZoneInfo(str(name))
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        reason = _("“{zone}” is no time zone known here. Type one such as Europe/Berlin.").format(zone=name)
        raise InvalidField("zone", reason) from error


def due_of(task: Row, zone: ZoneInfo) -> Due | None:
    """Return when `task` is due, in its own zone or else in `zone`; None where it has no day."""
    own = zone_named(task.get("zone"), zone)
    if task.get("due_at") is not None:
        return Due(wall_clock(instant(int(str(task["due_at"]))), own), own, whole_day=False)
    if task.get("due_day"):
        return Due(_midnight(str(task["due_day"])), own, whole_day=True)
    return None


def with_due(values: Row, before: Row, zone: ZoneInfo, at: datetime) -> dict[str, Stored]:
    """Return `values` for a task that was as `before`, with day, time and reminder in line, written `at` that instant.

    A time brings its day; another day keeps the time; the reminder keeps its distance, by the clock on the wall.
    """
    made = dict(values)
    own = zone_named(made.get("zone", before.get("zone")), zone)
    was = due_of(before, zone)
    if made.get("due_at") is not None:
        made["due_day"] = wall_clock(instant(int(str(made["due_at"]))), own).date().isoformat()
    elif "due_day" in made and "due_at" not in made and was is not None and not was.whole_day:
        day = made["due_day"]
        made["due_at"] = None if day is None else _on_day(was, str(day), own)
    now = due_of({**before, **made}, zone)
    if "remind_at" not in made and before.get("remind_at") is not None and was is not None and now is not None:
        made |= reminder_with(before, was, now, at)
    return made


def reminder_moved(remind_at: Stored, was: Due, now: Due) -> int:
    """Return the reminder `remind_at` for what was due at `was` as it is for what is due at `now`."""
    wall = wall_clock(instant(int(str(remind_at))), was.zone)
    return milliseconds(instant_at(wall + (now.wall - was.wall), now.zone))


def reminder_with(before: Row, was: Due, now: Due, at: datetime) -> dict[str, Stored]:
    """Return the reminder of what was as `before` and is moved from `was` to `now`, `at` that instant.

    Of what is moved to where it is over already nobody is to be reminded: it counts as dismissed.
    """
    moved = reminder_moved(before["remind_at"], was, now)
    if moved == before["remind_at"]:
        return {}
    here = wall_clock(at, now.zone)
    over = now.wall.date() < here.date() if now.whole_day else now.wall <= here
    if not over:
        return {"remind_at": moved}
    return {"remind_at": moved, "reminded_at": max(moved, int(str(before.get("reminded_at") or 0)))}


def _on_day(was: Due, day: str, zone: ZoneInfo) -> int:
    wall = datetime.combine(date.fromisoformat(day), was.wall.time())
    return milliseconds(instant_at(wall, zone))


def _midnight(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time())
