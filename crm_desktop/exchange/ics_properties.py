"""The properties of events and tasks, written where the record says something else than the component does."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Alarm
from icalendar.cal import Component

from crm_desktop.activities.due import due_of, zone_named
from crm_desktop.exchange.ics_reader import OWN_DIRECTION, OWN_KIND, OWN_OUTCOME
from crm_desktop.journal.clock import instant
from crm_desktop.schema.forms import Stored
from crm_desktop.values.recurrence import recurrence_from_text
from crm_desktop.values.wall_clock import wall_clock

Row = Mapping[str, Stored]
_DAY_MIN = 24 * 60
_EVENT_TEXTS = {"subject": "SUMMARY", "body": "DESCRIPTION", "location": "LOCATION", "url": "URL"}
_TASK_TEXTS = {"title": "SUMMARY", "note": "DESCRIPTION", "location": "LOCATION"}
_PRIORITIES = {"high": 1, "medium": 5, "low": 9}


def write_event(event: Component, row: Row, before: Row, home: ZoneInfo, series_uid: str) -> None:
    """Bring `event`, which says what is in `before`, to what the interaction `row` says.

    `series_uid` is the UID of the series that it is an exception of, or empty.
    """
    zone = zone_named(row["zone"], home)
    if _differs(row, before, "at", "duration_min", "all_day", "zone"):
        _write_span(event, row, zone)
    if series_uid and "RECURRENCE-ID" not in event:
        _replace(event, "UID", series_uid)
        moment = datetime.fromisoformat(str(row["occurrence"]))
        whole_day = "T" not in str(row["occurrence"])
        event.add("recurrence-id", moment.date() if whole_day else moment.replace(tzinfo=zone))
    _write_texts(event, row, before, _EVENT_TEXTS)
    extras = {"kind": OWN_KIND, "direction": OWN_DIRECTION, "outcome": OWN_OUTCOME}
    _write_texts(event, row, {"kind": "meeting", **before}, extras)
    if _differs(row, before, "recurrence"):
        _write_rule(event, row, zone, whole_day=bool(row["all_day"]))
    if _differs(row, before, "remind_at"):
        _write_alarm(event, row, int(str(row["at"])))


def write_task(task: Component, row: Row, before: Row, home: ZoneInfo) -> None:
    """Bring `task`, which says what is in `before`, to what the task `row` says."""
    due = due_of(row, home)
    if _differs(row, before, "due_day", "due_at"):
        for name in ("DUE", "DURATION", "DTSTART"):
            task.pop(name, None)
        if due is not None:
            _add_moment(task, "due", due.wall.date() if due.whole_day else due.wall, due.zone)
    if _differs(row, before, "recurrence") and due is not None:
        if row["recurrence"] and "DTSTART" not in task:
            start = datetime.fromisoformat(str(row["occurrence"] or due.key))
            _add_moment(task, "dtstart", start.date() if due.whole_day else start, due.zone)
        _write_rule(task, row, due.zone, whole_day=due.whole_day)
    _write_texts(task, row, before, _TASK_TEXTS)
    _write_texts(task, row, {"kind": "todo", **before}, {"kind": OWN_KIND})
    if _differs(row, before, "priority"):
        _replace(task, "PRIORITY", _PRIORITIES.get(str(row["priority"])))
    if _differs(row, before, "done_at"):
        for name in ("STATUS", "COMPLETED", "PERCENT-COMPLETE"):
            task.pop(name, None)
        if row["done_at"] is not None:
            task.add("status", "COMPLETED")
            task.add("completed", instant(int(str(row["done_at"]))))
            task.add("percent-complete", 100)
    if _differs(row, before, "remind_at"):
        _write_alarm(task, row, due.at_ms if due is not None else None)


def _differs(row: Row, before: Row, *names: str) -> bool:
    return any((row[name] or None) != (before.get(name) or None) for name in names)


def _write_span(event: Component, row: Row, zone: ZoneInfo) -> None:
    for name in ("DTSTART", "DTEND", "DURATION"):
        event.pop(name, None)
    start, minutes = instant(int(str(row["at"]))), int(str(row["duration_min"] or 0))
    if row["all_day"]:
        first = wall_clock(start, zone).date()
        event.add("dtstart", first)
        event.add("dtend", first + timedelta(days=max(-(-minutes // _DAY_MIN), 1)))
        return
    named = zone if row["zone"] else ZoneInfo("UTC")
    _add_moment(event, "dtstart", wall_clock(start, named), named)
    if minutes:
        _add_moment(event, "dtend", wall_clock(start + timedelta(minutes=minutes), named), named)


def _add_moment(component: Component, name: str, moment: date | datetime, zone: ZoneInfo) -> None:
    if not isinstance(moment, datetime):
        component.add(name, moment)
    elif zone.key == "UTC":
        component.add(name, moment.replace(tzinfo=UTC))
    else:
        component.add(name, moment.replace(tzinfo=zone))


def _write_texts(component: Component, row: Row, before: Row, names: Mapping[str, str]) -> None:
    for field, name in names.items():
        if _differs(row, before, field):
            _replace(component, name, row[field])


def _replace(component: Component, name: str, value: Any) -> None:
    component.pop(name, None)
    if value is not None and value != "":
        component.add(name, value)


def _write_rule(component: Component, row: Row, zone: ZoneInfo, *, whole_day: bool) -> None:
    for name in ("RRULE", "EXDATE", "RDATE"):
        component.pop(name, None)
    if not row["recurrence"]:
        return
    found = recurrence_from_text(str(row["recurrence"]), zone)
    parts = {name: value.split(",") for name, value in found.parts.items()}
    if "UNTIL" in parts:
        parts["UNTIL"] = [_until(found.parts["UNTIL"], zone, whole_day=whole_day)]
    component.add("rrule", parts)
    for name, moments in (("exdate", found.excluded), ("rdate", found.added)):
        for each in moments:
            _add_moment(component, name, each.date() if whole_day else each, zone)


def _until(text: str, zone: ZoneInfo, *, whole_day: bool) -> Any:
    """Return the end of a rule as RFC 5545, 3.3.10 wants it: a day for days, else an instant in UTC."""
    day = datetime.strptime(text[:8], "%Y%m%d").replace(tzinfo=zone)
    if whole_day:
        return day.date()
    if text.endswith("Z"):
        return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    if "T" not in text:
        return (day + timedelta(days=1, seconds=-1)).astimezone(UTC)
    return datetime.strptime(text, "%Y%m%dT%H%M%S").replace(tzinfo=zone).astimezone(UTC)


def _write_alarm(component: Component, row: Row, at_ms: int | None) -> None:
    component.subcomponents = [each for each in component.subcomponents if each.name != "VALARM"]
    if row["remind_at"] is None:
        return
    remind_ms = int(str(row["remind_at"]))
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", str(row.get("subject") or row.get("title") or ""))
    if at_ms is None or "DUE" in component:
        alarm.add("trigger", instant(remind_ms))
    else:
        alarm.add("trigger", timedelta(milliseconds=remind_ms - at_ms))
    component.add_component(alarm)
