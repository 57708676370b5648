"""One writer and many readers on one file, and what is told where the disk does not do."""

import pytest
from sqlcipher3 import dbapi2

from crm_desktop.contacts.actions import add_contact
from crm_desktop.errors import CrmError, UnreadableFile
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.setting_actions import save_setting
from crm_desktop.store.store import Store
from tests.journal.test_transaction import names


def fill_the_disk(store: Store) -> None:
    """Leave no room for another page of the file, as a full disk does."""
    pages = store.writer.execute("PRAGMA page_count").fetchone()[0]
    store.writer.execute(f"PRAGMA max_page_count = {pages}")


def test_a_full_disk_is_told_and_nothing_is_lost(journal: Journal, store: Store) -> None:
    add_contact(journal, "person", {"name": "Dana Whitfield"})
    fill_the_disk(store)
    with pytest.raises(UnreadableFile, match=r"the disk is full or failing\. Make room"):
        add_contact(journal, "person", {"name": "Reed", "notes": "x" * 1_000_000})
    assert names(journal) == ["Dana Whitfield"]
    store.writer.execute("PRAGMA max_page_count = 1000000")
    add_contact(journal, "person", {"name": "Reed"})
    assert names(journal) == ["Dana Whitfield", "Reed"]


def test_a_full_disk_is_told_for_choices_of_the_device_as_well(journal: Journal, store: Store) -> None:
    fill_the_disk(store)
    with pytest.raises(UnreadableFile, match="the disk is full"):
        save_setting(journal, "backup_folder", "x" * 1_000_000)


def test_another_program_that_writes_for_long_is_told(journal: Journal, store: Store) -> None:
    store.writer.execute("PRAGMA busy_timeout = 1")
    other = dbapi2.connect(str(store.path), isolation_level=None)
    other.execute(store._key.pragma())
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(CrmError, match="A long change is being written"):
            add_contact(journal, "person", {"name": "Reed"})
    finally:
        other.close()


def test_a_bug_stays_a_bug(store: Store) -> None:
    with pytest.raises(dbapi2.OperationalError, match="no such column"), store.writing:
        store.writer.execute("SELECT shoe_size FROM contact")
    with pytest.raises(dbapi2.OperationalError, match="no such column"), store.reader() as reader:
        reader.execute("SELECT shoe_size FROM contact")
