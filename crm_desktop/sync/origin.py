"""The step that made the workspace, as it was first called: copies know by it that they are of one workspace."""

import json

from crm_desktop.journal.lineage import BEGINNING
from crm_desktop.store.sites import local_value, set_local_value
from crm_desktop.vault.driver import Connection

_ORIGIN = "origin"


def origin(reader: Connection) -> list[int]:
    """Return stamp and site of the step that made the workspace, from before it was given another clock."""
    kept = local_value(reader, _ORIGIN)
    if kept is not None:
        return [int(each) for each in json.loads(kept)]
    row = reader.execute("SELECT hlc, site FROM step WHERE seq = ?", (BEGINNING,)).fetchone()
    return [] if row is None else list(row)


def keep_origin(connection: Connection) -> None:
    """Note the name of the step that made the workspace, before it is given another clock."""
    set_local_value(connection, _ORIGIN, json.dumps(origin(connection)))
