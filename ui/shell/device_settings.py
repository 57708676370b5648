"""The settings of this device that the shell itself follows."""

from collections.abc import Mapping
from typing import NamedTuple

from crm_desktop.store.sites import local_value
from crm_desktop.store.workspace_settings import setting_value, single_keys
from crm_desktop.vault.driver import Connection


class DeviceSettings(NamedTuple):
    """How the window looks and acts; theme and zoom are None where they were never chosen in this workspace.

    `keys` are the single keys that were changed, by those of the program.
    """

    theme: str | None
    zoom: int | None
    contrast: str
    letters: bool
    keys: Mapping[str, str]
    idle_minutes: int
    lock_on_sleep: bool


def device_settings(reader: Connection) -> DeviceSettings:
    """Return the settings as they are kept."""
    theme, zoom = local_value(reader, "setting.theme"), local_value(reader, "setting.zoom")
    return DeviceSettings(
        theme,
        int(zoom) if zoom else None,
        setting_value(reader, "contrast"),
        setting_value(reader, "single_keys") == "on",
        single_keys(reader),
        int(setting_value(reader, "idle_minutes") or 0),
        setting_value(reader, "lock_on_sleep") == "on",
    )
