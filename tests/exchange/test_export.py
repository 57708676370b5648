"""Lists leave as CSV, XLSX and JSON: whole, safe to open, and readable by the import again."""

import csv
import json
import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from crm_desktop.acts import add_record
from crm_desktop.contacts.actions import add_contact
from crm_desktop.errors import Cancelled, CrmError, WrongUsage
from crm_desktop.exchange.export import ExportColumn, export_list, export_rows
from crm_desktop.exchange.exported import origin
from crm_desktop.exchange.run import import_files
from crm_desktop.exchange.source import Source
from crm_desktop.exchange.xlsx_writer import LONGEST_CELL
from crm_desktop.filters.parsing import conditions_from_text
from crm_desktop.filters.tree import Condition
from crm_desktop.jobs import Progress
from crm_desktop.journal.clock import milliseconds
from crm_desktop.journal.field_actions import NewField, add_own_field
from crm_desktop.journal.journal import Journal
from crm_desktop.pipeline.actions import add_deal
from crm_desktop.schema.catalogue import kind_named
from crm_desktop.schema.field import FieldKind
from crm_desktop.schema.forms import Plain
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.store.record_query import View
from crm_desktop.values.spreadsheet import original_text

COLUMNS = (
    *(ExportColumn("name"), ExportColumn("amount", FieldKind.MONEY), ExportColumn("opened_on", FieldKind.DAY)),
    *(ExportColumn("at", FieldKind.INSTANT), ExportColumn("tags", FieldKind.TAGS), ExportColumn("active")),
    ExportColumn("employees", FieldKind.NUMBER),
)
ROWS: tuple[Mapping[str, Plain], ...] = (
    {
        "name": "Müller, Söhne",
        "amount": "-11000.50",
        "opened_on": "2024-05-01",
        "at": "2024-05-01T10:00:00Z",
        "tags": ["a", "b"],
        "active": True,
        "employees": 12,
    },
    {"name": "=cmd|' /C calc'!A0", "amount": None, "tags": [], "active": False},
)


def table(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_a_csv_export_can_be_opened_without_running_anything(tmp_path: Path) -> None:
    assert export_rows(tmp_path / "out.csv", COLUMNS, ROWS) == 2
    assert table(tmp_path / "out.csv") == [
        ["name", "amount", "opened_on", "at", "tags", "active", "employees"],
        ["Müller, Söhne", "-11000.50", "2024-05-01", "2024-05-01T10:00:00Z", "a, b", "yes", "12"],
        ["'=cmd|' /C calc'!A0", "", "", "", "", "no", ""],
    ]


def test_an_xlsx_export_has_numbers_days_and_text(tmp_path: Path) -> None:
    export_rows(tmp_path / "out.xlsx", COLUMNS, ROWS)
    first, second, third = CalamineWorkbook.from_path(tmp_path / "out.xlsx").get_sheet_by_index(0).to_python()
    assert first == [each.name for each in COLUMNS]
    assert [str(cell) for cell in second] == [
        *("Müller, Söhne", "-11000.5", "2024-05-01", "2024-05-01 10:00:00", "a, b", "True", "12.0")
    ]
    assert third[0] == "=cmd|' /C calc'!A0"


def test_a_json_export_keeps_every_value(tmp_path: Path) -> None:
    export_rows(tmp_path / "out.json", COLUMNS, ROWS)
    assert json.loads((tmp_path / "out.json").read_bytes()) == [dict(row) for row in ROWS]
    export_rows(tmp_path / "none.json", COLUMNS, [])
    assert json.loads((tmp_path / "none.json").read_bytes()) == []


@given(texts=st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=1))
def test_any_text_comes_back_from_csv_as_it_was(tmp_path: Path, texts: list[str]) -> None:
    path = tmp_path / "out.csv"
    export_rows(path, [ExportColumn("name"), ExportColumn("notes")], [{"name": text, "notes": "x"} for text in texts])
    assert [original_text(row[0]) for row in table(path)[1:]] == texts


@pytest.mark.parametrize("ending", ["csv", "tsv", "xlsx", "json"])
def test_cancelling_leaves_no_file(tmp_path: Path, ending: str) -> None:
    progress = Progress()

    def rows() -> Iterator[Mapping[str, Plain]]:
        for number in range(2000):
            if number == 600:
                progress.cancel()
            yield {"name": str(number)}

    with pytest.raises(Cancelled):
        export_rows(tmp_path / f"out.{ending}", COLUMNS, rows(), progress, 2000)
    assert list(tmp_path.iterdir()) == []


def test_an_export_replaces_a_file_only_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("before", encoding="utf-8")
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        export_rows(path, COLUMNS, ROWS, progress)
    assert path.read_text(encoding="utf-8") == "before"


def test_a_workbook_never_touches_another_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(elsewhere / "missing"))
    assert export_rows(tmp_path / "out.xlsx", COLUMNS, ROWS) == 2
    assert list(elsewhere.iterdir()) == []


def test_what_a_sheet_cannot_hold_is_said(tmp_path: Path) -> None:
    with pytest.raises(CrmError, match="Export to CSV"):
        export_rows(tmp_path / "out.xlsx", COLUMNS, [{"name": "x" * (LONGEST_CELL + 1)}])


def test_an_unknown_ending_and_a_missing_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="docx"):
        export_rows(tmp_path / "out.docx", COLUMNS, ROWS)
    with pytest.raises(CrmError, match="could not be written"):
        export_rows(tmp_path / "none" / "out.csv", COLUMNS, ROWS)


def test_an_exported_list_has_exactly_the_rows_that_it_shows(journal: Journal, tmp_path: Path) -> None:
    for name, city in (("Ana", "Leeds"), ("Bo", "Lyon"), ("Cy", "Leeds")):
        add_contact(journal, "person", {"name": name, "city": city})
    view = View(kind_named("people"), (Condition("city", "=", "Leeds"),), ("-name",), ("name", "city"))
    with journal.store.reader() as reader:
        assert export_list(reader, view, journal.place, tmp_path / "out.csv").records == 2
    rows = table(tmp_path / "out.csv")
    assert [row[2:4] for row in rows] == [["name", "city"], ["Cy", "Leeds"], ["Ana", "Leeds"]]


@pytest.mark.parametrize("kind", ["people", "companies", "deals", "tasks"])
def test_our_own_export_comes_back_unchanged(journal: Journal, tmp_path: Path, kind: str) -> None:
    company = add_contact(
        journal, "company", {"name": "Acme", "country": "FR", "annual_revenue": 1250, "tags": '["a"]', "roles": None}
    )
    person = add_contact(
        journal,
        "person",
        {"name": "Ana Roe", "company": company, "phone": "+442079460958", "email": "a@example.com", "notes": "=x\n-y"},
    )
    add_deal(journal, {"title": "-1 offer", "company": company, "person": person, "amount": 990})
    with journal.transaction("Add task") as tx:
        tx.insert("task", {"title": "=Call", "due_day": "2026-03-01", "due_at": 1772355600000, "person": person})
    view = View(kind_named(kind))
    with journal.store.reader() as reader:
        assert export_list(reader, view, journal.place, tmp_path / "out.csv").records == 1
    report = import_files(journal, [Source(tmp_path / "out.csv", kind)])
    assert (report.total.unchanged, report.total.rejected, report.batch) == (1, 0, None), report.plain()


def filled(journal: Journal) -> None:
    """Put a record of each kind into the workspace, some of them with a kind or a field of their own."""
    add_own_field(journal, NewField("deals", "Colour", "text"))
    acme = add_record(journal, "companies", {"name": "Acme"})
    dana = add_record(journal, "people", {"name": "Dana Whitfield", "company": "Acme", "email": "dana@acme.example"})
    add_record(journal, "products", {"name": "Kit", "price": "12.50"})
    add_record(journal, "deals", {"title": "Renewal", "company": "Acme", "amount": "100", "colour": "teal"})
    add_record(journal, "tickets", {"subject": "It leaks", "kind": "complaint", "contact": "Dana Whitfield"})
    with journal.transaction("Log") as tx:
        tx.insert("interaction", {"kind": "call", "at": 1772355600000, "subject": "Hello", "person": dana})
        tx.insert("task", {"title": "Call back", "due_day": "2026-03-01", "company": acme})
        tx.insert("purchase", {"customer": acme, "description": "Kit", "quantity": 1, "unit_price": 1250})


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
def test_our_own_lists_say_what_they_are_whatever_their_file_is_called(
    journal: Journal, tmp_path: Path, ending: str
) -> None:
    filled(journal)
    for kind in ("people", "companies", "products", "deals", "tickets", "activities", "tasks", "purchases", "members"):
        with journal.store.reader() as reader:
            view = View(workspace_kinds(reader).named(kind))
            assert export_list(reader, view, journal.place, tmp_path / f"x.{ending}").records
        report = import_files(journal, [Source(tmp_path / f"x.{ending}")])
        assert list(report.kinds) == [kind]
        assert (report.changes, report.rejections, report.batch) == ([], [], None), kind
        assert report.total.unchanged == report.total.read


@pytest.mark.parametrize("columns", [(), ("name", "city")])
def test_a_list_of_people_and_companies_comes_back_as_both_whoever_stands_first(
    journal: Journal, tmp_path: Path, columns: tuple[str, ...]
) -> None:
    for number in range(60):
        add_record(journal, "people", {"name": f"Person {number}", "city": "Leeds"})
    add_record(journal, "companies", {"name": "Zenith", "city": "Leeds"})
    view = View(kind_named("contacts"), (), ("-kind",), columns)
    with journal.store.reader() as reader:
        assert export_list(reader, view, journal.place, tmp_path / "x.csv").records == 61
    report = import_files(journal, [Source(tmp_path / "x.csv")])
    assert (list(report.kinds), report.total.unchanged, report.batch) == (["contacts"], 61, None)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
def test_a_list_of_contacts_with_ids_of_another_program_comes_back_as_both(
    journal: Journal, tmp_path: Path, ending: str
) -> None:
    (tmp_path / "a.csv").write_text("Id,Name,Company\n7,Ana Roe,Acme Ltd\n", encoding="utf-8")
    import_files(journal, [Source(tmp_path / "a.csv", "people")])
    with journal.store.reader() as reader:
        export_list(reader, View(kind_named("contacts")), journal.place, tmp_path / f"x.{ending}")
    report = import_files(journal, [Source(tmp_path / f"x.{ending}")])
    assert (list(report.kinds), report.total.unchanged, report.batch) == (["contacts"], 2, None)


def test_a_sheet_shows_the_time_of_the_users_clocks_and_comes_back_to_the_millisecond(
    journal: Journal, tmp_path: Path
) -> None:
    zone = journal.place.zone
    assert str(zone) == "America/New_York"
    local = ("2024-05-01T10:00:00.123", "2024-05-02T00:00:00", "2024-11-03T01:30:00-04:00", "2024-11-03T01:30:00-05:00")
    moments = [datetime.fromisoformat(each) for each in local]
    with journal.transaction("Log") as tx:
        for number, moment in enumerate(moments):
            at = milliseconds(moment if moment.tzinfo else moment.replace(tzinfo=zone))
            tx.insert("interaction", {"kind": "call", "at": at, "subject": f"Call {number}"})
    view = View(kind_named("activities"), (), ("at",), ("at", "subject"))
    with journal.store.reader() as reader:
        export_list(reader, view, journal.place, tmp_path / "x.xlsx")
    _head, first, *_more = CalamineWorkbook.from_path(tmp_path / "x.xlsx").get_sheet_by_index(0).to_python()
    assert str(first[2]).startswith("2024-05-01 10:00:00")
    report = import_files(journal, [Source(tmp_path / "x.xlsx")])
    assert (report.changes, report.rejections, report.total.unchanged) == ([], [], 4)


def test_a_workbook_tells_on_a_sheet_of_its_own_what_its_list_is_and_that_is_not_imported(
    journal: Journal, tmp_path: Path
) -> None:
    for name, city in (("Ada", "Köln"), ("Bea", "Berlin"), ("Cleo", "Köln")):
        add_record(journal, "people", {"name": name, "city": city})
    view = View(
        kind_named("people"), conditions_from_text("city = Köln", kind_named("people"), journal.place), ("-name",)
    )
    out = tmp_path / "list.xlsx"
    with journal.store.reader() as reader:
        told = origin("Key people", "Hartwell", "Dana", datetime(2026, 5, 14, 18, 2, tzinfo=UTC))
        assert export_list(reader, view, journal.place, out, origin=told) == (2, "City is Köln")
    assert CalamineWorkbook.from_path(out).get_sheet_by_index(1).to_python() == [
        ["List", "Key people"],
        ["Workspace", "Hartwell"],
        ["Exported by", "Dana"],
        ["Exported on", "2026-05-14 18:02"],
        ["Filter", "City is Köln"],
        ["Sorted by", "Name, descending"],
        ["Records", 2.0],
    ]
    report = import_files(journal, [Source(out)])
    assert (list(report.kinds), report.total.read, report.total.unchanged) == (["people"], 2, 2)
    assert not any("About" in each or "sheet" in each for each in report.warnings)
