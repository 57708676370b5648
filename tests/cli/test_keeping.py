"""Backup, restore, verify and fingerprint on the command line."""

from pathlib import Path

import pytest

from crm_desktop.contacts.actions import add_contact
from crm_desktop.workspace import Workspace
from tests.cli.conftest import Run
from tests.conftest import PASSPHRASE


def test_a_restored_backup_holds_the_same_records(crm: Run, tmp_path: Path) -> None:
    crm("add", "people", "name=Dana Whitfield", "email=dana@acme.example")
    before = crm("content-hash", "--json").document
    path = crm("backup", tmp_path / "safe.crmbackup", "--json").document["path"]
    restored = tmp_path / "Restored.crm"
    told = {"workspace": str(restored), "replaced": None, "erased_again": 0}
    assert crm("restore", path, restored, "--json").document == told
    assert crm("content-hash", "-w", restored, "--json").document == before
    assert crm("list", "people", "-w", restored, "--json").document["count"] == 1


def test_the_fingerprint_follows_the_records_alone(crm: Run) -> None:
    first = crm("content-hash", "--json").document
    assert set(first) == {"tables", "all"}
    crm("add", "people", "name=Dana")
    second = crm("content-hash", "--json").document
    assert first["tables"]["contact"] != second["tables"]["contact"]
    assert first["tables"]["deal"] == second["tables"]["deal"]
    assert first["all"] != second["all"]


def test_a_whole_workspace_and_a_whole_backup_verify(crm: Run, folder: Path, tmp_path: Path) -> None:
    crm("add", "people", "name=Dana")
    path = crm("backup", tmp_path / "safe.crmbackup", "--json").document["path"]
    here, there = crm("verify", "--json").document, crm("verify", path, "--json").document
    assert here["ok"]
    assert there["ok"]
    assert here["counts"]["contact"] == there["counts"]["contact"] == 1
    assert here["content_hash"] == there["content_hash"] == crm("content-hash", "--json").document
    assert crm("verify", folder, "--json").document["ok"]


def test_damage_ends_with_5(crm: Run, folder: Path, tmp_path: Path) -> None:
    path = Path(crm("backup", tmp_path / "safe.crmbackup", "--json").document["path"])
    for damaged in (path, folder / "crm.db"):
        content = bytearray(damaged.read_bytes())
        middle = len(content) // 2
        content[middle : middle + 64] = bytes(64)
        damaged.write_bytes(content)
    for wanted in (path, folder):
        ended = crm("verify", wanted, "--json")
        assert ended.code == 5, wanted
        assert not ended.document["ok"]
        assert ended.document["problems"]


def test_what_is_not_there_cannot_be_verified(crm: Run, tmp_path: Path) -> None:
    assert crm("verify", tmp_path / "nothing.crmbackup").code == 5


def test_a_backup_with_the_wrong_passphrase_ends_with_4(crm: Run, tmp_path: Path) -> None:
    path = crm("backup", tmp_path / "safe.crmbackup", "--json").document["path"]
    assert crm("restore", path, tmp_path / "Restored.crm", CRM_PASSPHRASE="not this one").code == 4
    assert not (tmp_path / "Restored.crm").exists()


def test_a_command_that_only_reads_brings_an_older_workspace_up_to_date(
    run: Run, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_contact(workspace.journal, "person", {"name": "Dana Whitfield"})
    workspace.store.writer.execute("DELETE FROM derived WHERE name = 'search'")
    workspace.close()
    monkeypatch.setenv("CRM_PASSPHRASE", PASSPHRASE)
    ended = run("-w", workspace.folder, "search", "whit", "--json")
    assert ended.code == 0
    assert [each["title"] for each in ended.document["hits"]] == ["Dana Whitfield"]
    assert "brought up to date" in ended.err
    assert "brought up to date" not in run("-w", workspace.folder, "list", "people", "--json").err
