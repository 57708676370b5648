"""Sales by month: what was won, when, of what, by whom and from whom."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from crm_desktop.reports.chart import Chart, ChartKind, Series, Unit, UnitKind
from crm_desktop.reports.narrowing import WHERE, Narrowed, narrowed_by
from crm_desktop.reports.own_split import OWN, OwnSplit, own_split
from crm_desktop.reports.parameters import FROM, OWNER, PERIOD, TEAM, TO, label_of, shown_filters, span_words
from crm_desktop.reports.report import (
    Choice,
    ColumnKind,
    Figure,
    Parameter,
    ParameterKind,
    ParameterValue,
    Report,
    ReportColumn,
    ReportTable,
    Row,
)
from crm_desktop.reports.sold import (
    Part,
    Sale,
    Span,
    chosen_deals,
    closed_counts,
    sales_by,
    sales_by_two,
    sold_parts,
    span_of,
)
from crm_desktop.schema.forms import Place
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.values.counts import shown_number
from crm_desktop.values.day_shown import month_label
from crm_desktop.values.money import currency_decimals, plain_amount
from crm_desktop.vault.driver import Connection
from crm_desktop.words import N_, _, within

BEST_CUSTOMERS = 10
NAMED_SERIES = 3
# Also told where sales are split into something else.
_ALWAYS = ("team", "product")

BY = Parameter(
    "by",
    N_("By"),
    ParameterKind.CHOICE,
    "month",
    (Choice("month", N_("Month")), Choice("quarter", N_("Quarter")), Choice("year", N_("Year"))),
)
SPLIT = Parameter(
    "split",
    N_("Split into"),
    ParameterKind.CHOICE,
    "product",
    (
        Choice("product", N_("Product")),
        Choice("team", N_("Team")),
        Choice("owner", N_("Owner")),
        Choice("sector", N_("Sector")),
    ),
)


class Split(NamedTuple):
    """What sales are split into: the `name` of it, the key of its parts, its label, and whether parts can be listed.

    `people` tells that the parts are people.
    """

    name: str
    key: str
    label: str
    drilled: bool = True
    people: bool = False

    @classmethod
    def of(cls, key: str) -> "Split":
        """Return the split into the parts that the program knows by `key`."""
        return cls(key, key, label_of(SPLIT, key), people=key == "owner")


PARAMETERS = (PERIOD, FROM, TO, BY, SPLIT, TEAM, OWNER, WHERE)


def make(reader: Connection, parameters: Mapping[str, ParameterValue], place: Place, today: date) -> Report:
    """Make the report for the deals that `parameters` choose."""
    span = span_of(parameters, today)
    narrowed = narrowed_by(reader, parameters, "deals", place, "d")
    chosen = chosen_deals(parameters, span, narrowed)
    counts = closed_counts(reader, chosen)
    won, amount = counts.get("won", (0, 0))
    lost = counts.get("lost", (0, 0))[0]
    before = _amount_before(reader, parameters, span, narrowed)
    own = own_split(workspace_kinds(reader), "deals", parameters.get("split"))
    split = _split(parameters, own)
    parts = sold_parts(reader, chosen, place, own)
    by_part = sales_by(parts, split.key)
    others = [each for each in map(Split.of, _ALWAYS) if each != split]
    colours = _colours(by_part)
    return Report(
        name="sales_by_month",
        title=_("Sales by month"),
        subtitle=narrowed.under(span_words(span, place.language)),
        of=narrowed.words,
        filters=shown_filters(parameters, place.currency, narrowed),
        figures=_figures(place, won, lost, amount, before),
        chart=_chart(parts, parameters, place, split, colours),
        tables=(
            _by_part(split, by_part, won, place, colours),
            *(_by_part(each, sales_by(parts, each.key), won, place, {}) for each in others),
            _by_time(parts, str(parameters.get("by") or "month"), place),
            _best_customers(sales_by(parts, "company"), place),
        ),
        parameters=dict(parameters),
        raw_figures={
            "won": won,
            "lost": lost,
            "won_amount": plain_amount(amount, place.currency),
            "currency": place.currency,
            "average": plain_amount(round(amount / won) if won else 0, place.currency),
            "win_rate": _percent(won, won + lost),
        },
    )


def _amount_before(
    reader: Connection, parameters: Mapping[str, ParameterValue], span: Span, narrowed: Narrowed
) -> int | None:
    before = span.before
    if before is None:
        return None
    return closed_counts(reader, chosen_deals(parameters, before, narrowed)).get("won", (0, 0))[1]


def _figures(place: Place, won: int, lost: int, amount: int, before: int | None) -> tuple[Figure, ...]:
    average = round(amount / won) if won else 0
    change = (
        ""
        if not before
        else _("{change} on the time before").format(change=_("{n:+.0f} %").format(n=(amount - before) / before * 100))
    )
    return (
        Figure(_("Won amount"), place.money(amount, whole=True), change),
        Figure(_("Deals won"), shown_number(won), _("{n} lost").format(n=shown_number(lost))),
        Figure(_("Average deal"), place.money(average, whole=True)),
        Figure(
            _("Win rate"),
            _("{n:.0f} %").format(n=_percent(won, won + lost)),
            _("of {n} closed").format(n=shown_number(won + lost)),
        ),
    )


def _chart(
    parts: Sequence[Part],
    parameters: Mapping[str, ParameterValue],
    place: Place,
    split: Split,
    colours: Mapping[str, int],
) -> Chart:
    key = str(parameters.get("by") or "month")
    sums = sales_by_two(parts, key, split.key)
    periods = _unbroken(sorted({period for periods in sums.values() for period in periods}), key)
    unit = 10 ** currency_decimals(place.currency)
    named = [name for name in colours if name in sums]
    series = [
        Series(name or _none(split), tuple(sums[name].get(period, 0) / unit for period in periods), colours[name])
        for name in named
    ]
    others = [name for name in sums if name not in colours]
    if others:
        values = tuple(sum(sums[name].get(period, 0) for name in others) / unit for period in periods)
        series.append(Series(_("Others"), values, 6))
    return Chart(
        kind=ChartKind.STACKED,
        title=_("Won amount by {period} and {part}").format(period=within(label_of(BY, key)), part=within(split.label)),
        note=_("In {currency}.").format(currency=place.currency),
        unit=Unit(UnitKind.MONEY, place.currency),
        categories=tuple(_period_label(period, key, place.language) for period in periods),
        series=tuple(series),
        keys=tuple(periods),
        series_names_people=split.people,
    )


def _colours(parts: Sequence[Sale]) -> dict[str, int]:
    """Return the chart colour of each part that has a series of its own; one more stands for all others."""
    shown = len(parts) if len(parts) <= NAMED_SERIES + 2 else NAMED_SERIES
    return {part.key: number for number, part in enumerate(parts[:shown], 1)}


def _by_part(split: Split, parts: Sequence[Sale], deals: int, place: Place, colours: Mapping[str, int]) -> ReportTable:
    """Return the table of `parts`; a deal of several products counts in each, and once among all `deals`."""
    whole = sum(part.amount_minor for part in parts)
    columns = (
        ReportColumn(split.name, split.label, share=34, names_people=split.people),
        ReportColumn("deals", _("Deals"), ColumnKind.COUNT, share=13),
        ReportColumn("won_amount", _("Won amount"), ColumnKind.MONEY, place.currency, share=21, whole=True),
        ReportColumn("share", _("Share"), ColumnKind.PERCENT, share=14),
        ReportColumn("average", _("Average"), ColumnKind.MONEY, place.currency, share=18, whole=True),
    )
    rows = tuple(_sale_row(part, part.key or _none(split), whole) for part in parts)
    total: Row = (_("Total"), deals, whole, 100.0 if whole else 0.0, round(whole / deals) if deals else 0)
    swatches = tuple(colours.get(part.key, 6) for part in parts) if colours else ()
    title = _("By {part}").format(part=within(split.label))
    keys = tuple(part.key for part in parts) if split.drilled else ()
    return ReportTable(f"by_{split.name}", title, columns, rows, total, swatches, keys)


def _by_time(parts: Sequence[Part], key: str, place: Place) -> ReportTable:
    sales = sorted(sales_by(parts, key))
    columns = (
        ReportColumn(key, label_of(BY, key), share=40),
        ReportColumn("deals", _("Deals"), ColumnKind.COUNT, share=20),
        ReportColumn("won_amount", _("Won amount"), ColumnKind.MONEY, place.currency, share=40, whole=True),
    )
    rows: tuple[Row, ...] = tuple(
        (_period_label(sale.key, key, place.language), sale.deals, sale.amount_minor) for sale in sales
    )
    total: Row = (_("Total"), sum(sale.deals for sale in sales), sum(sale.amount_minor for sale in sales))
    title = _("By {part}").format(part=within(label_of(BY, key)))
    return ReportTable(f"by_{key}", title, columns, rows, total, keys=tuple(sale.key for sale in sales))


def _best_customers(companies: Sequence[Sale], place: Place) -> ReportTable:
    best = [each for each in companies if each.key][:BEST_CUSTOMERS]
    columns = (
        ReportColumn("company", _("Company"), share=50, names_customers=True),
        ReportColumn("deals", _("Deals"), ColumnKind.COUNT, share=20),
        ReportColumn("won_amount", _("Won amount"), ColumnKind.MONEY, place.currency, share=30, whole=True),
    )
    rows: tuple[Row, ...] = tuple((each.key, each.deals, each.amount_minor) for each in best)
    return ReportTable("best_customers", _("Best customers"), columns, rows, keys=tuple(each.key for each in best))


def _sale_row(part: Sale, name: str, whole: int) -> Row:
    share = _percent(part.amount_minor, whole)
    return (name, part.deals, part.amount_minor, share, round(part.amount_minor / part.deals) if part.deals else 0)


def _percent(part: int, whole: int) -> float:
    return round(part / whole * 100, 2) if whole else 0.0


def _none(split: Split) -> str:
    return _("Without {part}").format(part=within(split.label))


def _split(parameters: Mapping[str, ParameterValue], own: OwnSplit | None) -> Split:
    if own is not None:
        return Split(f"{OWN}{own.path}", "own", own.field.label, own.drilled, own.people)
    wanted = str(parameters.get("split") or "product")
    # an own field that is gone by now
    return Split.of("product" if wanted.startswith(OWN) else wanted)


def _unbroken(periods: Sequence[str], key: str) -> list[str]:
    """Return `periods` with the months between them in which nothing was won."""
    known = [period for period in periods if period]
    if key != "month" or not known:
        return known
    first, last = (int(each[:4]) * 12 + int(each[5:7]) - 1 for each in (known[0], known[-1]))
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(first, last + 1)]


def _period_label(period: str, key: str, language: str) -> str:
    if key != "month" or not period:
        return period or _("No date")
    return month_label(date(int(period[:4]), int(period[5:7]), 1), language)
