"""The words by which people say when, in English and German, folded."""

from collections.abc import Mapping
from typing import NamedTuple


class WeekWord(NamedTuple):
    """A day counted from this Monday, or the day of a month counted from this one."""

    days: int
    months: int | None = None


DAYS_AWAY: Mapping[str, int] = {
    **dict.fromkeys(
        (
            "today",
            "heute",
            "heut",
            "2 day",
            "tonight",
            "this morning",
            "this afternoon",
            "this evening",
            "later today",
            "earlier today",
        ),
        0,
    ),
    **dict.fromkeys(("just now", "eben", "gerade eben", "soeben", "this noon", "vorhin", "this am", "this pm"), 0),
    **dict.fromkeys(("end of day", "eod", "cob", "close of business", "end of the day", "this arvo", "2day"), 0),
    **dict.fromkeys(("eod today", "cob today", "heute noch"), 0),
    **dict.fromkeys(
        (
            "eod tomorrow",
            "cob tomorrow",
            "first thing tomorrow",
            "1 st thing tomorrow",
            "1 st thing tmrw",
            "1 st thing tmw",
            "2 moro",
            "2 morrow",
            "tomoz",
            "morgen frueh",
        ),
        1,
    ),
    **dict.fromkeys(("yesterday", "yday", "y'day", "y’day", "yest", "ystd", "gestern", "last night", "last nite"), -1),
    **dict.fromkeys(("the day before yesterday", "day before yesterday", "vorgestern"), -2),
    **dict.fromkeys(("tomorrow", "tommorow", "tmrw", "tmw", "tmr", "tomo", "morgen"), 1),
    **dict.fromkeys(("the day after tomorrow", "day after tomorrow", "ubermorgen", "uebermorgen"), 2),
}
_MONTH_END = 31
WEEK: Mapping[str, WeekWord] = {
    **dict.fromkeys(
        (
            "next week",
            "next wk",
            "na wo",
            "na woche",
            "nae wo",
            "nae woche",
            "nxt wk",
            "nxt week",
            "nachste woche",
            "naechste woche",
            "nachster woche",
            "kommende woche",
            "kommender woche",
            "nachste wo",
            "nachster wo",
            "anfang nachster woche",
            "anfang der nachsten woche",
            "early next week",
            "beginning of next week",
            "start of next week",
        ),
        WeekWord(7),
    ),
    **dict.fromkeys(("last week", "last wk", "letzte woche", "vorige woche", "vergangene woche"), WeekWord(-7)),
    **dict.fromkeys(
        ("end of next week", "end of next wk", "ende nachster woche", "ende naechster woche"), WeekWord(11)
    ),
    **dict.fromkeys(("over the weekend", "at the weekend", "this weekend", "am wochenende"), WeekWord(5)),
    **dict.fromkeys(("mitte nachster woche", "middle of next week", "mid next week"), WeekWord(9)),
    **dict.fromkeys(
        ("week after next", "the week after next", "ubernachste woche", "uebernachste woche"), WeekWord(14)
    ),
    **dict.fromkeys(
        (
            "end of the week",
            "end of week",
            "ende der woche",
            "ende dieser woche",
            "end of this week",
            "eow",
            "diese woche noch",
            "diese wo noch",
            "noch diese woche",
            "noch diese wo",
        ),
        WeekWord(4),
    ),
    **dict.fromkeys(
        ("end of the month", "end of month", "monatsende", "ende des monats", "eom"), WeekWord(_MONTH_END, 0)
    ),
    **dict.fromkeys(
        (
            "next month",
            "nachsten monat",
            "naechsten monat",
            "nachster monat",
            "anfang nachsten monats",
            "early next month",
        ),
        WeekWord(1, 1),
    ),
    **dict.fromkeys(("last month", "letzten monat", "vorigen monat"), WeekWord(1, -1)),
}
PARTS_OF_MONTH: Mapping[str, int] = {
    **dict.fromkeys(
        ("early", "beginning of", "start of", "first week of", "1 st week of", "anfang", "erste woche im"), 1
    ),
    **dict.fromkeys(("mid", "middle of", "mitte"), 15),
    **dict.fromkeys(("late", "end of", "ende"), _MONTH_END),
}
_PARTS_OF_THE_DAY = (
    "morning afternoon evening night lunchtime midday fruh frueh vm nm vorm nachm vormittag vormittags mittag "
    "nachmittag nachmittags abend abends"
)
PARTS_OF_THE_DAY = frozenset([*_PARTS_OF_THE_DAY.split(), "morgen"])
# Behind these "am" is the morning; behind a German day it stands before a place.
_ENGLISH_DAYS = (
    "today tomorrow tmrw tmr tmw monday tuesday wednesday thursday friday saturday sunday"
    " mon tue tues wed weds thu thur thurs fri"
)
ENGLISH_DAYS = frozenset(_ENGLISH_DAYS.split())
UNITS: Mapping[str, int] = {
    **dict.fromkeys(("day", "days", "d", "tag", "tage", "tagen", "t"), 1),
    **dict.fromkeys(("week", "weeks", "wk", "wks", "w", "woche", "wochen", "wo"), 7),
    **dict.fromkeys(("fortnight", "fortnights"), 14),
    **dict.fromkeys(("month", "months", "mth", "mths", "monat", "monate", "monaten"), 0),
}
YEARS = frozenset(("year", "years", "yr", "jahr", "jahre", "jahren"))
SPOKEN_NUMBERS: Mapping[str, int] = {
    **dict.fromkeys(("a", "an", "one", "ein", "eine", "einer", "einem", "einen", "eins"), 1),
    **dict.fromkeys(("two", "zwei", "couple"), 2),
    **dict.fromkeys(("three", "drei"), 3),
    **dict.fromkeys(("four", "vier"), 4),
    **dict.fromkeys(("five", "funf", "fuenf"), 5),
    **dict.fromkeys(("six", "sechs"), 6),
    **dict.fromkeys(("seven", "sieben"), 7),
    **dict.fromkeys(("eight", "acht"), 8),
    **dict.fromkeys(("nine", "neun"), 9),
    **dict.fromkeys(("ten", "zehn"), 10),
    **dict.fromkeys(("eleven", "elf"), 11),
    **dict.fromkeys(("twelve", "zwolf", "zwoelf"), 12),
}
_WEEKDAYS = (
    ("monday montag mondays mon", "mo"),
    ("tuesday dienstag tue tues", "di"),
    ("wednesday mittwoch weds wednes", "wed mi"),
    ("thursday donnerstag thu thur thurs", "do"),
    ("friday freitag fri", "fr"),
    ("saturday samstag sonnabend", "sat sa"),
    ("sunday sonntag", "sun so"),
)
WEEKDAY: Mapping[str, int] = {word: day for day, (full, _short) in enumerate(_WEEKDAYS) for word in full.split()}
WEEKDAY_SHORT: Mapping[str, int] = {word: day for day, (_full, short) in enumerate(_WEEKDAYS) for word in short.split()}
PAST = frozenset(("last", "letzten", "letzter", "letzte", "vergangenen", "vorigen"))
OVER_NEXT = frozenset(("ubernachsten", "ubernachster", "ubernachste", "uebernachsten", "uebernaechsten"))
NEXT = frozenset(("next", "nxt", "nachsten", "naechsten", "nachster", "nachste"))
# Words before a day that belong to it.
_CONNECTING = (
    "on by until till til before at am bis zum um the den this diesen coming kommenden ab from for fur eod cob"
)
CONNECTING = frozenset(_CONNECTING.split())
