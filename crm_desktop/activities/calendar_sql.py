"""The rows behind the calendar, each sort by an index that begins with what narrows it."""

from collections.abc import Sequence
from typing import NamedTuple

from crm_desktop.store.functions import name_shown
from crm_desktop.vault.driver import Connection

# What lasts longer than this and began before the days that are asked for is not looked for.
_LONGEST_MS = 31 * 86_400_000
_LONG_HELD_MS = 86_400_000
# Whom a row is with: the person `p` and the company `c`.
WHO = f"trim({name_shown('p')} || iif(p.name IS NOT NULL AND c.name IS NOT NULL, ' · ', '') || {name_shown('c')})"
_HELD_KINDS = "('call', 'meeting', 'visit')"


class CalendarRow(NamedTuple):
    """A record as the calendar reads it: `day` as ISO text or `at` in milliseconds; `state` is done or nothing."""

    table: str
    record: bytes
    kind: str
    title: str
    who: str
    contact: bytes | None
    day: str | None = None
    at: int | None = None
    minutes: int | None = None
    all_day: int = 0
    state: str = ""
    recurrence: str | None = None
    zone: str = ""
    series: bytes | None = None
    occurrence: str = ""


def task_rows(reader: Connection, first: str, last: str, member: bytes | None) -> list[CalendarRow]:
    """Return the tasks due between the days `first` and `last`, and those due before that repeat."""
    found = reader.execute(
        "SELECT 'task', k.id, coalesce(k.kind, 'todo'), k.title, "
        f"{WHO}, coalesce(p.id, c.id), k.due_day, k.due_at, k.duration_min, 0, "
        "iif(k.done_at IS NULL, '', 'done'), k.recurrence, coalesce(k.zone, ''), k.series, coalesce(k.occurrence, '') "
        "FROM (SELECT rid FROM task WHERE done_at IS NULL AND due_day <= ?2 AND (due_day >= ?1 OR recurrence NOTNULL) "
        # read from the index over both columns alone
        "UNION ALL SELECT rid FROM task WHERE done_at IS NOT NULL AND due_day BETWEEN ?1 AND ?2) found "
        "CROSS JOIN task k ON k.rid = found.rid "
        "LEFT JOIN contact p ON p.id = coalesce(k.person, (SELECT person FROM deal WHERE id = k.deal)) "
        "LEFT JOIN contact c ON c.id = coalesce(k.company, p.company, (SELECT company FROM deal WHERE id = k.deal)) "
        "WHERE k.removed_at IS NULL AND (?3 IS NULL OR k.assignee = ?3 OR k.assignee IS NULL)",
        (first, last, member),
    )
    return [CalendarRow(*row) for row in found]


def interaction_rows(
    reader: Connection, begin_ms: int, end_ms: int, member: bytes | None, *, planned: bool, held: bool
) -> list[CalendarRow]:
    """Return what is `planned` and what was `held` between two instants, and what is planned and repeats."""
    parts = []
    if planned:
        parts.append("planned = 1 AND at >= ?1 AND at < ?2 AND recurrence IS NULL")
        parts.append("recurrence IS NOT NULL AND planned = 1 AND at < ?2")
    if held:
        parts.append(f"planned = 0 AND at >= ?3 AND at < ?2 AND kind IN {_HELD_KINDS} AND recurrence IS NULL")
        parts.append(f"planned IS NULL AND at >= ?3 AND at < ?2 AND kind IN {_HELD_KINDS} AND recurrence IS NULL")
        parts.append(f"recurrence IS NOT NULL AND coalesce(planned, 0) = 0 AND at < ?2 AND kind IN {_HELD_KINDS}")
    rows = " UNION ALL ".join(f"SELECT rid FROM interaction WHERE {each}" for each in parts)
    found = reader.execute(
        "SELECT 'interaction', i.id, i.kind, coalesce(i.subject, ''), "
        f"{WHO}, coalesce(p.id, c.id), NULL, i.at, i.duration_min, coalesce(i.all_day, 0), "
        "iif(i.planned = 1, '', 'done'), i.recurrence, coalesce(i.zone, ''), i.series, coalesce(i.occurrence, '') "
        f"FROM ({rows}) found "
        "CROSS JOIN interaction i ON i.rid = found.rid "
        "LEFT JOIN contact p ON p.id = i.person LEFT JOIN contact c ON c.id = i.company "
        "WHERE i.removed_at IS NULL AND (?4 IS NULL OR i.owner = ?4 OR i.owner IS NULL)",
        (begin_ms - _LONGEST_MS, end_ms, begin_ms - _LONG_HELD_MS, member),
    )
    return [CalendarRow(*row) for row in found]


def deal_rows(reader: Connection, first: str, last: str, member: bytes | None) -> list[CalendarRow]:
    """Return the open deals that are expected to close between two days."""
    found = reader.execute(
        f"SELECT 'deal', d.id, 'close', d.title, {WHO}, coalesce(c.id, p.id), d.expected_on FROM deal d "
        "LEFT JOIN contact p ON p.id = d.person LEFT JOIN contact c ON c.id = d.company "
        "WHERE d.outcome = 'open' AND d.expected_on BETWEEN ?1 AND ?2 AND d.removed_at IS NULL "
        "AND (?3 IS NULL OR d.owner = ?3 OR d.owner IS NULL)",
        (first, last, member),
    )
    return [CalendarRow(*row) for row in found]


def series_taken(reader: Connection, table: str, carriers: Sequence[CalendarRow]) -> dict[bytes, set[str]]:
    """Return the names of the occurrences that have a record of their own, by the first of their series."""
    taken: dict[bytes, set[str]] = {}
    for start in range(0, len(carriers), 500):
        chunk = [row.series or row.record for row in carriers[start : start + 500]]
        marks = ", ".join("?" * len(chunk))
        found = reader.execute(
            f"SELECT series, occurrence FROM {table} WHERE series IN ({marks}) AND recurrence IS NULL "
            "AND removed_at IS NULL AND occurrence IS NOT NULL",
            tuple(chunk),
        )
        for series, occurrence in found:
            taken.setdefault(series, set()).add(str(occurrence))
    return taken
