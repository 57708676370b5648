"""The figures of the reports, on deals and tickets whose sums are known."""

from datetime import date

import pytest

from crm_desktop.acts import add_record
from crm_desktop.contacts.actions import add_contact
from crm_desktop.errors import InvalidField, WrongUsage
from crm_desktop.journal.field_actions import NewField, add_own_field
from crm_desktop.journal.journal import Journal
from crm_desktop.pipeline.actions import add_deal, lose_deal, win_deal
from crm_desktop.reports.catalogue import REPORTS, made_report, report_named, typed_parameters, with_own_fields
from crm_desktop.reports.pdf_report import pdf_bytes
from crm_desktop.reports.report import ParameterValue, Report
from crm_desktop.reports.report_names import without_names
from crm_desktop.reports.sheets import csv_bytes
from crm_desktop.schema.forms import Place
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.tickets.actions import add_ticket, solve_tickets
from tests.reports.pdf_reading import page_text
from tests.reports.samples import printed

TODAY = date(2026, 5, 14)


@pytest.fixture
def sold(journal: Journal) -> Journal:
    with journal.transaction("Set up") as tx:
        west = tx.insert("team", {"name": "West"})
        anna = tx.insert("member", {"name": "Anna", "team": west})
        ben = tx.insert("member", {"name": "Ben"})
        pro = tx.insert("product", {"name": "GTX Pro"})
        kit = tx.insert("product", {"name": "Kit"})
    acme = add_contact(journal, "company", {"name": "Acme"})
    first = add_deal(journal, {"title": "One", "company": acme, "owner": anna, "opened_on": "2026-01-01"})
    second = add_deal(journal, {"title": "Two", "company": acme, "owner": anna, "opened_on": "2026-02-01"})
    third = add_deal(journal, {"title": "Three", "owner": ben})
    add_deal(journal, {"title": "Four", "amount": 700_00, "owner": ben})
    with journal.transaction("Lines") as tx:
        tx.insert("deal_line", {"deal": first, "product": pro, "quantity": 3, "unit_price": 100_00})
        tx.insert("deal_line", {"deal": first, "product": kit, "quantity": 1, "unit_price": 100_00})
        tx.insert("deal_line", {"deal": second, "product": kit, "quantity": 1})
    win_deal(journal, first, 4000_00, date(2026, 1, 31))
    win_deal(journal, second, 1000_01, date(2026, 3, 3))
    lose_deal(journal, third, "Price", date(2026, 3, 4))
    return journal


def made(journal: Journal, place: Place, name: str, **parameters: ParameterValue) -> Report:
    with journal.store.reader() as reader:
        return made_report(reader, report_named(name), parameters, place, TODAY)


def rows(report: Report, table: str) -> list[tuple[object, ...]]:
    return [tuple(row[:3]) for each in report.tables if each.name == table for row in each.rows]


def test_sales_divide_a_deal_among_its_products(sold: Journal, place: Place) -> None:
    report = made(sold, place, "sales_by_month")
    assert report.raw_figures["won"] == 2
    assert report.raw_figures["won_amount"] == "5000.01"
    assert rows(report, "by_product") == [("GTX Pro", 1, 3000_00), ("Kit", 2, 2000_01)]
    assert rows(report, "by_team") == [("West", 2, 5000_01)]
    assert [row[1:3] for row in rows(report, "by_month")] == [(1, 4000_00), (1, 1000_01)]
    assert report.chart is not None
    assert len(report.chart.categories) == 3, "the month in which nothing was won is shown"


def test_the_names_of_agents_can_be_left_out_of_tables_and_charts(sold: Journal, place: Place) -> None:
    agents = without_names(made(sold, place, "won_and_lost"))
    assert [row[0] for row in agents.tables[0].rows] == ["Person 1", "Person 2"]
    assert agents.chart is not None
    assert agents.chart.categories == ("Person 1", "Person 2")
    sales = without_names(made(sold, place, "sales_by_month", split="owner"))
    assert [row[0] for row in sales.tables[0].rows] == ["Person 1"]
    assert sales.chart is not None
    assert [each.name for each in sales.chart.series] == ["Person 1"]


def test_what_is_nobodys_stays_so_where_names_are_left_out(sold: Journal, place: Place) -> None:
    five = add_deal(sold, {"title": "Five"})
    win_deal(sold, five, 900_00, date(2026, 3, 5))
    with sold.transaction("Leave it to nobody") as tx:
        tx.update("deal", five, {"owner": None})
    agents = without_names(made(sold, place, "won_and_lost"))
    assert "Nobody" in [row[0] for row in agents.tables[0].rows]
    assert agents.chart is not None
    assert "Nobody" in agents.chart.categories


@pytest.mark.parametrize("report", ["pipeline_by_stage", "won_and_lost", "tickets_by_status"])
def test_a_report_is_split_by_a_field_of_ones_own(sold: Journal, place: Place, report: str) -> None:
    kind, record = ("tickets", "ticket") if report == "tickets_by_status" else ("deals", "deal")
    add_own_field(sold, NewField(kind, "Colour", "choice", ("Red", "Blue")))
    if record == "ticket":
        solve_tickets(sold, [add_record(sold, "tickets", {"subject": "A", "colour": "Red"})])
        add_record(sold, "tickets", {"subject": "B", "colour": "Red"})
    else:
        win_deal(sold, add_record(sold, "deals", {"title": "Five", "colour": "Red"}), 900_00, date(2026, 3, 5))
        add_record(sold, "deals", {"title": "Six", "amount": "50", "colour": "Blue"})
    shown = made(sold, place, report, split="own.colour")
    parts = {str(row[0]): row[1:] for row in shown.tables[0].rows}
    assert shown.tables[0].name == "by_own.colour"
    assert (
        parts
        == {
            "pipeline_by_stage": {"Blue": (50_00, 5_00, 1), "Without colour": (700_00, 70_00, 1)},
            "won_and_lost": {"Red": (1, 0, 900_00), "Without colour": (2, 1, 5000_01)},
            "tickets_by_status": {"Red": (1, 0, 0, 1, 0, 2)},
        }[report]
    )
    assert shown.chart is not None
    assert shown.chart.categories == tuple(parts)
    assert made(sold, place, report, split="own.gone").chart == made(sold, place, report).chart


def test_a_report_is_split_by_a_field_of_the_customer(sold: Journal, place: Place) -> None:
    add_own_field(sold, NewField("companies", "Area", "choice", ("North", "South")))
    north = add_record(sold, "companies", {"name": "Northern", "area": "North"})
    deal = add_deal(sold, {"title": "Five", "company": north})
    win_deal(sold, deal, 900_00, date(2026, 3, 5))
    with sold.store.reader() as reader:
        offered = with_own_fields(report_named("sales_by_month"), workspace_kinds(reader)).parameters
    choices = next(each for each in offered if each.name == "split").choices
    assert ("own.company.area", "Area (Company)") in [(each.value, each.label) for each in choices]
    sales = made(sold, place, "sales_by_month", split="own.company.area")
    assert rows(sales, "by_own.company.area")[0][1:3] == (2, 5000_01), "without an area"
    assert rows(sales, "by_own.company.area")[1][:3] == ("North", 1, 900_00)
    agents = made(sold, place, "won_and_lost", split="own.company.area")
    assert rows(agents, "by_own.company.area")[0] == ("North", 1, 0)


def test_sales_can_be_narrowed(sold: Journal, place: Place) -> None:
    march: dict[str, ParameterValue] = {"from": date(2026, 3, 1), "to": date(2026, 3, 31), "team": "west"}
    report = made(sold, place, "sales_by_month", **march)
    assert report.raw_figures["won_amount"] == "1000.01"
    assert made(sold, place, "sales_by_month", owner="Ben").raw_figures["won"] == 0


def test_the_pipeline_counts_every_stage(sold: Journal, place: Place) -> None:
    report = made(sold, place, "pipeline_by_stage")
    assert (report.raw_figures["won"], report.raw_figures["lost"], report.raw_figures["prospecting"]) == (2, 1, 1)
    assert report.raw_figures["weighted_amount"] == "70.00"


def test_agents_are_counted_by_what_they_closed(sold: Journal, place: Place) -> None:
    report = made(sold, place, "won_and_lost")
    table = list(report.tables[0].rows)
    assert table[0][:6] == ("Anna", "West", 2, 0, 100.0, 5000_01)
    assert table[1][:6] == ("Ben", "", 0, 1, 0.0, 0)
    assert table[0][6] == 30


def test_tickets_are_counted_by_status_and_age(journal: Journal, place: Place) -> None:
    add_ticket(journal, {"subject": "Old", "opened_at": journal_ms(journal) - 40 * 86_400_000, "priority": "high"})
    add_ticket(journal, {"subject": "New", "satisfaction": 4})
    solve_tickets(journal, [add_ticket(journal, {"subject": "Done", "satisfaction": 2})])
    report = made(journal, place, "tickets_by_status")
    assert (report.raw_figures["new"], report.raw_figures["solved"], report.raw_figures["satisfaction"]) == (2, 1, 3.0)
    assert [row[0] for row in rows(report, "by_age")] == ["Up to 1 day", "Over 30 days"]


def test_the_filter_of_lists_narrows_every_report(sold: Journal, place: Place) -> None:
    acme = made(sold, place, "sales_by_month", where="company = Acme and amount > 2,000")
    assert (acme.raw_figures["won"], acme.raw_figures["won_amount"]) == (1, "4000.00")
    assert rows(acme, "by_product") == [("GTX Pro", 1, 3000_00), ("Kit", 1, 1000_00)]
    agents = made(sold, place, "won_and_lost", where="not owner = Anna", period="all")
    assert [row[:4] for row in agents.tables[0].rows] == [("Ben", "", 0, 1)]
    stages = made(sold, place, "pipeline_by_stage", where="no company", owner="Ben")
    assert (stages.raw_figures["won"], stages.raw_figures["lost"], stages.raw_figures["prospecting"]) == (0, 1, 1)
    add_ticket(sold, {"subject": "Urgent", "priority": "high"})
    add_ticket(sold, {"subject": "Idle", "priority": "low"})
    tickets = made(sold, place, "tickets_by_status", where="priority >= high")
    assert tickets.raw_figures["tickets"] == 1


def test_a_narrowed_report_says_of_what_it_is(sold: Journal, place: Place) -> None:
    with sold.store.reader() as reader:
        anna = reader.execute("SELECT hex(id) FROM member WHERE name = 'Anna'").fetchone()[0]
    report = made(sold, place, "won_and_lost", where=f"owner = {anna}")
    assert report.subtitle == "All time · of deals where Owner is Anna"
    assert report.filters[0] == ("Of", "deals where Owner is Anna")
    assert "of deals where Owner is Anna" in page_text(pdf_bytes(report, printed()), 0)
    assert csv_bytes(report).decode("utf-8-sig").splitlines()[:3] == [
        "Won and lost by agent · All time · of deals where Owner is Anna",
        "",
        "Agent,Team,Won,Lost,Win rate (%),Won amount (USD),Days to win",
    ]
    assert made(sold, place, "won_and_lost").of == ""
    with pytest.raises(WrongUsage, match="character 1"):
        made(sold, place, "won_and_lost", where="colour = red")


def journal_ms(journal: Journal) -> int:
    return int(journal.clock().timestamp() * 1000)


@pytest.mark.parametrize("name", [each.name for each in REPORTS])
def test_every_report_prints_even_when_nothing_is_there(journal: Journal, place: Place, name: str) -> None:
    assert pdf_bytes(made(journal, place, name), printed()).startswith(b"%PDF")


def test_parameters_are_checked(place: Place) -> None:
    kind = report_named("Sales by month")
    assert typed_parameters(kind, {"from": "2026-01-01", "by": "Quarter"}, place) == {
        "from": date(2026, 1, 1),
        "by": "quarter",
    }
    with pytest.raises(WrongUsage, match="no parameter"):
        typed_parameters(kind, {"colour": "red"}, place)
    with pytest.raises(InvalidField, match="from"):
        typed_parameters(kind, {"from": "someday"}, place)
    with pytest.raises(WrongUsage, match="no report"):
        report_named("weather")
