"""A list on paper: exactly its rows, how many they are, by which filter, order and groups."""

from datetime import date
from pathlib import Path

import pypdfium2

from crm_desktop.acts import add_record
from crm_desktop.filters.parsing import conditions_from_text
from crm_desktop.jobs import Progress
from crm_desktop.journal.journal import Journal
from crm_desktop.reports.list_print import print_list
from crm_desktop.reports.list_report import Listed, Sheet, list_report
from crm_desktop.reports.report import ColumnKind, Report, Row
from crm_desktop.schema.catalogue import kind_named
from crm_desktop.schema.forms import Place
from crm_desktop.store.record_query import View
from crm_desktop.values.money import Money
from tests.conftest import NOON
from tests.contacts.world import World, made_world

PEOPLE, COMPANIES = kind_named("people"), kind_named("companies")


def made(journal: Journal, listed: Listed, place: Place) -> tuple[Report, list[list[Row]]]:
    """Return the report and the rows of its tables."""
    with journal.store.reader() as reader:
        report = list_report(reader, listed, place)
        return report, [list(each.rows) for each in report.tables]


def filled(journal: Journal) -> World:
    world = made_world(journal)
    add_record(journal, "people", {"name": "Zoé Lang", "language": "de", "birthday": "--05-12", "rating": "B"})
    return world


def test_the_report_says_how_many_by_which_filter_and_order(journal: Journal, place: Place) -> None:
    world = filled(journal)
    text = f"company = {world.acme.hex()} and name not contains q and (rating empty or tags = vip)"
    view = View(PEOPLE, conditions_from_text(text, PEOPLE, place), ("company", "-name"), ("name", "company"))
    report, tables = made(journal, Listed("At Acme", view), place)
    assert (report.title, report.subtitle) == ("At Acme", "2 people")
    assert report.filters == (
        ("Filter", "Company is Acme Corporation"),
        ("and", "Name does not contain q"),
        ("and", "Any of Rating is empty or Tags has vip"),
        ("Sorted by", "Company, Name, descending"),
    )
    assert tables == [[("Dana Whitfield", "Acme Corporation"), ("Aaron Feld", "Acme Corporation")]]


def test_the_cells_are_typed_and_read_as_on_the_screen(journal: Journal, place: Place) -> None:
    filled(journal)
    columns = ("name", "language", "birthday", "last_interaction_at", "next_step_due", "lifetime_value")
    report, [rows] = made(journal, Listed("People", View(PEOPLE, columns=columns)), place)
    by_name = {row[0]: row for row in rows}
    assert by_name["Zoé Lang"][1:4] == ("German", "12 May", None)
    assert by_name["Dana Whitfield"][4] == date(2026, 5, 12)
    assert by_name["Dana Whitfield"][5] == Money(110_000, place.currency)
    kinds = [each.kind for each in report.tables[0].columns]
    assert kinds == [*[ColumnKind.TEXT] * 3, ColumnKind.INSTANT, ColumnKind.DAY, ColumnKind.MONEY]
    assert report.tables[0].total == ("Total", None, None, None, None, 110_000)


def test_each_group_has_a_table_with_its_count_and_sum(journal: Journal, place: Place) -> None:
    filled(journal)
    view = View(PEOPLE, (), (), ("name", "company", "lifetime_value"), gathered="company")
    report, tables = made(journal, Listed("People", view), place)
    assert [each.title for each in report.tables] == [
        "Acme Corporation · 2 people",
        "Zoomit · 1 person",
        "Without company · 1 person",
    ]
    assert [[row[0] for row in rows] for rows in tables] == [
        ["Aaron Feld", "Dana Whitfield"],
        ["Priya Raman"],
        ["Zoé Lang"],
    ]
    assert [each.name for each in report.tables[0].columns] == ["name", "lifetime_value"]
    assert report.tables[0].total == ("Total", 110_000)


def test_what_is_selected_alone_is_printed_and_told(journal: Journal, place: Place) -> None:
    world = filled(journal)
    report, tables = made(journal, Listed("People", View(PEOPLE, columns=("name",)), {world.priya}), place)
    assert tables == [[("Priya Raman",)]]
    assert (report.subtitle, report.filters) == ("1 person", (("Only", "what is selected"),))


def test_amounts_in_several_currencies_have_no_sum(journal: Journal, place: Place) -> None:
    add_record(journal, "companies", {"name": "A", "annual_revenue": "10"})
    view = View(COMPANIES, columns=("name", "annual_revenue"))
    report, _rows = made(journal, Listed("Companies", view), place)
    assert report.tables[0].total == ("Total", 1000)
    other = "EUR" if place.currency != "EUR" else "USD"
    add_record(journal, "companies", {"name": "B", "annual_revenue": "20", "currency": other})
    report, [rows] = made(journal, Listed("Companies", view), place)
    assert report.tables[0].total == ("Total", None)
    assert rows == [("A", Money(1000, place.currency)), ("B", Money(2000, other))]


def test_the_list_is_printed_on_pages_turned_for_many_columns(journal: Journal, place: Place, tmp_path: Path) -> None:
    filled(journal)
    columns = ("name", "company", "job_title", "email", "phone", "city", "lifetime_value")
    listed = Listed("Everybody", View(PEOPLE, columns=columns, gathered="company"))
    path = tmp_path / "people.pdf"
    with journal.store.reader() as reader:
        assert print_list(reader, listed, place, Sheet(path, NOON, "Hartwell", "Nora"), Progress()) == 4
    document = pypdfium2.PdfDocument(path)
    page = document[0]
    width, height = page.get_size()
    text = page.get_textpage().get_text_bounded()
    document.close()
    assert width > height
    for words in ("Everybody", "4 people", "Grouped by", "Zoomit · 1 person", "Dana Whitfield", "Hartwell"):
        assert words in text


def test_who_stands_in_several_groups_counts_once_in_the_whole(journal: Journal, place: Place) -> None:
    for name, roles in (("A", "customer, supplier"), ("B", "customer")):
        add_record(journal, "companies", {"name": name, "roles": roles, "employees": "10"})
    view = View(COMPANIES, columns=("name", "roles", "employees"), gathered="roles")
    report, tables = made(journal, Listed("Companies", view), place)
    assert report.subtitle == "2 companies"
    assert [each.title for each in report.tables] == ["Customer · 2 companies", "Supplier · 1 company"]
    assert [each.total for each in report.tables] == [("Total", 20), ("Total", 10)]
    assert [[row[0] for row in rows] for rows in tables] == [["A", "B"], ["A"]]
