"""Pipeline by stage: how many deals stand where, what they are worth, and for how long."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import NamedTuple

from crm_desktop.reports.chart import Chart, ChartKind, Series, Unit, UnitKind
from crm_desktop.reports.narrowing import WHERE, narrowed_by
from crm_desktop.reports.own_parts import SPLIT_BY_OWN, Counted, Measure, with_own_part
from crm_desktop.reports.parameters import OWNER, TEAM, shown_filters
from crm_desktop.reports.report import ColumnKind, Figure, ParameterValue, Report, ReportColumn, ReportTable, Row
from crm_desktop.reports.sold import Chosen, Span, chosen_deals
from crm_desktop.schema.forms import Place
from crm_desktop.values.counts import shown_number
from crm_desktop.values.day_shown import shown_day
from crm_desktop.values.money import currency_decimals, plain_amount
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _

PARAMETERS = (TEAM, OWNER, SPLIT_BY_OWN, WHERE)
DAY_MS = 86_400_000
_AMOUNT = "coalesce(d.amount, 0) * coalesce(d.rate, 1)"


class StageSum(NamedTuple):
    """The deals of one stage; amounts in minor units of the workspace's currency, `days` the mean time in it."""

    stage: str
    outcome: str
    chance: int
    deals: int
    amount_minor: int
    weighted_minor: int
    days: float
    stale: int


def stage_sums(reader: Connection, chosen: Chosen, now_ms: int) -> list[StageSum]:
    """Return the sums of every stage in the order of the pipeline."""
    age = f"(? - coalesce(d.stage_entered_at, d.created_at)) / {DAY_MS}.0"
    found = reader.execute(
        f"SELECT s.name, coalesce(s.outcome, 'open'), coalesce(s.probability, 0), count(d.rid), "
        f"CAST(round(coalesce(sum({_AMOUNT}), 0)) AS INTEGER), "
        f"CAST(round(coalesce(sum({_AMOUNT} * coalesce(d.probability, s.probability, 0) / 100.0), 0)) AS INTEGER), "
        f"coalesce(avg({age}), 0), count(CASE WHEN {age} >= s.rot_days THEN 1 END) "
        "FROM stage s LEFT JOIN pipeline p ON p.id = s.pipeline "
        f"LEFT JOIN deal d ON d.stage = s.id AND d.removed_at IS NULL {chosen.sql} "
        "WHERE s.removed_at IS NULL GROUP BY s.id ORDER BY coalesce(p.position, 0), s.position, s.rid",
        (now_ms, now_ms, *chosen.values),
    )
    return [StageSum(*row) for row in found]


def make(reader: Connection, parameters: Mapping[str, ParameterValue], place: Place, today: date) -> Report:
    """Make the report for the deals that `parameters` choose."""
    now_ms = int(datetime.combine(today, time(12), UTC).timestamp() * 1000)
    narrowed = narrowed_by(reader, parameters, "deals", place, "d")
    chosen = chosen_deals(parameters, Span(None, None), narrowed)
    sums = stage_sums(reader, chosen, now_ms)
    still_open = [each for each in sums if each.outcome == "open"]
    report = Report(
        name="pipeline_by_stage",
        title=_("Pipeline by stage"),
        subtitle=narrowed.under(_("As of {day}").format(day=shown_day(today, place.language))),
        of=narrowed.words,
        filters=shown_filters(parameters, place.currency, narrowed),
        figures=_figures(still_open, place),
        chart=_chart(still_open, place),
        tables=(_table(sums, place),),
        parameters=dict(parameters),
        raw_figures={
            "open": sum(each.deals for each in still_open),
            "open_amount": plain_amount(sum(each.amount_minor for each in still_open), place.currency),
            "weighted_amount": plain_amount(sum(each.weighted_minor for each in still_open), place.currency),
            "currency": place.currency,
            **{each.stage.lower(): each.deals for each in sums},
        },
    )
    return with_own_part(report, reader, parameters, place, _counted(chosen))


def _counted(chosen: Chosen) -> Counted:
    source = (
        "deal d JOIN stage s ON s.id = d.stage WHERE d.removed_at IS NULL AND s.removed_at IS NULL "
        "AND coalesce(s.outcome, 'open') = 'open'"
    )
    weighted = f"{_AMOUNT} * coalesce(d.probability, s.probability, 0) / 100.0"
    measures = (
        Measure("amount", _("Open amount"), f"CAST(round(sum({_AMOUNT})) AS INTEGER)", 1, ColumnKind.MONEY),
        Measure("weighted_amount", _("Weighted"), f"CAST(round(sum({weighted})) AS INTEGER)", 3, ColumnKind.MONEY),
        Measure("deals", _("Deals"), "count(*)"),
    )
    return Counted("deals", "d", source, chosen, measures, _("Open amount"))


def _figures(still_open: list[StageSum], place: Place) -> tuple[Figure, ...]:
    amount = sum(each.amount_minor for each in still_open)
    weighted = sum(each.weighted_minor for each in still_open)
    stale = sum(each.stale for each in still_open)
    share = _("{share} of open").format(share=_("{n:.0f} %").format(n=weighted / amount * 100)) if amount else ""
    return (
        Figure(_("Open deals"), shown_number(sum(each.deals for each in still_open))),
        Figure(_("Open amount"), place.money(amount, whole=True)),
        Figure(_("Weighted forecast"), place.money(weighted, whole=True), share),
        Figure(_("Too long in a stage"), shown_number(stale)),
    )


def _chart(still_open: list[StageSum], place: Place) -> Chart:
    unit = 10 ** currency_decimals(place.currency)
    return Chart(
        kind=ChartKind.BARS,
        title=_("Open amount by stage"),
        note=_("In {currency}.").format(currency=place.currency),
        unit=Unit(UnitKind.MONEY, place.currency),
        categories=tuple(each.stage for each in still_open),
        series=(
            Series(_("Open amount"), tuple(each.amount_minor / unit for each in still_open), 1),
            Series(_("Weighted"), tuple(each.weighted_minor / unit for each in still_open), 3),
        ),
        keys=tuple(each.stage for each in still_open),
    )


def _table(sums: list[StageSum], place: Place) -> ReportTable:
    columns = (
        ReportColumn("stage", _("Stage"), share=24),
        ReportColumn("chance", _("Chance"), ColumnKind.PERCENT, share=10),
        ReportColumn("deals", _("Deals"), ColumnKind.COUNT, share=12),
        ReportColumn("amount", _("Amount"), ColumnKind.MONEY, place.currency, share=18, whole=True),
        ReportColumn("weighted_amount", _("Weighted"), ColumnKind.MONEY, place.currency, share=18, whole=True),
        ReportColumn("days", _("Days in stage"), ColumnKind.DAYS, share=18),
    )
    rows: tuple[Row, ...] = tuple(
        (each.stage, float(each.chance), each.deals, each.amount_minor, each.weighted_minor, round(each.days))
        for each in sums
    )
    total: Row = (
        _("Total"),
        None,
        sum(each.deals for each in sums),
        sum(each.amount_minor for each in sums),
        sum(each.weighted_minor for each in sums),
        None,
    )
    return ReportTable("by_stage", _("By stage"), columns, rows, total, keys=tuple(each.stage for each in sums))
