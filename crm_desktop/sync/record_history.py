"""The history of one record, fetched when somebody opens it: of what came into sight late only its state is here."""

from crm_desktop.journal.journal import Journal
from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.sync.arrived_history import change_from, put_changes, put_made, put_steps, step_from
from crm_desktop.sync.binding import binding
from crm_desktop.sync.merge import Clock
from crm_desktop.sync.remote import reached
from crm_desktop.sync.rows import Made


def fetch_history(journal: Journal, table: str, record: bytes) -> int:
    """Fetch the steps that touched the record; return how many the server knows.

    Raises NotShared, ServerUnreachable and ServerRefused; what is here already stays as it is.
    """
    declared = BY_NAME[table]
    with journal.store.reader() as reader:
        bound = binding(reader)
    remote = reached(bound.address)
    try:
        found = remote.history(declared.number, record)
    finally:
        remote.close()
    with journal.receiving() as incoming:
        connection = incoming.connection
        put_steps(connection, [step_from(each) for each in found["steps"]])
        put_changes(connection, [change_from(each) for each in found["changes"]])
        row = connection.execute(f"SELECT rid, _hlc, _site FROM {table} WHERE id = ?", (record,)).fetchone()
        if row is not None:
            put_made(connection, [Made(Clock(row[1], row[2]), declared.number, row[0])])
            incoming.touch(table, row[0])
    return len(found["steps"])
