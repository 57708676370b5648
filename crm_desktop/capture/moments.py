"""When: days and times as people write them in passing, in English and German, seen from today."""

from collections.abc import Callable, Sequence
from datetime import date, time
from typing import NamedTuple

from crm_desktop.capture.clocks import clock_before, clock_near
from crm_desktop.capture.dates import day_of_month, in_numbers, written_out
from crm_desktop.capture.day_words import CONNECTING
from crm_desktop.capture.days import FoundDay, Now, Tense
from crm_desktop.capture.spoken_days import counted, part_of_month, relative, week
from crm_desktop.capture.tokens import Line, Span, Token
from crm_desktop.capture.weekdays import weekday_said

_UNTIL = frozenset({"to", "till", "until", "bis", "-", "–"})
_LAST_HOUR = 24


class Moment(NamedTuple):
    """A day, perhaps with a time; `others` are what else may be meant, and `span` is where it stands.

    `clock_span` is where the time stands, where that is apart from the day.
    """

    day: date
    clock: time | None
    span: Span
    others: tuple[tuple[date, time | None], ...] = ()
    clock_span: Span | None = None

    def holds(self, at: int) -> bool:
        """Whether the token at `at` says when."""
        return self.span.holds(at) or (self.clock_span is not None and self.clock_span.holds(at))


def moment_in(line: Line, span: Span, now: Now, tense: Tense) -> Moment | None:
    """Return the first day or time that is named in `span` of `line`; None where there is none."""
    tokens = line.tokens[span.first : span.last]
    for at in range(len(tokens)):
        found = _day_at(tokens, at, now, tense)
        if found is None:
            continue
        first, last = at, at + found.used
        clock = found.clock
        if clock is None:
            after = clock_near(tokens, last, beside_day=True)
            clock, last = (after[0], after[1]) if after is not None else (None, last)
        if clock is None:
            before = clock_before(tokens, first)
            clock, first = before if before is not None else (None, first)
        last = _with_end(tokens, last) if clock is not None else last
        first = _with_connecting(tokens, first)
        moment = Moment(found.day, clock, Span(span.first + first, span.first + last), found.others)
        return moment if clock is not None else _with_clock_apart(tokens[last:], moment)
    return _only_clock(tokens, span, now)


def _with_end(tokens: Sequence[Token], last: int) -> int:
    """Return where a time ends that ends at `last`, with the time until which it goes on: 2pm to 3.30pm."""
    if last >= len(tokens) or tokens[last].folded not in _UNTIL:
        return last
    end = clock_near(tokens, last + 1, beside_day=True)
    if end is not None:
        return end[1]
    bare = tokens[last + 1 : last + 2]
    return last + 2 if bare and bare[0].text.isdecimal() and int(bare[0].text) <= _LAST_HOUR else last


def _with_clock_apart(tokens: Sequence[Token], moment: Moment) -> Moment:
    """Return `moment` with a time that follows later: tomorrow with Peter at 1pm; `tokens` stand behind the day."""
    for at in range(len(tokens)):
        found = clock_near(tokens, at)
        if found is not None and tokens[at].text != ",":
            first = moment.span.last + at
            return moment._replace(clock=found[0], clock_span=Span(first, moment.span.last + found[1]))
    return moment


def _only_clock(tokens: Sequence[Token], span: Span, now: Now) -> Moment | None:
    """A time alone is today's; it needs a word or a sign that says it is one."""
    for at in range(len(tokens)):
        found = clock_near(tokens, at)
        if found is not None:
            return Moment(now.today, found[0], Span(span.first + at, span.first + found[1]))
    return None


def _day_at(tokens: Sequence[Token], at: int, now: Now, tense: Tense) -> FoundDay | None:
    readers: tuple[Callable[[Sequence[Token], int, Now, Tense], FoundDay | None], ...] = (
        relative,
        counted,
        week,
        part_of_month,
        weekday_said,
        written_out,
        in_numbers,
        day_of_month,
    )
    for reader in readers:
        found = reader(tokens, at, now, tense)
        if found is not None:
            return found
    return None


def _with_connecting(tokens: Sequence[Token], first: int) -> int:
    while first > 0 and tokens[first - 1].folded in CONNECTING:
        first -= 1
    if first > 1 and [token.folded for token in tokens[first - 2 : first]] == ["first", "thing"]:
        return first - 2
    return first
