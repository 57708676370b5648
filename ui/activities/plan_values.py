"""What the form of a plan shows and what is stored: day and time, length, and how long before one is reminded."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from crm_desktop.activities.due import Due, zone_named
from crm_desktop.journal.clock import instant, milliseconds
from crm_desktop.schema.activities import TASK_KINDS
from crm_desktop.schema.field import Choice, Field, FieldKind, choices
from crm_desktop.schema.forms import Stored
from crm_desktop.values.duration import shown_minutes
from crm_desktop.values.wall_clock import instant_at, wall_clock
from crm_desktop.words import N_, _

# Reminders of whole days count from here.
MORNING = time(9)
BEFORE = (0, 5, 10, 15, 30, 60, 120, 1440)
# These stand in the calendar as appointments, the others are tasks that one ticks.
APPOINTMENTS = ("meeting", "visit")
_DAY_MIN = 24 * 60

TITLE = Field(0, "title", N_("What"), required=True)
KIND = Field(0, "kind", N_("Kind"), FieldKind.CHOICE, choices=TASK_KINDS, required=True)
DAY = Field(0, "day", N_("Day"), FieldKind.DAY)
WHOLE_DAY = Field(0, "whole_day", N_("Whole day"), FieldKind.YES_NO)
TIME = Field(0, "time", N_("Time"), FieldKind.TIME)
MINUTES = Field(0, "duration_min", N_("Minutes"), FieldKind.NUMBER)
REMIND = Field(0, "remind", N_("Remind"), FieldKind.CHOICE)
SCOPES = choices(
    ("one", N_("Only this one")), ("following", N_("This and all that follow")), ("all", N_("All of the series"))
)
SCOPE = Field(0, "scope", N_("Change"), FieldKind.CHOICE, choices=SCOPES, required=True)
# What a task and an interaction call the same thing.
_NAMES = {"title": "subject", "note": "body"}
SHARED = ("person", "company", "deal", "location", "note")


class When(NamedTuple):
    """When something is planned by the clock of `zone`: without a `clock` a whole day, without a `day` not yet."""

    day: date | None
    clock: time | None
    zone: ZoneInfo

    @property
    def due(self) -> Due | None:
        """The same as the core says it."""
        if self.day is None:
            return None
        return Due(datetime.combine(self.day, self.clock or time()), self.zone, self.clock is None)


def remind_choices() -> tuple[Choice, ...]:
    """Return how long before one can be reminded; the first is not at all."""
    offered = [Choice(str(minutes), _before(minutes)) for minutes in BEFORE]
    return (Choice("none", _("Without a reminder")), *offered)


def name_in(table: str, name: str) -> str:
    """Return what `table` calls the field that the form calls `name`."""
    return _NAMES.get(name, name) if table == "interaction" else name


def when_of(table: str, row: Mapping[str, Stored], zone: ZoneInfo) -> When:
    """Return when the task or interaction in `row` is planned, by its own clock."""
    own = zone_named(row.get("zone"), zone)
    at = row.get("due_at" if table == "task" else "at")
    if at is not None and not row.get("all_day"):
        wall = wall_clock(instant(int(str(at))), own)
        return When(wall.date(), wall.time().replace(second=0), own)
    if at is not None:
        return When(wall_clock(instant(int(str(at))), own).date(), None, own)
    day = row.get("due_day")
    return When(date.fromisoformat(str(day)) if day else None, None, own)


def shown_values(table: str, row: Mapping[str, Stored], when: When) -> dict[str, Stored]:
    """Return what the form shows of `row`, which is planned for `when`."""
    values = {name: row.get(name_in(table, name)) for name in ("title", "kind", "recurrence", *SHARED)}
    minutes = row.get("duration_min")
    return values | {
        "day": when.day.isoformat() if when.day else None,
        "whole_day": int(when.clock is None),
        "time": f"{when.clock:%H:%M}" if when.clock else None,
        "duration_min": None if when.clock is None else minutes,
        "remind": _remind_shown(row.get("remind_at"), when),
    }


def stored_plan(table: str, typed: Mapping[str, Stored], when: When) -> dict[str, Stored]:
    """Return what is stored of what was `typed` for `when`."""
    values = {name_in(table, name): typed.get(name) for name in ("title", "kind", *SHARED)}
    due = when.due
    minutes = typed.get("duration_min")
    values |= {
        "recurrence": typed.get("recurrence"),
        "remind_at": _remind_stored(str(typed.get("remind") or "none"), when),
    }
    if table == "task":
        timed = due is not None and not due.whole_day
        values |= {
            "due_day": when.day.isoformat() if when.day else None,
            "due_at": due.at_ms if due is not None and timed else None,
            "duration_min": minutes if timed else None,
        }
        return values
    if due is not None:
        values |= {"at": due.at_ms, "all_day": int(due.whole_day)}
        values["duration_min"] = minutes if not due.whole_day else _DAY_MIN
        if due.whole_day:
            values["zone"] = when.zone.key
    return values


def _remind_shown(remind_at: Stored, when: When) -> str:
    base = _base(when)
    if remind_at is None or base is None:
        return "none"
    return str(round((base - instant(int(str(remind_at)))) / timedelta(minutes=1)))


def _remind_stored(chosen: str, when: When) -> int | None:
    base = _base(when)
    if base is None or not chosen.lstrip("-").isdecimal():
        return None
    return milliseconds(base - timedelta(minutes=int(chosen)))


def _base(when: When) -> datetime | None:
    """Return the instant that reminders count from: when it begins, or the morning of the day."""
    if when.day is None:
        return None
    return instant_at(datetime.combine(when.day, when.clock or MORNING), when.zone)


def _before(minutes: int) -> str:
    return _("{length} before").format(length=shown_minutes(minutes)) if minutes else _("At its time")
