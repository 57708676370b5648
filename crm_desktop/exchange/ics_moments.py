"""Days and times as they stand in components of calendars, by the clock of the zone that is named beside them."""

from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from icalendar.cal import Component
from icalendar.error import BrokenCalendarProperty

from crm_desktop.errors import CrmError
from crm_desktop.exchange.ics_zones import Zones
from crm_desktop.values.day import FIRST_INSTANT, LAST_INSTANT, at_the_end_of_time
from crm_desktop.values.wall_clock import instant_at, wall_clock
from crm_desktop.words import _

_CHANGED, _DUE = "LAST-MODIFIED", "DUE"


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

    Raises RefusedItem where it cannot be read; when it was last changed is then simply not known.
    """
    found = component.get(name)
    if isinstance(found, list):
        found = found[0]
    if found is None:
        return None
    try:
        moment = moment_of(found.dt, found.params.get("TZID"), zones)
    except (BrokenCalendarProperty, ValueError, AttributeError, OverflowError) as error:
        shown = str(found)
        raise RefusedItem(name, shown, no_moment(name, shown)) from error
    if name == _CHANGED and not _is_shown(moment):
        return None
    if not (_is_shown(moment) or (name == _DUE and moment.whole_day)):
        shown = moment.wall.date().isoformat()
        raise RefusedItem(name, shown, at_the_end_of_time(shown))
    return moment


def _is_shown(moment: Moment) -> bool:
    """Tell whether all clocks show the moment."""
    return FIRST_INSTANT.replace(tzinfo=None) <= moment.wall <= LAST_INSTANT.replace(tzinfo=None)


def no_moment(name: str, value: str) -> str:
    """Return why the `value` of the property `name` is refused."""
    return _("“{value}” in {name} is no day and no time.").format(value=value, name=name)


def moments_in(component: Component, name: str, zones: Zones) -> list[Moment]:
    """Return all moments that the properties `name` of `component` list; those that cannot be read are left out."""
    found = component.get(name, [])
    listed: list[Moment] = []
    for each in found if isinstance(found, list) else [found]:
        try:
            values = [one.dt[0] if isinstance(one.dt, tuple) else one.dt for one in getattr(each, "dts", ())]
            moments = [moment_of(value, each.params.get("TZID"), zones) for value in values]
            listed += filter(_is_shown, moments)
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
