"""Which list stands behind a bar or a row of a report."""

from calendar import monthrange
from collections.abc import Mapping, Sequence

from crm_desktop.filters.tree import Condition
from crm_desktop.reports.report import ParameterValue
from ui.kit.desk import Place
from ui.kit.filters.given import filter_argument

# The field of a deal or a ticket by which a table's rows are told apart.
DEAL_FIELDS = {
    "by_team": "team",
    "by_owner": "owner",
    "by_stage": "stage",
    "by_agent": "owner",
    "best_customers": "company",
}
TICKET_FIELDS = {"by_priority": "priority", "by_channel": "channel", "chart": "status"}
CHARTS = {"pipeline_by_stage": "by_stage", "won_and_lost": "by_agent", "sales_by_month": "by_month"}


def place_behind(report: str, table: str, key: object, parameters: Mapping[str, ParameterValue]) -> Place | None:
    """Return the list of the records that the row `key` of `table` counts, or None where there is none."""
    name = str(key)
    if report == "tickets_by_status":
        field = TICKET_FIELDS.get(table)
        return None if field is None else _list("tickets", [Condition(field, "=", name)])
    table = CHARTS.get(report, table) if table == "chart" else table
    if table == "best_customers":
        return Place("contacts", None, {"kind": "companies", **filter_argument(Condition("name", "=", name))})
    conditions = _narrowed(parameters)
    if report == "sales_by_month":
        conditions.append(Condition("outcome", "=", "won"))
    if table == "by_month":
        conditions += [
            Condition("closed_on", ">=", f"{name}-01"),
            Condition("closed_on", "<=", f"{name}-{monthrange(int(name[:4]), int(name[5:7]))[1]}"),
        ]
    elif table in DEAL_FIELDS:
        conditions.append(Condition(DEAL_FIELDS[table], "=", name))
    else:
        return None
    return _list("deals", conditions)


def _list(kind: str, conditions: Sequence[Condition]) -> Place:
    return Place("records", None, {"kind": kind, **filter_argument(*conditions)})


def _narrowed(parameters: Mapping[str, ParameterValue]) -> list[Condition]:
    return [Condition(name, "=", str(parameters[name])) for name in ("owner", "team") if parameters.get(name)]
