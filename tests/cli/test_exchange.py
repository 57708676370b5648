"""Import and export on the command line."""

import csv
import json
from pathlib import Path

import pypdfium2
import pytest

from tests.cli.conftest import Run

PEOPLE = "Name,E-Mail,Company\nDana Whitfield,dana@acme.example,Acme\nReed Coulter,reed-at-acme,Acme\n"


def people_file(folder: Path) -> Path:
    path = folder / "people.csv"
    path.write_text(PEOPLE, encoding="utf-8")
    return path


def test_refused_rows_end_with_3_and_are_kept_with_the_reason(crm: Run, tmp_path: Path) -> None:
    rejects = tmp_path / "refused.csv"
    ended = crm("import", people_file(tmp_path), "--as", "people", "--rejects", rejects, "--json")
    report = ended.document
    assert ended.code == 3
    assert (report["read"], report["created"], report["rejected"]) == (2, 1, 1)
    assert set(report["rejections"][0]) == {"source", "row", "column", "value", "reason"}
    assert report["detected"]["mapping"] == {"Name": "name", "E-Mail": "email", "Company": "company"}
    assert "Reed Coulter" in rejects.read_text(encoding="utf-8-sig")
    assert str(rejects) in ended.err
    assert crm("list", "people", "--json").document["count"] == 1


def test_a_rehearsal_reports_the_same_and_changes_nothing(crm: Run, tmp_path: Path) -> None:
    ended = crm("import", people_file(tmp_path), "--as", "people", "--dry-run", "--json")
    assert (ended.document["created"], ended.document["batch"]) == (1, None)
    assert crm("list", "people", "--json").document["count"] == 0


def test_the_same_file_again_changes_nothing(crm: Run, tmp_path: Path) -> None:
    crm("import", people_file(tmp_path), "--as", "people")
    again = crm("import", people_file(tmp_path), "--as", "people", "--json").document
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 1)


def test_columns_are_mapped_as_a_file_or_an_option_says(crm: Run, tmp_path: Path) -> None:
    table = tmp_path / "odd.csv"
    table.write_text("A,B\nDana,Buyer\n", encoding="utf-8")
    mapping = tmp_path / "mapping.json"
    mapping.write_text(json.dumps({"A": "name", "B": None}), encoding="utf-8")
    crm("import", table, "--as", "people", "--map", mapping, "--set", "job_title=B")
    row = crm("list", "people", "--json").document["rows"][0]
    assert (row["name"], row["job_title"]) == ("Dana", "Buyer")


def test_a_mapping_that_is_none_is_told(crm: Run, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.json"
    mapping.write_text("[1]", encoding="utf-8")
    assert crm("import", people_file(tmp_path), "--as", "people", "--map", mapping).code == 1
    assert crm("import", people_file(tmp_path), "--set", "name").code == 2
    assert crm("import", people_file(tmp_path), "--on-match", "merge").code == 2
    assert crm("import", tmp_path / "nothing.csv", "--as", "people").code == 1


def test_an_import_is_undone_as_one_step(crm: Run, tmp_path: Path) -> None:
    crm("import", people_file(tmp_path), "--as", "people")
    assert crm("undo").code == 0
    assert crm("list", "contacts", "--json").document["count"] == 0


def test_an_export_holds_exactly_the_rows_that_the_list_shows(crm: Run, tmp_path: Path) -> None:
    for name, city in (("Ada", "Köln"), ("Bea", "Berlin"), ("Cleo", "Köln")):
        crm("add", "people", f"name={name}", f"city={city}")
    out = tmp_path / "people.csv"
    ended = crm("export", "people", "--out", out, "--where", "city = Köln", "--sort", "-name", "--json")
    assert ended.document == {"path": str(out), "count": 2, "filter": "City is Köln"}
    with out.open(encoding="utf-8-sig", newline="") as file:
        assert [row["name"] for row in csv.DictReader(file)] == ["Cleo", "Ada"]


@pytest.mark.parametrize("ending", ["csv", "pdf"])
def test_an_export_comes_group_after_group_where_that_is_asked_for(crm: Run, tmp_path: Path, ending: str) -> None:
    for name, city in (("Ada", "Köln"), ("Bea", "Berlin"), ("Cleo", "Köln"), ("Dora", "")):
        crm("add", "people", f"name={name}", f"city={city}")
    out = tmp_path / f"people.{ending}"
    asked = ("export", "people", "--out", out, "--group", "city", "--columns", "name", "--sort", "-name", "--json")
    assert crm(*asked).document["count"] == 4
    if ending == "csv":
        with out.open(encoding="utf-8-sig", newline="") as file:
            rows = [(row["city"], row["name"]) for row in csv.DictReader(file)]
        assert rows == [("Berlin", "Bea"), ("Köln", "Cleo"), ("Köln", "Ada"), ("", "Dora")]
    else:
        document = pypdfium2.PdfDocument(out)
        text = document[0].get_textpage().get_text_bounded()
        document.close()
        assert text.index("Berlin · 1 person") < text.index("Köln · 2 people") < text.index("Without city · 1 person")
    assert crm("export", "people", "--out", out, "--group", "notes").code == 2


def test_a_list_is_printed_with_its_filter_by_the_ending_of_the_file(crm: Run, tmp_path: Path) -> None:
    for name, city in (("Dana Whitfield", "Köln"), ("Aaron Feld", "Bonn")):
        crm("add", "people", f"name={name}", f"city={city}")
    out = tmp_path / "people.pdf"
    ended = crm("export", "people", "--out", out, "--where", "city = Köln", "--columns", "name,city", "--json")
    assert ended.document["count"] == 1
    document = pypdfium2.PdfDocument(out)
    text = document[0].get_textpage().get_text_bounded()
    document.close()
    assert "1 person" in text
    assert "City is Köln" in text
    assert "Dana Whitfield" in text
    assert "Aaron Feld" not in text


def test_a_printed_list_has_the_few_columns_that_people_read(crm: Run, tmp_path: Path) -> None:
    crm("add", "people", "name=Dana Whitfield", "job_title=Buyer", "email=dana@acme.example", "nickname=Dee")
    out = tmp_path / "people.pdf"
    crm("export", "people", "--out", out)
    document = pypdfium2.PdfDocument(out)
    text = document[0].get_textpage().get_text_bounded()
    document.close()
    assert all(each in text for each in ("Dana Whitfield", "Job title", "Buyer", "dana@acme.example"))
    assert "Nickname" not in text


def test_an_ending_that_is_no_format_is_wrong_usage(crm: Run, tmp_path: Path) -> None:
    assert crm("export", "people", "--out", tmp_path / "people.doc").code == 2


def test_the_backup_before_a_bulk_is_named(crm: Run, tmp_path: Path) -> None:
    crm("add", "people", "name=Dana Whitfield")
    many = tmp_path / "many.csv"
    many.write_text("Name,City\n" + "".join(f"Person Number{n},Springfield\n" for n in range(200)), encoding="utf-8")
    ended = crm("import", many, "--as", "people", "--json")
    backup = ended.document["backup"]
    assert backup in ended.err
    assert crm("verify", backup).code == 0
    assert crm("import", people_file(tmp_path), "--as", "people", "--dry-run", "--json").document["backup"] is None


def test_everything_goes_out_and_comes_back_equal(crm: Run, run: Run, tmp_path: Path) -> None:
    crm("add", "companies", "name=Acme Corporation", "city=Köln")
    done = crm("export", "all", "--out", str(tmp_path / "all.zip"), "--json").document
    assert done["content_hash"] == crm("content-hash", "--json").document["all"]
    assert crm("export", "all", "--out", str(tmp_path / "all.csv")).code == 2
    again = crm("import", str(tmp_path / "all.zip"), "--json").document
    assert (again["created"], again["updated"]) == (0, 0)


def test_labels_and_letters_are_written_for_a_list(crm: Run, tmp_path: Path) -> None:
    crm("add", "people", "name=Dana Whitfield", "street=1 Long Road", "city=Springfield")
    crm("add", "people", "name=Reed Coulter")
    done = crm("labels", "people", "--out", tmp_path / "labels.pdf", "--sheet", "herma-4360", "--json").document
    assert (done["count"], done["without_address"], done["refused"]) == (1, 1, 0)
    letter = tmp_path / "letter.txt"
    letter.write_text("Subject: News\n\nDear {name},\nall the best.", encoding="utf-8")
    out = tmp_path / "letters.pdf"
    ended = crm("letters", "people", "--out", out, "--text", letter, "--where", "name = Dana Whitfield")
    assert ended.code == 0
    assert out.read_bytes().startswith(b"%PDF")
    assert crm("labels", "people", "--out", tmp_path / "x.pdf", "--sheet", "none").code == 2
    letter.write_text("Dear {salary}", encoding="utf-8")
    assert crm("letters", "people", "--out", tmp_path / "x.pdf", "--text", letter).code == 2


def test_only_what_a_rehearsal_looked_at_is_imported_with_its_fingerprint(crm: Run, tmp_path: Path) -> None:
    path = people_file(tmp_path)
    told = crm("import", path, "--as", "people", "--dry-run", "--json").document["fingerprint"]
    assert told in crm("import", path, "--as", "people", "--dry-run").out
    path.write_text(PEOPLE.replace("Dana", "Dora"), encoding="utf-8")
    ended = crm("import", path, "--as", "people", "--fingerprint", told)
    assert ended.code == 1
    assert "have changed since they were looked at" in ended.err
    assert crm("list", "people", "--json").document["count"] == 0
    people_file(tmp_path)
    assert crm("import", path, "--as", "people", "--fingerprint", told, "--json").document["created"] == 1


def test_days_that_can_be_read_in_two_ways_are_not_guessed(crm: Run, tmp_path: Path) -> None:
    path = tmp_path / "born.csv"
    path.write_text("Name,Birthday\nDana Whitfield,03/04/2017\n", encoding="utf-8")
    refused = crm("import", path, "--as", "people")
    assert refused.code == 1
    assert "03/04/2017" in refused.err
    assert "--dates dmy or --dates mdy" in refused.err
    assert crm("list", "people", "--json").document["count"] == 0
    rehearsed = crm("import", path, "--as", "people", "--dry-run", "--json").document
    assert any("two ways" in each for each in rehearsed["warnings"])
    assert crm("import", path, "--as", "people", "--dates", "dmy").code == 0
    (dana,) = crm("list", "people", "--json").document["rows"]
    assert dana["birthday"] == "2017-04-03"


def test_cards_are_written_in_either_version(crm: Run, tmp_path: Path) -> None:
    crm("add", "people", "name=Dana Whitfield", "email=dana@acme.example")
    out = tmp_path / "people.vcf"
    assert crm("export", "people", "--out", out).code == 0
    assert "VERSION:3.0" in out.read_text(encoding="utf-8")
    assert crm("export", "people", "--out", out, "--card-version", "4.0").code == 0
    assert "VERSION:4.0" in out.read_text(encoding="utf-8")
    assert crm("export", "people", "--out", out, "--card-version", "2.1").code == 2


@pytest.mark.parametrize("kind", ["orders", "quotes", "invoices", "documents"])
def test_who_asks_for_orders_is_told_what_is_kept_instead(crm: Run, tmp_path: Path, kind: str) -> None:
    for asked in (("list", kind), ("export", kind, "--out", tmp_path / "orders.csv")):
        refused = crm(*asked)
        assert refused.code == 2
        assert "no records of their own" in refused.err
        assert "purchases" in refused.err
    assert not (tmp_path / "orders.csv").exists()


@pytest.mark.parametrize(("said", "columns"), [("--part-rows", ["Who", "Where", "E-Mail"]), ("--keep-rows", None)])
def test_rows_that_are_quoted_as_a_whole_are_read_as_is_said(
    crm: Run, tmp_path: Path, said: str, columns: list[str] | None
) -> None:
    path = tmp_path / "people.csv"
    path.write_text('"Who,Where,E-Mail"\n"Ana Roe,York,ana@x.example"\n"Bo Lee,Leeds,bo@x.example"\n', encoding="utf-8")
    asked = ("import", path, "--as", "people", "--set", f"name={'Who' if columns else 'Who,Where,E-Mail'}")
    ended = crm(*asked, said, "--json")
    assert ended.code == 0
    assert list(ended.document["detected"]["mapping"]) == (columns or ["Who,Where,E-Mail"])
    names = [each["name"] for each in crm("list", "people", "--json").document["rows"]]
    assert sorted(names) == (
        ["Ana Roe", "Bo Lee"] if columns else ["Ana Roe,York,ana@x.example", "Bo Lee,Leeds,bo@x.example"]
    )


def test_a_column_can_be_let_go_nowhere(crm: Run, tmp_path: Path) -> None:
    path = tmp_path / "accounts.csv"
    path.write_text("Id,IsDeleted,Name,Industry\n1,true,Acme,Retail\n", encoding="utf-8")
    asked = ("import", path, "--as", "companies")
    assert crm(*asked, "--json").document["skipped"] == 1
    assert crm(*asked, "--set", "-=Nothing").code == 2
    assert crm(*asked, "--set", "-=IsDeleted", "--json").document["created"] == 1
