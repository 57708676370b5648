"""A workspace that holds nothing but what it was made with, and taking that away for what is loaded into it."""

from crm_desktop.journal.transaction import Transaction
from crm_desktop.schema.catalogue import TABLES
from crm_desktop.vault.driver import Connection

_FIRST_STEP = 1


def is_fresh(reader: Connection) -> bool:
    """Tell whether nothing was written since the workspace was made."""
    return reader.execute("SELECT 1 FROM step WHERE seq > ? LIMIT 1", (_FIRST_STEP,)).fetchone() is None


def clear_seed(tx: Transaction) -> None:
    """Take away the user, the pipeline and the settings that a fresh workspace was made with, and their history."""
    tx.connection.execute("UPDATE ctx SET apply = 1")
    for table in TABLES:
        tx.connection.execute(f"DELETE FROM {table.name}")
    tx.connection.execute("UPDATE ctx SET apply = 0")
    tx.connection.execute("DELETE FROM change WHERE step = ?", (_FIRST_STEP,))
    tx.connection.execute("DELETE FROM fclock")
