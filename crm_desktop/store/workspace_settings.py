"""The values of the settings: those of the workspace are records and travel, those of the device stay here."""

import json

from crm_desktop.settings import SETTINGS, Scope, Setting
from crm_desktop.vault.driver import Connection


def setting_named(name: str) -> Setting:
    """Return the declaration of the setting called `name`."""
    return next(each for each in SETTINGS if each.name == name)


def setting_value(connection: Connection, name: str) -> str:
    """Return the value of the setting called `name`, or its default."""
    declared = setting_named(name)
    if declared.scope is Scope.DEVICE:
        row = connection.execute("SELECT value FROM local WHERE name = ?", (f"setting.{name}",)).fetchone()
        return declared.default if row is None else str(row[0])
    row = connection.execute(
        "SELECT value FROM setting WHERE name = ? AND removed_at IS NULL ORDER BY rid LIMIT 1", (name,)
    ).fetchone()
    return declared.default if row is None or row[0] is None else str(json.loads(row[0]))
