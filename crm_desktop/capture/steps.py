"""What is to be done next: the clause of a line that says so, its words and its day."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from crm_desktop.capture.day_words import CONNECTING
from crm_desktop.capture.days import Now, Tense
from crm_desktop.capture.kind_words import HAPPENED, WISHED_FOR
from crm_desktop.capture.kinds import task_kind
from crm_desktop.capture.moments import Moment, moment_in
from crm_desktop.capture.shorthand import WRITTEN_OUT
from crm_desktop.capture.step_words import (
    AGAIN,
    ANY_INFINITIVE,
    ANYWHERE,
    APPOINTMENT,
    AWAY_UNTIL,
    BIDDING,
    CLEAR_FIRST,
    DONE,
    I_DO_FIRST,
    INFINITIVE_LAST,
    ING_FIRST,
    INSIDE,
    MADE,
    MARKER,
    NEW_DAY,
    NOUN_FIRST,
    NOUN_LAST,
    NOUN_STEP,
    OWED,
    REPORTED,
    STILL_TODAY,
    THEIRS,
    VERB,
    VERB_FIRST,
    VERB_LAST,
    WISHED,
)
from crm_desktop.capture.tokens import Line, Span
from crm_desktop.values.names import fold

_JOINING = frozenset({"and", "und", "then", "dann", "so", "also"})
# A title is written out where one typed it short.
_SHORT_FOR = {
    "cb": "Call back",
    "f/u": "Follow up",
    "f/up": "Follow up",
    "fup": "Follow up",
    "wv": "Wiedervorlage",
}
_SHORT_FOR_AGAIN = frozenset({"wv", "wiedervorlage"})
# Behind a verb these begin what it is about: Tom erinnern wegen Pilot.
_ABOUT = frozenset({"wegen", "wg", "bzgl", "ob", "re", "wann"})
_TRAILING = CONNECTING | {",", ".", "!", "?", "due", "fallig", "spatestens", "latest"}
# Before a time that was taken out these hang in the air: Rückruf nach 16 Uhr.
_HANGING = frozenset({"nach", "after", "vor", "before", "ab", "from", "gegen", "around", "ca", "about"})
# With a day these say nothing more: heute noch, by Friday latest.
_URGING = frozenset(
    {"noch", "dringend", "urgent", "asap", "spatestens", "latest", "please", "bitte", "vor", "by", "bis"}
)
_URGENT = frozenset({"dringend", "urgent", "asap", "wichtig", "eilt", "important"})
# A step on a day that was told before: back on 1 June, try again then.
_THEN = frozenset({"then", "dann"})
_ASKING = frozenset({"please", "bitte", "pls", "plz"})
_LEADING = _JOINING | {"please", "bitte", ":", ",", "to", "."}


_MOST_BIDDEN = 4  # words


class FoundStep(NamedTuple):
    """A next step: its title, the kind of task, when it is due, and the tokens that say it."""

    title: str
    kind: str
    when: Moment | None
    span: Span


def step_in(line: Line, now: Now) -> FoundStep | None:
    """Return the first next step that `line` names; None where it names none."""
    clauses = _with_markers(line)
    for at, clause in enumerate(clauses):
        for begin in _beginnings(line, clause):
            part = Span(begin, clause.last)
            following = _following(line, clauses[at + 1 :])
            if _done_already(line, following):
                continue
            if _is_step(line, part, now, whole=begin == clause.first, first=at == 0) or (
                (MARKER.match(line.part(part)) or _asks_for_doing(line, part))
                and _due_alone(line, following, now) is not None
            ):
                found = _found(line, part, following, now)
                if found.title:
                    return found
    return None


def _following(line: Line, clauses: Sequence[Span]) -> Sequence[Span]:
    """Return the clause that follows, behind one that only says how urgent it is."""
    urgent = clauses and all(line.tokens[at].folded in _URGENT for at in range(*clauses[0]))
    return clauses[1:2] if urgent else clauses[:1]


def _done_already(line: Line, following: Sequence[Span]) -> bool:
    """pls resend the invoice, did it: nothing is left to do."""
    return bool(following) and DONE.fullmatch(line.part(following[0])) is not None


def _with_markers(line: Line) -> list[Span]:
    """Return the clauses, where one that only announces a next step goes with what follows."""
    clauses: list[Span] = []
    for clause in line.clauses:
        before = clauses[-1] if clauses else None
        announces = before is not None and (
            MARKER.fullmatch(line.part(before))
            or (ANYWHERE.fullmatch(line.part(before)) and line.tokens[before.last].text == ":")
        )
        if before is not None and announces and before.last == clause.first - 1:
            clauses[-1] = Span(before.first, clause.last)
        else:
            clauses.append(clause)
    return clauses


def _beginnings(line: Line, clause: Span) -> list[int]:
    """Return where in `clause` a next step may begin: at its start, behind a joining word, at a telling word."""
    inside = range(clause.first + 1, clause.last - 1)
    joined = [at for at in inside if line.tokens[at].folded in _JOINING]
    telling = [at for at in inside if _tells(line.part(Span(at, clause.last)))]
    behind = range(clause.first + 1, clause.last)
    asked = [at for at in behind if _asks_back(line, clause, at)]
    return [clause.first, *sorted({*joined, *telling, *asked})]


def _tells(text: str) -> bool:
    return bool(ANYWHERE.match(text) or INSIDE.match(text))


def _asks_back(line: Line, clause: Span, at: int) -> bool:
    """möchte Rückruf, asks for a callback: what they wish for is ours to do."""
    back = line.tokens[at].folded in ("ruckruf", "callback", "call-back")
    return back and WISHED_FOR.search(line.part(Span(clause.first, at)) + " ") is not None


def _is_step(line: Line, part: Span, now: Now, *, whole: bool, first: bool) -> bool:
    text = line.part(part)
    coming = _coming(line, part, now)
    if ANYWHERE.match(text) or (not whole and NOUN_STEP.match(text)):
        return True
    if (
        NEW_DAY.match(text)
        or THEIRS.match(text)
        or REPORTED.search(text)
        or (WISHED.search(text) and _ends_with(VERB_LAST, line, part, now))
    ):
        return False
    if coming and not first and _is_again(line, part, now):
        return True
    if coming and (
        NOUN_STEP.match(text)
        or NOUN_STEP.match(_behind_day(line, part, now))
        or (not first and (_appointment_made(line, part) or BIDDING.match(text)))
    ):
        return True
    if MARKER.match(text):
        return bool(VERB.search(text)) or coming
    if coming and not first and OWED.search(text) and not _happened(text):
        return True
    if ING_FIRST.match(text) or I_DO_FIRST.match(text):
        return moment_in(line, part, now, Tense.COMING) is not None
    if coming and _has_infinitive(line, part) and not WISHED.search(text) and not _happened(text):
        return True
    if coming and not first and _ends_with(ANY_INFINITIVE, line, part, now) and not WISHED.search(text):
        return True
    # "Do" is a weekday as well
    said = _behind_day(line, part, now) or text
    if not VERB.search(said) or _happened(text):
        return False
    verb_first = (VERB_FIRST.match(said) and not NOUN_FIRST.match(said)) or CLEAR_FIRST.match(said)
    if first and whole:
        # what stands first tells what happened, unless it is a thing to do on a coming day, or can be nothing else
        clear = bool(CLEAR_FIRST.match(text)) or _ends_with(INFINITIVE_LAST, line, part, now) or _bids(line, part)
        return clear or (coming and bool(verb_first or _ends_with(VERB_LAST, line, part, now)))
    if coming and _ends_with(NOUN_LAST, line, part, now):
        return True
    return bool(verb_first) or _ends_with(VERB_LAST, line, part, now) or (coming and not whole)


def _behind_day(line: Line, part: Span, now: Now) -> str:
    """Return what stands behind the day with which `part` begins; nothing where it begins otherwise."""
    moment = moment_in(line, part, now, Tense.COMING)
    if moment is None or moment.span.first != part.first or moment.span.last >= part.last:
        return ""
    return line.part(Span(moment.span.last, part.last))


def _happened(text: str) -> bool:
    return any(each.pattern.search(text) for each in HAPPENED if each.direction is not None)


def _has_infinitive(line: Line, part: Span) -> bool:
    tokens = line.tokens[part.first : part.last]
    return any(each.text[0].islower() and INFINITIVE_LAST.fullmatch(each.folded) for each in tokens)


def _is_again(line: Line, part: Span, now: Now) -> bool:
    """morgen wieder: a day and nothing else."""
    moment = moment_in(line, part, now, Tense.COMING)
    rest = [at for at in range(part.first, part.last) if moment is None or not moment.holds(at)]
    return len(rest) == 1 and AGAIN.fullmatch(line.tokens[rest[0]].folded) is not None


def _bids(line: Line, part: Span) -> bool:
    """anrufen Müller: an infinitive and whom it is about."""
    verb = line.tokens[part.first].folded
    short = 1 < part.last - part.first <= _MOST_BIDDEN
    letter = verb.endswith("schreiben") and verb not in ("schreiben", "anschreiben")
    return short and verb != "treffen" and not letter and INFINITIVE_LAST.fullmatch(verb) is not None


def _appointment_made(line: Line, part: Span) -> bool:
    made = any(line.tokens[at].folded in MADE for at in range(part.first, part.last))
    return made and APPOINTMENT.search(line.part(part)) is not None


def _coming(line: Line, part: Span, now: Now) -> bool:
    moment = moment_in(line, part, now, Tense.COMING)
    if moment is None or moment.day < now.today:
        return False
    return (moment.day, moment.clock) != (now.today, None) or STILL_TODAY.search(line.part(moment.span)) is not None


def _ends_with(verbs: re.Pattern[str], line: Line, part: Span, now: Now) -> bool:
    """German puts the verb last: “Angebot bis Freitag schicken”; a day may still follow."""
    moment = moment_in(line, part, now, Tense.COMING)
    last = part.last if moment is None or moment.span.last != part.last else moment.span.first
    if last <= part.first:
        return False
    if verbs is not ANY_INFINITIVE and any(
        INFINITIVE_LAST.fullmatch(line.tokens[at].folded) and line.tokens[at + 1].folded in _ABOUT
        for at in range(part.first, last - 1)
    ):
        return True
    ending = line.tokens[last - 1]
    if last - 2 >= part.first and line.tokens[last - 2].folded == "zu":
        return False  # what somebody was asked to do
    small = ending.text[0].islower() or last - 1 == part.first or ending.folded == "wiedervorlage"
    return bool(verbs.fullmatch(ending.folded)) and (small or verbs is NOUN_LAST)


def _found(line: Line, part: Span, following: Sequence[Span], now: Now) -> FoundStep:
    when = moment_in(line, part, now, Tense.COMING)
    end = part.last
    alone = _due_alone(line, following, now)
    if when is None and alone is not None:
        when, end = alone, alone.span.last
    last, first = line.tokens[part.last - 1].folded, line.tokens[part.first].folded
    if when is None and (last in _THEN or first in _THEN):
        when = _told_before(line, part, now, absent=last not in _THEN)
        part = Span(part.first, part.last - (when is not None and last in _THEN))
    title = _title(line, part, when)
    return FoundStep(title, task_kind(line.part(part)), when, Span(part.first, end))


def _told_before(line: Line, part: Span, now: Now, *, absent: bool) -> Moment | None:
    """Return the coming day that was told last before `part`; with `absent` one until which somebody is away."""
    clauses = [each for each in line.clauses if each.last <= part.first]
    told = [each for each in clauses if not absent or AWAY_UNTIL.search(line.part(each))]
    before = [moment_in(line, each, now, Tense.COMING) for each in told]
    days = [each for each in before if each is not None and each.day > now.today]
    return days[-1] if days else None


def _asks_for_doing(line: Line, part: Span) -> bool:
    """Angebot nachfassen Isdom: an infinitive, and nothing that happened."""
    text = line.part(part)
    return _has_infinitive(line, part) and not WISHED.search(text) and not _happened(text)


def _due_alone(line: Line, following: Sequence[Span], now: Now) -> Moment | None:
    """Return the day that is all that the clause behind says."""
    alone = moment_in(line, following[0], now, Tense.COMING) if following else None
    if alone is None:
        return None
    rest = [at for at in range(following[0].first, following[0].last) if not alone.holds(at)]
    return alone if all(line.tokens[at].folded in _URGING for at in rest) else None


def _title(line: Line, part: Span, when: Moment | None) -> str:
    """Return what is to be done: without its day and without the words that announce it, where more is said."""
    whole = _trimmed(line, range(part.first, part.last), when)
    announced = _behind_markers(line.part(part)) + line.starts[part.first]
    rest = _trimmed(line, [at for at in range(part.first, part.last) if line.starts[at] >= announced], when)
    if line.tokens[part.first].folded in _SHORT_FOR_AGAIN and not VERB.search(line.part(part), len("wiedervorlage")):
        rest = whole
    return _joined(line, rest or whole)


def _behind_markers(text: str) -> int:
    """Return where in `text` what is to be done begins: please remind me to …"""
    end = 0
    while (marker := MARKER.match(text[end:])) is not None and marker.end():
        end += marker.end()
    return end


def _trimmed(line: Line, tokens: Sequence[int], when: Moment | None) -> list[int]:
    left_out = _ASKING | MADE if APPOINTMENT.search(line.folded) else _ASKING
    kept = [at for at in tokens if when is None or not when.holds(at)]
    kept = [at for at in kept if line.tokens[at].folded not in left_out]
    while kept and line.tokens[kept[0]].folded in _LEADING:
        kept.pop(0)
    timed = when is not None and when.clock is not None
    while kept and line.tokens[kept[-1]].folded in (_TRAILING | _HANGING if timed else _TRAILING):
        kept.pop()
    return kept


def _joined(line: Line, kept: Sequence[int]) -> str:
    """Return the tokens at `kept` as typed, with the spaces that stood between them."""
    text = ""
    for before, at in zip((None, *kept), kept, strict=False):
        token = line.tokens[at]
        gap = before is not None and (before != at - 1 or token.start > line.tokens[before].end)
        text += (" " if gap else "") + WRITTEN_OUT.get(fold(token.text), token.text)
    first, space, rest = text.partition(" ")
    text = _SHORT_FOR.get(fold(first), first) + space + rest
    return text[:1].upper() + text[1:]
