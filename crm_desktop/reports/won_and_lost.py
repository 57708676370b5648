"""Won and lost by agent: how often, how much, and how fast."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from crm_desktop.reports.chart import Chart, ChartKind, Series, Unit, UnitKind
from crm_desktop.reports.narrowing import WHERE, narrowed_by
from crm_desktop.reports.own_parts import SPLIT_BY_OWN, Counted, Measure, with_own_part
from crm_desktop.reports.parameters import FROM, OWNER, PERIOD, TEAM, TO, shown_filters, span_words
from crm_desktop.reports.report import ColumnKind, Figure, ParameterValue, Report, ReportColumn, ReportTable, Row
from crm_desktop.reports.sold import Chosen, chosen_deals, span_of
from crm_desktop.schema.forms import Place
from crm_desktop.values.counts import shown_number
from crm_desktop.values.money import plain_amount
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _

PARAMETERS = (PERIOD, FROM, TO, SPLIT_BY_OWN, TEAM, OWNER, WHERE)


class AgentSum(NamedTuple):
    """What one agent closed; `won_minor` in the workspace's currency, `days` the mean time from opening to winning."""

    agent: str
    team: str
    won: int
    lost: int
    won_minor: int
    days: float | None

    @property
    def win_rate(self) -> float:
        """Won deals in percent of those closed."""
        return round(self.won / (self.won + self.lost) * 100, 2) if self.won + self.lost else 0.0


def agent_sums(reader: Connection, chosen: Chosen) -> list[AgentSum]:
    """Return what each agent closed, the largest amount first."""
    found = reader.execute(
        "SELECT coalesce(m.name, ''), coalesce(t.name, ''), count(CASE WHEN d.outcome = 'won' THEN 1 END), "
        "count(CASE WHEN d.outcome = 'lost' THEN 1 END), "
        "CAST(round(sum(CASE WHEN d.outcome = 'won' THEN coalesce(d.amount, 0) * coalesce(d.rate, 1) ELSE 0 END)) "
        "AS INTEGER), "
        "avg(CASE WHEN d.outcome = 'won' THEN julianday(d.closed_on) - julianday(d.opened_on) END) "
        "FROM deal d LEFT JOIN member m ON m.id = d.owner LEFT JOIN team t ON t.id = m.team "
        f"WHERE d.removed_at IS NULL AND d.outcome IN ('won', 'lost') {chosen.sql} GROUP BY d.owner ORDER BY 5 DESC, 1",
        chosen.values,
    )
    return [AgentSum(*row) for row in found]


def make(reader: Connection, parameters: Mapping[str, ParameterValue], place: Place, today: date) -> Report:
    """Make the report for the deals that `parameters` choose."""
    span = span_of(parameters, today)
    narrowed = narrowed_by(reader, parameters, "deals", place, "d")
    chosen = chosen_deals(parameters, span, narrowed)
    agents = agent_sums(reader, chosen)
    won, lost = sum(each.won for each in agents), sum(each.lost for each in agents)
    amount = sum(each.won_minor for each in agents)
    rate = round(won / (won + lost) * 100, 2) if won + lost else 0.0
    report = Report(
        name="won_and_lost",
        title=_("Won and lost by agent"),
        subtitle=narrowed.under(span_words(span, place.language)),
        of=narrowed.words,
        filters=shown_filters(parameters, place.currency, narrowed),
        figures=(
            Figure(_("Deals won"), shown_number(won)),
            Figure(_("Deals lost"), shown_number(lost)),
            Figure(_("Win rate"), _("{n:.0f} %").format(n=rate), _("of {n} closed").format(n=shown_number(won + lost))),
            Figure(_("Won amount"), place.money(amount, whole=True)),
        ),
        chart=_chart(agents),
        tables=(_table(agents, place),),
        parameters=dict(parameters),
        raw_figures={
            "won": won,
            "lost": lost,
            "win_rate": rate,
            "won_amount": plain_amount(amount, place.currency),
            "currency": place.currency,
        },
    )
    return with_own_part(report, reader, parameters, place, _counted(chosen))


def _counted(chosen: Chosen) -> Counted:
    won = "d.outcome = 'won'"
    amount = f"sum(CASE WHEN {won} THEN coalesce(d.amount, 0) * coalesce(d.rate, 1) ELSE 0 END)"
    measures = (
        Measure("won", _("Won"), f"count(CASE WHEN {won} THEN 1 END)", 3),
        Measure("lost", _("Lost"), "count(CASE WHEN d.outcome = 'lost' THEN 1 END)", 2),
        Measure("won_amount", _("Won amount"), f"CAST(round({amount}) AS INTEGER)", kind=ColumnKind.MONEY),
    )
    source = "deal d WHERE d.removed_at IS NULL AND d.outcome IN ('won', 'lost')"
    return Counted("deals", "d", source, chosen, measures, _("Deals closed"))


def _chart(agents: list[AgentSum]) -> Chart:
    return Chart(
        kind=ChartKind.STACKED,
        title=_("Deals closed by agent"),
        note="",
        unit=Unit(UnitKind.COUNT),
        categories=tuple(each.agent or _("Nobody") for each in agents),
        series=(
            Series(_("Won"), tuple(float(each.won) for each in agents), 3),
            Series(_("Lost"), tuple(float(each.lost) for each in agents), 2),
        ),
        keys=tuple(each.agent for each in agents),
        names_people=True,
    )


def _table(agents: list[AgentSum], place: Place) -> ReportTable:
    columns = (
        ReportColumn("agent", _("Agent"), share=24, names_people=True),
        ReportColumn("team", _("Team"), share=14),
        ReportColumn("won", _("Won"), ColumnKind.COUNT, share=10),
        ReportColumn("lost", _("Lost"), ColumnKind.COUNT, share=10),
        ReportColumn("win_rate", _("Win rate"), ColumnKind.PERCENT, share=12),
        ReportColumn("won_amount", _("Won amount"), ColumnKind.MONEY, place.currency, share=16, whole=True),
        ReportColumn("days", _("Days to win"), ColumnKind.DAYS, share=14),
    )
    rows: tuple[Row, ...] = tuple(
        (
            each.agent or _("Nobody"),
            each.team,
            each.won,
            each.lost,
            each.win_rate,
            each.won_minor,
            None if each.days is None else round(each.days),
        )
        for each in agents
    )
    won, lost = sum(each.won for each in agents), sum(each.lost for each in agents)
    rate = round(won / (won + lost) * 100, 2) if won + lost else 0.0
    total: Row = (_("Total"), "", won, lost, rate, sum(each.won_minor for each in agents), None)
    return ReportTable("by_agent", _("By agent"), columns, rows, total, keys=tuple(each.agent for each in agents))
