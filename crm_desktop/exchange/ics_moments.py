"""Days and times as they stand in components of calendars, by the clock of the zone that is named beside them."""

from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from icalendar.cal import Component
from icalendar.error import BrokenCalendarProperty

from crm_desktop.errors import CrmError
from crm_desktop.exchange.ics_zones import Zones
from crm_desktop.values.wall_clock import instant_at, wall_clock
from crm_desktop.words import _


class RefusedItem(CrmError):
    """A component of a calendar that cannot be taken: the property and value that are to blame, and why."""

    def __init__(self, column: str, value: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.value = value


class Moment(NamedTuple):
    """A day, or a time by the wall clock of `zone`; `named` tells whether the file names that zone."""

    wall: datetime
    zone: ZoneInfo
    whole_day: bool
    named: bool

    @property
    def instant(self) -> datetime:
        """The instant, in UTC; for a day when it begins."""
        return instant_at(self.wall, self.zone)

    def in_zone(self, zone: ZoneInfo) -> datetime:
        """Return what the clock of `zone` shows then; a day is the same day everywhere."""
        if self.whole_day or self.zone.key == zone.key:
            return self.wall
        return wall_clock(self.instant, zone)


def moment_in(component: Component, name: str, zones: Zones) -> Moment | None:
    """Return the moment that the property `name` of `component` holds, None where there is none.

    Raises RefusedItem where it cannot be read.
    """
    found = component.get(name)
    if isinstance(found, list):
        found = found[0]
    if found is None:
        return None
    try:
        return moment_of(found.dt, found.params.get("TZID"), zones)
    except (BrokenCalendarProperty, ValueError, AttributeError, OverflowError) as error:
        shown = str(found)
        raise RefusedItem(
            name, shown, _("“{value}” in {name} is no day and no time.").format(value=shown, name=name)
        ) from error


def moments_in(component: Component, name: str, zones: Zones) -> list[Moment]:
    """Return all moments that the properties `name` of `component` list; those that cannot be read are left out."""
    found = component.get(name, [])
    listed: list[Moment] = []
    for each in found if isinstance(found, list) else [found]:
        try:
            values = [one.dt[0] if isinstance(one.dt, tuple) else one.dt for one in getattr(each, "dts", ())]
            listed += [moment_of(value, each.params.get("TZID"), zones) for value in values]
        except (BrokenCalendarProperty, ValueError, AttributeError, OverflowError):
            continue
    return listed


def moment_of(value: Any, zone_name: str | None, zones: Zones) -> Moment:
    """Return the moment `value` as the file means it: in the zone it names, in UTC, or wherever the user is."""
    if not isinstance(value, datetime):
        if not isinstance(value, date):
            raise ValueError(value)
        return Moment(datetime.combine(value, time()), zones.home, whole_day=True, named=False)
    wall = value.replace(tzinfo=None, fold=0)
    if zone_name:
        zone = zones.named(str(zone_name))
        return Moment(wall, zone or zones.home, whole_day=False, named=zone is not None)
    if value.tzinfo is not None:
        return Moment(wall_clock(value, ZoneInfo("UTC")), ZoneInfo("UTC"), whole_day=False, named=True)
    return Moment(wall, zones.home, whole_day=False, named=False)


def duration_in(component: Component, name: str) -> timedelta | None:
    """Return the length of time that the property `name` of `component` holds, or None."""
    try:
        found = component.get(name)
        value = None if found is None else found.dt
    except (BrokenCalendarProperty, ValueError, AttributeError):
        return None
    return value if isinstance(value, timedelta) else None
