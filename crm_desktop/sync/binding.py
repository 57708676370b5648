"""With which server this file shares, and how far it came: kept inside the encrypted file."""

import json
from typing import NamedTuple

from crm_desktop.errors import NotShared
from crm_desktop.store.sharing_indexes import index_for_sharing
from crm_desktop.sync.connection import Address
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _


class Binding(NamedTuple):
    """A workspace on a server, and how this device gets there, as which member and with which password."""

    workspace: str
    address: Address


class Known(NamedTuple):
    """What is known of the server since the last contact; `download` is how far the first download came."""

    epoch: str | None
    sysid: str | None
    timeline: int | None
    cursor: str | None
    head: str | None
    scope_ver: int | None
    srv_off: int
    last_digest_at: int | None
    download: str | None
    last_ok_at: int | None
    last_error: str | None
    paused: int


def binding(reader: Connection) -> Binding:
    """Return with which server the workspace shares; raises NotShared."""
    row = reader.execute("SELECT workspace, dsn, role, password, certificate FROM server").fetchone()
    if row is None:
        raise NotShared(
            _("This workspace is not shared. Prepare a server with `server init`, or join one with `join`.")
        )
    workspace, where, role, password, certificate = row
    parts = json.loads(where)
    address = Address(parts["host"], parts["port"], parts["dbname"], str(role), str(password), str(certificate or ""))
    return Binding(str(workspace), address)


def is_bound(reader: Connection) -> bool:
    """Tell whether the workspace shares with a server."""
    return reader.execute("SELECT 1 FROM server").fetchone() is not None


def bind(connection: Connection, bound: Binding, now_ms: int) -> None:
    """Keep with which server the workspace shares, inside the open transaction."""
    index_for_sharing(connection)
    to = bound.address
    where = {"host": to.host, "port": to.port, "dbname": to.database}
    connection.execute(
        "INSERT OR REPLACE INTO server(one, workspace, dsn, role, password, certificate, bound_at) "
        "VALUES (1, ?, ?, ?, ?, ?, ?)",
        (bound.workspace, json.dumps(where), to.user, to.password, to.authority or None, now_ms),
    )
    connection.execute("INSERT OR IGNORE INTO sync(one) VALUES (1)")


def known(reader: Connection) -> Known:
    """Return what is known of the server."""
    row = reader.execute(f"SELECT {', '.join(Known._fields)} FROM sync").fetchone()
    return Known(*row) if row is not None else Known(*(None,) * 6, 0, None, None, None, None, 0)


def keep(connection: Connection, **values: object) -> None:
    """Keep `values` of what is known of the server; nothing is written where they are known."""
    names, marks = ", ".join(values), ", ".join("?" * len(values))
    connection.execute("INSERT OR IGNORE INTO sync(one) VALUES (1)")
    connection.execute(
        f"UPDATE sync SET ({names}) = ({marks}) WHERE ({names}) IS NOT ({marks})", (*values.values(), *values.values())
    )
