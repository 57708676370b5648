"""The values of the settings: those of the workspace and of its members travel, those of the device stay here."""

import json
from pathlib import Path

from crm_desktop.settings import KEYS, SETTINGS, Scope, Setting
from crm_desktop.vault.driver import Connection
from crm_desktop.vault.replacing import BACKUPS


def setting_named(name: str) -> Setting:
    """Return the declaration of the setting called `name`."""
    return next(each for each in SETTINGS if each.name == name)


def setting_value(connection: Connection, name: str, member: bytes | None = None) -> str:
    """Return the value of the setting called `name`, or its default; what belongs to a member is that of `member`."""
    declared = setting_named(name)
    if declared.scope is Scope.DEVICE:
        row = connection.execute("SELECT value FROM local WHERE name = ?", (f"setting.{name}",)).fetchone()
        return declared.default if row is None else str(row[0])
    row = setting_row(connection, declared, member)
    return declared.default if row is None or row[1] is None else str(json.loads(row[1]))


def backup_folder(connection: Connection, folder: Path) -> Path:
    """Return where backups of the workspace in `folder` are written to."""
    chosen = setting_value(connection, "backup_folder")
    return Path(chosen) if chosen else folder / BACKUPS


def key_of(connection: Connection, declared: Setting) -> str:
    """Return the single key that the act of `declared` has on this device; empty for none."""
    return setting_value(connection, declared.name)


def single_keys(connection: Connection) -> dict[str, str]:
    """Return the key that stands for each single key of the program, where another was chosen."""
    chosen = {each.default: key_of(connection, each) for each in SETTINGS if each.section == KEYS}
    return {default: key for default, key in chosen.items() if key != default}


def setting_row(connection: Connection, declared: Setting, member: bytes | None) -> tuple[bytes, str | None] | None:
    """Return id and value of the record that holds a setting which travels, None where it was never changed."""
    whose = member if declared.scope is Scope.MEMBER else None
    row = connection.execute(
        "SELECT id, value FROM setting WHERE name = ? AND member IS ? AND removed_at IS NULL ORDER BY rid LIMIT 1",
        (declared.name, whose),
    ).fetchone()
    return None if row is None else (row[0], row[1])
