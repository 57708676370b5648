"""What a save writes into the file, and that nothing is written past the journal."""

import shutil
from pathlib import Path

import pytest

from crm_desktop.contacts.actions import add_contact
from crm_desktop.journal.journal import Journal
from crm_desktop.store.capture import UPDATED
from crm_desktop.store.sharing_indexes import index_for_sharing, is_indexed_for_sharing
from crm_desktop.vault.sqlcipher import connect
from crm_desktop.workspace import open_workspace
from tests.conftest import PASSPHRASE, MovedClock

SAVES = 50
PAGE_IN_LOG = 4096 + 24
_COPY = """
    INSERT INTO contact(id, kind, name, created_at, updated_at, _hlc, _site)
    SELECT randomblob(16), kind, name, created_at, updated_at, _hlc, _site FROM contact LIMIT 1
"""


def test_saving_a_field_writes_six_pages(journal: Journal) -> None:
    dana = add_contact(journal, "person", {"name": "Dana Whitfield"})
    log = journal.store.path.with_name(journal.store.path.name + "-wal")
    journal.store.writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    for number in range(SAVES):
        with journal.transaction("Edit contact") as tx:
            tx.update("contact", dana, {"notes": f"Note {number}"})
    # row, step, change, its two indexes and the field's clock; now and then a page is divided
    assert log.stat().st_size / PAGE_IN_LOG / SAVES < 6.5


def test_saving_a_field_asks_eight_times(journal: Journal) -> None:
    dana = add_contact(journal, "person", {"name": "Dana Whitfield"})
    asked: list[str] = []
    journal.store.capturing_writer.set_trace_callback(asked.append)
    with journal.transaction("Edit contact") as tx:
        tx.update("contact", dana, {"notes": "Likes tea"})
    journal.store.writer.set_trace_callback(None)
    # what a trigger does is told as the statement that set it off
    assert len(set(asked)) == 8, asked


def test_a_connection_that_notes_nothing_cannot_write(journal: Journal) -> None:
    dana = add_contact(journal, "person", {"name": "Dana Whitfield"})
    with journal.transaction("Edit contact") as tx:
        tx.update("contact", dana, {"notes": "Likes tea"})
    other = connect(journal.store.path, journal.store._key)
    for statement in ("UPDATE contact SET name = 'Eve'", _COPY):
        with pytest.raises(Exception, match="write outside a labelled transaction"):
            other.execute(statement)
    other.close()


def test_the_clock_goes_on_from_the_newest_step_when_others_came_after_it(journal: Journal, clock: MovedClock) -> None:
    dana = add_contact(journal, "person", {"name": "Dana Whitfield"})
    clock.move(days=-3)
    with journal.receiving() as incoming:
        incoming.connection.execute("INSERT INTO step(hlc, site, at, label, state) VALUES (5, 77, 1, 'Theirs', 3)")
    with journal.transaction("Edit contact") as tx:
        tx.update("contact", dana, {"notes": "Likes tea"})
    with journal.store.reader() as reader:
        stamps = [row[0] for row in reader.execute("SELECT hlc FROM step WHERE site <> 77 ORDER BY seq")]
    assert stamps == sorted(set(stamps))


def test_only_a_shared_file_keeps_the_steps_in_further_orders(journal: Journal) -> None:
    with journal.store.reader() as reader:
        assert not is_indexed_for_sharing(reader)
    with journal.bookkeeping() as connection:
        index_for_sharing(connection)
    with journal.store.reader() as reader:
        assert is_indexed_for_sharing(reader)
        plan = reader.execute("EXPLAIN QUERY PLAN SELECT seq FROM step WHERE hlc = 1 AND site = 2").fetchone()
        assert "step__clock" in plan[3]


def test_taking_in_what_others_wrote_makes_no_triggers_and_notes_nothing(empty_workspace: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(empty_workspace, tmp_path / "copy.crm")
    workspace = open_workspace(folder, PASSPHRASE)
    journal = workspace.journal
    triggers = "SELECT count(*) FROM sqlite_temp_master WHERE type = 'trigger'"
    with journal.receiving() as incoming:
        incoming.connection.execute("UPDATE member SET name = 'Anna S.'")
    with journal.bookkeeping() as connection:
        assert connection.execute(triggers).fetchone() == (0,)
        noted = connection.execute("SELECT max(seq) FROM change").fetchone()
    add_contact(journal, "person", {"name": "Dana Whitfield"})
    assert journal.store.writer.execute(triggers).fetchone()[0] > 0
    with workspace.reader() as reader:
        assert reader.execute("SELECT count(*) FROM change WHERE seq > ?", noted).fetchone()[0] > 0
        assert reader.execute("SELECT count(*) FROM change WHERE op = ?", (UPDATED,)).fetchone() == (0,)
    workspace.close()
