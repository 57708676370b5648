"""The identity of this copy of the file: its site number, and small values that stay on this device."""

import secrets

from crm_desktop.vault.driver import Connection

# A step that others have accepted stands with its stamp in the context.
LAST_STAMP = (
    "max(hlc, coalesce((SELECT hlc FROM (SELECT hlc, state FROM step ORDER BY seq DESC LIMIT 1) WHERE state < 2), 0))"
)
# By what the file knows itself again where it is opened.
COPY_NONCE = "copy_nonce"
# Before the number of a step that nobody asked for.
BY_ITSELF = "by itself "


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
    # what is kept outside of the file is about the number that it had
    connection.execute("DELETE FROM local WHERE name = ?", (COPY_NONCE,))
    return site


def last_stamp(connection: Connection) -> int:
    """Return the last stamp of the clock of this device, which the newest of its steps may hold alone."""
    return int(connection.execute(f"SELECT {LAST_STAMP} FROM ctx").fetchone()[0])


def mute(connection: Connection) -> None:
    """Let nothing of the open transaction be noted, and take up the clock: steps of others may follow the newest."""
    connection.execute(f"UPDATE ctx SET apply = 1, hlc = {LAST_STAMP}")


def local_value(connection: Connection, name: str) -> str | None:
    """Return the device's own value called `name`, which never travels to other devices."""
    row = connection.execute("SELECT value FROM local WHERE name = ?", (name,)).fetchone()
    return None if row is None else str(row[0])


def set_local_value(connection: Connection, name: str, value: str) -> None:
    """Keep `value` under `name` on this device only; nothing is written where it is kept already."""
    connection.execute(
        "INSERT INTO local(name, value) VALUES (?, ?) "
        "ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE value IS NOT excluded.value",
        (name, value),
    )
