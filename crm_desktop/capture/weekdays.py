"""Weekdays: Tuesday, last Friday, nächsten Di, and the number behind one."""

from collections.abc import Sequence
from datetime import date, time, timedelta

from crm_desktop.capture.clocks import WORKING_HOURS
from crm_desktop.capture.dates import in_numbers, written_out
from crm_desktop.capture.day_words import CONNECTING, NEXT, OVER_NEXT, PARTS_OF_THE_DAY, PAST, WEEKDAY, WEEKDAY_SHORT
from crm_desktop.capture.days import FoundDay, Now, Tense, nearest, weekday_on
from crm_desktop.capture.name_words import TITLES_BEFORE
from crm_desktop.capture.spoken_days import counted, part_of_day, week
from crm_desktop.capture.tokens import Token

# "Thursday week" is the Thursday after the coming one.
_A_WEEK_LATER = (["week"], ["wk"])
_ORDINALS = (["st"], ["nd"], ["rd"], ["th"])
# Shortened weekdays that are no words as well; these are meant where a clause begins with one.
_NO_WORDS = frozenset({"mo", "di", "mi"})


def weekday_said(tokens: Sequence[Token], at: int, now: Now, tense: Tense) -> FoundDay | None:
    """Tuesday, last Friday, nächsten Di, Tue 10: the number is the day of the month where that fits, else the hour."""
    lead = tokens[at].folded
    named = at + 1 if lead in PAST or lead in NEXT or lead in OVER_NEXT else at
    named += named > at and named < len(tokens) and tokens[named].text == "."
    if named >= len(tokens):
        return None
    weekday = _weekday_of(tokens, named)
    if weekday is None:
        return None
    used = named - at + 1
    if named == at and [each.folded for each in tokens[at + 1 : at + 2]] in _A_WEEK_LATER:
        return FoundDay(
            nearest(now.today, weekday, backwards=False) + timedelta(days=7 * (now.today.weekday() != weekday)), 2
        )
    if lead in OVER_NEXT or [each.folded for each in tokens[named + 1 : named + 3]] == ["after", "next"]:
        used += 2 * (lead not in OVER_NEXT)
        return FoundDay(nearest(now.today, weekday, backwards=False) + timedelta(days=7), used)
    if _glued_part(tokens[named]):
        return FoundDay(nearest(now.today, weekday, backwards=tense is Tense.PAST), used)
    if named + 1 < len(tokens) and tokens[named + 1].text == "." and at + used + 1 < len(tokens):
        used += tokens[named + 2].number is not None or "." in tokens[named + 2].text
    if named + 1 < len(tokens) and tokens[named + 1].text == "," and in_numbers(tokens, named + 2, now, tense):
        used += 1
    following = written_out(tokens, at + used, now, tense) or in_numbers(tokens, at + used, now, tense)
    if following is not None:
        return FoundDay(following.day, used + following.used)
    backwards = lead in PAST or (tense is Tense.PAST and lead not in NEXT)
    day = nearest(now.today, weekday, backwards=backwards)
    others: tuple[tuple[date, time | None], ...] = ()
    if lead in NEXT and day.isocalendar()[:2] == now.today.isocalendar()[:2]:
        # said in the same week, "next Friday" is mostly the one after; some mean the coming one
        day, others = day + timedelta(days=7), ((day, None),)
    later = counted(tokens, at + used, now, tense) if at + used < len(tokens) else None
    if later is not None and (later.day - now.today).days % 7 == 0 and later.day > now.today:
        # Wednesday in two weeks: of the week in which that is
        return FoundDay(later.day + timedelta(days=weekday - later.day.weekday()), used + later.used)
    in_week = week(tokens, at + used, now, tense) if at + used < len(tokens) else None
    if in_week is not None and in_week.day.weekday() == 0:
        return FoundDay(in_week.day + timedelta(days=weekday), used + in_week.used)
    part = part_of_day(tokens, at + used)
    if part:
        return FoundDay(day, used + part, others)
    return _with_number(tokens, at + used, FoundDay(day, used, others), weekday, now, backwards=backwards)


def _with_number(
    tokens: Sequence[Token], after: int, found: FoundDay, weekday: int, now: Now, *, backwards: bool
) -> FoundDay:
    """Take the bare number behind a weekday as a day of the month, or as an hour, and offer the other reading."""
    number = tokens[after].number if after < len(tokens) else None
    if number is None or _is_unit(tokens, after + 1):
        return found
    as_day = weekday_on(now.today, weekday, number, backwards=backwards)
    if [token.folded for token in tokens[after + 1 : after + 2]] in _ORDINALS:
        day = _nearest_on(now, weekday, number)
        return FoundDay(day, found.used + 2) if day is not None else found
    as_hour = (found.day, time(number)) if number in WORKING_HOURS and not tokens[after].text.endswith(".") else None
    near = as_day is not None and abs((as_day - now.today).days) <= 62
    if as_day is not None and (near or as_hour is None):
        return FoundDay(as_day, found.used + 1, (as_hour,) if as_hour else ())
    if as_hour is not None:
        return FoundDay(found.day, found.used + 1, (*found.others, *(((as_day, None),) if as_day else ())), as_hour[1])
    return found


def _nearest_on(now: Now, weekday: int, number: int) -> date | None:
    """Tue 19th: the nearest such day, ahead or behind."""
    days = (weekday_on(now.today, weekday, number, backwards=backwards) for backwards in (False, True))
    return min((day for day in days if day is not None), key=lambda day: abs(day - now.today), default=None)


def _is_unit(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and (
        tokens[at].text == ":" or tokens[at].folded in ("uhr", "am", "pm", "h", "min", "%", "ish")
    )


def _weekday_of(tokens: Sequence[Token], at: int) -> int | None:
    token = tokens[at]
    if token.folded in WEEKDAY:
        return WEEKDAY[token.folded]
    if _glued_part(token):
        first = token.folded.partition("-")[0]
        return WEEKDAY.get(first, WEEKDAY_SHORT.get(first))
    short = WEEKDAY_SHORT.get(token.folded)
    by = at > 0 and tokens[at - 1].folded in ("bis", "ab", "by")
    if short is None or (_is_title(tokens, at) and not by) or _sat_down(tokens, at):
        return None
    # "so", "do", "sat" are words as well: as weekdays they have a capital, or stand after "am" or before a number
    led = at > 0 and tokens[at - 1].folded in CONNECTING | PAST | NEXT
    counted = at + 1 < len(tokens) and tokens[at + 1].text[0].isdecimal() and not _counts(tokens, at)
    begins = at == 0 and len(tokens) > 1 and tokens[1].is_word and token.folded in _NO_WORDS
    return short if token.text[0].isupper() or led or counted or begins else None


def _sat_down(tokens: Sequence[Token], at: int) -> bool:
    """Sat down with her: no Saturday."""
    following = [token.folded for token in tokens[at + 1 : at + 2]]
    return tokens[at].folded == "sat" and following in (["down"], ["with"], ["in"], ["through"])


def _glued_part(token: Token) -> bool:
    """Mo-Vormittag, Fri-morning."""
    day, dash, part = token.folded.partition("-")
    return bool(dash) and part in PARTS_OF_THE_DAY and (day in WEEKDAY or day in WEEKDAY_SHORT)


def _counts(tokens: Sequence[Token], at: int) -> bool:
    """we can do 8%, so 3 of them: English words before a bare number."""
    return tokens[at].folded in ("do", "so", "sat", "sun") and tokens[at + 1].text.isdecimal()


def _is_title(tokens: Sequence[Token], at: int) -> bool:
    """Fr. Krause is no Friday."""
    following = [token.text for token in tokens[at + 1 : at + 3]]
    named = len(following) > 1 and following[1] != ","
    return tokens[at].folded in TITLES_BEFORE and following[:1] == ["."] and named
