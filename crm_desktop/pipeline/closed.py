"""What was won and lost in a month, for the zones beside the board."""

from collections.abc import Sequence
from typing import NamedTuple

from crm_desktop.filters.tree import Filter
from crm_desktop.schema.forms import Place
from crm_desktop.store.filters import conditions_sql
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.store.where import Where
from crm_desktop.vault.driver import Connection

MOST_SHOWN = 8


class WonDeal(NamedTuple):
    """One deal that was won: who bought, and for how much, in minor units of `currency`."""

    id: bytes
    name: str
    amount: int | None
    currency: str


class ReasonCount(NamedTuple):
    """How many deals were lost for `reason`; an empty reason is one that nobody noted."""

    reason: str
    deals: int


class ClosedMonth(NamedTuple):
    """The deals closed in one month; `won_minor` in minor units of the workspace's currency, latest deals first."""

    won_deals: int
    won_minor: int
    latest_won: tuple[WonDeal, ...]
    lost_deals: int
    lost_reasons: tuple[ReasonCount, ...]


def closed_month(reader: Connection, month: str, conditions: Sequence[Filter], place: Place) -> ClosedMonth:
    """Return what was won and lost in `month` (`YYYY-MM`) of the deals that fit `conditions`."""
    where = conditions_sql(workspace_kinds(reader).named("deals"), conditions, place)
    won = reader.execute(
        "SELECT count(*), CAST(round(coalesce(sum(coalesce(t.amount, 0) * coalesce(t.rate, 1)), 0)) AS INTEGER) "
        f"FROM deal t WHERE {_closed('won', month)}{where.sql}",
        where.values,
    ).fetchone()
    reasons = _lost_reasons(reader, month, where)
    lost = sum(each.deals for each in reasons)
    return ClosedMonth(won[0], won[1], _latest_won(reader, month, where, place), lost, reasons)


def _latest_won(reader: Connection, month: str, where: Where, place: Place) -> tuple[WonDeal, ...]:
    found = reader.execute(
        "SELECT t.id, coalesce(c.name, p.name, t.title), t.amount, coalesce(t.currency, ?) "
        "FROM deal t LEFT JOIN contact c ON c.id = t.company LEFT JOIN contact p ON p.id = t.person "
        f"WHERE {_closed('won', month)}{where.sql} ORDER BY t.closed_on DESC, t.rid DESC LIMIT {MOST_SHOWN}",
        (place.currency, *where.values),
    )
    return tuple(WonDeal(*row) for row in found)


def _lost_reasons(reader: Connection, month: str, where: Where) -> tuple[ReasonCount, ...]:
    found = reader.execute(
        "SELECT coalesce(t.lost_reason, ''), count(*) FROM deal t "
        f"WHERE {_closed('lost', month)}{where.sql} GROUP BY 1 ORDER BY 2 DESC, 1",
        where.values,
    )
    return tuple(ReasonCount(*row) for row in found)


def _closed(outcome: str, month: str) -> str:
    # as a range of days, which the index of outcome and closing day answers
    return f"t.outcome = '{outcome}' AND t.removed_at IS NULL AND t.closed_on BETWEEN '{month}-01' AND '{month}-31'"
