"""Migrations run on a copy; the old file stays until the new one is proved."""

import shutil
from pathlib import Path

import pytest

from crm_desktop.contacts.actions import add_contact
from crm_desktop.errors import NewerWorkspace
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.undo import undo_last
from crm_desktop.schema.forms import Place
from crm_desktop.store.creation import create_tables
from crm_desktop.store.metadata import record_metadata
from crm_desktop.store.migrations import HEAD, VERSIONS, check_known, migrate, schema_version
from crm_desktop.store.store import Store
from crm_desktop.vault.secret import new_secret, raw_key
from crm_desktop.vault.sqlcipher import connect
from crm_desktop.workspace import DERIVED
from tests.conftest import MovedClock

NEXT = """
from alembic import op
import sqlalchemy as sa

revision = "0002"
down_revision = "0001"


def upgrade():
    op.add_column("contact", sa.Column("shoe_size", sa.Integer))
    op.execute("UPDATE contact SET shoe_size = 42")
"""
BROKEN = NEXT + "    raise RuntimeError('half way')\n"


def versions_with(folder: Path, text: str) -> Path:
    versions = folder / "migrations" / "versions"
    shutil.copytree(VERSIONS, versions, ignore=shutil.ignore_patterns("__pycache__"))
    (versions / "v0002_planted.py").write_text(text)
    return versions


def test_a_migration_keeps_records_history_and_capture(
    journal: Journal, store: Store, tmp_path: Path, clock: MovedClock, place: Place
) -> None:
    add_contact(journal, "person", {"name": "Dana Whitfield"})
    store.close()
    migrate(store.path, store._key, DERIVED, versions_with(tmp_path, NEXT))
    opened = Store(store.path, store._key)
    again = Journal(opened, DERIVED, clock, place)
    with opened.reader() as reader:
        assert schema_version(reader) == "0002"
        assert reader.execute("SELECT name, shoe_size FROM contact").fetchall() == [("Dana Whitfield", 42)]
        assert reader.execute("SELECT count(*) FROM search_text WHERE search_text MATCH 'dana'").fetchone()[0] == 1
    undone = undo_last(again)
    assert undone is not None
    assert undone.label == "Add Dana Whitfield"
    opened.close()
    assert sorted(each.name for each in tmp_path.glob("crm.db*")) == ["crm.db"]


def test_a_migration_that_fails_leaves_the_old_file(journal: Journal, store: Store, tmp_path: Path) -> None:
    add_contact(journal, "person", {"name": "Dana Whitfield"})
    store.close()
    with pytest.raises(RuntimeError, match="half way"):
        migrate(store.path, store._key, DERIVED, versions_with(tmp_path, BROKEN))
    opened = Store(store.path, store._key)
    with opened.reader() as reader:
        assert schema_version(reader) == HEAD
        assert reader.execute("SELECT name FROM contact").fetchall() == [("Dana Whitfield",)]
    opened.close()
    assert sorted(each.name for each in tmp_path.glob("crm.db*")) == ["crm.db"]


def test_the_newest_version_on_disk_is_the_one_the_program_makes() -> None:
    assert max(each.name[1:5] for each in VERSIONS.glob("v*.py")) == HEAD


def test_a_version_from_the_future_is_refused() -> None:
    with pytest.raises(NewerWorkspace, match="0042"):
        check_known("0042")


def test_every_table_that_is_described_is_made(tmp_path: Path) -> None:
    connection = connect(tmp_path / "crm.db", raw_key(new_secret()), create=True)
    create_tables(connection, DERIVED)
    made = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    connection.close()
    assert set(record_metadata().tables) <= made
