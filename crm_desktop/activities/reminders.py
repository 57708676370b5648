"""Reminders that are due: of tasks, of what is planned, and of what is planned again and again."""

import json
from collections.abc import Collection, Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from crm_desktop.activities.calendar_sql import WHO, CalendarRow, series_taken
from crm_desktop.activities.due import occurrence_key, zone_named
from crm_desktop.journal.clock import instant, milliseconds
from crm_desktop.journal.journal import Journal
from crm_desktop.store.sites import local_value, set_local_value
from crm_desktop.values.occurrences import next_occurrence, occurrences
from crm_desktop.values.recurrence import recurrence_from_text
from crm_desktop.values.wall_clock import instant_at, wall_clock
from crm_desktop.vault.driver import Connection
from crm_desktop.words import ngettext

# What is planned and was not reminded of is told for so long: later it says nothing any more.
LOOKED_BACK_MS = 14 * 86_400_000
_TOLD = "reminders.told"
_MOST = 200
_JOINS = "LEFT JOIN contact p ON p.id = x.person LEFT JOIN contact c ON c.id = x.company"
_WAITS = "x.remind_at <= ?1 AND (x.reminded_at IS NULL OR x.reminded_at < x.remind_at) AND x.removed_at IS NULL"


class Reminder(NamedTuple):
    """Something to be reminded of since `remind_ms`; it is due at `at_ms`, or on the ISO `day` where that is None."""

    table: str
    record: bytes
    occurrence: str
    kind: str
    title: str
    who: str
    contact: bytes | None
    remind_ms: int
    day: str | None
    at_ms: int | None

    @property
    def key(self) -> str:
        """What tells one reminder from another: put off, it is another."""
        return f"{self.record.hex()}:{self.remind_ms}"


class _Series(NamedTuple):
    """A meeting that repeats, with the distance of its reminder."""

    row: CalendarRow
    ahead_ms: int
    reminded_ms: int
    zone: ZoneInfo


def due_reminders(reader: Connection, member: bytes | None, zone: ZoneInfo, now_ms: int) -> list[Reminder]:
    """Return what `member` is to be reminded of by now, the newest first: neither done, nor put off, nor dismissed."""
    tasks = reader.execute(
        f"SELECT 'task', x.id, '', coalesce(x.kind, 'todo'), x.title, {WHO}, coalesce(p.id, c.id), x.remind_at, "
        f"x.due_day, x.due_at FROM task x {_JOINS} "
        f"WHERE x.done_at IS NULL AND {_WAITS} AND (?2 IS NULL OR x.assignee = ?2 OR x.assignee IS NULL) "
        f"ORDER BY x.remind_at DESC LIMIT {_MOST}",
        (now_ms, member),
    ).fetchall()
    planned = reader.execute(
        f"SELECT 'interaction', x.id, '', x.kind, coalesce(x.subject, ''), {WHO}, coalesce(p.id, c.id), x.remind_at, "
        f"NULL, x.at FROM interaction x {_JOINS} "
        f"WHERE x.planned = 1 AND x.recurrence IS NULL AND {_WAITS} AND x.remind_at > ?3 "
        "AND (?2 IS NULL OR x.owner = ?2 OR x.owner IS NULL) "
        f"ORDER BY x.remind_at DESC LIMIT {_MOST}",
        (now_ms, member, now_ms - LOOKED_BACK_MS),
    ).fetchall()
    found = [Reminder(*row) for row in (*tasks, *planned)]
    found += _of_series(reader, _series(reader, member, zone), now_ms)
    return sorted(found, key=lambda each: -each.remind_ms)[:_MOST]


def next_reminder(reader: Connection, member: bytes | None, zone: ZoneInfo, now_ms: int) -> int | None:
    """Return when `member` is to be reminded next after now, or None."""
    whose = "(?2 IS NULL OR {0} = ?2 OR {0} IS NULL)"
    row = reader.execute(
        "SELECT min(at) FROM (SELECT min(remind_at) AS at FROM task WHERE remind_at > ?1 AND done_at IS NULL "
        f"AND removed_at IS NULL AND {whose.format('assignee')} UNION ALL SELECT min(remind_at) FROM interaction "
        "WHERE remind_at > ?1 AND planned = 1 AND recurrence IS NULL AND removed_at IS NULL "
        f"AND {whose.format('owner')})",
        (now_ms, member),
    ).fetchone()
    times = [] if row[0] is None else [int(row[0])]
    for series in _series(reader, member, zone):
        first = wall_clock(instant(series.row.at or 0), series.zone)
        after = wall_clock(instant(now_ms + series.ahead_ms), series.zone)
        rule = recurrence_from_text(str(series.row.recurrence), series.zone)
        following = first if first > after else next_occurrence(rule, first, after, series.zone)
        if following is not None:
            times.append(milliseconds(instant_at(following, series.zone)) - series.ahead_ms)
    return min(times, default=None)


def dismiss_reminders(journal: Journal, reminders: Sequence[Reminder]) -> None:
    """Let `reminders` not come again, on this device or another; what they are about stays as it is."""
    label = ngettext("Dismiss {n} reminder", "Dismiss {n} reminders", len(reminders)).format(n=len(reminders))
    with journal.transaction(label) as tx:
        for each in reminders:
            tx.update(each.table, each.record, {"reminded_at": each.remind_ms})


def told_reminders(reader: Connection) -> frozenset[str]:
    """Return the keys of the reminders that were told on this device."""
    return frozenset(json.loads(local_value(reader, _TOLD) or "[]"))


def note_told(journal: Journal, told: Collection[str]) -> None:
    """Remember on this device alone which reminders were told; that is no step of the history."""
    with journal.store.writing:
        set_local_value(journal.store.writer, _TOLD, json.dumps(sorted(told)))


def _series(reader: Connection, member: bytes | None, zone: ZoneInfo) -> list[_Series]:
    found = reader.execute(
        f"SELECT 'interaction', x.id, x.kind, coalesce(x.subject, ''), {WHO}, coalesce(p.id, c.id), NULL, x.at, NULL, "
        "coalesce(x.all_day, 0), '', x.recurrence, coalesce(x.zone, ''), x.series, '', x.at - x.remind_at, "
        f"coalesce(x.reminded_at, 0) FROM interaction x {_JOINS} "
        "WHERE x.recurrence IS NOT NULL AND x.planned = 1 AND x.remind_at IS NOT NULL AND x.removed_at IS NULL "
        "AND (?1 IS NULL OR x.owner = ?1 OR x.owner IS NULL)",
        (member,),
    ).fetchall()
    rows = [(CalendarRow(*row[:15]), int(row[15]), int(row[16])) for row in found]
    return [_Series(row, ahead, reminded, zone_named(row.zone, zone)) for row, ahead, reminded in rows]


def _of_series(reader: Connection, all_series: Sequence[_Series], now_ms: int) -> list[Reminder]:
    """Return the reminders of the last days that come from `all_series`, the newest of each."""
    taken = series_taken(reader, "interaction", [each.row for each in all_series])
    found: list[Reminder] = []
    for row, ahead_ms, reminded_ms, zone in all_series:
        first = wall_clock(instant(row.at or 0), zone)
        begin = wall_clock(instant(now_ms + ahead_ms - LOOKED_BACK_MS), zone)
        end = wall_clock(instant(now_ms + ahead_ms + 1), zone)
        rule = recurrence_from_text(str(row.recurrence), zone)
        for wall in reversed(list(occurrences(rule, first, begin, end, zone))):
            key = occurrence_key(wall, whole_day=bool(row.all_day))
            at_ms = milliseconds(instant_at(wall, zone))
            if at_ms - ahead_ms <= reminded_ms:
                break
            if key not in taken.get(row.series or row.record, ()):
                whom = (row.kind, row.title, row.who, row.contact)
                found.append(Reminder(row.table, row.record, key, *whom, at_ms - ahead_ms, None, at_ms))
            # one that was put off or moved reminds by itself, and those before it say nothing any more
            break
    return found
