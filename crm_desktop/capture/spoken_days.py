"""Days told by their distance: yesterday, in 3 days, next week, KW 22, end of June; in English and German."""

from collections.abc import Sequence
from datetime import date, timedelta

from crm_desktop.capture.day_words import (
    DAYS_AWAY,
    ENGLISH_DAYS,
    PARTS_OF_MONTH,
    PARTS_OF_THE_DAY,
    SPOKEN_NUMBERS,
    UNITS,
    WEEK,
    WEEKDAY,
    WEEKDAY_SHORT,
    YEARS,
)
from crm_desktop.capture.days import FAR, FoundDay, Now, Tense, in_month, iso_week
from crm_desktop.capture.tokens import Token
from crm_desktop.values.month_words import MONTHS

_LATEST_DAY = 31
_LONGEST_PART = len(("1", "st", "week", "of", "June"))
# With a day behind them they are the end of that one.
_ENDS_OF_DAY = frozenset({"eod", "cob", "end of day", "close of business"})
_WEEK_LEADS = ("week of", "week commencing", "week c", "wk of", "wk commencing", "wk c", "w c", "woche vom")


def relative(tokens: Sequence[Token], at: int, now: Now, _tense: Tense) -> FoundDay | None:
    """today, gestern, the day after tomorrow."""
    for length in (4, 3, 2, 1):
        words = " ".join(token.folded for token in tokens[at : at + length])
        if words in _ENDS_OF_DAY and tokens[at + length : at + length + 1] and _names_day(tokens[at + length]):
            return None
        if words in DAYS_AWAY and len(tokens) >= at + length:
            used = length
            used += part_of_day(tokens, at + length)
            return FoundDay(now.today + timedelta(days=DAYS_AWAY[words]), used)
    return None


def _names_day(token: Token) -> bool:
    return token.folded in WEEKDAY or token.folded in WEEKDAY_SHORT


def part_of_day(tokens: Sequence[Token], at: int) -> int:
    """Return how many tokens at `at` name a part of the day: morning, früh, and am or pm where these can be no word."""
    if at >= len(tokens):
        return 0
    ends = not (at + 1 < len(tokens) and tokens[at + 1].is_word)
    halves = tokens[at].folded in ("am", "pm") and (ends or tokens[at - 1].folded in ENGLISH_DAYS)
    return int(halves or tokens[at].folded in PARTS_OF_THE_DAY)


def counted(tokens: Sequence[Token], at: int, now: Now, _tense: Tense) -> FoundDay | None:
    """in 3 days, in einer Woche; 3 days ago, vor zwei Wochen."""
    words = [token.folded for token in tokens[at : at + 4]]
    for lead, sign in (("in", 1), ("vor", -1), ("within", 1)):
        if len(words) >= 3 and words[0] == lead:
            away = _away(tokens[at + 1], words[2], sign, now)
            if away is not None:
                return FoundDay(away, 3)
    if len(words) >= 3 and words[2] in ("ago", "her"):
        away = _away(tokens[at], words[1], -1, now)
        if away is not None:
            return FoundDay(away, 3)
    return None


def _away(count: Token, unit: str, sign: int, now: Now) -> date | None:
    number = count.number if count.number is not None else SPOKEN_NUMBERS.get(count.folded)
    if number is None or (unit not in UNITS and unit not in YEARS):
        return None
    if unit in YEARS:
        number, unit = number * 12, "months"
    days = UNITS[unit]
    if days:
        return now.today + timedelta(days=sign * days * number)
    months = now.today.year * 12 + now.today.month - 1 + sign * number
    return in_month(months // 12, months % 12 + 1, now.today.day)


def week(tokens: Sequence[Token], at: int, now: Now, _tense: Tense) -> FoundDay | None:
    """next week, nächste Woche: its Monday; KW 22, week 22; end of the week: Friday; Monatsende."""
    today = now.today
    monday = today - timedelta(days=today.weekday())
    for length in (4, 3, 2, 1):
        words = " ".join(token.folded for token in tokens[at : at + length] if token.text != ".")
        if words in WEEK and len(tokens) >= at + length:
            named = WEEK[words]
            if named.months is None:
                weekday = _weekday_of(tokens[at + length]) if at + length < len(tokens) else None
                if weekday is not None and named.days % 7 == 0:
                    return FoundDay(monday + timedelta(days=named.days + weekday), length + 1)
                return FoundDay(monday + timedelta(days=named.days), length)
            months = today.year * 12 + today.month - 1 + named.months
            return FoundDay(in_month(months // 12, months % 12 + 1, named.days), length)
    beginning = _week_of(tokens, at, now)
    if beginning is not None:
        return beginning
    led = tokens[at].folded == "in"
    at += led
    number = tokens[at + 1].number if at + 1 < len(tokens) else None
    if (
        at < len(tokens)
        and tokens[at].folded in ("kw", "week", "wk", "cw", "woche")
        and number is not None
        and 1 <= number <= 53
    ):
        day = iso_week(today.year, number)
        return FoundDay(day if day >= monday else iso_week(today.year + 1, number), 2 + led)
    return None


def _weekday_of(token: Token) -> int | None:
    """Tuesday, Di; a short one has a capital, as "do" and "so" are words."""
    short = WEEKDAY_SHORT.get(token.folded) if token.text[0].isupper() else None
    return WEEKDAY.get(token.folded, short)


def _week_of(tokens: Sequence[Token], at: int, now: Now) -> FoundDay | None:
    """week of the 25th, w/c 25th, wk commencing 25: the nearest such day ahead."""
    words = [token.folded for token in tokens[at : at + 3]]
    used = 3 if words == ["w", "/", "c"] else 2 if " ".join(words[:2]) in _WEEK_LEADS else 0
    used += used and at + used < len(tokens) and tokens[at + used].folded in ("the", "den", "dem", "vom")
    number = tokens[at + used].number if used and at + used < len(tokens) else None
    if number is None or not 1 <= number <= _LATEST_DAY:
        return None
    used += 1
    if at + used < len(tokens) and tokens[at + used].folded in MONTHS:
        month = MONTHS[tokens[at + used].folded]
        return FoundDay(in_month(now.today.year + (month < now.today.month), month, number), used + 1)
    used += at + used < len(tokens) and tokens[at + used].folded in ("st", "nd", "rd", "th")
    days = (now.today + timedelta(days=away) for away in range(FAR))
    return FoundDay(next(day for day in days if day.day == number), used)


def part_of_month(tokens: Sequence[Token], at: int, now: Now, tense: Tense) -> FoundDay | None:
    """Mitte Juni, end of June, early July; in June, which is still to come, is its first day."""
    words = [token.folded for token in tokens[at : at + _LONGEST_PART]]
    coming = MONTHS.get(words[1]) if tense is Tense.COMING and words[0] in ("in", "im") and len(words) > 1 else None
    if coming is not None and coming != now.today.month:
        return FoundDay(in_month(now.today.year + (coming < now.today.month), coming, 1), 2)
    for length in range(2, len(words) + 1):
        if words[length - 1] not in MONTHS:
            continue
        part = PARTS_OF_MONTH.get(" ".join(words[: length - 1]))
        if part is not None:
            month = MONTHS[words[length - 1]]
            year = now.today.year + (month < now.today.month)
            return FoundDay(in_month(year, month, part), length)
    return None
