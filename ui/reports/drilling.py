"""Which list stands behind a bar or a row of a report: exactly the records that were counted there."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from crm_desktop.filters.tree import All, AnyOf, Condition, Filter, Not, Related
from crm_desktop.reports.own_split import OWN, SPLIT
from crm_desktop.reports.report import ParameterValue
from crm_desktop.reports.sold import span_of
from ui.kit.desk import Place
from ui.kit.filters.given import filter_argument

# The field of a deal or a ticket by which a table's rows are told apart.
DEAL_FIELDS = {
    "by_owner": "owner",
    "by_stage": "stage",
    "by_agent": "owner",
    "by_sector": "company.sector",
    "best_customers": "company",
}
TICKET_FIELDS = {"by_priority": "priority", "by_channel": "channel", "chart": "status"}
CHARTS = {"pipeline_by_stage": "by_stage", "won_and_lost": "by_agent"}
OUTCOMES = {
    "sales_by_month": Condition("outcome", "=", "won"),
    "won_and_lost": Condition("outcome", "in", "won, lost"),
}
QUARTER = 3


class Asked(NamedTuple):
    """What a report was asked for: its parameters, and the parts of its filter."""

    parameters: Mapping[str, ParameterValue]
    conditions: tuple[Filter, ...] = ()


def place_behind(report: str, table: str, key: object, asked: Asked, today: date) -> Place | None:
    """Return the list of the records that the row `key` of `table` counts, or None where there is none."""
    name, split = str(key), str(asked.parameters.get(SPLIT) or "")
    if table == "chart" and split.startswith(OWN) and report != "sales_by_month":
        table = f"by_{split}"
    if report == "tickets_by_status":
        own = table.removeprefix(f"by_{OWN}") if table.startswith(f"by_{OWN}") else None
        field = own or TICKET_FIELDS.get(table)
        kind = asked.parameters.get("kind")
        narrowed = [Condition("kind", "=", str(kind))] if kind else []
        return None if field is None else _list("tickets", [*_asked(asked), *narrowed, _is(field, name)])
    if table == "chart":
        table = CHARTS.get(report) or f"by_{asked.parameters.get('by') or 'month'}"
    row = _row(table, name)
    if row is None:
        return None
    outcome: list[Filter] = [OUTCOMES[report]] if report in OUTCOMES else []
    if report == "pipeline_by_stage" and table.startswith(f"by_{OWN}"):
        outcome = [Condition("stage.outcome", "=", "open")]
    return _list("deals", [*_asked(asked), *_team(asked), *outcome, *_closed(asked, today, report), row])


def _row(table: str, name: str) -> Filter | None:
    """Return what the deals of the row `name` of `table` have in common."""
    match table:
        case "by_month" | "by_quarter" | "by_year":
            return _in_period(name) if name else Condition("closed_on", "empty")
        case "by_team":
            return _of_team(name)
        case "by_product":
            return Related("deal_line", Condition("product", "=", name)) if name else Not(Related("deal_line"))
        case own if own.startswith(f"by_{OWN}"):
            return _is(own.removeprefix(f"by_{OWN}"), name)
        case _:
            return _is(DEAL_FIELDS[table], name) if table in DEAL_FIELDS else None


def _is(field: str, name: str) -> Condition:
    return Condition(field, "=", name) if name else Condition(field, "empty")


def _of_team(name: str) -> Filter:
    """Return that a deal is of the team `name`, or has none but an owner who is."""
    return AnyOf((Condition("team", "=", name), All((Condition("team", "empty"), _is("owner.team", name)))))


def _in_period(name: str) -> Filter:
    """Return that a deal was closed in the month 2026-03, the quarter 2026-Q1 or the year 2026."""
    year, _dash, part = name.partition("-")
    if part.startswith("Q"):
        first, last = int(part[1:]) * QUARTER - 2, int(part[1:]) * QUARTER
    else:
        first, last = (int(part), int(part)) if part else (1, 12)
    end = monthrange(int(year), last)[1]
    return Condition("closed_on", "between", f"{year}-{first:02}-01, {year}-{last:02}-{end}")


def _asked(asked: Asked) -> list[Filter]:
    owner = asked.parameters.get("owner")
    return [*asked.conditions, *([Condition("owner", "=", str(owner))] if owner else [])]


def _team(asked: Asked) -> list[Filter]:
    team = asked.parameters.get("team")
    return [_of_team(str(team))] if team else []


def _closed(asked: Asked, today: date, report: str) -> list[Filter]:
    if report not in OUTCOMES:
        return []
    span = span_of(asked.parameters, today)
    first = [Condition("closed_on", ">=", span.first.isoformat())] if span.first is not None else []
    last = [Condition("closed_on", "<=", span.last.isoformat())] if span.last is not None else []
    return [*first, *last]


def _list(kind: str, conditions: Sequence[Filter]) -> Place:
    return Place("records", None, {"kind": kind, **filter_argument(*conditions)})
