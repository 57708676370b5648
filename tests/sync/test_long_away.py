"""A laptop that comes back after a year: its file and its cursor are old, the server and the others are new."""

from pathlib import Path

import psycopg

from crm_desktop.contacts.actions import add_contact, edit_contact
from crm_desktop.store.migrations import HEAD, schema_version
from crm_desktop.sync.outbox import unsent_count
from crm_desktop.vault.secret import raw_key
from crm_desktop.vault.sqlcipher import connect
from crm_desktop.workspace import DATABASE, Workspace, open_workspace
from tests.conftest import PASSPHRASE
from tests.sync.laptops import Firm, Laptop
from tests.sync.office import CONTACT, NAME

SCHEMA = Path(__file__).parents[1] / "store" / "schema_0003.sql"
# what only a newer program knows: a field of people, and a kind of record
NEWER_FIELD, NEWER_TABLE = 9001, 30_000


def closed_as_of_0003(workspace: Workspace) -> Path:
    """Close the workspace and write its file as the first program that shared kept it."""
    folder, key = workspace.folder, raw_key(workspace.secret)
    workspace.close()
    new = folder / DATABASE
    kept = new.rename(folder / "kept.db")
    old = connect(new, key, create=True)
    old.executescript(SCHEMA.read_text())
    source = connect(kept, key, read_only=True)
    for (table,) in old.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        here = {row[1] for row in source.execute(f"PRAGMA table_info({table})")}
        columns = ", ".join(row[1] for row in old.execute(f"PRAGMA table_info({table})") if row[1] in here)
        rows = source.execute(f"SELECT {columns} FROM {table}").fetchall()
        marks = ", ".join("?" * (columns.count(",") + 1))
        old.executemany(f"INSERT INTO {table}({columns}) VALUES ({marks})", rows)
    old.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
    old.execute("INSERT INTO alembic_version VALUES ('0003')")
    old.commit()
    source.close()
    old.close()
    for each in folder.glob("kept.db*"):
        each.unlink()
    return folder


def away(firm: Firm, laptop: Laptop) -> Path:
    """Close the laptop for a year."""
    folder = closed_as_of_0003(laptop.workspace)
    firm.clock.move(days=365)
    return folder


def busy_year(firm: Firm, laptop: Laptop, dana: bytes) -> None:
    """Let the others work, send, and have what a newer program keeps."""
    for number in range(12):
        edit_contact(laptop.journal, dana, {"job_title": f"Buyer {number}"})
        add_contact(laptop.journal, "person", {"name": f"Guest {number}"})
        laptop.sync()
    newer = firm.office.device("anna")
    newer.add(NEWER_TABLE, "0" * 31 + "1", {1: "Kept for later"})
    newer.write(CONTACT, dana.hex(), NEWER_FIELD, "of a newer program", None)
    with psycopg.connect(firm.office.dsn, autocommit=True) as admin:
        # a year's cleaning up
        admin.execute("VACUUM (FREEZE) crm.row")


def test_a_laptop_back_after_a_year_loses_nothing_and_has_everything(firm: Firm) -> None:
    first = firm.first()
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    first.sync()
    second = firm.another()
    second.sync()
    edit_contact(second.journal, dana, {"nickname": "Dan"})
    add_contact(second.journal, "person", {"name": "Ole Berg"})
    folder = away(firm, second)
    busy_year(firm, first, dana)
    back = Laptop(open_workspace(folder, PASSPHRASE, clock=firm.clock))
    with back.workspace.reader() as reader:
        assert schema_version(reader) == HEAD
        assert unsent_count(reader) >= 2
    for each in (back, first, back):
        each.sync()
    assert back.hash == first.hash
    assert first.one("SELECT nickname || job_title FROM contact WHERE id = ?", dana) == "DanBuyer 11"
    assert first.one("SELECT count(*) FROM contact WHERE name = 'Ole Berg'") == 1
    # the newer program's values are kept and known to the server as they were
    assert back.one("SELECT _x FROM contact WHERE id = ?", dana) == first.one(
        "SELECT _x FROM contact WHERE id = ?", dana
    )
    assert back.one("SELECT count(*) FROM pending_remote") == 1
    rows = firm.office.device("anna").rows()
    assert rows[dana.hex()][str(NEWER_FIELD)] == "of a newer program"
    assert rows[dana.hex()][str(NAME)] == "Dana Whitfield"
    back.workspace.close()
