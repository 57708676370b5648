"""Days and numbers are read as their whole column says."""

import pytest

from crm_desktop.exchange.column_forms import DayEvidence, OpenDay, settle
from crm_desktop.exchange.number_forms import NumberEvidence, NumberSort, decimal_mark_of
from crm_desktop.exchange.source import ReadAs
from crm_desktop.schema.forms import Place
from crm_desktop.values.day import DateOrder


def days(*cells: str) -> DayEvidence:
    evidence = DayEvidence()
    for cell in cells:
        evidence.note(cell)
    return evidence


def numbers(*cells: str, sort: NumberSort = NumberSort.ANY) -> NumberEvidence:
    evidence = NumberEvidence(sort)
    for cell in cells:
        evidence.note(cell)
    return evidence


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (("01/02/2024", "13/04/2024"), DateOrder.DMY),
        (("01/02/2024", "04/13/2024"), DateOrder.MDY),
        (("2024-01-02", "2024-04-13"), DateOrder.YMD),
        (("01.02.2024",), DateOrder.DMY),
        (("01/02/2024",), None),
        (("12 Mar 2021", ""), None),
        (("12/01", "03/14"), DateOrder.MDY),
        (("12/01", "14/03"), DateOrder.DMY),
        (("03.04.",), DateOrder.DMY),
        (("12/01",), None),
    ],
)
def test_one_day_above_twelve_settles_the_whole_column(cells: tuple[str, ...], order: DateOrder | None) -> None:
    assert days(*cells).order == order


def test_a_column_that_tells_nothing_follows_the_others_of_its_file(place: Place) -> None:
    settled = settle({"a": days("01/02/2024"), "b": days("25/12/2024")}, {}, ReadAs(), place)
    assert (settled.orders["a"], settled.dates, settled.doubts) == (DateOrder.DMY, "dmy", [])


def test_days_that_nothing_settles_follow_the_region_with_a_doubt(place: Place) -> None:
    american = settle({"a": days("01/02/2024")}, {}, ReadAs(), place)
    german = settle({"a": days("01/02/2024")}, {}, ReadAs(), place._replace(region="DE"))
    assert (american.dates, german.dates) == ("mdy", "dmy")
    assert "can be read in two ways" in american.doubts[0]


def test_the_user_has_the_last_word(place: Place) -> None:
    settled = settle({"a": days("01/02/2024")}, {"n": numbers("1,234")}, ReadAs(dates="dmy", decimal="comma"), place)
    assert (settled.dates, settled.decimal, settled.doubts) == ("dmy", "comma", [])


def test_a_column_in_two_orders_says_so(place: Place) -> None:
    settled = settle({"a": days("25/12/2024", "12/26/2024", "26/12/2024")}, {}, ReadAs(), place)
    assert settled.dates == "dmy"
    assert "two orders" in settled.doubts[0]


@pytest.mark.parametrize(
    ("cells", "mark"),
    [
        (("1.234,56",), "comma"),
        (("1,234.56", "12"), "point"),
        (("1234,5",), "comma"),
        (("0.586",), "point"),
        (("1,234,567",), "point"),
        (("1.234.567",), "comma"),
        (("€ 1.299,00",), "comma"),
        (("1,234", "12"), None),
        (("1200",), None),
    ],
)
def test_the_decimal_mark_is_told_by_the_column(cells: tuple[str, ...], mark: str | None) -> None:
    assert numbers(*cells).mark == mark


def test_thousands_that_may_be_decimals_follow_the_region_with_a_doubt(place: Place) -> None:
    settled = settle({}, {"n": numbers("1,234")}, ReadAs(), place)
    assert (settled.marks["n"], len(settled.doubts)) == ("point", 1)


@pytest.mark.parametrize(
    ("region", "cells", "mark"),
    [
        ("DE", ("1,234", "2,500"), "point"),
        ("US", ("1.234",), "comma"),
        ("US", ("19.990", "2.500"), "point"),
        ("DE", ("1,234", "2.500"), "comma"),
    ],
)
def test_no_amount_has_three_decimals(place: Place, region: str, cells: tuple[str, ...], mark: str) -> None:
    there = place._replace(region=region)
    settled = settle({}, {"n": numbers(*cells, sort=NumberSort.AMOUNT)}, ReadAs(), there)
    assert (settled.marks["n"], len(settled.doubts)) == (mark, 1)
    # what people there would read otherwise is asked
    assert len(settled.open_numbers) == 1


def test_thousands_as_people_there_write_them_are_not_asked(place: Place) -> None:
    settled = settle({}, {"n": numbers("1,234", "2,500", sort=NumberSort.AMOUNT)}, ReadAs(), place)
    assert (settled.marks["n"], settled.open_numbers) == ("point", ())


def test_amounts_go_by_the_other_columns_of_their_file_first(place: Place) -> None:
    settled = settle({}, {"n": numbers("1,234", sort=NumberSort.AMOUNT), "m": numbers("1,5")}, ReadAs(), place)
    assert settled.marks["n"] == "comma"


@pytest.mark.parametrize(
    ("sort", "cells", "mark"),
    [
        (NumberSort.WHOLE, ("1.250", "900"), "comma"),
        (NumberSort.WHOLE, ("1,250",), "point"),
        (NumberSort.SHARE, ("12.500", "7"), "point"),
        (NumberSort.SHARE, ("12,500 %",), "comma"),
    ],
)
def test_what_numbers_are_settles_how_they_are_written(
    place: Place, sort: NumberSort, cells: tuple[str, ...], mark: str
) -> None:
    settled = settle({}, {"n": numbers(*cells, sort=sort)}, ReadAs(), place._replace(region="FR"))
    assert (settled.marks["n"], settled.doubts, settled.open_numbers) == (mark, [], ())


@pytest.mark.parametrize("cells", [("2,500", "1,200", "75"), ("1.250",)])
def test_thousands_that_may_be_decimals_are_asked_with_a_cell(place: Place, cells: tuple[str, ...]) -> None:
    evidence = {"n": numbers(*cells, sort=NumberSort.AMOUNT)}
    settled = settle({}, evidence, ReadAs(), place)
    assert (settled.open_numbers, len(settled.doubts)) == ((("n", cells[0]),), 1)
    assert settle({}, evidence, ReadAs(decimal="comma"), place).open_numbers == ()


@pytest.mark.parametrize("beside", ["12.50", "1,250,000", "0.500", "1250.500"])
def test_nobody_is_asked_where_a_number_beside_settles_it(place: Place, beside: str) -> None:
    settled = settle({}, {"n": numbers("2,500"), "m": numbers(beside)}, ReadAs(), place._replace(region="DE"))
    assert (settled.marks["n"], settled.open_numbers, settled.doubts) == ("point", (), [])


def test_regions_write_their_decimal_mark() -> None:
    assert [decimal_mark_of(region) for region in ("US", "DE", "FR", "GB", "XX")] == [
        *("point", "comma", "comma", "point", "point")
    ]


def test_the_order_is_asked_with_a_cell_that_shows_why(place: Place) -> None:
    evidence = {"a": days("05/05/2024", "03/04/2017"), "b": days("07/07/2024")}
    assert settle(evidence, {}, ReadAs(), place).open_days == (("a", "03/04/2017"),)
    assert settle(evidence, {}, ReadAs(dates="dmy"), place).open_days == ()


def test_birthdays_without_a_year_are_asked_like_days(place: Place) -> None:
    settled = settle({"birthday": days("3/3", "02/29", "12/01")}, {}, ReadAs(), place)
    assert settled.open_days == ()
    assert settle({"birthday": days("3/3", "12/01")}, {}, ReadAs(), place).open_days == (OpenDay("birthday", "12/01"),)


def test_nobody_is_asked_about_what_is_no_day_in_either_order(place: Place) -> None:
    evidence = {"a": days("00/04/2017", "03/00/2017", "03/04/0000", "05/06/2017")}
    assert settle(evidence, {}, ReadAs(), place).open_days == (("a", "05/06/2017"),)
