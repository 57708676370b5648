"""A table without anything that this program adds to it: what the drive and SQLCipher take by themselves."""

from pathlib import Path

from crm_desktop.vault.driver import Connection
from crm_desktop.vault.secret import raw_key
from crm_desktop.vault.sqlcipher import connect
from crm_desktop.workspace import Workspace

MOST_ROWS = 20_000


def bare_table(scratch: Path, workspace: Workspace, table: str) -> Connection:
    """Return a file in `scratch` with the first rows of `table` and its indexes, without any trigger."""
    bare = connect(scratch / "bare.db", raw_key(workspace.secret), create=True)
    with workspace.reader() as reader:
        made = reader.execute(
            "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type IN ('table', 'index')", (table,)
        )
        for (statement,) in made.fetchall():
            if statement:
                bare.execute(statement)
        rows = reader.execute(f"SELECT * FROM {table} LIMIT {MOST_ROWS}").fetchall()
    bare.execute("BEGIN")
    bare.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
    bare.execute("COMMIT")
    return bare
