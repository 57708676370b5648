"""Files with records: added, found, renamed, removed, restored, and never without their bytes."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from crm_desktop.contacts.actions import add_contact
from crm_desktop.errors import CrmError, InvalidField, UnreadableFile, WrongUsage
from crm_desktop.files.actions import Holder, attach_files, remove_files, rename_file
from crm_desktop.files.checking import drop_unnamed, file_problems
from crm_desktop.files.keeping import keep_content, keep_path, most_bytes
from crm_desktop.files.queries import FileRow, file_row, file_text, files_of
from crm_desktop.files.saving import save_copy
from crm_desktop.journal.setting_actions import save_setting
from crm_desktop.pipeline.actions import add_deal
from crm_desktop.store.content_hash import content_hash
from crm_desktop.tickets.actions import add_ticket
from crm_desktop.workspace import Workspace, open_workspace
from tests.conftest import PASSPHRASE
from tests.files.conftest import MOST, attached

MOMENTS = 8


def names(workspace: Workspace, holder: Holder) -> list[str]:
    with workspace.reader() as reader:
        return [each.name for each in files_of(reader, holder)]


def row(workspace: Workspace, attachment: bytes) -> FileRow:
    with workspace.reader() as reader:
        return file_row(reader, attachment)


def problems(workspace: Workspace) -> list[str]:
    with workspace.reader() as reader:
        return file_problems(reader, workspace.files)


def test_a_file_is_listed_with_what_is_known_of_it(workspace: Workspace, acme: Holder) -> None:
    made = row(workspace, attached(workspace, acme, "Plan.TXT", "Überblick\nzweite Zeile".encode()))
    assert (made.name, made.media_type, made.size) == ("Plan.TXT", "text/plain", 23)
    assert (made.added_by, made.of) == ("Anna Snelling", "Acme Corporation")
    with workspace.reader() as reader:
        assert file_text(reader, made.id) == "Überblick\nzweite Zeile"
    assert b"".join(workspace.files.read(made.content)).decode().startswith("Überblick")


def test_the_same_content_is_with_a_record_once_and_with_others_too(workspace: Workspace, acme: Holder) -> None:
    attached(workspace, acme, "plan.txt", b"plan")
    again = keep_content(workspace.files, "copy of plan.txt", b"plan", MOST)
    assert attach_files(workspace.journal, acme, [again, again]) == ([], 2)
    other = Holder("contact", add_contact(workspace.journal, "person", {"name": "Dana"}))
    assert len(attach_files(workspace.journal, other, [again, again]).added) == 1
    assert len(workspace.files.contents()) == 1


def test_files_of_deals_and_people_are_on_the_page_of_the_company(workspace: Workspace, acme: Holder) -> None:
    dana = add_contact(workspace.journal, "person", {"name": "Dana Whitfield", "company": acme.record})
    deal = Holder("deal", add_deal(workspace.journal, {"title": "GTX", "company": acme.record}))
    ticket = Holder("ticket", add_ticket(workspace.journal, {"subject": "Ears", "contact": dana}))
    attached(workspace, deal, "quote.txt", b"quote")
    attached(workspace, ticket, "photo.png", b"\x89PNG\r\n\x1a\nxx")
    attached(workspace, Holder("contact", dana), "vita.txt", b"vita")
    assert names(workspace, acme) == ["vita.txt", "photo.png", "quote.txt"]
    assert names(workspace, Holder("contact", dana)) == ["vita.txt", "photo.png"]
    assert names(workspace, deal) == ["quote.txt"]
    assert names(workspace, ticket) == ["photo.png"]


def test_removing_is_undone_with_its_bytes(workspace: Workspace, acme: Holder) -> None:
    made = attached(workspace, acme, "plan.txt", b"plan")
    remove_files(workspace.journal, [made])
    assert names(workspace, acme) == []
    with workspace.reader() as reader:
        assert drop_unnamed(reader, workspace.files) == 0
    workspace.undo_last()
    assert names(workspace, acme) == ["plan.txt"]
    assert problems(workspace) == []


def test_adding_several_is_one_step(workspace: Workspace, acme: Holder) -> None:
    new = [keep_content(workspace.files, f"{n}.txt", f"{n}".encode(), MOST) for n in range(3)]
    attach_files(workspace.journal, acme, new)
    assert workspace.undo_last() == "Add 3 files"
    assert names(workspace, acme) == []
    workspace.redo_last()
    assert names(workspace, acme) == ["2.txt", "1.txt", "0.txt"]


def test_a_name_is_made_fit_for_every_system(workspace: Workspace, acme: Holder) -> None:
    made = attached(workspace, acme, "../../etc/pass\u202ewd: a*b?.txt", b"plan")
    assert row(workspace, made).name == "etc passwd a b .txt"
    rename_file(workspace.journal, made, "  Contract 2026.txt ")
    assert row(workspace, made).name == "Contract 2026.txt"
    with pytest.raises(InvalidField):
        rename_file(workspace.journal, made, " . ")


def test_a_kind_without_files_is_refused(workspace: Workspace, acme: Holder) -> None:
    new = keep_content(workspace.files, "plan.txt", b"plan", MOST)
    with pytest.raises(WrongUsage):
        attach_files(workspace.journal, Holder("member", acme.record), [new])


def test_the_limit_is_a_setting(workspace: Workspace, tmp_path: Path) -> None:
    save_setting(workspace.journal, "largest_file_mb", "50")
    path = tmp_path / "film.mp4"
    with path.open("wb") as file:
        file.truncate((50 << 20) + 1)
    with workspace.reader() as reader:
        most = most_bytes(reader)
    with pytest.raises(UnreadableFile, match="more than 50 MB"):
        keep_path(workspace.files, path, most)
    assert workspace.files.contents() == []


def test_a_copy_is_saved_whole_and_never_over_another_file(workspace: Workspace, acme: Holder, tmp_path: Path) -> None:
    made = row(workspace, attached(workspace, acme, "plan.txt", b"plan" * 300_000))
    target = tmp_path / "out"
    target.mkdir()
    assert save_copy(workspace.files, made, target).read_bytes() == b"plan" * 300_000
    with pytest.raises(CrmError, match="exists already"):
        save_copy(workspace.files, made, target / "plan.txt")
    save_copy(workspace.files, made, target / "plan.txt", over=True)
    with pytest.raises(CrmError, match="could not be written"):
        save_copy(workspace.files, made, tmp_path / "no such folder" / "plan.txt")
    assert [each.name for each in target.iterdir()] == ["plan.txt"]


def test_a_file_without_its_bytes_or_with_others_is_told(workspace: Workspace, acme: Holder) -> None:
    made = row(workspace, attached(workspace, acme, "plan.txt", b"plan"))
    attached(workspace, acme, "other.txt", b"other")
    assert problems(workspace) == []
    writer = workspace.files._opened_writer()
    writer.execute("UPDATE chunk SET data = ? WHERE hash = ?", (b"plam", made.content))
    assert problems(workspace) == ["The content of “plan.txt” is damaged."]
    writer.execute("DELETE FROM content WHERE hash = ?", (made.content,))
    assert problems(workspace) == ["The content of “plan.txt” is not in the workspace."]


def test_the_fingerprint_of_the_records_does_not_know_how_bytes_are_laid_out(
    workspace: Workspace, acme: Holder
) -> None:
    made = row(workspace, attached(workspace, acme, "plan.txt", b"plan"))
    with workspace.reader() as reader:
        before = content_hash(reader)
    writer = workspace.files._opened_writer()
    writer.execute("UPDATE chunk SET data = ? WHERE hash = ?", (b"pl", made.content))
    writer.execute("INSERT INTO chunk VALUES (?, 1, ?)", (made.content, b"an"))
    writer.execute("UPDATE content SET chunks = 2 WHERE hash = ?", (made.content,))
    with workspace.reader() as reader:
        assert content_hash(reader) == before
    assert b"".join(workspace.files.read(made.content)) == b"plan"


def test_a_workspace_open_for_reading_shows_files_and_adds_none(workspace: Workspace, acme: Holder) -> None:
    made = attached(workspace, acme, "plan.txt", b"plan")
    reading = open_workspace(workspace.folder, PASSPHRASE, read_only=True)
    try:
        assert b"".join(reading.files.read(row(reading, made).content)) == b"plan"
        assert problems(reading) == []
        with pytest.raises(CrmError, match="reading only"):
            keep_content(reading.files, "other.txt", b"other", MOST)
    finally:
        reading.close()


ADDER = """
import os, sys
from pathlib import Path
from crm_desktop.files.actions import Holder, attach_files
from crm_desktop.files.keeping import keep_content
from crm_desktop.workspace import open_workspace

workspace = open_workspace(Path(sys.argv[1]), sys.argv[2])
holder = Holder("contact", bytes.fromhex(sys.argv[3]))
print("open", flush=True)
while True:
    new = keep_content(workspace.files, "noise.bin", os.urandom(3_000_000), 1 << 30)
    attach_files(workspace.journal, holder, [new])
    print("added", flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill a process at once")
def test_no_moment_of_being_killed_leaves_a_file_without_its_bytes(workspace: Workspace, acme: Holder) -> None:
    moments = random.Random(2026)
    workspace.close()
    acknowledged = 0
    for moment in range(MOMENTS):
        command = [sys.executable, "-c", ADDER, str(workspace.folder), PASSPHRASE, acme.record.hex()]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "open"
        if moment % 3 == 2:
            # however slow the machine, something has been added by then
            acknowledged += process.stdout.readline().count("added")
        time.sleep(moments.uniform(0.0, 0.3))
        os.kill(process.pid, signal.SIGKILL)
        acknowledged += process.stdout.read().split("\n").count("added")
        process.stdout.close()
        process.wait()
        again = open_workspace(workspace.folder, PASSPHRASE)
        try:
            assert problems(again) == []
            assert len(names(again, acme)) >= acknowledged
            acknowledged = len(names(again, acme))
            with again.reader() as reader:
                drop_unnamed(reader, again.files)
            assert len(again.files.contents()) == acknowledged
        finally:
            again.close()
    assert acknowledged
