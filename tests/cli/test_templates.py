"""Templates of imports on the command line."""

from pathlib import Path

from tests.cli.conftest import Run


def odd_file(folder: Path, name: str = "odd.csv", text: str = "A,B\nDana,Buyer\n") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_mapping_is_kept_under_a_name_and_taken_again(crm: Run, tmp_path: Path) -> None:
    kept = crm(
        "import", odd_file(tmp_path), "--as", "people", "--set", "name=A", "--set", "job_title=B", "--save-map", "Odd"
    )
    assert "Odd" in kept.err
    (template,) = crm("template", "list", "--json").document["templates"]
    assert (template["name"], template["kind"]) == ("Odd", "people")
    assert template["columns"] == {"A": "name", "B": "job_title"}
    again = crm("import", odd_file(tmp_path, "more.csv", "A,B\nReed,Seller\n"), "--map", "odd", "--json").document
    assert (again["created"], again["detected"]["reasons"]["A"]) == (1, "template “Odd”")
    row = crm("list", "people", "--where", "name = Reed", "--json").document["rows"][0]
    assert row["job_title"] == "Seller"


def test_a_template_keeps_what_happens_to_records_that_are_found(crm: Run, tmp_path: Path) -> None:
    columns = ("--as", "people", "--set", "name=A", "--set", "job_title=B", "--match", "name")
    crm("import", odd_file(tmp_path), *columns, "--on-match", "skip", "--save-map", "Odd")
    (template,) = crm("template", "list", "--json").document["templates"]
    assert template["on_match"] == "skip"
    more = odd_file(tmp_path, "more.csv", "A,B\nDana,Seller\n")
    skipped = crm("import", more, "--map", "odd", "--match", "name", "--json").document
    assert (skipped["skipped"], skipped["updated"]) == (1, 0)
    said = crm("import", more, "--map", "odd", "--match", "name", "--on-match", "update", "--json").document
    assert (said["skipped"], said["updated"]) == (0, 1)


def test_a_rehearsal_keeps_no_template(crm: Run, tmp_path: Path) -> None:
    crm("import", odd_file(tmp_path), "--as", "people", "--set", "name=A", "--save-map", "Odd", "--dry-run")
    assert crm("template", "list", "--json").document["templates"] == []


def test_what_a_template_names_and_a_file_lacks_is_told(crm: Run, tmp_path: Path) -> None:
    crm("import", odd_file(tmp_path), "--as", "people", "--set", "name=A", "--set", "job_title=B", "--save-map", "Odd")
    report = crm("import", odd_file(tmp_path, "a.csv", "A,C\nReed,x\n"), "--map", "Odd", "--json").document
    assert report["created"] == 1
    assert any("“B”" in each and "Odd" in each for each in report["warnings"])


def test_templates_are_renamed_removed_and_brought_back_by_undo(crm: Run, tmp_path: Path) -> None:
    crm("import", odd_file(tmp_path), "--as", "people", "--set", "name=A", "--save-map", "Odd")
    crm("template", "rename", "Odd", "Distributor list")
    assert crm("template", "remove", "distributor LIST").code == 0
    assert crm("template", "list", "--json").document["templates"] == []
    crm("undo")
    assert crm("template", "list", "--json").document["templates"][0]["name"] == "Distributor list"


def test_a_template_that_is_not_there_is_told_with_those_that_are(crm: Run, tmp_path: Path) -> None:
    crm("import", odd_file(tmp_path), "--as", "people", "--set", "name=A", "--save-map", "Odd")
    ended = crm("import", odd_file(tmp_path), "--map", "Even")
    assert ended.code == 2
    assert "“Odd”" in ended.err


def test_the_mapping_of_several_files_is_not_kept_under_one_name(crm: Run, tmp_path: Path) -> None:
    files = odd_file(tmp_path), odd_file(tmp_path, "other.csv")
    assert crm("import", *files, "--as", "people", "--save-map", "Both").code == 2
