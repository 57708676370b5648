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
from crm_desktop.store.sharing_indexes import is_indexed_for_sharing
from crm_desktop.store.store import Store
from crm_desktop.vault.driver import Connection
from crm_desktop.vault.secret import new_secret, raw_key
from crm_desktop.vault.sqlcipher import RawKey, connect
from crm_desktop.workspace import DERIVED
from tests.conftest import MovedClock

AFTER_HEAD = f"{int(HEAD) + 1:04}"
NEXT = f"""
from alembic import op
import sqlalchemy as sa

revision = "{AFTER_HEAD}"
down_revision = "{HEAD}"


def upgrade():
    op.add_column("contact", sa.Column("shoe_size", sa.Integer))
    op.execute("UPDATE contact SET shoe_size = 42")
"""
_DEVICE = """
    INSERT INTO parcel_device(id, site, name, sign_key, seal_key, has, told_at)
    VALUES ('one', 9, 'Laptop', x'00', x'00', '{}', 1)
"""
BROKEN = NEXT + "    raise RuntimeError('half way')\n"


def versions_with(folder: Path, text: str) -> Path:
    versions = folder / "migrations" / "versions"
    shutil.copytree(VERSIONS, versions, ignore=shutil.ignore_patterns("__pycache__"))
    (versions / f"v{AFTER_HEAD}_planted.py").write_text(text)
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
        assert schema_version(reader) == AFTER_HEAD
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


def test_a_file_of_the_first_version_becomes_what_the_program_makes_today(tmp_path: Path) -> None:
    old, new = raw_key(new_secret()), raw_key(new_secret())
    make_first_version(tmp_path / "old.db", old)
    migrate(tmp_path / "old.db", old, DERIVED)
    created = connect(tmp_path / "new.db", new, create=True)
    create_tables(created, DERIVED)
    migrated = connect(tmp_path / "old.db", old)
    assert layout(migrated) == layout(created)
    migrated.close()
    created.close()


def test_a_file_that_is_shared_keeps_the_indexes_that_sharing_needs(tmp_path: Path) -> None:
    versions = tmp_path / "migrations" / "versions"
    shutil.copytree(VERSIONS, versions, ignore=shutil.ignore_patterns("__pycache__", "v000[4-9]_*"))
    for name, device in (("alone", ""), ("shared", _DEVICE)):
        path, key = tmp_path / f"{name}.db", raw_key(new_secret())
        make_first_version(path, key)
        migrate(path, key, DERIVED, versions)
        third = connect(path, key)
        third.executescript(device)
        third.close()
        migrate(path, key, DERIVED)
        now = connect(path, key)
        assert is_indexed_for_sharing(now) == (name == "shared")
        now.close()


def make_first_version(path: Path, key: RawKey) -> None:
    first = connect(path, key, create=True)
    first.executescript((Path(__file__).parent / "schema_0001.sql").read_text())
    first.execute("INSERT INTO ctx(one, hlc, site) VALUES (1, 0, 7)")
    first.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
    first.execute("INSERT INTO alembic_version VALUES ('0001')")
    first.commit()
    first.close()


def layout(connection: Connection) -> dict[str, object]:
    """Return the columns of each table with their types, and the names of all indexes and triggers."""
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    columns = {
        name: {(row[1], row[2]) for row in connection.execute(f"SELECT * FROM pragma_table_info('{name}')")}
        for name in names
    }
    others = connection.execute("SELECT name FROM sqlite_master WHERE type IN ('index', 'trigger')").fetchall()
    return {**columns, "others": {row[0] for row in others if not row[0].startswith("sqlite_autoindex")}}
