"""Times of the day as people write and say them: `3pm`, `10.30 Uhr`, `half past two`, `viertel vor elf`."""

import re
from collections.abc import Sequence
from datetime import time

from crm_desktop.capture.day_words import CONNECTING, PARTS_OF_THE_DAY, SPOKEN_NUMBERS, UNITS
from crm_desktop.capture.tokens import Token

# An hour outside of these that only a number tells is one of the afternoon: "at 4" is 16:00.
WORKING_HOURS = range(7, 20)
CLOCK_LEADS = frozenset(("at", "um", "gegen", "ab", "from", "@", "around"))
_HALVES = frozenset(("am", "pm", "a.m", "p.m"))
_LENGTHS = frozenset(("h", "hours", "stunden", "std", "min"))
_AFTER = frozenset(("past", "nach"))
_BEFORE = frozenset(("to", "vor"))
_ARTICLES = frozenset(("a", "an", "couple", "ein", "eine", "einer", "einem", "einen"))
_QUARTERS = frozenset(("quarter", "viertel"))
_MINUTES = {**SPOKEN_NUMBERS, "twenty": 20, "zwanzig": 20, "quarter": 15, "viertel": 15}
# What only the words before it or a day beside it tell to be a time: 12.30, but not the day 3.6.
_DOTTED = re.compile(r"(?:[01]?\d|2[0-3])\.[0-5]\d")
_RANGE = re.compile(r"(\d{1,2}(?:[:.]\d{2})?)-(\d{1,2}(?:[:.]\d{2})?)")
_OF_RANGE = re.compile(r"(?:1?[1-9]|10|2[0-3])(?:[:.][0-5]\d)?")
_LATEST_MONTH = 12
_EVEN_MINUTES = frozenset({"00", "15", "30", "45"})
_UNTIL = frozenset(("before", "by", "vor", "bis", "until", "after", "nach"))
_LATEST_HOUR = 18
# With an h they are no length of time.
_HOURS_ALONE = range(13, 24)


def clock_near(tokens: Sequence[Token], at: int, *, beside_day: bool = False) -> tuple[time, int] | None:
    """Return the time that begins at `at`, with or without `at`, `um`, and where it ends.

    `beside_day` tells that a day stands before it, so that `12.30` and `14h` are times.
    """
    here = at
    if here < len(tokens) and tokens[here].text == ",":
        here += 1
    led = here < len(tokens) and (tokens[here].folded in CLOCK_LEADS or _until_hour(tokens, here))
    led = led or _from_hour(tokens, here)
    here += led
    if here >= len(tokens):
        return None
    if _hours_between(tokens, here, led=tokens[here - 1].folded if led else "", beside_day=beside_day):
        hour, _sign, minute = tokens[here].text.partition("-")[0].replace(".", ":").partition(":")
        return time(_in_working_day(int(hour)), int(minute or 0)), here + 1
    if tokens[here].folded in ("noon", "mittags"):
        return time(12), here + 1
    return _spoken(tokens, here, led=led or beside_day) or _written(tokens, here, led=led, beside_day=beside_day)


def _hours_between(tokens: Sequence[Token], at: int, *, led: str, beside_day: bool) -> bool:
    """from 9 to 4, tomorrow 10 to 12, Mon 9-10: two bare hours of a day; "at 10 to 12" is ten minutes to noon."""
    ranged = _RANGE.fullmatch(tokens[at].text)
    words = [token.text for token in tokens[at : at + 3]]
    if ranged is None and (len(words) < 3 or words[1].lower() not in ("to", "bis", "-", "–")):
        return False
    first, last = (ranged[1], ranged[2]) if ranged is not None else (words[0], words[2])
    if not (_OF_RANGE.fullmatch(first) and _OF_RANGE.fullmatch(last)) or first == last:
        return False
    following = tokens[at + 1 if ranged is not None else at + 3 :][:1]
    if following and (following[0].folded in _HALVES or following[0].folded in UNITS):
        return False
    return led in ("from", "von") or (beside_day and not led)


def _from_hour(tokens: Sequence[Token], at: int) -> bool:
    """von 9 bis 11, where "von" alone may stand before anybody."""
    von = at + 1 < len(tokens) and tokens[at].folded == "von"
    return von and _hours_between(tokens, at + 1, led="von", beside_day=False)


def _until_hour(tokens: Sequence[Token], at: int) -> bool:
    """before 5, vor 10, by 4: an hour of the working day, where nothing is counted."""
    if at + 1 >= len(tokens) or tokens[at].folded not in _UNTIL:
        return False
    hour, following = tokens[at + 1].number, tokens[at + 2 : at + 3]
    ends = not following or following[0].text in {",", ".", ";"}
    return ends and hour is not None and 1 <= hour <= _LATEST_HOUR and tokens[at + 1].text.isdecimal()


def clock_before(tokens: Sequence[Token], at: int) -> tuple[time, int] | None:
    """Return the time that ends just before `at`, as in `at 10 on Tuesday`, and where it begins."""
    end = at
    while end > 0 and tokens[end - 1].folded in CONNECTING and tokens[end - 1].folded not in ("at", "um"):
        if tokens[end - 1].folded == "am" and end > 1 and tokens[end - 2].number is not None:
            break  # 10 am tomorrow
        end -= 1
    part_follows = any(token.folded in PARTS_OF_THE_DAY for token in tokens[at : at + 2])
    for start in range(max(0, end - 3), end):
        told = _is_dotted(tokens[start].text) or _has_minutes(tokens[start].text)
        found = clock_near(tokens, start, beside_day=part_follows or told)
        if found is not None and found[1] == end:
            return found[0], start
    return None


def _has_minutes(text: str) -> bool:
    """10-11.15, which counts nothing."""
    ranged = _RANGE.fullmatch(text)
    return ranged is not None and not ranged[2].isdecimal()


def _is_dotted(text: str) -> bool:
    """7.30, which is no day of a month."""
    return _DOTTED.fullmatch(text) is not None and int(text.partition(".")[2]) > _LATEST_MONTH


def _spoken(tokens: Sequence[Token], at: int, *, led: bool) -> tuple[time, int] | None:
    """at ten, half past two, ten to nine, quarter past 4; halb drei, viertel nach neun, zehn vor 11."""
    words = [token.folded for token in tokens[at : at + 3]]
    if words[0] == "dreiviertel":
        hour = _hour(tokens, at + 1)
        return (_time_of(hour, -15), at + 2) if hour is not None else None
    if led and words[0] in SPOKEN_NUMBERS and words[0] not in _ARTICLES and _stands_alone(tokens, at + 1):
        return time(_in_working_day(SPOKEN_NUMBERS[words[0]])), at + 1 + (words[1:2] == ["uhr"])
    if words[0] in ("halb", "half") and len(words) > 1:
        past = words[1] in _AFTER
        hour = _hour(tokens, at + 1 + past)
        # "at half ten" is half past ten, "um halb zehn" half past nine
        if hour is None or (words[0] == "half" and not (past or led)):
            return None
        return _time_of(hour, 30 if past or words[0] == "half" else -30), at + 2 + past
    minutes = _MINUTES.get(words[0], tokens[at].number)
    if minutes is None or len(words) < 3 or words[1] not in _AFTER | _BEFORE or minutes >= 30:
        return None
    hour = _hour(tokens, at + 2)
    # "5 to 10 people" is no time
    if hour is None or not (led or words[0] in _QUARTERS):
        return None
    return _time_of(hour, minutes if words[1] in _AFTER else -minutes), at + 3


def _stands_alone(tokens: Sequence[Token], at: int) -> bool:
    """at ten, um zehn Uhr: nothing follows that could be counted."""
    return at >= len(tokens) or not (tokens[at].is_word or tokens[at].number is not None) or tokens[at].folded == "uhr"


def _hour(tokens: Sequence[Token], at: int) -> int | None:
    if at >= len(tokens):
        return None
    hour = tokens[at].number or SPOKEN_NUMBERS.get(tokens[at].folded)
    return hour if hour is not None and 1 <= hour <= 12 else None


def _time_of(hour: int, minutes: int) -> time:
    """Return `hour` of the clock and `minutes` more (or fewer) as a time of the working day."""
    whole = (hour * 60 + minutes) // 60 or 12
    return time(_in_working_day(whole), minutes % 60)


def _in_working_day(hour: int) -> int:
    return hour if hour in WORKING_HOURS or not 0 < hour < WORKING_HOURS.start else hour + 12


def _written(tokens: Sequence[Token], at: int, *, led: bool, beside_day: bool) -> tuple[time, int] | None:
    text = tokens[at].text.rstrip(".")
    together = _together(tokens, at, beside_day=beside_day)
    if together is not None:
        return together
    unit = tokens[at + 1].folded if at + 1 < len(tokens) else ""
    ranged = _RANGE.fullmatch(text)
    if ranged is not None:
        text, unit = ranged[1], unit if unit in _HALVES else "uhr" * (unit == "uhr" or ":" in text or led)
        unit = "am" * (unit == "pm" and _minutes_of(ranged[1]) > _minutes_of(ranged[2])) or unit
    pieces = text.replace(".", ":").split(":")
    if not all(piece.isdecimal() for piece in pieces) or len(pieces) > 2:
        return None
    if unit == "h" and len(pieces) == 1 and _minutes_glued(tokens, at + 2):
        clock = _clock([pieces[0], tokens[at + 2].text], "", bare=False) if beside_day or led else None
        return (clock, at + 3) if clock is not None else None
    half = unit if unit in _HALVES else ""
    hour = int(pieces[0]) if pieces[0].isdecimal() else 0
    hour_mark = unit == "h" and (hour in WORKING_HOURS if beside_day else hour in _HOURS_ALONE)
    dotted = beside_day and _is_dotted(text)
    marked = hour_mark or dotted or (len(pieces) == 2 and ":" in text)
    if not (led or marked or half or unit == "uhr") or (led and not half and unit in UNITS):
        return None
    if (len(pieces) == 2 and len(pieces[1]) != 2) or (unit in _LENGTHS and not hour_mark):
        return None
    clock = _clock(pieces, half, bare=led and not marked and unit != "uhr")
    used = 1 + (hour_mark or bool(half) or (at + 1 < len(tokens) and tokens[at + 1].folded == "uhr"))
    return (clock, at + used) if clock is not None else None


def _minutes_glued(tokens: Sequence[Token], at: int) -> bool:
    """14h30: the minutes stand right behind the h."""
    glued = at < len(tokens) and tokens[at].start == tokens[at - 1].end
    return glued and len(tokens[at].text) == 2 and tokens[at].text.isdecimal()


def _together(tokens: Sequence[Token], at: int, *, beside_day: bool) -> tuple[time, int] | None:
    """0815 Uhr, 1400h: hours and minutes without a sign between them; 4ish: about an hour."""
    text, unit = tokens[at].text, tokens[at + 1].folded if at + 1 < len(tokens) else ""
    if unit == "ish" and text.isdecimal() and 1 <= int(text) <= 12:
        return time(_in_working_day(int(text)), 0), at + 2
    if len(text) != len("1400") or not text.isdecimal():
        return None
    if unit not in ("uhr", "h", "hrs") and not (beside_day and text.startswith("0") and text[2:] in _EVEN_MINUTES):
        return None
    if unit != "uhr" and not (beside_day or text.startswith("0") or text[2:] in _EVEN_MINUTES):
        return None
    hour, minute = int(text[:2]), int(text[2:])
    marked = unit in ("uhr", "h", "hrs")
    return (time(hour, minute), at + 1 + marked) if hour <= 23 and minute <= 59 else None


def _clock(pieces: Sequence[str], half: str, *, bare: bool) -> time | None:
    hour, minute = int(pieces[0]), int(pieces[1]) if len(pieces) == 2 else 0
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half[0] == "p" else 0)
    elif bare and len(pieces) == 1 and not pieces[0].startswith("0"):
        hour = _in_working_day(hour)
    return time(hour, minute) if hour <= 23 and minute <= 59 else None


def _minutes_of(text: str) -> int:
    hour, _sign, minute = text.replace(".", ":").partition(":")
    return int(hour) % 12 * 60 + int(minute or 0)
