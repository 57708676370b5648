"""What was erased stays erased, whatever older backup or file is opened afterwards."""

import io
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from psycopg.types.json import Jsonb

from crm_desktop.contacts.actions import add_contact, edit_contact
from crm_desktop.journal.clock import milliseconds
from crm_desktop.safekeeping import back_up_workspace, backups_of, restore_workspace
from crm_desktop.schema.contacts import CONTACT
from crm_desktop.sync import ledger
from crm_desktop.sync.erasing import Erased, erase
from crm_desktop.sync.ledger import settle_erasures
from crm_desktop.workspace import Workspace, opened_with
from tests.conftest import MovedClock
from tests.sync.laptops import Firm
from tests.sync.test_exchange import settle

SECRET = "Reyes-Quintana"


def person_with_all(workspace: Workspace) -> bytes:
    """Add a person with a phone number, a file, and a company that is linked."""
    journal = workspace.journal
    company = add_contact(journal, "company", {"name": "Harbor Lane Kitchens"})
    person = add_contact(journal, "person", {"name": f"Dana {SECRET}", "phone": "+1 555 019 0200", "company": company})
    edit_contact(journal, person, {"notes": f"Call {SECRET}"})
    kept = workspace.files.keep(io.BytesIO(b"passport"))
    with journal.transaction(f"Add a file of {SECRET}") as tx:
        tx.insert("attachment", {"name": f"{SECRET}.pdf", "hash": kept.hash.hex(), "contact": person})
        tx.insert("task", {"title": "Call back", "person": person})
    return person


def erased(workspace: Workspace, person: bytes) -> None:
    with workspace.journal.receiving() as incoming:
        erase(incoming, [Erased(CONTACT.number, person)], milliseconds(workspace.journal.clock()))
    settle_erasures(workspace.journal, workspace.files)


def check_gone(workspace: Workspace, person: bytes) -> None:
    with workspace.reader() as reader:
        assert reader.execute("SELECT count(*) FROM contact WHERE id = ?", (person,)).fetchone() == (0,)
        assert reader.execute("SELECT count(*) FROM contact_point").fetchone() == (0,)
        assert reader.execute("SELECT count(*) FROM attachment").fetchone() == (0,)
        assert reader.execute("SELECT title, person FROM task").fetchall() == [("Call back", None)]
        assert reader.execute("SELECT count(*) FROM step WHERE label LIKE ?", (f"%{SECRET}%",)).fetchone() == (0,)
        assert reader.execute("SELECT count(*) FROM change WHERE delta LIKE ?", (f"%{SECRET}%",)).fetchone() == (0,)
        assert reader.execute("SELECT count(*) FROM upload").fetchone() == (0,)
    assert workspace.files.contents() == []


def test_erasing_takes_all_that_belongs_to_a_person(workspace: Workspace) -> None:
    person = person_with_all(workspace)
    erased(workspace, person)
    check_gone(workspace, person)


def test_an_older_backup_brings_nobody_back(workspace: Workspace, tmp_path: Path) -> None:
    person = person_with_all(workspace)
    backup = back_up_workspace(workspace).path
    erased(workspace, person)
    workspace.close()
    done = restore_workspace(backup, workspace.folder, workspace.secret)
    assert done.erased_again == 3
    restored = opened_with(workspace.folder, workspace.secret)
    check_gone(restored, person)
    restored.close()


def test_a_colleague_with_an_older_id_who_came_later_moves_no_ledger(workspace: Workspace) -> None:
    person = person_with_all(workspace)
    backup = back_up_workspace(workspace).path
    with workspace.journal.transaction("Add a colleague") as tx:
        tx.insert("member", {"name": "Ann"}, bytes(15) + b"\x01")
    erased(workspace, person)
    workspace.close()
    assert restore_workspace(backup, workspace.folder, workspace.secret).erased_again == 3
    restored = opened_with(workspace.folder, workspace.secret)
    check_gone(restored, person)
    restored.close()


def test_a_backup_that_is_restored_elsewhere_reads_the_ledger_beside_it(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = person_with_all(workspace)
    backup = back_up_workspace(workspace).path
    erased(workspace, person)
    monkeypatch.setattr(ledger, "user_state_path", lambda *_args, **_named: tmp_path / "another computer")
    assert restore_workspace(backup, tmp_path / "Restored.crm", workspace.secret).erased_again == 3
    restored = opened_with(tmp_path / "Restored.crm", workspace.secret)
    check_gone(restored, person)
    restored.close()


def test_an_older_file_that_is_put_back_by_hand_is_cleaned_when_opened(workspace: Workspace, tmp_path: Path) -> None:
    person = person_with_all(workspace)
    folder, secret = workspace.folder, workspace.secret
    workspace.close()
    shutil.copytree(folder, tmp_path / "old")
    opened = opened_with(folder, secret)
    erased(opened, person)
    opened.close()
    shutil.rmtree(folder)
    shutil.move(tmp_path / "old", folder)
    again = opened_with(folder, secret)
    assert again.erased_again == 3
    check_gone(again, person)
    again.close()


def test_the_ledger_names_nobody(workspace: Workspace) -> None:
    person = person_with_all(workspace)
    erased(workspace, person)
    with workspace.reader() as reader:
        folders = ledger.ledger_folders(reader, workspace.folder)
    texts = [path.read_text() for folder in folders for path in folder.glob(f"*{ledger.SUFFIX}")]
    assert len(texts) >= 2
    for text in texts:
        assert person.hex() not in text
        assert SECRET not in text


def test_backups_that_hold_an_erased_person_go_after_a_month(workspace: Workspace, clock: MovedClock) -> None:
    person = person_with_all(workspace)
    old = back_up_workspace(workspace, now=clock()).path
    clock.move(days=1)
    erased(workspace, person)
    clock.move(hours=1)
    back_up_workspace(workspace, now=clock())
    assert old in [each.path for each in backups_of(workspace)]
    clock.move(days=31)
    back_up_workspace(workspace, now=clock())
    assert old not in [each.path for each in backups_of(workspace)]
    assert len(backups_of(workspace)) == 2


def test_an_erasure_on_the_server_reaches_the_ledger_and_the_files(firm: Firm, tmp_path: Path) -> None:
    first = firm.first()
    person = person_with_all(first.workspace)
    first.sync()
    second = firm.another()
    second.sync()
    backup = back_up_workspace(second.workspace).path
    number = add_number(second.workspace, person)
    firm.office.device().call("erase_v1", CONTACT.number, person.hex(), "asked us to")
    settle(first, second)
    for laptop in (first, second):
        check_gone(laptop.workspace, person)
    assert first.hash == second.hash
    assert second.one("SELECT count(*) FROM erased WHERE id = ?", number) == 1
    secret, place = second.workspace.secret, tmp_path / "Restored.crm"
    assert restore_workspace(backup, place, secret).erased_again == 3
    restored = opened_with(place, secret)
    check_gone(restored, person)
    restored.close()


def add_number(workspace: Workspace, person: bytes) -> bytes:
    """Add a number that was not sent when the person was erased."""
    with workspace.journal.transaction("Add a number") as tx:
        return tx.insert("contact_point", {"contact": person, "kind": "phone", "value": SECRET})


def test_a_server_that_was_set_back_does_not_bring_an_erased_person_back(firm: Firm) -> None:
    first = firm.first()
    person = person_with_all(first.workspace)
    first.sync()
    kept = firm.office.admin().execute("SELECT * FROM crm.row WHERE id = %s", (person.hex(),)).fetchall()
    firm.office.device().call("erase_v1", CONTACT.number, person.hex(), "asked us to")
    first.sync()
    set_back(firm, kept[0])
    first.workspace.store.writer.execute("UPDATE sync SET last_digest_at = NULL")
    first.sync()
    check_gone(first.workspace, person)
    assert not is_back(firm, person)


def set_back(firm: Firm, row: Sequence[object]) -> None:
    """Let the server be as it was when it had this `row`, before anything was erased, and without any sign of it."""
    admin = firm.office.admin()
    admin.execute("DELETE FROM crm.erased")
    marks = ", ".join(["%s"] * len(row))
    values = [Jsonb(each) if isinstance(each, dict) else each for each in row]
    with admin.cursor() as cursor:
        cursor.execute(f"INSERT INTO crm.row VALUES ({marks})".encode(), values)


def is_back(firm: Firm, person: bytes) -> bool:
    """Tell whether the server shows the person."""
    found = firm.office.admin().execute("SELECT count(*) FROM crm.row WHERE id = %s", (person.hex(),)).fetchone()
    return found != (0,)
