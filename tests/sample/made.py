"""Making samples in real encrypted files, and reading them."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from crm_desktop.journal.journal import Journal
from crm_desktop.pipeline.standard import add_standard_pipeline
from crm_desktop.schema.catalogue import TABLES
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Place
from crm_desktop.store.creation import create_tables
from crm_desktop.store.file_store import FileStore
from crm_desktop.store.store import Store
from crm_desktop.vault.driver import Connection
from crm_desktop.vault.secret import new_secret, raw_key
from crm_desktop.vault.sqlcipher import connect
from crm_desktop.workspace import DERIVED

NEW_YORK = Place("en", "US", "USD", ZoneInfo("America/New_York"))
# A Thursday.
NOW = datetime(2026, 5, 14, 9, 41, tzinfo=NEW_YORK.zone)
# Each workspace makes these itself, so their ids differ from one to the next.
_OWN_OF_WORKSPACE = ("member", "pipeline", "stage")


class Sample(NamedTuple):
    """A workspace with a sample, what the generator said it made, and where its files are."""

    journal: Journal
    counts: Mapping[str, int]
    files: FileStore | None = None

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Return the rows that `sql` finds."""
        with self.journal.store.reader() as reader:
            return reader.execute(sql, values).fetchall()

    def one(self, sql: str, *values: object) -> Any:
        """Return the one value that `sql` finds."""
        return self.rows(sql, *values)[0][0]


def empty_journal(folder: Path, now: datetime = NOW, place: Place = NEW_YORK) -> Journal:
    """Return the journal of a new file in `folder` that holds what each new workspace does."""
    path, key = folder / "crm.db", raw_key(new_secret())
    connection = connect(path, key, create=True)
    create_tables(connection, DERIVED)
    connection.close()
    journal = Journal(Store(path, key), DERIVED, lambda: now, place)
    with journal.transaction("Create workspace") as tx:
        journal.member = tx.insert("member", {"name": "Me", "role": "owner"})
        add_standard_pipeline(tx)
    return journal


def empty_files(folder: Path) -> FileStore:
    """Return where the files of a sample can be kept."""
    return FileStore(folder, raw_key(new_secret()))


def content_hash(journal: Journal) -> str:
    """Return a hash over all fields of all records; what a workspace makes itself stands by its name."""
    digest = hashlib.sha256()
    with journal.store.reader() as reader:
        for table in TABLES:
            columns = ", ".join(_value(each) for each in table.stored_fields)
            for row in reader.execute(f"SELECT {columns} FROM {table.name} t ORDER BY t.rid"):
                digest.update(repr(row).encode())
    return digest.hexdigest()


def _value(field: Field) -> str:
    if field.kind is FieldKind.LINK and field.target in _OWN_OF_WORKSPACE:
        return f"(SELECT l.name FROM {field.target} l WHERE l.id = t.{field.name})"
    return f"t.{field.name}"


def dangling_links(reader: Connection) -> list[str]:
    """Return the links that lead nowhere, as table and field."""
    found: list[str] = []
    for table in TABLES:
        for field in table.stored_fields:
            if field.kind is FieldKind.LINK:
                missing = reader.execute(
                    f"SELECT count(*) FROM {table.name} t WHERE t.{field.name} IS NOT NULL "
                    f"AND NOT EXISTS (SELECT 1 FROM {field.target} l WHERE l.id = t.{field.name})"
                ).fetchone()[0]
                found += [f"{table.name}.{field.name}"] * bool(missing)
    return found
