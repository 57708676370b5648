from dataclasses import replace

from crm_desktop.reports.axis import chart_axis, nice_ticks
from crm_desktop.reports.chart import (
    Chart,
    ChartKind,
    Joined,
    Series,
    Unit,
    UnitKind,
    grouped,
    prepared,
    stack_totals,
    thinned,
)
from crm_desktop.reports.number_words import NumberWords
from tests.reports.samples import sales_chart

COUNT = Unit(UnitKind.COUNT)
ENGLISH = NumberWords("en")


def chart_of(kind: ChartKind, values: tuple[float, ...], unit: Unit = COUNT) -> Chart:
    names = tuple(f"day {place}" for place in range(len(values)))
    return Chart(kind, "Calls", "", unit, names, (Series("Calls", values),), keys=tuple(range(len(values))))


def test_the_axis_of_the_sales_chart_reads_as_in_the_design() -> None:
    assert [tick.label for tick in chart_axis(sales_chart(), ENGLISH).ticks] == ["0", "40k", "80k", "120k", "160k"]


def test_counts_have_no_half_ticks() -> None:
    assert nice_ticks(3, whole=True) == (0, 1, 2, 3)
    assert nice_ticks(1, whole=True) == (0, 1)


def test_an_axis_reaches_below_zero_when_values_do() -> None:
    assert nice_ticks(50, -20) == (-20, 0, 20, 40, 60)


def test_a_share_never_has_an_axis_beyond_a_hundred_percent() -> None:
    axis = chart_axis(chart_of(ChartKind.LINE, (96, 99), Unit(UnitKind.PERCENT)), ENGLISH)
    assert axis.ticks[-1].value == 100


def test_nothing_at_all_still_has_an_axis() -> None:
    assert chart_axis(chart_of(ChartKind.BARS, (0, 0)), ENGLISH).ticks[-1].value == 1


def test_a_seventh_series_goes_to_the_others_and_no_amount_is_lost() -> None:
    series = tuple(Series(f"s{size}", (float(size), 1.0), 1) for size in range(1, 10))
    chart = replace(chart_of(ChartKind.STACKED, (0, 0)), series=series)
    shown = grouped(chart)
    assert [one.name for one in shown.series] == ["s5", "s6", "s7", "s8", "s9", "Others"]
    assert [one.colour for one in shown.series] == [1, 2, 3, 4, 5, 6]
    assert stack_totals(shown) == stack_totals(chart)


def test_a_year_of_days_is_drawn_as_at_most_sixty_bars_with_the_same_sum() -> None:
    shown = thinned(chart_of(ChartKind.BARS, tuple(float(day % 7) for day in range(365))))
    assert len(shown.categories) <= 60
    assert sum(shown.series[0].values) == sum(day % 7 for day in range(365))
    assert shown.categories[0] == "day 0–day 6"
    assert shown.keys[0] == Joined((0, 1, 2, 3, 4, 5, 6))


def test_a_thinned_line_keeps_its_peak_and_both_ends() -> None:
    values = [10.0] * 1000
    values[457] = 999.0
    shown = thinned(chart_of(ChartKind.LINE, tuple(values)))
    assert len(shown.categories) == 60
    assert max(shown.series[0].values) == 999
    assert shown.keys[shown.series[0].values.index(999)] == 457
    assert (shown.categories[0], shown.categories[-1]) == ("day 0", "day 999")


def test_shares_of_joined_days_are_averaged_not_added() -> None:
    shown = thinned(chart_of(ChartKind.BARS, (50.0,) * 120, Unit(UnitKind.PERCENT)))
    assert set(shown.series[0].values) == {50.0}


def test_a_pie_has_six_slices_largest_first_and_the_rest_as_others() -> None:
    shown = prepared(chart_of(ChartKind.PIE, (1, 9, 2, 8, 3, 7, 4, 6)))
    assert list(shown.series[0].values) == [9, 8, 7, 6, 4, 6]
    assert shown.categories[-1] == "Others"
    assert shown.keys[-1] == Joined((4, 2, 0))


def test_a_long_ranking_ends_in_one_bar_for_the_others() -> None:
    shown = thinned(chart_of(ChartKind.FLAT, tuple(float(100 - place) for place in range(100))), 30)
    names = list(shown.categories)
    assert (len(names), names[-1]) == (30, "Others")
