"""Columns of amounts whose names tell the currency: Umsatz CHF, Price (USD), Amount in $."""

import pytest

from crm_desktop.exchange.amount_currencies import currency_in, without_currency
from crm_desktop.exchange.import_report import Counts
from crm_desktop.exchange.run import import_files
from crm_desktop.exchange.source import Source
from tests.exchange.import_desk import Desk, reasons

DEALS = "SELECT title, amount, currency FROM deal ORDER BY title"


@pytest.mark.parametrize(
    ("column", "currency", "bare"),
    [
        ("Umsatz CHF", "CHF", "Umsatz"),
        ("Revenue (USD)", "USD", "Revenue"),
        ("Betrag in €", "€", "Betrag"),
        ("amount_gbp", "GBP", "amount"),
        ("Umsatz TCHF", "CHF", "Umsatz"),
        ("Price US$", "US$", "Price"),
        ("Price ($)", "$", "Price"),
        ("THB Amount", "THB", "Amount"),
        ("Revenue all", "", "Revenue all"),
        ("EUR or USD", "", "EUR or USD"),
        ("Top deal", "", "Top deal"),
    ],
)
def test_a_name_tells_its_currency(column: str, currency: str, bare: str) -> None:
    assert currency_in(column) == currency
    assert without_currency(column) == bare


def test_amounts_are_in_the_currency_that_the_column_names_and_it_is_told(desk: Desk) -> None:
    text = "Deal name,Amount CHF\nA,100\nB,250.50\nC,€ 7\n"
    report = desk.take_in(text, "deals", "deals.csv")
    assert desk.rows(DEALS) == [("A", 10000, "CHF"), ("B", 25050, "CHF"), ("C", 700, "EUR")]
    reasons_told = report.detected[0]["reasons"]
    assert isinstance(reasons_told, dict)
    assert reasons_told["Amount CHF"] == "by its name; its name says that it is in CHF"
    assert desk.take_in(text, "deals", "deals.csv").total == Counts(read=3, unchanged=3)


def test_a_thousand_of_a_currency_is_both(desk: Desk) -> None:
    desk.take_in("Firma,Umsatz in TCHF\nAcme,12\n", "companies", "firmen.csv")
    assert desk.rows("SELECT annual_revenue, currency FROM contact") == [(1_200_000, "CHF")]


def test_a_sign_of_several_currencies_is_asked_and_what_was_said_holds(desk: Desk) -> None:
    path = desk.file("Deal name,Amount (¥)\nA,100\n", "deals.csv")
    report = import_files(desk.journal, [Source(path, "deals")])
    assert reasons(report) == [(2, "Amount (¥)", "100")]
    assert "does not say in which currency it is: “¥”" in report.rejections[0].reason
    said = Source(path, "deals", currencies={"Amount (¥)": "JPY"})
    assert import_files(desk.journal, [said]).total == Counts(read=1, created=1)
    assert desk.rows(DEALS) == [("A", 100, "JPY")]


def test_what_was_said_of_a_column_holds_against_its_name(desk: Desk) -> None:
    path = desk.file("Deal name,Amount CHF\nA,100\n", "deals.csv")
    import_files(desk.journal, [Source(path, "deals", currencies={"Amount CHF": "GBP"})])
    assert desk.rows(DEALS) == [("A", 10000, "GBP")]


def test_amounts_in_two_currencies_are_no_record(desk: Desk) -> None:
    text = "Product,Price CHF,Cost GBP\nA,10,5\nB,10,\n"
    report = desk.take_in(text, "products", "products.csv")
    assert reasons(report) == [(2, "Cost GBP", "5")]
    assert desk.rows("SELECT name, price, currency FROM product") == [("B", 1000, "CHF")]


def test_a_column_of_currencies_says_it_row_by_row(desk: Desk) -> None:
    desk.take_in("Deal name,Amount ($),Currency\nA,10,CAD\nB,10,EUR\n", "deals", "deals.csv")
    assert desk.rows(DEALS) == [("A", 1000, "CAD"), ("B", 1000, "EUR")]
