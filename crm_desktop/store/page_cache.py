"""How many pages of the file a connection keeps at hand."""

from collections.abc import Iterator
from contextlib import contextmanager

from crm_desktop.vault.driver import Connection

LITTLE_MB = 2


@contextmanager
def page_cache(connection: Connection, megabytes: int) -> Iterator[None]:
    """Let `connection` keep up to `megabytes` of pages at hand for the length of the block."""
    usual = connection.execute("PRAGMA cache_size").fetchone()[0]
    connection.execute(f"PRAGMA cache_size = {-1024 * megabytes}")
    try:
        yield
    finally:
        connection.execute(f"PRAGMA cache_size = {usual}")


@contextmanager
def little_cache(connection: Connection) -> Iterator[None]:
    """Let `connection` keep hardly any page at hand for the length of the block, and give back what it has now.

    It is for what reads and writes each page once, and needs the memory for itself.
    """
    with page_cache(connection, LITTLE_MB):
        connection.execute("PRAGMA shrink_memory")
        yield
