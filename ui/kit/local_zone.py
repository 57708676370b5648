"""The time zone of this computer."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from PySide6.QtCore import QTimeZone


def local_zone_name() -> str:
    """Return the name of the zone, such as "Europe/Berlin"."""
    name = bytes(QTimeZone.systemTimeZoneId().data()).decode()
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError):
        return "UTC"


def local_zone() -> ZoneInfo:
    """Return the zone."""
    return ZoneInfo(local_zone_name())
