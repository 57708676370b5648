"""How long something took: `20 min`, `1h30`, `an hour and a half`, `eine halbe Stunde`."""

import re
from typing import NamedTuple

from crm_desktop.capture.clocks import CLOCK_LEADS
from crm_desktop.capture.day_words import DAYS_AWAY, WEEKDAY, WEEKDAY_SHORT
from crm_desktop.values.month_words import MONTHS

_NUMBER = r"\d+(?:[.,]\d+)?"
_AFTER_M = r"on the phone|by phone|today|yesterday|yday|this|re|about|abt|heute|gestern|mit"
_MINUTE = (
    r"(?:minutes?|mins?|minuten?|minutige[rsn]?|'"
    rf"|m(?=\s?(?:[,;.]|$|w(?:/|ith)?\W|(?:{_AFTER_M})(?!\w))))"
)
_HOUR = r"(?:hours?|hrs?|stunden?|stundige[rsn]?|std|h)"
# Words for lengths, in minutes; the longest first, so that "an hour and a half" is not taken for "an hour".
_A_HALF = r"(?:h|std|stunde|hours?|hrs?)"
_SPOKEN = (
    (rf"(?:an|one) hour and a half|one and a half hours?|(?:anderthalb|eineinhalb|1 ?1/2) ?{_A_HALF}n?", 90),
    (rf"(?:eine )?dreiviertelstunde|3/4 ?{_A_HALF}|three quarters of an hour", 45),
    (rf"(?:eine |ne )?viertelstunde|1/4 ?{_A_HALF}|(?:a )?quarter of an hour", 15),
    (rf"half an (?:hour|hr)|1/2 ?{_A_HALF}|(?:a )?half[- ](?:hour|hr)|(?:eine |ne )?halbe (?:stunde|std)", 30),
    (r"(?:two|a couple of|couple of) (?:hours|hrs)|zwei ?(?:stunden|std)|zweistundig\w*", 120),
    (r"three (?:hours|hrs)|drei ?(?:stunden|std)", 180),
    (r"(?:an|one) hour|(?:an|one) hr(?!\.? \w{3,})|(?:eine|ne) (?:stunde|std)|einstundig\w*", 60),
    (r"five (?:minutes|mins)|funf (?:minuten|min)", 5),
    (r"ten (?:minutes|mins)|zehn (?:minuten|min)", 10),
    (r"fifteen (?:minutes|mins)|funfzehn (?:minuten|min)", 15),
    (r"twenty (?:minutes|mins)|zwanzig (?:minuten|min)", 20),
    (r"thirty (?:minutes|mins)|dreissig (?:minuten|min)", 30),
)
_WRITTEN = re.compile(
    rf"(?<![\w.,:/])(?:(?P<hours>{_NUMBER})\s*{_HOUR}\.?\s*(?:(?:and|und)\s+)?(?P<rest>\d{{1,2}})?\s*(?:{_MINUTE}\.?)?"
    rf"|(?P<clock>\d{{1,2}}:\d{{2}})\s*{_HOUR}\.?|(?P<minutes>\d{{1,3}})\s*-?{_MINUTE}\.?)(?![\w])"
)
# Before a length these make it an instant: in two hours, vor einer Stunde, within 30 min.
_BEFORE_INSTANT = re.compile(r"\b(?:in|within|vor|binnen|innerhalb)\s+$")
_AFTER_INSTANT = re.compile(r"^\s*(?:ago|her|later?|spater|spaeter|fruher|frueher|early|verspatet)\b")
# "Fr 14h", "um 9 h": behind a day an hour of the working day is a time.
_HOUR_OF_DAY = re.compile(r"(?:[7-9]|1\d)\s?h\.?\s?(?:[0-5]\d)?")
_DATE = rf"\d{{1,2}}\.\d{{1,2}}\.(?:\d{{2,4}})?|\d{{1,2}}\.? (?:{'|'.join(MONTHS)})"
_BEFORE_HOUR = re.compile(
    rf"(?<!\w)(?:{'|'.join((*WEEKDAY, *WEEKDAY_SHORT, *DAYS_AWAY, *CLOCK_LEADS))}|{_DATE})\.?,? $"
)
_TIME = r"(?P<{0}_hour>\d{{1,2}})(?:[:.](?P<{0}_minute>\d{{2}}))?"
_RANGE = re.compile(
    rf"(?<![\w.,:/-]){_TIME.format('first')}(?:am|pm|uhr)?(?:\s?[-–]\s?| bis | to ){_TIME.format('last')}"
    r"\s?(?P<unit>am|pm|uhr)?(?![\w/:]|[.,-]\d)"
)
# Before two bare hours these tell that they are a time: from 9 to 4, tomorrow 10-12.
_BEFORE_RANGE = re.compile(r"(?<!\w)(?:from|von)(?: (?:about|ca\.?))? $")
_AFTER_RANGE = re.compile(rf",? (?:on |am )?(?:{'|'.join((*WEEKDAY, *DAYS_AWAY))})(?!\w)")
_NOON = 12 * 60
_LONGEST_MINUTES = 24 * 60
# Nobody talks that long: 14h is two in the afternoon.
_HOURS_OF_A_CLOCK = range(13, 24)


class FoundDuration(NamedTuple):
    """A length in minutes, and where in the folded line it stands; `says_when` where its beginning is told."""

    minutes: int
    start: int
    end: int
    says_when: bool = False


def duration_in(folded: str) -> FoundDuration | None:
    """Return the first length of time in the `folded` line, or None; lengths that say when are left out."""
    found = [each for each in (*_spoken(folded), *_written(folded), *_between(folded)) if not _is_instant(folded, each)]
    return min(found, key=lambda each: each.start) if found else None


def _spoken(folded: str) -> list[FoundDuration]:
    found: list[FoundDuration] = []
    for words, minutes in _SPOKEN:
        for each in re.finditer(rf"\b(?:{words})\b", folded):
            if not any(other.start <= each.start() < other.end for other in found):
                found.append(FoundDuration(minutes, each.start(), each.end()))
    return found


def _written(folded: str) -> list[FoundDuration]:
    found: list[FoundDuration] = []
    for each in _WRITTEN.finditer(folded):
        if each["clock"]:
            hours, minutes = each["clock"].split(":")
            length = int(hours) * 60 + int(minutes)
        elif each["minutes"]:
            length = int(each["minutes"])
        else:
            if _is_clock(each["hours"]):
                continue
            length = round(float(each["hours"].replace(",", ".")) * 60) + int(each["rest"] or 0)
        if 0 < length <= _LONGEST_MINUTES:
            found.append(FoundDuration(length, each.start(), each.end()))
    return found


def _is_clock(hours: str) -> bool:
    return hours.isdecimal() and int(hours) in _HOURS_OF_A_CLOCK


def _between(folded: str) -> list[FoundDuration]:
    """10-11am, 14:00-15:30, 9 bis 10:30 Uhr: from one time to another."""
    found: list[FoundDuration] = []
    for each in _RANGE.finditer(folded):
        before = folded[: each.start()]
        told = _BEFORE_RANGE.search(before) or _BEFORE_HOUR.search(before)
        if told is None and each["last_minute"]:
            told = _AFTER_RANGE.match(folded[each.end() :])
        if not (each["unit"] or told or (each["first_minute"] and each["last_minute"])):
            continue
        first, last = (int(each[f"{end}_hour"]) * 60 + int(each[f"{end}_minute"] or 0) for end in ("first", "last"))
        length = last - first if last > first else last + _NOON - first
        if 0 < length < _NOON:
            found.append(FoundDuration(length, each.start(), each.end(), says_when=True))
    return found


def _is_instant(folded: str, found: FoundDuration) -> bool:
    before = folded[: found.start]
    if _HOUR_OF_DAY.fullmatch(folded[found.start : found.end]) and _BEFORE_HOUR.search(before):
        return True
    return bool(_BEFORE_INSTANT.search(before) or _AFTER_INSTANT.match(folded[found.end :]))
