"""Own fields in files: mapped by their label, read by their type, exported and imported back equal."""

from pathlib import Path

import pytest

from crm_desktop.acts import add_record
from crm_desktop.exchange.export import export_list
from crm_desktop.exchange.import_options import ImportOptions
from crm_desktop.exchange.run import import_files
from crm_desktop.exchange.source import Source
from crm_desktop.journal.field_actions import NewField, add_own_field
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.undo import undo_last
from crm_desktop.pipeline.actions import add_deal
from crm_desktop.schema.forms import Plain
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.store.record_query import View, plain_record
from crm_desktop.store.whole_list import record_rows

FIELDS = (
    NewField("people", "Colour", "text"),
    NewField("people", "Remark on it", "long_text"),
    NewField("people", "Shoe size", "number"),
    NewField("people", "Deposit", "money"),
    NewField("people", "Member since", "date"),
    NewField("people", "Call at", "time"),
    NewField("people", "Newsletter wanted", "yes_no"),
    NewField("people", "Level", "choice", ("Gold", "Silver")),
    NewField("people", "Interests", "choices", ("Golf", "Chess")),
    NewField("people", "Technician", "link", (), "members"),
    NewField("people", "Garage", "link", (), "companies"),
    NewField("people", "Second phone", "phone"),
    NewField("people", "Blog", "url"),
)
NAMES = (
    *("name", "colour", "remark_on_it", "shoe_size", "deposit", "member_since", "call_at", "newsletter_wanted"),
    *("level", "interests", "technician", "garage", "second_phone", "blog"),
)
DANA = {
    "name": "Dana Whitfield",
    "colour": "teal; =1+1",
    "remark_on_it": "two\nlines",
    "shoe_size": "39.5",
    "deposit": "120.50",
    "member_since": "2026-05-14",
    "call_at": "14:30",
    "newsletter_wanted": "yes",
    "level": "Gold",
    "interests": "Golf, Chess",
    "technician": "Anna",
    "garage": "Acme",
    "second_phone": "+1 212 555 0147",
    "blog": "dana.example",
}
CSV = """Name,Colour,Shoe size,Deposit,Member since,Call at,Newsletter wanted,Level,Interests,Technician,Garage,Blog
Dana Whitfield,teal,"39,5",120.50,14.05.2026,2:30 pm,yes,gold,"Golf, Chess",Anna,Acme,dana.example
Erik Ebel,,44,,31.05.2026,,,,,,New garage,
"""


@pytest.fixture
def fields(journal: Journal) -> None:
    for each in FIELDS:
        add_own_field(journal, each)


def people(journal: Journal) -> list[dict[str, Plain]]:
    with journal.store.reader() as reader:
        view = View(workspace_kinds(reader).named("people"), (), (), NAMES)
        return [plain_record(view, row, journal.place) for row in record_rows(reader, view, journal.place)]


def without_ids(rows: list[dict[str, Plain]]) -> list[dict[str, Plain]]:
    return [{name: value for name, value in row.items() if not name.endswith("id")} for row in rows]


def test_columns_are_mapped_by_the_label_of_own_fields(fields: None, journal: Journal, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(CSV, encoding="utf-8")
    rehearsed = import_files(journal, [Source(path)], dry_run=True)
    report = import_files(journal, [Source(path)])
    assert rehearsed.total.plain() == report.total.plain()
    assert report.total.rejected == 0, report.rejections
    dana, erik = people(journal)
    assert dana["shoe_size"] == 39.5
    assert dana["deposit"] == "120.50"
    assert dana["member_since"] == "2026-05-14"
    assert dana["call_at"] == "14:30"
    assert (dana["level"], dana["interests"]) == ("Gold", ["Golf", "Chess"])
    assert (dana["technician"], dana["garage"], dana["blog"]) == ("Anna", "Acme", "https://dana.example")
    assert (erik["shoe_size"], erik["garage"]) == (44, "New garage")
    undo_last(journal)
    assert not people(journal)


def test_a_row_updates_the_own_fields_of_its_record_alone(fields: None, journal: Journal, tmp_path: Path) -> None:
    add_record(journal, "people", {"name": "Dana", "email": "dana@acme.example", "colour": "red", "shoe_size": "39"})
    path = tmp_path / "people.csv"
    path.write_text("Name,Email,Shoe size\nDana,dana@acme.example,40\nDana,dana@acme.example,41\n", encoding="utf-8")
    rehearsed = import_files(journal, [Source(path)], dry_run=True)
    report = import_files(journal, [Source(path)])
    assert rehearsed.total.plain() == report.total.plain()
    (dana,) = people(journal)
    assert (dana["colour"], dana["shoe_size"]) == ("red", 41)
    path.write_text("Name,Email,Shoe size\nDana,dana@acme.example,41\n", encoding="utf-8")
    assert import_files(journal, [Source(path)]).total.unchanged == 1


def test_a_value_that_does_not_fit_is_refused_with_its_reason(fields: None, journal: Journal, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Name,Call at,Second phone\nDana,late,\nErik,,12\nFay,10:00,+49 30 123456\n", encoding="utf-8")
    report = import_files(journal, [Source(path)])
    assert (report.total.created, report.total.rejected) == (1, 2)
    assert [each.column for each in report.rejections] == ["Call at", "Second phone"]


def test_rows_find_their_record_by_an_own_field(fields: None, journal: Journal, tmp_path: Path) -> None:
    add_record(journal, "people", {"name": "Dana", "colour": "red"})
    path = tmp_path / "people.csv"
    path.write_text("Name,Colour,City\nDana W.,red,Leeds\n", encoding="utf-8")
    report = import_files(journal, [Source(path)], ImportOptions(match=("colour",)))
    assert (report.total.created, report.total.updated) == (0, 1)


def test_a_required_own_field_is_asked_of_new_records_alone(journal: Journal, tmp_path: Path) -> None:
    add_record(journal, "people", {"name": "Dana", "email": "dana@example.org"})
    add_own_field(journal, NewField("people", "Level", "choice", ("Gold", "Silver"), required=True))
    path = tmp_path / "people.csv"
    path.write_text(
        "Name,Email,Level\nDana,dana@example.org,\nErik,erik@example.org,\nFay,fay@example.org,gold\n", encoding="utf-8"
    )
    report = import_files(journal, [Source(path, kind="people")])
    assert (report.total.created, report.total.rejected) == (1, 1)
    assert [(each.column, each.reason) for each in report.rejections] == [
        ("Level", "Level is empty, and the workspace wants it of every new record. Fill it in the file.")
    ]
    without = tmp_path / "without.csv"
    without.write_text("Name,Email\nGus,gus@example.org\n", encoding="utf-8")
    report = import_files(journal, [Source(without, kind="people")])
    assert report.total.rejected == 1
    assert import_files(journal, [Source(without, kind="companies")]).total.created == 1


@pytest.mark.parametrize("ending", [".csv", ".tsv", ".xlsx", ".json"])
def test_what_is_exported_is_imported_back_equal(fields: None, journal: Journal, tmp_path: Path, ending: str) -> None:
    add_record(journal, "companies", {"name": "Acme"})
    add_record(journal, "people", DANA)
    before = people(journal)
    path = tmp_path / f"people{ending}"
    with journal.store.reader() as reader:
        export_list(reader, View(workspace_kinds(reader).named("people"), (), (), NAMES), journal.place, path)
    undo_last(journal)
    assert not people(journal)
    report = import_files(journal, [Source(path, kind="people")])
    assert report.total.created == 1, report.rejections
    assert without_ids(people(journal)) == without_ids(before)


def test_own_links_to_deals_are_found_in_the_run_as_in_its_rehearsal(journal: Journal, tmp_path: Path) -> None:
    add_own_field(journal, NewField("tickets", "About", "link", (), "deals"))
    add_deal(journal, {"title": "Old gate"})
    deals, tickets = tmp_path / "deals.csv", tmp_path / "tickets.csv"
    deals.write_text("Deal ID,Deal name\nD1,New gate\n")
    tickets.write_text("Ticket ID,Subject,About\nT1,One,Old gate\nT2,Two,new gate\nT3,Three,No gate\n")
    sources = [Source(deals, "deals"), Source(tickets, "tickets")]
    rehearsed = import_files(journal, sources, dry_run=True)
    report = import_files(journal, sources)
    assert rehearsed.total == report.total
    assert (report.total.created, report.total.rejected) == (3, 1)
    again = import_files(journal, sources)
    assert (again.total.unchanged, again.total.rejected) == (3, 1)
