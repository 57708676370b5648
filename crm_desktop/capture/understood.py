"""What a typed line means: kind, people, company, deal, time, length and next step, each with its place in it."""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from crm_desktop.capture.bought import FoundPurchase, bought_in, bought_whole, with_product
from crm_desktop.capture.clocks import clock_near
from crm_desktop.capture.days import Now, Tense
from crm_desktop.capture.deals import Meant, deal_in, ticket_in
from crm_desktop.capture.durations import FoundDuration, duration_in
from crm_desktop.capture.kinds import FoundKind, kind_of, turned
from crm_desktop.capture.moments import Moment, moment_in
from crm_desktop.capture.names import Named, names_in
from crm_desktop.capture.step_words import BEFOREHAND
from crm_desktop.capture.steps import FoundStep, step_in
from crm_desktop.capture.tokens import Line, Span
from crm_desktop.schema.forms import Place
from crm_desktop.vault.driver import Connection

# Nouns that may as well stand for something that is still to come.
_PLANNABLE = frozenset({"meeting", "visit", "call"})
# Nobody notes an appointment so far ahead without its year: the day lies behind.
_FAR_AHEAD = 240
# What stands before the new day of an appointment that was moved.
_NEW_DAY = re.compile(
    r"(?<!\w)(?:(?:moved|postponed|rescheduled|pushed(?: back)?|brought forward|put off|delayed) (?:[\w'’]+ ){0,4}?"
    r"(?:to|until|till?)"
    r"|new (?:date|time|slot):?|neuer termin:?|(?:verschoben|verlegt|vorgezogen|vertagt) auf)(?!\w)"
    r"|(?<!\w)von .+ auf(?= .+ (?:verschoben|verlegt|vorgezogen|vertagt)(?!\w))"
)
# Words by which a line without a kind tells of the past.
_PAST_FORM = re.compile(
    r"(?!booked|scheduled|arranged|planned|reserved)\w{3,}ed|sent|met|told|gave|got|was|were|war|waren|hat|haben|ge\w{3,}(?:t|en)|\w{3,}(?:iert|igt|ucht)"
)
# Discussed it over lunch on Tuesday: what begins so lies behind, where it is not about an appointment to come.
_NOT_YET = (
    "agreed|arranged|asked|booked|confirmed|fixed|invited|moved|offered|pencilled|planned|postponed|promised|proposed"
    "|requested|rescheduled|reserved|scheduled|suggested|wanted"
)
_PAST_FIRST = re.compile(rf"(?!(?:{_NOT_YET})(?!\w))\w{{3,}}ed(?!\w)")
_PAST_TOLD = (
    "habe hatte had haben war was drove went sat saw came took rang met told gave stopped dropped fuhr ging kam"
)
_PAST_WORDS = frozenset(_PAST_TOLD.split())
_BIRTHDAY = re.compile(r"birthday|geburtstag|jubilaum|anniversary")
_OF_TEN = re.compile(r"\d/(?:5|10)|10/10")
_RATED = re.compile(
    r"(?<!\w)(?:survey|nps|rat(?:ed|es|ing)|scored?|feedback|recommends?|satisf\w+|umfrage|bewert\w+|note|zufrieden\w*)(?!\w)"
)
_IN_WEEK = re.compile(r"(?<!\w)(?:week|wk|woche|wo|month|monat)(?!\w)")
_MOST_NAMED = 3  # words of a name, or of a day with its time
_WHOLE_DAY = frozenset({"all", "day", "the", "whole", "den", "ganzen", "tag", "ganztags", "ganztagig"})
_UNTIL = frozenset({"until", "till", "til", "by", "bis", "before"})


class Understood(NamedTuple):
    """What `line` means; what it does not say is None or empty. `planned` tells that it is still to happen."""

    line: Line
    kind: FoundKind | None
    people: tuple[Named, ...]
    companies: tuple[Named, ...]
    deal: Meant | None
    ticket: Meant | None
    when: Moment | None
    planned: bool
    minutes: int | None
    minutes_span: Span | None
    step: FoundStep | None
    purchase: FoundPurchase | None = None


def understood(reader: Connection, text: str, place: Place, today: date, near: bytes | None = None) -> Understood:
    """Return what `text` means on the day `today`; `near` is the contact that one is looking at."""
    said = said_in(text, place, today)
    line = said.line
    taken = [span for span in _spans(said) if span is not None]
    bought = said.purchase and with_product(reader, said.purchase)
    names = names_in(reader, line, taken, near)
    about = [each.contact.id for each in names if each.contact is not None] or ([near] if near is not None else [])
    named = [each.span for each in names]
    kind = said.kind and turned(line, said.kind, named)
    return said._replace(
        kind=kind,
        people=tuple(each for each in names if not _is_company(each)),
        companies=tuple(each for each in names if _is_company(each)),
        deal=deal_in(reader, line, about, [*taken, *named]) if bought is None else None,
        ticket=ticket_in(reader, line),
        purchase=bought,
    )


def said_in(text: str, place: Place, today: date, *, purchase: bool = False) -> Understood:
    """Return what `text` says without looking at any record: kind, time, length and next step.

    Where it is known to be a `purchase`, no word has to say so.
    """
    line = Line(text)
    now = Now(today, place.date_order)
    step = step_in(line, now) if line.tokens else None
    rest = _outside(line, step)
    kind = kind_of(line, rest)
    if purchase or (kind is None and bought_in(line, rest, place, None) is not None):
        return _bought(line, rest, now, place, step, known=purchase)
    duration = _duration(line, step)
    minutes_span = line.span(duration.start, duration.end) if duration is not None else None
    cut = None if duration is not None and duration.says_when else minutes_span
    ahead = step is not None and BEFOREHAND.search(line.part(step.span)) is not None
    when = _moved(line, rest, now, kind) or _moment(line, _apart(rest, cut), now, kind, ahead=ahead)
    coming = when if when is not None and when.day > today else None
    told = kind is not None and kind.direction is not None and _NEW_DAY.search(line.folded) is None
    gone = kind is not None and _is_past_form(line, kind) and _NEW_DAY.search(line.folded) is None
    if coming is not None and (kind is None or told or gone):
        when = None  # what is still to come but no appointment is told by the words alone
    if kind is None and when is not None and _IN_WEEK.search(line.part(when.span)):
        when = None  # pleased with the service last week: that is no Monday
    if (
        kind is None
        and step is not None
        and step.when is None
        and coming is not None
        and _is_its_day(line, step, coming)
    ):
        step = step._replace(when=coming)
    planned = when is not None and kind is not None and kind.kind != "note" and when.day > today
    return Understood(
        line, kind, (), (), None, None, when, planned, duration.minutes if duration else None, minutes_span, step
    )


def _bought(line: Line, rest: list[Span], now: Now, place: Place, step: FoundStep | None, *, known: bool) -> Understood:
    """Return a line that tells a purchase: when it was is never in what was bought."""
    when = next((each for clause in rest if (each := _day(line, clause, now)) is not None), None)
    found = bought_in(line, rest, place, when.span if when is not None else None)
    kind, purchase = found if found is not None else (None, None)
    if known and purchase is None:
        purchase = bought_whole(line, rest, place, when.span if when is not None else None)
    return Understood(line, kind, (), (), None, None, when, False, None, None, step, purchase)


def _day(line: Line, clause: Span, now: Now) -> Moment | None:
    """Return the day that lies behind and is named in `clause`, without any time of it."""
    found = moment_in(line, clause, now, Tense.PAST)
    if found is None or found.clock is not None or found.day > now.today:
        return None
    return found


def _spans(said: Understood) -> Sequence[Span | None]:
    step = said.step
    return (
        said.kind.span if said.kind else None,
        said.when.span if said.when else None,
        said.when.clock_span if said.when else None,
        said.minutes_span,
        step.when.span if step is not None and step.when is not None else None,
        said.purchase.span if said.purchase is not None else None,
    )


def _outside(line: Line, step: FoundStep | None) -> list[Span]:
    """Return the clauses, or what is left of them, that are not the next step."""
    if step is None:
        return line.clauses
    kept: list[Span] = []
    for clause in line.clauses:
        if not clause.meets(step.span):
            kept.append(clause)
        elif clause.first < step.span.first:
            kept.append(Span(clause.first, step.span.first))
    return kept


def _duration(line: Line, step: FoundStep | None) -> FoundDuration | None:
    found = duration_in(line.folded)
    if found is None or step is None:
        return found
    return None if step.span.holds(line.span(found.start, found.end).first) else found


def _apart(clauses: Sequence[Span], taken: Span | None) -> list[Span]:
    """Return `clauses` without the length of time in them, so that `1.5 hours` is no day."""
    if taken is None:
        return list(clauses)
    parts: list[Span] = []
    for clause in clauses:
        pieces = (Span(clause.first, min(clause.last, taken.first)), Span(max(clause.first, taken.last), clause.last))
        parts += [each for each in (pieces if clause.meets(taken) else (clause,)) if each.last > each.first]
    return parts


def _moment(line: Line, clauses: Sequence[Span], now: Now, kind: FoundKind | None, *, ahead: bool) -> Moment | None:
    """Return when it happened: said where the kind is, at the beginning, or by itself; never a day until which."""
    alone = ahead or sum(_tells(line, clause) for clause in line.clauses) == 1
    noun = kind is not None and kind.kind in _PLANNABLE and kind.direction is None
    told = any(_PAST_FORM.fullmatch(token.folded) for token in line.tokens)
    to_come = noun and not _is_past_form(line, kind)
    tense = Tense.COMING if (kind is None and not told) or (alone and to_come) else Tense.PAST
    for at, clause in enumerate(clauses):
        found = moment_in(line, clause, now, tense)
        if found is not None and found.clock is not None and to_come and not told:
            found = moment_in(line, clause, now, Tense.COMING)  # nobody notes the hour of what is over
        if found is not None and (found.day - now.today).days > _FAR_AHEAD:
            found = moment_in(line, clause, now, Tense.PAST)
        if found is None or line.tokens[found.span.first].folded in _UNTIL or _is_rating(line, found):
            continue
        if (
            at == 0
            or _is_all(line, clause, found)
            or (kind is not None and clause.first <= kind.span.first < clause.last)
        ):
            return _with_clock_behind(line, found, clauses[at : at + 2])
    return None


def _is_rating(line: Line, found: Moment) -> bool:
    """Survey call, 9/10: nine of ten, and no day."""
    return _OF_TEN.fullmatch(line.part(found.span)) is not None and _RATED.search(line.folded) is not None


def _is_all(line: Line, clause: Span, found: Moment) -> bool:
    """Tell whether `clause` says nothing but the day `found`, and perhaps that it took the whole of it."""
    rest = (at for at in range(clause.first, clause.last) if not found.span.holds(at))
    return all(line.tokens[at].folded in _WHOLE_DAY for at in rest)


def _tells(line: Line, clause: Span) -> bool:
    """Tell whether more stands in `clause` than a length of time, a name or a time."""
    length = duration_in(line.folded)
    span = line.span(length.start, length.end) if length is not None else Span(0, 0)
    rest = [line.tokens[at] for at in range(clause.first, clause.last) if not span.holds(at)]
    return len(rest) > _MOST_NAMED or any(
        each.text[0].islower() and each.folded not in ("am", "pm", "uhr") for each in rest
    )


def _is_its_day(line: Line, step: FoundStep, day: Moment) -> bool:
    """Tell whether `day`, said before, is when `step` is due: Geburtstag am 21.5., Karte schreiben."""
    alone = day.span.first == 0 or " " not in step.title or _BIRTHDAY.search(line.folded) is not None
    return day.span.last <= step.span.first and alone


def _moved(line: Line, clauses: Sequence[Span], now: Now, kind: FoundKind | None) -> Moment | None:
    """Return the new day of an appointment that was moved; a talk in which one heard of it was on another day."""
    heard = kind is not None and (kind.kind not in ("meeting", "visit") or _is_past_form(line, kind))
    for at, clause in enumerate(clauses):
        moved = _NEW_DAY.search(line.part(clause))
        if moved is not None and not (heard and kind is not None and not clause.holds(kind.span.first)):
            start = line.starts[clause.first] + moved.end()
            first = next((each for each in range(*clause) if line.starts[each] >= start), clause.last)
            found = moment_in(line, Span(first, clause.last), now, Tense.COMING) if first < clause.last else None
            return found and _with_clock_behind(line, found, clauses[at : at + 2])
    return None


def _with_clock_behind(line: Line, found: Moment, clauses: Sequence[Span]) -> Moment:
    """Return `found` with the time that stands behind its comma: on Tuesday, 10 am."""
    if found.clock is not None or len(clauses) < 2:
        return found
    first, last = clauses[1]
    clock = clock_near(line.tokens[first:last], 0, beside_day=True)
    if clock is None:
        return found
    if found.span.last == clauses[0].last and first == found.span.last + 1:
        return found._replace(clock=clock[0], span=Span(found.span.first, first + clock[1]))
    alone = first + clock[1] == last
    return found._replace(clock=clock[0], clock_span=Span(first, last)) if alone else found


def _is_past_form(line: Line, kind: FoundKind | None) -> bool:
    """met, spoke, getroffen, besucht, telefoniert: forms that tell of the past."""
    if kind is not None and line.part(kind.span).startswith(
        ("by ", "over ", "on the ", "telefonisch", "per ", "am tele")
    ):
        return True
    if _PAST_FIRST.match(line.folded):
        return True
    words = {line.tokens[at].folded for at in range(kind.span.first, kind.span.last)} if kind is not None else set()
    past = ("ed", "met", "spoke", "iert", "offen", "ucht", "rang", "habe", "hatte", "had", "gesprochen")
    return any(word.endswith(past) for word in words) or any(token.folded in _PAST_WORDS for token in line.tokens)


def _is_company(named: Named) -> bool:
    return all(each.is_company for each in named.offers)
