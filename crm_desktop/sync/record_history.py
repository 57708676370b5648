"""The history of one record, fetched when somebody opens it: of what came into sight late only its state is here."""

from collections.abc import Iterator

from crm_desktop.journal.incoming import Incoming
from crm_desktop.journal.journal import Journal
from crm_desktop.schema.catalogue import BY_NAME, SHARED
from crm_desktop.sync.arrived_history import change_from, put_changes, put_made, put_steps, step_from
from crm_desktop.sync.binding import binding
from crm_desktop.sync.merge import Clock
from crm_desktop.sync.remote import reached
from crm_desktop.sync.rows import Made
from crm_desktop.vault.driver import Connection

# A record with more parts than this has those fetched that were made first.
MOST_PARTS = 50


def fetch_history(journal: Journal, table: str, record: bytes) -> int:
    """Fetch the steps that touched the record or its parts; return how many of the record itself the server knows.

    Raises NotShared, ServerUnreachable and ServerRefused; what is here already stays as it is.
    """
    with journal.store.reader() as reader:
        bound = binding(reader)
        wanted = [(table, record), *_parts(reader, table, record)]
    remote = reached(bound.address)
    try:
        found = [(*each, remote.history(BY_NAME[each[0]].number, each[1])) for each in wanted]
    finally:
        remote.close()
    with journal.receiving() as incoming:
        for name, each, history in found:
            put_steps(incoming.connection, [step_from(step) for step in history["steps"]])
            put_changes(incoming, [change_from(change) for change in history["changes"]])
            _put_made(incoming, name, each)
    return len(found[0][2]["steps"])


def _parts(reader: Connection, table: str, record: bytes) -> Iterator[tuple[str, bytes]]:
    for part in SHARED:
        link = part.by_name[part.belongs_to] if part.belongs_to else None
        if link is not None and link.target == table:
            found = reader.execute(
                f"SELECT id FROM {part.name} WHERE {link.name} = ? ORDER BY rid LIMIT {MOST_PARTS}", (record,)
            )
            yield from ((part.name, row[0]) for row in found.fetchall())


def _put_made(incoming: Incoming, table: str, record: bytes) -> None:
    connection = incoming.connection
    row = connection.execute(f"SELECT rid, _hlc, _site FROM {table} WHERE id = ?", (record,)).fetchone()
    if row is not None:
        put_made(connection, [Made(Clock(row[1], row[2]), BY_NAME[table].number, row[0])])
        incoming.touch(table, row[0])
