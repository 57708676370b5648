"""What an unpacked workspace holds, and whether it is whole."""

from pathlib import Path

from crm_desktop.errors import DamagedWorkspace
from crm_desktop.vault.driver import Connection
from crm_desktop.vault.secret import raw_key
from crm_desktop.vault.sqlcipher import connect, integrity
from crm_desktop.vault.steps import Steps
from crm_desktop.vault.stopping import stoppable

DATABASES = ("crm.db", "files.db")
_BYTES_BETWEEN_ASKING = 4 << 20  # what is checked in ten milliseconds, roughly


def found_in(folder: Path, secret: bytes, steps: Steps) -> list[str]:
    """Return what is wrong with the databases in `folder`, nothing when they are whole.

    Adds about their size to `steps`; raises Cancelled."""
    problems: list[str] = []
    for name in DATABASES:
        path = folder / name
        if name == DATABASES[0] or path.exists():
            problems += _problems(path, secret, steps)
    return problems


def table_counts(connection: Connection) -> dict[str, int]:
    """Return how many rows each table has, without the tables that only serve an index."""
    tables = connection.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' ORDER BY 1"
    )
    names = [str(row[0]) for row in tables if not str(row[0]).startswith("sqlite_")]
    return {name: _count(connection, name) for name in names}


def schema_version(connection: Connection) -> str:
    """Return the version of the tables as the migrations wrote it, or "" where none ran."""
    known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone() if known else None
    return str(row[0]) if row else ""


def _problems(path: Path, secret: bytes, steps: Steps) -> list[str]:
    try:
        connection = connect(path, raw_key(secret, path.name), read_only=True, still=True)
    except DamagedWorkspace as error:
        return [str(error)]
    try:
        with stoppable(connection, lambda: steps.add(_BYTES_BETWEEN_ASKING)):
            return integrity(connection, quick=True)
    finally:
        connection.close()


def _count(connection: Connection, table: str) -> int:
    quoted = table.replace('"', '""')
    return int(connection.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()[0])
