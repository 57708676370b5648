"""Further figures of the day, of which each member chooses those that stand on Today."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from crm_desktop.vault.driver import Connection

RECENT_DAYS = 30


class DayFigures(NamedTuple):
    """Counts as of today; `late_since_monday` is how many follow-ups became late this week, in minor units the rest."""

    late_since_monday: int
    open_tickets: int
    new_contacts: int
    done_week: int
    meetings_week: int
    average_won_minor: int
    won_deals: int


def day_figures(reader: Connection, today: date, zone: ZoneInfo, member: bytes | None) -> DayFigures:
    """Return the figures; of tasks and meetings those of `member`."""
    monday = today - timedelta(days=today.weekday())
    week = _span(monday, monday + timedelta(days=7), zone)
    since = today - timedelta(days=RECENT_DAYS - 1)
    recent = _span(since, today + timedelta(days=1), zone)
    average, won = reader.execute(
        "SELECT coalesce(avg(coalesce(amount, 0) * coalesce(rate, 1)), 0), count(*) FROM deal "
        "WHERE outcome = 'won' AND closed_on BETWEEN ? AND ? AND removed_at IS NULL",
        (since.isoformat(), today.isoformat()),
    ).fetchone()
    return DayFigures(
        late_since_monday=_count(
            reader,
            "task WHERE due_day >= ?2 AND due_day < ?3 AND done_at IS NULL AND (?1 IS NULL OR assignee IS ?1 OR "
            "assignee IS NULL)",
            (member, (monday - timedelta(days=1)).isoformat(), today.isoformat()),
        ),
        open_tickets=_count(reader, "ticket WHERE status NOT IN ('solved', 'closed')", ()),
        new_contacts=_count(reader, "contact WHERE created_at >= ?1 AND created_at < ?2", recent),
        done_week=_count(
            reader,
            "task WHERE done_at >= ?2 AND done_at < ?3 AND (?1 IS NULL OR assignee IS ?1 OR assignee IS NULL)",
            (member, *week),
        ),
        meetings_week=_count(
            reader,
            "interaction WHERE kind IN ('meeting', 'visit') AND at >= ?2 AND at < ?3 AND (?1 IS NULL OR owner IS ?1 "
            "OR owner IS NULL)",
            (member, *week),
        ),
        average_won_minor=round(average),
        won_deals=int(won),
    )


def _count(reader: Connection, what: str, values: tuple[object, ...]) -> int:
    row = reader.execute(f"SELECT count(*) FROM {what} AND removed_at IS NULL", values).fetchone()
    return int(row[0])


def _span(first: date, after: date, zone: ZoneInfo) -> tuple[int, int]:
    """Return the milliseconds at which the days from `first` begin, and those at which `after` begins."""
    begin, end = (int(datetime.combine(day, time(), zone).timestamp() * 1000) for day in (first, after))
    return begin, end
