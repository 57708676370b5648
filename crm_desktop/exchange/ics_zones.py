"""Time zones as calendar files name them: by their usual names, by those of Windows, or by their rules alone."""

import warnings
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from icalendar import Timezone
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

# What such a name means is decided here.
warnings.filterwarnings("ignore", message="Timezone .* is a globally unique TZID")
# Each week of two years: that shows each change of the clocks, wherever Easter or Ramadan falls.
_COMPARED = tuple(datetime(2024, 1, 1, 12, tzinfo=UTC) + timedelta(weeks=week) for week in range(104))


class Zones:
    """The zones of one file: `texts` are its own definitions by their names, `home` is where the user is."""

    def __init__(self, texts: Mapping[str, str], home: ZoneInfo) -> None:
        self.home = home
        self._texts = texts
        self._known: dict[str, ZoneInfo | None] = {}

    def named(self, name: str) -> ZoneInfo | None:
        """Return the zone that the file calls `name`, or None where nobody knows what is meant."""
        if name not in self._known:
            self._known[name] = _by_name(name) or self._by_rules(name)
        return self._known[name]

    def definition(self, name: str) -> str:
        """Return the text that defines `name` where its name alone says nothing elsewhere, else nothing."""
        return "" if _zone(name) else self._texts.get(name, "")

    def _by_rules(self, name: str) -> ZoneInfo | None:
        text = self._texts.get(name)
        if text is None:
            return None
        place = next((line[15:] for line in text.split("\n") if line.upper().startswith("X-LIC-LOCATION:")), "")
        return _by_name(place.strip()) or _alike(text, self.home)


def _by_name(name: str) -> ZoneInfo | None:
    """Return the zone called `name` here or by Windows, or whose name it ends in (“/mozilla.org/…/Europe/Berlin”)."""
    parts = name.strip('"').split("/")
    tries = [
        name,
        WINDOWS_TO_OLSON.get(name, ""),
        *("/".join(parts[-count:]) for count in (3, 2) if len(parts) > count),
    ]
    return next((found for each in tries if (found := _zone(each)) is not None), None)


def _zone(name: str) -> ZoneInfo | None:
    if name.upper() in ("UTC", "GMT", "Z"):
        return ZoneInfo("UTC")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _alike(text: str, home: ZoneInfo) -> ZoneInfo | None:
    """Return the zone whose clock shows the same as the rules in `text`, the user's own where that does."""
    try:
        read = Timezone.from_ical(text)
        if not isinstance(read, Timezone):
            return None
        told = read.to_tz(lookup_tzid=False)
        offsets = [each.astimezone(told).utcoffset() for each in _COMPARED]
    except (ValueError, KeyError, AttributeError, IndexError, OverflowError):
        return None
    for name in (home.key, *sorted(available_timezones())):
        zone = ZoneInfo(name)
        if all(each.astimezone(zone).utcoffset() == offset for each, offset in zip(_COMPARED, offsets, strict=True)):
            return zone
    return None
