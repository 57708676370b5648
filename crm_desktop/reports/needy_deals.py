"""Open deals that need attention, and why."""

from datetime import date
from typing import NamedTuple

from crm_desktop.pipeline.queries import DAY_MS
from crm_desktop.reports.agenda import LISTED
from crm_desktop.schema.pipeline import DEAL
from crm_desktop.store.functions import shown_name
from crm_desktop.vault.driver import Connection

# Without a word for so long, a deal is quiet.
QUIET_DAYS = 30
# A drop of at least so much, and no longer ago, is told.
DROPPED_PERCENT, DROPPED_DAYS = 10, 14
_AMOUNT = "coalesce(d.amount, 0) * coalesce(d.rate, 1)"
_NO_STEP = "NOT EXISTS (SELECT 1 FROM task k WHERE k.deal = d.id AND k.done_at IS NULL AND k.removed_at IS NULL)"
_AGE = f"(:now - coalesce(d.stage_entered_at, d.created_at)) / {DAY_MS}"
_LAST = (
    "SELECT max(i.at) FROM interaction i WHERE i.deal = d.id AND i.removed_at IS NULL AND coalesce(i.planned, 0) = 0"
)
_QUIET = f"(:now - coalesce(({_LAST}), d.created_at)) / {DAY_MS}"
# the last change of the amount, where it was made lately
_CHANGED = (
    "(SELECT h.delta FROM change h JOIN step s ON s.seq = h.step "
    f"WHERE h.tbl = {DEAL.number} AND h.rid = d.rid AND h.fld = {DEAL.by_name['amount'].number} AND s.at >= :since "
    "ORDER BY h.seq DESC LIMIT 1)"
)
_BEFORE, _AFTER = "json_extract(changed, '$[0]')", "json_extract(changed, '$[1]')"
_DROP = f"({_BEFORE} - {_AFTER}) * 100 / nullif({_BEFORE}, 0)"


class NeedyDeal(NamedTuple):
    """An open deal that needs attention; `reason` is late, dropped, stale, quiet, or no_step.

    `days` is how long that is so; of a deal that dropped, by how many percent. `probability` is the stage's.
    """

    id: bytes
    company: bytes | None
    company_name: str
    title: str
    stage_name: str
    amount: int | None
    currency: str
    reason: str
    days: int
    expected_on: str | None
    probability: int = 0


def needy_deals(reader: Connection, today: date, now_ms: int) -> tuple[list[NeedyDeal], int, int]:
    """Return open deals past their day, worth less than before, at rest, or with nothing planned: the largest first.

    With them comes how many there are, and what they are worth together in the workspace's currency.
    """
    since = now_ms - DROPPED_DAYS * DAY_MS
    found = reader.execute(
        "WITH facts AS MATERIALIZED ("
        "SELECT d.id, d.company, coalesce(c.name, p.name) AS name, "
        "iif(c.id IS NULL, p.removed_at, c.removed_at) AS gone, d.title, s.name AS stage, s.probability, "
        "d.amount, coalesce(d.currency, '') AS currency, d.expected_on, s.rot_days, "
        f"{_AGE} AS age, {_QUIET} AS quiet, {_CHANGED} AS changed, {_NO_STEP} AS bare, "
        f"{_AMOUNT} AS value "
        "FROM deal d LEFT JOIN stage s ON s.id = d.stage LEFT JOIN contact c ON c.id = d.company "
        "LEFT JOIN contact p ON p.id = d.person WHERE d.outcome = 'open' AND d.removed_at IS NULL), "
        f"told AS (SELECT *, {_DROP} AS dropped FROM facts), "
        "open AS (SELECT *, CASE WHEN expected_on < :day THEN 'late' "
        f"WHEN dropped >= {DROPPED_PERCENT} THEN 'dropped' WHEN age >= rot_days THEN 'stale' "
        f"WHEN quiet >= {QUIET_DAYS} THEN 'quiet' WHEN bare THEN 'no_step' END AS reason FROM told) "
        "SELECT id, company, name, gone, title, stage, amount, currency, reason, "
        "CASE reason WHEN 'late' THEN CAST(julianday(:day) - julianday(expected_on) AS INTEGER) "
        "WHEN 'dropped' THEN dropped WHEN 'quiet' THEN quiet ELSE age END, expected_on, coalesce(probability, 0), "
        "count(*) OVER (), sum(value) OVER () "
        f"FROM open WHERE reason IS NOT NULL ORDER BY value DESC LIMIT {LISTED}",
        {"day": today.isoformat(), "now": now_ms, "since": since},
    ).fetchall()
    if not found:
        return [], 0, 0
    deals = [NeedyDeal(row[0], row[1], shown_name(row[2], row[3]), *row[4:12]) for row in found]
    return deals, int(found[0][12]), round(found[0][13])
