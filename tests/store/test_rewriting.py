"""The file is written anew while others save and read, and nothing that they save is lost."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from crm_desktop.contacts.actions import add_contact
from crm_desktop.errors import Cancelled
from crm_desktop.jobs import Progress
from crm_desktop.journal.ids import new_id
from crm_desktop.vault.secret import raw_key
from crm_desktop.vault.sqlcipher import connect, integrity
from crm_desktop.workspace import DATABASE, Workspace, opened_with


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    """A workspace with enough people that writing it anew takes a moment."""
    with workspace.journal.transaction("Import") as tx:
        rows = [(new_id(), "person", f"Plain {number}") for number in range(2000)]
        tx.insert_many("contact", ("id", "kind", "name"), rows)
    return workspace


def people(workspace: Workspace) -> int:
    with workspace.reader() as reader:
        return int(reader.execute("SELECT count(*) FROM contact").fetchone()[0])


def names(workspace: Workspace) -> list[str]:
    return sorted(each.name for each in workspace.folder.iterdir() if each.name.startswith("crm.db."))


def test_the_file_is_another_one_with_the_same_content_and_is_written_to_as_before(filled: Workspace) -> None:
    path = filled.folder / DATABASE
    before = path.stat().st_ino, people(filled)
    assert filled.store.rewrite() is True
    assert (path.stat().st_ino == before[0], people(filled)) == (False, before[1])
    assert [each for each in names(filled) if "fresh" in each or "left" in each] == []
    bob = add_contact(filled.journal, "person", {"name": "Bob Fields"})
    with filled.reader() as reader:
        assert integrity(reader) == []
        # noted in the journal, by the triggers of the new connection
        row = reader.execute("SELECT label FROM step ORDER BY seq DESC LIMIT 1").fetchone()
    assert "Bob" in row[0]
    filled.undo_last()
    filled.close()
    again = opened_with(filled.folder, filled.secret)
    assert people(again) == before[1] + 1
    with again.reader() as reader:
        removed = reader.execute("SELECT removed_at FROM contact WHERE id = ?", (bob,)).fetchone()
    assert removed is None or removed[0] is not None
    again.close()


def test_who_saves_meanwhile_does_not_wait_and_loses_nothing(filled: Workspace) -> None:
    begun, saved = threading.Event(), threading.Event()

    def heard(_done: int, _total: int) -> None:
        begun.set()
        assert saved.wait(10)

    outcome: list[bool] = []
    rewriting = threading.Thread(target=lambda: outcome.append(filled.store.rewrite(Progress(heard))))
    rewriting.start()
    assert begun.wait(10)
    # it stands still in the midst of its work, and here somebody saves
    add_contact(filled.journal, "person", {"name": "Bob Fields"})
    saved.set()
    rewriting.join()
    assert outcome == [False]
    assert people(filled) == 2001
    assert names(filled) == []
    assert filled.store.rewrite() is True
    assert people(filled) == 2001


def test_while_another_program_reads_the_file_stays_where_it_is(filled: Workspace) -> None:
    path = filled.folder / DATABASE
    before = path.stat().st_ino
    other = connect(path, raw_key(filled.secret), read_only=True)
    assert filled.store.rewrite() is False
    assert path.stat().st_ino == before
    add_contact(filled.journal, "person", {"name": "Bob Fields"})
    assert other.execute("SELECT count(*) FROM contact").fetchone() == (2001,)
    other.close()
    assert filled.store.rewrite() is True


def test_who_reads_here_reads_to_the_end_and_the_file_waits_for_that(filled: Workspace) -> None:
    with filled.reader() as reader:
        found = reader.execute("SELECT name FROM contact")
        first = found.fetchone()
        done: list[bool] = []
        rewriting = threading.Thread(target=lambda: done.append(filled.store.rewrite()))
        rewriting.start()
        rewriting.join(0.5)
        rest = found.fetchall()
    rewriting.join()
    assert done == [True]
    assert first is not None
    assert len(rest) == 1999


def test_cancelling_leaves_nothing(filled: Workspace) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        filled.store.rewrite(progress)
    assert names(filled) == []


def test_what_a_kill_left_is_deleted_at_the_next_opening(filled: Workspace) -> None:
    filled.close()
    for ending in ("fresh", "left"):
        (filled.folder / f"{DATABASE}.{ending}").write_bytes(b"half")
    opened_with(filled.folder, filled.secret).close()
    assert names(filled) == []


def test_a_file_that_was_closed_meanwhile_is_not_touched(filled: Workspace, tmp_path: Path) -> None:
    def heard(_done: int, _total: int) -> None:
        filled.close()

    assert filled.store.rewrite(Progress(heard)) is False
    again = opened_with(filled.folder, filled.secret)
    assert people(again) == 2000
    again.close()


REWRITER = """
import sys
from pathlib import Path

from crm_desktop.contacts.actions import add_contact
from crm_desktop.workspace import opened_with

workspace = opened_with(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))
print("open", flush=True)
while True:
    add_contact(workspace.journal, "person", {"name": "Saved"})
    print("saved", flush=True)
    workspace.store.rewrite()
    print("rewritten", flush=True)
"""
MOMENTS = 8


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill a process at once")
def test_no_moment_of_being_killed_loses_what_was_saved(filled: Workspace) -> None:
    chance = random.Random(38)
    filled.close()
    saved = rewritten = 0
    for moment in range(MOMENTS):
        command = [sys.executable, "-c", REWRITER, str(filled.folder), filled.secret.hex()]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "open"
        heard = [process.stdout.readline().strip() for _line in range(2 if moment % 2 else 0)]
        time.sleep(chance.uniform(0.0, 0.2))
        os.kill(process.pid, signal.SIGKILL)
        heard += process.stdout.read().split("\n")
        process.stdout.close()
        process.wait()
        saved, rewritten = saved + heard.count("saved"), rewritten + heard.count("rewritten")
        again = opened_with(filled.folder, filled.secret)
        with again.reader() as reader:
            assert integrity(reader) == []
            found = reader.execute("SELECT count(*) FROM contact WHERE name = 'Saved'").fetchone()[0]
        assert found >= saved
        assert people(again) == 2000 + found
        saved = found
        again.close()
        assert names(again) == []
    assert saved
    assert rewritten
