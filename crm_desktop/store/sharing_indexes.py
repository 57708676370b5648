"""Indexes of steps that only a shared file needs: each costs a page of writing with every save."""

from crm_desktop.vault.driver import Connection

_CLOCK = "step__clock"
_MADE = (
    f"CREATE INDEX IF NOT EXISTS {_CLOCK} ON step (hlc, site)",
    "CREATE INDEX IF NOT EXISTS step__pending ON step (seq) WHERE state < 2",
)


def index_for_sharing(connection: Connection) -> None:
    """Make the indexes by which steps are found that wait to be sent, and those that others name by their clock."""
    for statement in _MADE:
        connection.execute(statement)


def is_indexed_for_sharing(reader: Connection) -> bool:
    """Tell whether the file was shared, so that steps of others may stand in it in any order."""
    found = reader.execute("SELECT 1 FROM pragma_index_list('step') WHERE name = ?", (_CLOCK,))
    return found.fetchone() is not None
