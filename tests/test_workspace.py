"""Create, open, close a workspace; and every way in which opening can fail."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from crm_desktop.contacts.actions import add_contact
from crm_desktop.errors import (
    CrmError,
    DamagedWorkspace,
    NewerWorkspace,
    NotAWorkspace,
    WeakPassphrase,
    WorkspaceOpenElsewhere,
    WrongPassphrase,
    WrongRecoveryKey,
)
from crm_desktop.vault.secret import secret_text
from crm_desktop.workspace import Workspace, create_workspace, open_workspace
from tests.conftest import CHEAP, PASSPHRASE

CANARY = "Zanzibar-Quetzal-7741"


def people(workspace: Workspace) -> list[str]:
    with workspace.reader() as reader:
        return [row[0] for row in reader.execute("SELECT name FROM contact WHERE kind = 'person'")]


def test_what_was_written_is_there_after_reopening(workspace: Workspace) -> None:
    add_contact(workspace.journal, "person", {"name": "Dana Whitfield"})
    workspace.close()
    again = open_workspace(workspace.folder, PASSPHRASE)
    assert people(again) == ["Dana Whitfield"]
    assert (again.name, again.place.currency, again.place.zone.key) == ("Hartwell", "USD", "America/New_York")
    again.close()


def test_the_recovery_key_opens_without_the_passphrase(workspace: Workspace) -> None:
    workspace.close()
    again = open_workspace(workspace.folder, recovery_key=secret_text(workspace.secret))
    assert again.journal.member is not None
    again.close()


def test_a_wrong_passphrase_is_told(workspace: Workspace) -> None:
    workspace.close()
    with pytest.raises(WrongPassphrase):
        open_workspace(workspace.folder, "harbour lantern quilt 48 meadow")


def test_a_wrong_recovery_key_is_told(workspace: Workspace) -> None:
    workspace.close()
    with pytest.raises(WrongRecoveryKey):
        open_workspace(workspace.folder, recovery_key=secret_text(bytes(32)))


def test_a_weak_passphrase_is_refused_and_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(WeakPassphrase):
        create_workspace(tmp_path / "New.crm", "summer2026", argon=CHEAP)
    assert not (tmp_path / "New.crm").exists()


def test_a_folder_that_is_no_workspace_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotAWorkspace, match="not a workspace"):
        open_workspace(tmp_path, PASSPHRASE)


def test_a_new_workspace_never_takes_the_place_of_something(workspace: Workspace) -> None:
    with pytest.raises(CrmError, match="exists already"):
        create_workspace(workspace.folder, PASSPHRASE, argon=CHEAP)


def test_a_second_process_is_told_who_has_it_open_and_may_read(workspace: Workspace) -> None:
    add_contact(workspace.journal, "person", {"name": "Dana Whitfield"})
    with pytest.raises(WorkspaceOpenElsewhere, match="Open"):
        open_workspace(workspace.folder, PASSPHRASE)
    reading = open_workspace(workspace.folder, PASSPHRASE, read_only=True)
    assert people(reading) == ["Dana Whitfield"]
    with pytest.raises(CrmError, match="reading only"):
        add_contact(reading.journal, "person", {"name": "Eve"})
    reading.close()


def test_a_truncated_file_is_told_and_left_alone(workspace: Workspace) -> None:
    workspace.close()
    database = workspace.folder / "crm.db"
    whole = database.read_bytes()
    database.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DamagedWorkspace):
        open_workspace(workspace.folder, PASSPHRASE)
    assert database.read_bytes() == whole[: len(whole) // 2]


def test_an_overwritten_file_is_told(workspace: Workspace) -> None:
    workspace.close()
    database = workspace.folder / "crm.db"
    whole = database.read_bytes()
    database.write_bytes(whole[:16] + b"\x00" * 8192 + whole[8208:])
    with pytest.raises(DamagedWorkspace):
        open_workspace(workspace.folder, PASSPHRASE)


def test_a_newer_schema_is_refused_unchanged(workspace: Workspace) -> None:
    workspace.store.writer.execute("UPDATE alembic_version SET version_num = '9999'")
    workspace.close()
    before = (workspace.folder / "crm.db").read_bytes()
    with pytest.raises(NewerWorkspace, match="newer version"):
        open_workspace(workspace.folder, PASSPHRASE)
    assert (workspace.folder / "crm.db").read_bytes() == before


def test_derived_tables_that_are_missing_are_made_anew(workspace: Workspace) -> None:
    add_contact(workspace.journal, "person", {"name": "Dana Whitfield"})
    workspace.store.writer.execute("DELETE FROM derived WHERE name = 'search'")
    workspace.close()
    again = open_workspace(workspace.folder, PASSPHRASE)
    with again.reader() as reader:
        assert reader.execute("SELECT count(*) FROM search_text WHERE search_text MATCH 'whit*'").fetchone()[0] == 1
    again.close()


def test_nothing_typed_is_found_in_the_files(workspace: Workspace, tmp_path: Path) -> None:
    add_contact(workspace.journal, "person", {"name": CANARY, "email": "canary@zanzibar.example", "notes": CANARY})
    written = [each for each in tmp_path.rglob("*") if each.is_file()]
    assert any(each.name == "crm.db-wal" for each in written)
    for each in written:
        raw = each.read_bytes()
        assert CANARY.encode() not in raw
        assert b"zanzibar" not in raw.lower()
    assert not (workspace.folder / "crm.db").read_bytes().startswith(b"SQLite")


def test_a_copied_folder_opens(workspace: Workspace, tmp_path: Path) -> None:
    add_contact(workspace.journal, "person", {"name": "Dana Whitfield"})
    workspace.close()
    shutil.copytree(workspace.folder, tmp_path / "Copy.crm")
    again = open_workspace(tmp_path / "Copy.crm", PASSPHRASE)
    assert people(again) == ["Dana Whitfield"]
    again.close()


def test_opening_does_not_pay_for_the_sql_toolkit() -> None:
    heavy = ["sqlalchemy", "alembic", "reportlab", "pyqtgraph", "xlsxwriter", "pypdfium2"]
    code = f"import sys, crm_desktop.workspace; print([each for each in {heavy} if each in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_older_workspace_is_backed_up_before_it_is_migrated(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_contact(workspace.journal, "person", {"name": "Dana Whitfield"})
    workspace.store.writer.execute("UPDATE alembic_version SET version_num = '0000'")
    workspace.close()
    migrated: list[Path] = []
    monkeypatch.setattr("crm_desktop.workspace.migrate", lambda path, _key, _derived: migrated.append(path))
    open_workspace(workspace.folder, PASSPHRASE).close()
    assert migrated == [workspace.folder / "crm.db"]
    assert len(list((workspace.folder / "backups").glob("*.crmbackup"))) == 1
