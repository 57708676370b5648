"""Alarms of calendars as reminders: the first that is shown or sounds."""

from datetime import UTC, datetime, timedelta

from icalendar.cal import Component
from icalendar.error import BrokenCalendarProperty

from crm_desktop.exchange.ics_moments import Moment, moment_of
from crm_desktop.exchange.ics_zones import Zones
from crm_desktop.journal.clock import milliseconds
from crm_desktop.schema.forms import Stored

_SHOWN = ("DISPLAY", "AUDIO")


def reminder_in(component: Component, start: Moment, end: Moment, zones: Zones, now_ms: int) -> dict[str, Stored]:
    """Return when to remind of `component`, and for what has passed that it was reminded of."""
    alarms = [each for each in component.walk("VALARM") if str(each.get("ACTION", "DISPLAY")).upper() in _SHOWN]
    instants = [found for each in alarms if (found := _instant(each, start, end, zones)) is not None]
    if not instants:
        return {}
    remind_ms = milliseconds(min(instants))
    passed = remind_ms <= now_ms
    return {"remind_at": remind_ms, **({"reminded_at": remind_ms} if passed else {})}


def _instant(alarm: Component, start: Moment, end: Moment, zones: Zones) -> datetime | None:
    trigger = alarm.get("TRIGGER")
    try:
        value = None if trigger is None else trigger.dt
    except (BrokenCalendarProperty, ValueError, AttributeError):
        return None
    if isinstance(value, timedelta):
        base = end if str(trigger.params.get("RELATED", "")).upper() == "END" else start
        return base.instant.astimezone(UTC) + value
    return None if value is None else moment_of(value, trigger.params.get("TZID"), zones).instant
