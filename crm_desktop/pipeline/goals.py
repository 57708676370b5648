"""Goals: what is to be won in a period, and how much of it is won."""

from datetime import date, timedelta
from typing import NamedTuple

from crm_desktop.errors import InvalidField
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.transaction import Stored
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _

MONTHS_OF = {"month": 1, "quarter": 3, "year": 12}
# As many goals as fit on a page; older ones stay in the file.
LISTED = 60


class Goal(NamedTuple):
    """What is to be won: by the `member`, by the `team`, or by everyone where both are None."""

    period: str
    starts_on: date
    amount_minor: int
    member: bytes | None = None
    team: bytes | None = None

    @property
    def ends_on(self) -> date:
        """The last day of the period."""
        months = self.starts_on.year * 12 + self.starts_on.month - 1 + MONTHS_OF[self.period]
        return date(months // 12, months % 12 + 1, 1) - timedelta(days=1)


class GoalRow(NamedTuple):
    """A goal as it is listed: `who` names the member or the team, `won_minor` is what was won of it so far."""

    record: bytes
    goal: Goal
    who: str
    won_minor: int


_GOALS = """
    SELECT g.id, g.period, g.starts_on, g.amount, g.member, g.team, coalesce(m.name, t.name, '')
    FROM goal g LEFT JOIN member m ON m.id = g.member LEFT JOIN team t ON t.id = g.team
    WHERE g.removed_at IS NULL
"""
_WON = """
    SELECT coalesce(sum(coalesce(amount, 0) * coalesce(rate, 1)), 0) FROM deal
    WHERE outcome = 'won' AND removed_at IS NULL AND closed_on BETWEEN ? AND ?
"""


def start_of(period: str, day: date) -> date:
    """Return the first day of the month, quarter or year that `day` is in."""
    months = MONTHS_OF[period]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def goals(reader: Connection) -> list[GoalRow]:
    """Return the goals, the latest first."""
    found = reader.execute(f"{_GOALS} ORDER BY g.starts_on DESC, g.rid LIMIT {LISTED}").fetchall()
    return [_row(reader, each) for each in found]


def goal_of_month(reader: Connection, day: date) -> int | None:
    """Return in minor units what everyone together is to win in the month of `day`, or None where nobody said."""
    row = reader.execute(
        f"{_GOALS} AND g.period = 'month' AND g.starts_on = ? AND g.member IS NULL AND g.team IS NULL",
        (start_of("month", day).isoformat(),),
    ).fetchone()
    return None if row is None else int(row[3])


def goals_by_month(reader: Connection, first: str, last: str) -> dict[str, int]:
    """Return in minor units what everyone together is to win in each month (`YYYY-MM`) from `first` to `last`."""
    found = reader.execute(
        f"SELECT substr(starts_on, 1, 7), amount FROM ({_GOALS} AND g.period = 'month' AND g.member IS NULL "
        "AND g.team IS NULL) WHERE substr(starts_on, 1, 7) BETWEEN ? AND ? AND amount > 0",
        (first, last),
    )
    return {str(row[0]): int(row[1]) for row in found}


def set_goal(journal: Journal, goal: Goal) -> bytes:
    """Keep `goal` in the stead of one for the same period and people; return its id."""
    if goal.amount_minor <= 0:
        raise InvalidField("amount", _("A goal is an amount above zero. Type one."))
    values: dict[str, Stored] = {
        "name": f"{goal.starts_on.isoformat()} – {goal.ends_on.isoformat()}",
        "period": goal.period,
        "starts_on": goal.starts_on.isoformat(),
        "amount": goal.amount_minor,
        "currency": journal.currency,
        "member": goal.member,
        "team": goal.team,
    }
    with journal.transaction(_("Set goal")) as tx:
        there = tx.connection.execute(
            "SELECT id FROM goal WHERE period = ? AND starts_on = ? AND member IS ? AND team IS ? "
            "AND removed_at IS NULL ORDER BY rid LIMIT 1",
            (goal.period, goal.starts_on.isoformat(), goal.member, goal.team),
        ).fetchone()
        if there is None:
            return tx.insert("goal", values)
        tx.update("goal", bytes(there[0]), values)
        return bytes(there[0])


def _row(reader: Connection, row: tuple[object, ...]) -> GoalRow:
    record, period, starts_on, amount, member, team, who = row
    assert isinstance(record, bytes)
    period = str(period) if period in MONTHS_OF else "month"
    goal = Goal(
        period,
        start_of(period, date.fromisoformat(str(starts_on))),
        int(str(amount or 0)),
        member if isinstance(member, bytes) else None,
        team if isinstance(team, bytes) else None,
    )
    return GoalRow(record, goal, str(who), _won(reader, goal))


def _won(reader: Connection, goal: Goal) -> int:
    days = (goal.starts_on.isoformat(), goal.ends_on.isoformat())
    narrowed = [(name, value) for name, value in (("owner", goal.member), ("team", goal.team)) if value is not None]
    query = _WON + "".join(f" AND {name} = ?" for name, _value in narrowed)
    found = reader.execute(query, (*days, *(value for _name, value in narrowed))).fetchone()
    return round(float(found[0]))
