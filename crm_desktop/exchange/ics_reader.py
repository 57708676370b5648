"""Events and tasks of calendars (RFC 5545) as the records that they become here."""

import json
from datetime import datetime, timedelta
from email.utils import formataddr
from hashlib import sha256
from typing import NamedTuple

from icalendar import Event, Todo
from icalendar.cal import Component

from crm_desktop.activities.due import occurrence_key
from crm_desktop.errors import InvalidField
from crm_desktop.exchange.ics_alarms import reminder_in
from crm_desktop.exchange.ics_moments import Moment, RefusedItem, duration_in, moment_in, moments_in, no_moment
from crm_desktop.exchange.ics_zones import Zones
from crm_desktop.exchange.readers.calendar_text import Component as Cut
from crm_desktop.journal.clock import instant, milliseconds
from crm_desktop.schema.activities import DIRECTIONS, INTERACTION_KINDS, TASK_KINDS
from crm_desktop.schema.field import Choice
from crm_desktop.schema.forms import Stored
from crm_desktop.values.email import normal_email
from crm_desktop.values.names import clean_text
from crm_desktop.values.occurrences import next_occurrence
from crm_desktop.values.recurrence import recurrence_from_text
from crm_desktop.values.wall_clock import wall_clock
from crm_desktop.values.web import normal_url
from crm_desktop.words import N_, _

LONGEST_SUBJECT = 80
OWN_KIND, OWN_DIRECTION, OWN_OUTCOME = "X-CRM-KIND", "X-CRM-DIRECTION", "X-CRM-OUTCOME"
_MINUTE = timedelta(minutes=1)
_DAY_MIN = 24 * 60
_HIGH, _MEDIUM = 4, 5
_MOMENTS = {"DTSTART", "DTEND", "DUE", "COMPLETED", "RECURRENCE-ID", "CREATED", "DTSTAMP", "LAST-MODIFIED"}
# Each export writes it anew, so it says nothing about whether anything was changed.
_STAMPS = ("DTSTAMP:", "DTSTAMP;")
NOT_REPEATED = N_("Repeats in a way that cannot be shown here, so it stands here once: {examples} ({n}×).")
UNKNOWN_ZONE = N_("Time zones that nobody knows; these times were taken as those of your clock: {examples} ({n}×).")


class Guest(NamedTuple):
    """Somebody who is invited or invites, by e-mail address."""

    email: str
    name: str
    organizes: bool

    @property
    def shown(self) -> str:
        """Name and address, as in a letter head."""
        plain = self.name.isascii() and self.email.isascii()
        return formataddr((self.name, self.email)) if plain else f"{self.name} <{self.email}>"


class CalendarItem(NamedTuple):
    """An event (table interaction) or a task: its stored `values`, and what says which one it is.

    `occurrence` is the name of the one of its series that it changes, None where it is no exception. `remarks` are
    sentences about what could not be taken as it stands, each with an example.
    """

    line: int
    table: str
    uid: str
    occurrence: Moment | None
    values: dict[str, Stored]
    guests: tuple[Guest, ...]
    cancelled: bool
    changed_at: datetime | None
    remarks: tuple[tuple[str, str], ...]

    @property
    def key(self) -> str:
        """What says "the same": the UID, and which occurrence it changes."""
        if self.occurrence is None:
            return self.uid
        whole_day = self.occurrence.whole_day
        return f"{self.uid}#{self.occurrence.wall if whole_day else self.occurrence.instant:%Y%m%dT%H%M%SZ}"


def read_item(cut: Cut, zones: Zones, now_ms: int) -> CalendarItem:
    """Return what `cut` describes, as of the instant `now_ms`; raises RefusedItem."""
    if cut.broken:
        raise RefusedItem(cut.kind, "", cut.broken)
    component = _parsed(cut)
    remarks: list[tuple[str, str]] = []
    reads_event = cut.kind == "VEVENT"
    try:
        values = (_event_values if reads_event else _task_values)(component, zones, now_ms, remarks)
    except OverflowError as error:
        raise RefusedItem("DURATION", "", _("It lasts longer than any calendar. Shorten it.")) from error
    guests = tuple(_guests(component))
    if reads_event and guests:
        values["sender"] = next((each.shown for each in guests if each.organizes), None)
        values["recipients"] = ", ".join(each.shown for each in guests if not each.organizes) or None
    values["calendar_parts"] = _parts(cut, component, zones)
    changed = moment_in(component, "LAST-MODIFIED", zones)
    return CalendarItem(
        line=cut.line,
        table="interaction" if reads_event else "task",
        uid=_text(component, "UID") or _uid_of(cut),
        occurrence=moment_in(component, "RECURRENCE-ID", zones),
        values={name: value for name, value in values.items() if value is not None},
        guests=guests,
        cancelled=_text(component, "STATUS").upper() == "CANCELLED",
        changed_at=None if changed is None else changed.instant,
        remarks=tuple(remarks),
    )


def unstamped(component_text: str) -> str:
    """Return the text of a component without what each export writes anew."""
    return "\n".join(line for line in component_text.split("\n") if not line.upper().startswith(_STAMPS))


def _parsed(cut: Cut) -> Component:
    try:
        return (Event if cut.kind == "VEVENT" else Todo).from_ical(cut.text)
    except (ValueError, KeyError, IndexError, AttributeError, TypeError) as error:
        raise _unread(cut, error) from error


def _unread(cut: Cut, error: Exception) -> RefusedItem:
    """Return the refusal of what no reader of calendars takes, with the day that is none where that is why."""
    for line in cut.text.splitlines():
        name, _sign, value = line.partition(":")
        name = name.partition(";")[0].upper()
        if name in _MOMENTS and value and value in str(error):
            return RefusedItem(name, value, no_moment(name, value))
    return RefusedItem(cut.kind, "", _("It cannot be read: {reason}").format(reason=error))


def _event_values(component: Component, zones: Zones, now_ms: int, remarks: list[tuple[str, str]]) -> dict[str, Stored]:
    start = moment_in(component, "DTSTART", zones)
    if start is None:
        raise RefusedItem("DTSTART", "", _("It does not say when it takes place: DTSTART is missing."))
    _note_zone(component, "DTSTART", zones, remarks)
    minutes = _length(component, start, zones)
    values: dict[str, Stored] = {
        "kind": _choice(component, OWN_KIND, INTERACTION_KINDS) or "meeting",
        "direction": _choice(component, OWN_DIRECTION, DIRECTIONS),
        "at": milliseconds(start.instant),
        "duration_min": minutes or None,
        "subject": _subject(component, _("Meeting")),
        "body": _text(component, "DESCRIPTION") or None,
        "outcome": _text(component, OWN_OUTCOME) or None,
        "location": _text(component, "LOCATION") or None,
        "url": _url(component),
        "all_day": int(start.whole_day),
        "recurrence": _recurrence(component, start, zones, remarks),
    }
    if values["recurrence"] or start.whole_day or (start.named and start.zone.key != "UTC"):
        values["zone"] = start.zone.key
    values["planned"] = int(_is_to_come(start, values["recurrence"], minutes, now_ms))
    end = start._replace(wall=start.wall + minutes * _MINUTE)
    return values | reminder_in(component, start, end, zones, now_ms)


def _task_values(component: Component, zones: Zones, now_ms: int, remarks: list[tuple[str, str]]) -> dict[str, Stored]:
    start, due = moment_in(component, "DTSTART", zones), moment_in(component, "DUE", zones)
    length = duration_in(component, "DURATION")
    if due is None and start is not None:
        due = start if length is None else start._replace(wall=start.wall + length)
    _note_zone(component, "DUE" if "DUE" in component else "DTSTART", zones, remarks)
    done = moment_in(component, "COMPLETED", zones)
    is_done = done is not None or _text(component, "STATUS").upper() == "COMPLETED"
    values: dict[str, Stored] = {
        "title": _subject(component, _("Task")),
        "kind": _choice(component, OWN_KIND, TASK_KINDS) or "todo",
        "note": _text(component, "DESCRIPTION") or None,
        "location": _text(component, "LOCATION") or None,
        "priority": _priority(component),
        "done_at": milliseconds(done.instant) if done is not None else now_ms if is_done else None,
    }
    if due is None:
        return values
    values["due_day"] = due.wall.date().isoformat()
    if not due.whole_day:
        values["due_at"] = milliseconds(due.instant)
        values["zone"] = due.zone.key if due.named else None
    values["recurrence"] = _recurrence(component, due, zones, remarks)
    if values["recurrence"]:
        values["occurrence"] = occurrence_key(due.wall, whole_day=due.whole_day)
        values["zone"] = None if due.whole_day else due.zone.key
    return values | reminder_in(component, start or due, due, zones, now_ms)


def _is_to_come(start: Moment, recurrence: Stored, minutes: int, now_ms: int) -> bool:
    """Tell whether the event, or one of its series, ends after now."""
    begins_after = wall_clock(instant(now_ms), start.zone) - minutes * _MINUTE
    if start.wall > begins_after or not recurrence:
        return start.wall > begins_after
    rule = recurrence_from_text(str(recurrence), start.zone)
    return next_occurrence(rule, start.wall, begins_after, start.zone) is not None


def _length(component: Component, start: Moment, zones: Zones) -> int:
    """Return how many minutes the event takes."""
    end, length = moment_in(component, "DTEND", zones), duration_in(component, "DURATION")
    if start.whole_day:
        days = 1
        if end is not None:
            days = (end.wall.date() - start.wall.date()).days
        elif length is not None:
            days = -(-length // timedelta(days=1))
        return max(days, 1) * _DAY_MIN
    if end is not None:
        length = end.instant - start.instant
    return max(round((length or timedelta(0)) / _MINUTE), 0)


def _recurrence(component: Component, start: Moment, zones: Zones, remarks: list[tuple[str, str]]) -> str | None:
    """Return how the component repeats, by the clock of the zone of `start`; None where it does not."""
    rules = component.get("RRULE")
    rule = rules[0] if isinstance(rules, list) else rules
    added = [each.in_zone(start.zone) for each in moments_in(component, "RDATE", zones)]
    if rule is None and not added:
        return None
    text = "FREQ=DAILY;COUNT=1" if rule is None else rule.to_ical().decode()
    for name, moments in (
        ("EXDATE", [each.in_zone(start.zone) for each in moments_in(component, "EXDATE", zones)]),
        ("RDATE", added),
    ):
        if moments:
            text += f"\n{name}:{','.join(f'{each:%Y%m%dT%H%M%S}' for each in moments)}"
    try:
        return recurrence_from_text(text, start.zone).text
    except InvalidField:
        remarks.append((NOT_REPEATED, text.partition("\n")[0]))
        return None


def _note_zone(component: Component, name: str, zones: Zones, remarks: list[tuple[str, str]]) -> None:
    found = component.get(name)
    zone = str(getattr(found, "params", {}).get("TZID") or "")
    if zone and zones.named(zone) is None:
        remarks.append((UNKNOWN_ZONE, zone))


def _guests(component: Component) -> list[Guest]:
    guests: dict[str, Guest] = {}
    for name in ("ORGANIZER", "ATTENDEE"):
        found = component.get(name, [])
        for each in found if isinstance(found, list) else [found]:
            address = str(each).removeprefix("mailto:").removeprefix("MAILTO:").strip()
            try:
                email = normal_email(address)
            except InvalidField:
                continue
            shown = clean_text(str(getattr(each, "params", {}).get("CN") or ""))
            guests.setdefault(email, Guest(email, "" if shown == address else shown, name == "ORGANIZER"))
    return list(guests.values())


def _parts(cut: Cut, component: Component, zones: Zones) -> str:
    """Return the component itself and the zones that its file alone defines, so that it leaves as it came."""
    named = {str(getattr(each, "params", {}).get("TZID") or "") for _name, each in component.property_items()}
    parts = {"component": cut.text}
    definitions = [zones.definition(each) for each in sorted(named) if each]
    if any(definitions):
        parts["zones"] = "\n".join(each for each in definitions if each)
    return json.dumps(parts, ensure_ascii=False)


def _subject(component: Component, otherwise: str) -> str:
    subject = " ".join(_text(component, "SUMMARY").split())
    if subject:
        return subject
    first = _text(component, "DESCRIPTION").partition("\n")[0].strip() or _text(component, "LOCATION")
    return first if len(first) <= LONGEST_SUBJECT else first[: LONGEST_SUBJECT - 1] + "…" if first else otherwise


def _text(component: Component, name: str) -> str:
    found = component.get(name)
    if isinstance(found, list):
        found = found[0]
    return clean_text(str(found)) if found is not None else ""


def _choice(component: Component, name: str, offered: tuple[Choice, ...]) -> str | None:
    value = _text(component, name).lower()
    return value if value in {each.value for each in offered} else None


def _url(component: Component) -> str | None:
    try:
        return normal_url(_text(component, "URL")) or None
    except InvalidField:
        return None


def _priority(component: Component) -> str | None:
    text = _text(component, "PRIORITY")
    number = int(text) if text.isdecimal() else 0
    return None if not number else "high" if number <= _HIGH else "medium" if number == _MEDIUM else "low"


def _uid_of(cut: Cut) -> str:
    """Return what stands for the UID of a component that has none: the same content has the same one."""
    return f"{sha256(unstamped(cut.text).encode()).hexdigest()[:32]}@no-uid"
