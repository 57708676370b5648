"""Orders, invoices and receipts become what customers bought."""

from pathlib import Path

import pytest

from crm_desktop.exchange.import_report import Counts, ImportReport
from crm_desktop.exchange.run import import_files
from crm_desktop.exchange.source import Source
from crm_desktop.journal.journal import Journal
from crm_desktop.vault.driver import Row
from tests.exchange.shared_data import real_file


def rows(journal: Journal, sql: str) -> list[Row]:
    with journal.store.reader() as reader:
        return reader.execute(sql).fetchall()


def imported(journal: Journal, folder: Path, **files: str) -> ImportReport:
    given = []
    for name, text in files.items():
        path = folder / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        given.append(Source(path))
    return import_files(journal, given)


def test_a_trading_day_comes_in_with_its_customers_products_and_returns(journal: Journal) -> None:
    given = [Source(real_file("04_online_retail/2010-12-17.csv"))]
    report = import_files(journal, given)
    assert report.total == Counts(read=3115, created=3115)
    assert rows(journal, "SELECT count(*) FROM purchase WHERE customer IS NULL") == [(2384,)]
    told = "SELECT external_ids FROM contact WHERE name = 'Customer 13004'"
    assert rows(journal, told) == [('{"import:customer": "13004"}',)]
    assert any("“Customer 13004”" in each for each in report.warnings)
    assert rows(journal, "SELECT count(*) FROM contact_point WHERE kind = 'address' AND country = 'GB'") == [(35,)]
    assert import_files(journal, given).total == Counts(read=3115, unchanged=3115)


def test_lines_that_come_later_find_the_customer_of_their_order(journal: Journal, tmp_path: Path) -> None:
    heads = "Order ID,Customer,Order date\n7,Acme,2024-05-01\n"
    lines = "Order ID,Product,Quantity,Unit price,Discount\n7,Bolt,2,12.50,0.1\n7,Nut,1,3,0\n"
    report = imported(journal, tmp_path, orders=heads, lines=lines)
    assert report.kinds == {"purchases": Counts(read=3, created=2, skipped=1)}
    told = "SELECT p.description, c.name, p.bought_on, p.discount_pct FROM purchase p "
    assert rows(journal, f"{told} JOIN contact c ON c.id = p.customer ORDER BY p.rid") == [
        ("Bolt", "Acme", "2024-05-01", 10.0),
        ("Nut", "Acme", "2024-05-01", 0.0),
    ]


def test_orders_without_lines_are_purchases_themselves(journal: Journal, tmp_path: Path) -> None:
    report = imported(journal, tmp_path, orders="Order ID,Customer,Order date\n7,Acme,2024-05-01\n")
    assert report.total == Counts(read=1, created=1)
    assert rows(journal, "SELECT description, order_number FROM purchase") == [("Order 7", "7")]


def test_what_is_in_use_keeps_its_serial_and_its_days(journal: Journal, tmp_path: Path) -> None:
    header = "Customer,Product,Serial number,Bought on,Warranty until,Next service"
    imported(journal, tmp_path, installed_base=f"{header}\nAcme,Pump,P-1,13/04/2023,13/04/2025,1/10/2024\n")
    told = "SELECT serial, bought_on, warranty_until, next_service_on FROM purchase"
    assert rows(journal, told) == [("P-1", "2023-04-13", "2025-04-13", "2024-10-01")]


def test_two_equal_lines_are_two_purchases_and_stay_two(journal: Journal, tmp_path: Path) -> None:
    text = "Invoice no,Customer,SKU,Quantity,Unit price\n1,Acme,B1,1,2\n1,Acme,B1,1,2\n"
    assert imported(journal, tmp_path, invoices=text).total == Counts(read=2, created=2)
    assert imported(journal, tmp_path, invoices=text).total == Counts(read=2, unchanged=2)


@pytest.mark.parametrize(("shares", "stored"), [(("0.15", "0"), [15.0, 0.0]), (("15%", "1"), [15.0, 1.0])])
def test_discounts_are_percents_however_they_are_written(
    journal: Journal, tmp_path: Path, shares: tuple[str, str], stored: list[float]
) -> None:
    lines = "".join(f"{n},Acme,B{n},1,2,{share}\n" for n, share in enumerate(shares))
    imported(journal, tmp_path, invoices=f"Invoice no,Customer,SKU,Quantity,Unit price,Discount\n{lines}")
    assert [row[0] for row in rows(journal, "SELECT discount_pct FROM purchase ORDER BY rid")] == stored


def test_a_code_says_which_product_whatever_the_line_calls_it(journal: Journal, tmp_path: Path) -> None:
    header = "Invoice no,Customer,Stock code,Description,Quantity"
    lines = "1,Acme,B1,BOLT,1\n2,Acme,b1,bolt (damaged),1\n3,Acme,B2,BOLT,1\n"
    report = imported(journal, tmp_path, invoices=f"{header}\n{lines}")
    assert (report.total.created, report.linked["products"]) == (3, 2)
