"""A small workspace as the vault sees it: two encrypted files and their keys."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from crm_desktop.vault.argon import Argon
from crm_desktop.vault.driver import Connection
from crm_desktop.vault.secret import new_secret, raw_key
from crm_desktop.vault.slots import create_keys
from crm_desktop.vault.sqlcipher import connect

CHEAP = Argon(memory_kib=64, iterations=1, lanes=1)
PASSPHRASE = "rotima keluda vosani"
CANARY = "Katharina Canary-Vogelsang"
PEOPLE = 300
MADE_AT = datetime(2026, 11, 22, 18, 2, tzinfo=UTC)
# what a backup that was made then is called
BACKUP = "Hartwell-2026-11-22-1802.crmbackup"


class Vault(NamedTuple):
    """A closed workspace folder and what opens it."""

    folder: Path
    secret: bytes

    def open(self, name: str = "crm.db", *, read_only: bool = False) -> Connection:
        """Open one of the databases."""
        return connect(self.folder / name, raw_key(self.secret, name), read_only=read_only)

    def people(self) -> int:
        """Return how many people are in the file."""
        connection = self.open(read_only=True)
        try:
            return people_in(connection)
        finally:
            connection.close()


def people_in(connection: Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM person").fetchone()[0])


def add_people(connection: Connection, number: int) -> None:
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO person (name) VALUES (?)", [(f"{CANARY} {n}",) for n in range(number)])
    connection.execute("COMMIT")


def make_vault(folder: Path, *, files: bool = True) -> Vault:
    vault = Vault(folder, new_secret())
    folder.mkdir()
    connection = connect(folder / "crm.db", raw_key(vault.secret), create=True)
    connection.execute("CREATE TABLE person (rid INTEGER PRIMARY KEY, name TEXT)")
    connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
    connection.execute("INSERT INTO alembic_version VALUES ('0001')")
    connection.execute("CREATE VIRTUAL TABLE word USING fts5 (name)")
    add_people(connection, PEOPLE)
    connection.close()
    if files:
        connection = connect(folder / "files.db", raw_key(vault.secret, "files.db"), create=True)
        connection.execute("CREATE TABLE chunk (content BLOB)")
        connection.executemany("INSERT INTO chunk VALUES (?)", [(bytes(50_000),), (bytes(50_000),)])
        connection.close()
    create_keys(folder, PASSPHRASE, vault.secret, argon=CHEAP)
    return vault


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    """A closed workspace with people and attachments."""
    return make_vault(tmp_path / "Hartwell.crm")


@pytest.fixture
def connection(vault: Vault) -> Iterator[Connection]:
    """The open writer of that workspace."""
    connection = vault.open()
    yield connection
    connection.close()


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Return where backups go; nothing is there yet."""
    return tmp_path / "stick"
