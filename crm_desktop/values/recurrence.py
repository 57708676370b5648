"""What repeats, as RFC 5545 writes it: a rule, what it leaves out and what is added to it."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from crm_desktop.errors import InvalidField
from crm_desktop.values.names import clean_text, fold
from crm_desktop.values.recurrence_rule import check_rule, is_too_fine, rule_parts
from crm_desktop.values.wall_clock import instant_at, wall_clock
from crm_desktop.words import _

FIELD = "recurrence"
_PARTS = re.compile(r"(?P<name>[A-Z-]+)(?P<parameters>(?:;[^:]*)?):(?P<value>.*)", re.IGNORECASE)
_MOMENT = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ](\d{2}):?(\d{2})(?::?(\d{2}))?)?(Z?)", re.IGNORECASE)
_WORDS = {
    "FREQ=DAILY": ("daily", "every day", "taglich", "jeden tag"),
    "FREQ=WEEKLY": ("weekly", "every week", "wochentlich", "jede woche"),
    "FREQ=WEEKLY;INTERVAL=2": ("fortnightly", "every two weeks", "alle zwei wochen"),
    "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR": ("weekdays", "every weekday", "werktags", "jeden werktag"),
    "FREQ=MONTHLY": ("monthly", "every month", "monatlich", "jeden monat"),
    "FREQ=MONTHLY;INTERVAL=3": ("quarterly", "every quarter", "vierteljahrlich", "jedes quartal"),
    "FREQ=YEARLY": ("yearly", "annually", "every year", "jahrlich", "jedes jahr"),
}


class Recurrence(NamedTuple):
    """A rule with its exceptions, all moments by the wall clock of its zone (without one); days are at midnight.

    `start` is only there where the first is another than the one that carries the rule.
    """

    rule: str
    start: datetime | None = None
    excluded: tuple[datetime, ...] = ()
    added: tuple[datetime, ...] = ()

    @property
    def parts(self) -> dict[str, str]:
        """The parts of the rule by their names: FREQ, INTERVAL, BYDAY and so on."""
        return rule_parts(self.rule)

    @property
    def text(self) -> str:
        """The stored form: the rule, then lines for what it leaves out and adds."""
        lines = [self.rule]
        lines += [f"DTSTART:{_written(self.start)}"] if self.start is not None else []
        for name, moments in (("EXDATE", self.excluded), ("RDATE", self.added)):
            if moments:
                lines.append(f"{name}:{','.join(map(_written, sorted(moments)))}")
        return "\n".join(lines)


def recurrence_from_text(text: str, zone: ZoneInfo) -> Recurrence:
    """Return what `text` says: a rule of RFC 5545 with or without its lines around, or “weekly”.

    Moments with an offset are brought to the wall clock of `zone`. Raises InvalidField.
    """
    typed = clean_text(text)
    found = _by_words(typed)
    rule, start, excluded, added = found, None, [], []
    for line in _lines(typed) if not found else ():
        name, moments = _read_line(line, zone)
        match name:
            case "RRULE" if rule:
                raise InvalidField(FIELD, _("“{typed}” holds two rules. Keep one.").format(typed=typed))
            case "RRULE":
                rule = line.partition(":")[2].strip().upper() if ":" in line else line.upper()
            case "DTSTART" if moments:
                start = moments[0]
            case "EXDATE":
                excluded += moments
            case "RDATE":
                added += moments
            case _:
                raise InvalidField(FIELD, _no_rule(typed))
    if not rule:
        raise InvalidField(FIELD, _no_rule(typed))
    made = Recurrence(rule.rstrip(";"), start, tuple(sorted(set(excluded))), tuple(sorted(set(added))))
    _check(made, typed, zone)
    return made


def _check(recurrence: Recurrence, typed: str, zone: ZoneInfo) -> None:
    """Raise InvalidField where the rule is none, or repeats in a way that a calendar cannot show."""
    try:
        if is_too_fine(recurrence.parts):
            raise InvalidField(FIELD, _("“{typed}” repeats more often than is shown here.").format(typed=typed))
        check_rule({name: value for name, value in recurrence.parts.items() if name != "UNTIL"})
        end_of_rule(recurrence.parts.get("UNTIL", ""), zone)
    except (KeyError, ValueError, IndexError, OverflowError) as error:
        raise InvalidField(FIELD, _no_rule(typed)) from error


def _no_rule(typed: str) -> str:
    return _("“{typed}” does not say how it repeats. Write “weekly”, or a rule such as FREQ=WEEKLY;BYDAY=TU.").format(
        typed=typed
    )


def _by_words(typed: str) -> str:
    folded = fold(typed)
    return next((rule for rule, words in _WORDS.items() if folded in words), "")


def _lines(text: str) -> list[str]:
    return [each.strip() for each in text.splitlines() if each.strip()]


def _read_line(line: str, zone: ZoneInfo) -> tuple[str, list[datetime]]:
    """Return the name of the property on `line`, and the moments it holds."""
    found = _PARTS.fullmatch(line)
    if found is None:
        return "RRULE", []
    name = found["name"].upper()
    if name == "RRULE":
        return name, []
    own = _zone_of(found["parameters"], zone)
    return name, [_moment(each, own, zone) for each in found["value"].split(",") if each]


def _zone_of(parameters: str, zone: ZoneInfo) -> ZoneInfo:
    named = re.search(r"TZID=\"?([^;\"]+)", parameters, re.IGNORECASE)
    try:
        return zone if named is None else ZoneInfo(named[1])
    except (KeyError, ValueError, OSError) as error:
        raise InvalidField(FIELD, _("“{zone}” is no time zone known here.").format(zone=named and named[1])) from error


def _moment(text: str, own: ZoneInfo, zone: ZoneInfo) -> datetime:
    """Return the moment that `text` writes by the clock of `own`, or in UTC, by the clock of `zone`."""
    # a period says how long it takes as well, which the record itself says
    found = _MOMENT.fullmatch(text.partition("/")[0].strip())
    if found is None:
        raise InvalidField(FIELD, _no_rule(text))
    year, month, day, hour, minute, second, utc = found.groups()
    try:
        clock = time(int(hour or 0), int(minute or 0), int(second or 0))
        wall = datetime.combine(date(int(year), int(month), int(day)), clock)
    except ValueError as error:
        raise InvalidField(FIELD, _no_rule(text)) from error
    if utc:
        return wall_clock(wall.replace(tzinfo=UTC), zone)
    if hour and own.key != zone.key:
        return wall_clock(instant_at(wall, own), zone)
    return wall


def end_of_rule(text: str, zone: ZoneInfo) -> datetime | None:
    """Return the last moment that `text`, the UNTIL of a rule, allows by the clock of `zone`; None for no end."""
    if not text:
        return None
    until = _moment(text, zone, zone)
    # a day as the end holds that whole day
    return until if "T" in text.upper() else until + timedelta(days=1, seconds=-1)


def _written(moment: datetime) -> str:
    return f"{moment:%Y%m%d}" if moment.time() == time() else f"{moment:%Y%m%dT%H%M%S}"
