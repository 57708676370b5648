"""Files with records, from the command line."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.files import made


@pytest.fixture
def dana(crm: Run) -> str:
    """The id of a person."""
    return str(crm("add", "people", "name=Dana Whitfield", "--json").document["id"])


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    path = tmp_path / "Frame contract.pdf"
    path.write_bytes(made.pdf("Frame contract", "GTX series at 12 %"))
    return path


def test_a_file_is_added_listed_shown_and_saved_again(crm: Run, dana: str, contract: Path, tmp_path: Path) -> None:
    added = crm("file", "add", dana, contract, "--json").document
    (file,) = added["files"]
    assert (file["name"], file["media_type"], file["size"]) == (
        contract.name,
        "application/pdf",
        contract.stat().st_size,
    )
    assert crm("file", "list", dana, "--json").document == {"files": [file]}
    (shown,) = crm("show", dana, "--json").document["files"]
    assert (shown["id"], shown["hash"]) == (file["id"], file["hash"])
    saved = crm("file", "save", file["id"], tmp_path / "copy.pdf", "--json").document
    assert Path(saved["path"]).read_bytes() == contract.read_bytes()
    assert crm("file", "save", file["id"], tmp_path / "copy.pdf").code == 1
    assert crm("file", "save", file["id"], tmp_path / "copy.pdf", "--over").code == 0


def test_adding_it_again_says_that_it_is_there(crm: Run, dana: str, contract: Path) -> None:
    crm("file", "add", dana, contract)
    again = crm("file", "add", dana, contract, "--json").document
    assert again == {"files": [], "known": 1}
    assert "was there already" in crm("file", "add", dana, contract).out


def test_files_are_listed_exported_and_found_as_records_are(
    crm: Run, dana: str, contract: Path, tmp_path: Path
) -> None:
    crm("file", "add", dana, contract)
    (row,) = crm("list", "files", "--json").document["rows"]
    assert (row["kind"], row["name"], row["contact"]) == ("file", contract.name, "Dana Whitfield")
    assert "text" not in row
    (hit,) = crm("search", "gtx series", "--kind", "files", "--json").document["hits"]
    assert (hit["kind"], hit["title"], hit["where"]) == ("file", contract.name, "text")
    assert hit["size"] == contract.stat().st_size
    assert crm("export", "files", "--out", tmp_path / "files.csv", "--json").document["count"] == 1
    assert contract.name in (tmp_path / "files.csv").read_text(encoding="utf-8-sig")


def test_a_file_is_renamed_removed_and_restored(crm: Run, dana: str, contract: Path) -> None:
    file = crm("file", "add", dana, contract, "--json").document["files"][0]["id"]
    assert crm("file", "rename", file, "Contract 2026.pdf", "--json").document["name"] == "Contract 2026.pdf"
    assert crm("remove", file).code == 0
    assert crm("file", "list", dana, "--json").document["files"] == []
    assert crm("restore", file).code == 0
    assert len(crm("file", "list", dana, "--json").document["files"]) == 1
    assert crm("verify", "--json").document["ok"]


def test_what_cannot_be_added_ends_with_1_and_changes_nothing(crm: Run, dana: str, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "gone.txt"):
        ended = crm("file", "add", dana, path)
        assert ended.code == 1
        assert path.name in ended.err
    assert crm("file", "list", dana, "--json").document["files"] == []
    assert crm("add", "files", "name=plan.txt").code == 2
    assert crm("file", "add", "no id", tmp_path).code == 2
    member = crm("list", "members", "--json").document["rows"][0]["id"]
    assert crm("file", "add", member, tmp_path).code == 2


def test_damage_to_the_files_is_told(crm: Run, dana: str, contract: Path, folder: Path) -> None:
    crm("file", "add", dana, contract)
    raw = bytearray((folder / "files.db").read_bytes())
    raw[-3000:-2000] = bytes(1000)
    (folder / "files.db").write_bytes(raw)
    ended = crm("verify", "--json")
    assert ended.code == 5
    assert not ended.document["ok"]
