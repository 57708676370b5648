"""The lines in the tiles of Today: how each figure came to be what it is."""

from datetime import date, datetime, timedelta

from crm_desktop.pipeline.queries import DAY_MS
from crm_desktop.vault.driver import Connection

SPARK_WEEKS = 12
SPARK_DAYS = 10
WIN_RATE_DAYS = 90
_WEEK = 7
_AMOUNT = "coalesce(d.amount, 0) * coalesce(d.rate, 1)"


def won_weeks(reader: Connection, today: date) -> tuple[float, ...]:
    """Return what was won in each of the last weeks."""
    since = today - timedelta(weeks=SPARK_WEEKS) + timedelta(days=1)
    found: dict[int, float] = dict(
        reader.execute(
            f"SELECT CAST((julianday(d.closed_on) - julianday(?)) / 7 AS INTEGER), sum({_AMOUNT}) FROM deal d "
            "WHERE d.outcome = 'won' AND d.removed_at IS NULL AND d.closed_on BETWEEN ? AND ? GROUP BY 1",
            (since.isoformat(), since.isoformat(), today.isoformat()),
        ).fetchall()
    )
    return tuple(float(found.get(week, 0)) for week in range(SPARK_WEEKS))


def satisfaction_weeks(reader: Connection, now_ms: int) -> tuple[float, ...]:
    """Return how satisfied those were on average who answered in each of the last weeks."""
    since = now_ms - SPARK_WEEKS * _WEEK * DAY_MS
    found = reader.execute(
        f"SELECT (opened_at - ?) / {_WEEK * DAY_MS}, avg(satisfaction) FROM ticket "
        "WHERE opened_at >= ? AND satisfaction IS NOT NULL AND removed_at IS NULL GROUP BY 1 ORDER BY 1",
        (since, since),
    )
    return tuple(float(row[1]) for row in found)


def win_rate_weeks(reader: Connection, today: date) -> tuple[float, ...]:
    """Return the share of deals won among those closed in the 90 days up to the end of each of the last weeks.

    Weeks before which nothing was closed are left out.
    """
    since = today - timedelta(weeks=SPARK_WEEKS - 1, days=WIN_RATE_DAYS)
    closed = reader.execute(
        "SELECT CAST(julianday(?) - julianday(d.closed_on) AS INTEGER), d.outcome = 'won', count(*) FROM deal d "
        "WHERE d.outcome IN ('won', 'lost') AND d.removed_at IS NULL AND d.closed_on BETWEEN ? AND ? GROUP BY 1, 2",
        (today.isoformat(), since.isoformat(), today.isoformat()),
    ).fetchall()
    rates = []
    for end in range((SPARK_WEEKS - 1) * _WEEK, -1, -_WEEK):
        counted = [(won, count) for ago, won, count in closed if end <= ago <= end + WIN_RATE_DAYS]
        whole = sum(count for _won, count in counted)
        if whole:
            rates.append(sum(count for won, count in counted if won) / whole)
    return tuple(rates)


def overdue_days(reader: Connection, now: datetime, member: bytes | None) -> tuple[float, ...]:
    """Return how many follow-ups of `member` were late at the end of each of the last days; `now` is in their zone."""
    today = now.date()
    first = today - timedelta(days=SPARK_DAYS - 1)
    offset = now.utcoffset() or timedelta(0)
    since_ms = int((datetime(first.year, first.month, first.day, tzinfo=now.tzinfo)).timestamp() * 1000)
    whose = "k.removed_at IS NULL AND (?2 IS NULL OR k.assignee = ?2 OR k.assignee IS NULL)"
    rows = reader.execute(
        f"SELECT k.due_day, NULL, count(*) FROM task k WHERE k.done_at IS NULL AND k.due_day < ?1 AND {whose} "
        "GROUP BY 1 UNION ALL "
        f"SELECT k.due_day, date(k.done_at / 1000 + ?4, 'unixepoch'), count(*) FROM task k "
        f"WHERE k.done_at >= ?3 AND k.due_day < ?1 AND {whose} GROUP BY 1, 2",
        (today.isoformat(), member, since_ms, int(offset.total_seconds())),
    ).fetchall()
    days = [(first + timedelta(days=number)).isoformat() for number in range(SPARK_DAYS)]
    return tuple(
        float(sum(count for due, done, count in rows if due < day and (done is None or done > day))) for day in days
    )
