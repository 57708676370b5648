"""Putting things off: later today, tomorrow, next week, or to a chosen day and time."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from crm_desktop.activities.due import due_of
from crm_desktop.activities.series import Target, edit_planned
from crm_desktop.activities.task_writes import task_row, write_task
from crm_desktop.journal.clock import milliseconds
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.transaction import Stored, Transaction
from crm_desktop.values.day_shown import shown_day
from crm_desktop.values.wall_clock import instant_at, wall_clock
from crm_desktop.words import _, ngettext

LATER_HOURS = 3
# Later today is a full hour, and never so late that it is rather tomorrow.
LAST_HOUR = 21
MORNING = time(9)
_WEEK = 7


class Snooze(StrEnum):
    """How far to put something off."""

    LATER = "later"
    TOMORROW = "tomorrow"
    NEXT_WEEK = "next week"


class Until(NamedTuple):
    """Until when something is put off: a day, and a time where one was chosen, by the user's clock."""

    day: date
    clock: time | None = None


def snoozes(now: datetime, zone: ZoneInfo, first_weekday: int = 0) -> dict[Snooze, Until]:
    """Return what can be chosen at `now`; the next week begins on `first_weekday`, 0 for Monday."""
    today = wall_clock(now, zone)
    later = (today + timedelta(hours=LATER_HOURS)).replace(minute=0, second=0, microsecond=0)
    ahead = (first_weekday - today.weekday() - 1) % _WEEK + 1
    offered = {
        Snooze.TOMORROW: Until(today.date() + timedelta(days=1)),
        Snooze.NEXT_WEEK: Until(today.date() + timedelta(days=ahead)),
    }
    if later.date() == today.date() and later.hour <= LAST_HOUR:
        return {Snooze.LATER: Until(later.date(), later.time()), **offered}
    return offered


def put_off_tasks(journal: Journal, tasks: Sequence[bytes], until: Until) -> None:
    """Put `tasks` off `until` then, as one step: what had a time keeps it, unless another is chosen."""
    day = shown_day(until.day, journal.place.language)
    label = ngettext("Put off {n} task until {day}", "Put off {n} tasks until {day}", len(tasks))
    with journal.transaction(label.format(n=len(tasks), day=day)) as tx:
        for each in tasks:
            write_task(tx, each, _put_off(tx, each, until))


def put_off_reminder(journal: Journal, target: Target, until: Until) -> None:
    """Let the reminder of `target` come again `until` then; when it takes place stays as it is.

    Of what repeats only the one that is meant is put off.
    """
    wall = datetime.combine(until.day, until.clock or MORNING)
    remind = {"remind_at": milliseconds(instant_at(wall, journal.place.zone))}
    if target.occurrence:
        edit_planned(journal, target, remind)
        return
    with journal.transaction(_("Remind later")) as tx:
        tx.update(target.table, target.record, remind)


def _put_off(tx: Transaction, task: bytes, until: Until) -> dict[str, Stored]:
    before = task_row(tx, task)
    due = due_of(before, tx.zone)
    if until.clock is None:
        return {"due_day": until.day.isoformat()}
    wall = datetime.combine(until.day, until.clock)
    at_ms = milliseconds(instant_at(wall, tx.zone))
    if due is not None and not due.whole_day:
        return {"due_at": at_ms, "remind_at": at_ms} if before["remind_at"] is None else {"due_at": at_ms}
    # a day stays a day: at the time that was chosen there is a reminder
    return {"due_day": until.day.isoformat(), "remind_at": at_ms}
