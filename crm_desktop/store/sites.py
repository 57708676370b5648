"""The identity of this copy of the file: its site number, and small values that stay on this device."""

import secrets

from crm_desktop.vault.driver import Connection


def new_site() -> int:
    """Return a random site number: 31 bits, so that two copies meet once in billions."""
    return secrets.randbelow(2**31 - 1) + 1


def own_site(connection: Connection) -> int:
    """Return the number of this copy of the file."""
    return int(connection.execute("SELECT site FROM ctx").fetchone()[0])


def take_new_site(connection: Connection) -> int:
    """Give this copy of the file a new site number: after a restore or a clone it is another copy."""
    site = new_site()
    connection.execute("UPDATE ctx SET site = ?", (site,))
    return site


def local_value(connection: Connection, name: str) -> str | None:
    """Return the device's own value called `name`, which never travels to other devices."""
    row = connection.execute("SELECT value FROM local WHERE name = ?", (name,)).fetchone()
    return None if row is None else str(row[0])


def set_local_value(connection: Connection, name: str, value: str) -> None:
    """Keep `value` under `name` on this device only."""
    connection.execute("INSERT OR REPLACE INTO local(name, value) VALUES (?, ?)", (name, value))
