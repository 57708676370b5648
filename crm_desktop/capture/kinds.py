"""What happened: the kind of activity that a line names, and which way it went."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from crm_desktop.capture.kind_words import (
    CHANNEL,
    HAPPENED,
    LETTER,
    LINE_BUSY,
    MET,
    NOT_IN,
    NOT_REACHED,
    ON_SITE,
    RECEIVED,
    SENT,
    WAS_AT,
    WISHED_FOR,
    WROTE,
    KindPhrase,
)
from crm_desktop.capture.step_words import TO_DO
from crm_desktop.capture.tokens import Line, Span


class FoundKind(NamedTuple):
    """A kind of activity with its direction (None: not said), and the tokens that say so."""

    kind: str
    direction: str | None
    span: Span


# How something was said, where the sentence tells who said it.
_BY_PHONE = frozenset({"by", "per", "over", "telefonisch"})
_PAST_FIRST = re.compile(r"^(?:\w{3,}ed|sent|told|gave|got back to|brought)(?!\w)")
_NAME_THEN = re.compile(r"(?:hat|hat.s|haben|has|have|confirms|\w{3,}ed|\w{2,}(?:igt|iert))(?!\w)")
_PARTICIPLE_LAST = re.compile(r"(?<!\w)(?:\w*ge\w+(?:t|en)|\w+iert|\w+igt|erreicht|besprochen|verschickt)(?!\w)")
_THEY_DID = re.compile(r"(?<!\w)(?:bestatigt|zugesagt|abgesagt|gemeldet|angefragt|bestellt|reagiert|reklamiert)\.?$")
# A name before the verb says who did it: "Müller rief an", "Dana called".
_BY_THEM = re.compile(
    r"^(?:called|cld|rang|phoned|emailed|e-mailed|mailed|wrote|texted|replied|visited|sent"
    r"|pinged|messaged|forwarded|cc.ed|cc|left)$"
)
_THEY_HAVE = frozenset(
    {"hat", "haben", "sent", "sends", "schickt", "schickte", "wrote", "writes", "schreibt", "schrieb"}
)
# These words leave open where one was.
_WITH_THEM = ("met", "spent", "spoke", "talked", "gesprochen", "geredet")
_MOST_BEFORE_SAYING = 4  # words
_WRITTEN = frozenset({"email", "letter", "message", "social"})


def kind_of(line: Line, clauses: Sequence[Span]) -> FoundKind | None:
    """Return the kind that `clauses` name first; a call that reached nobody went out, named or not."""
    found = next((each for clause in clauses if (each := kind_in(line, clause))), None)
    chat = found is not None and line.part(found.span).endswith("chat")
    if found is not None and (found.kind == "call" or chat) and MET.pattern.search(line.folded):
        return found._replace(kind="meeting", direction=None)
    channel = _channel(line, found) if found is not None and found.kind in ("call", "message") else None
    if found is not None and channel is not None:
        return found._replace(kind=channel)
    if found is not None and found.kind == "email" and _by_post(line, found):
        return found._replace(kind="letter")
    if found is not None and line.part(found.span).startswith(_WITH_THEM) and ON_SITE.search(line.folded):
        return found._replace(kind="visit")
    if found is not None and (found.kind, found.direction) != ("call", None):
        return found
    for clause in clauses:
        text = line.part(clause)
        unreached = NOT_REACHED.search(text) or LINE_BUSY.fullmatch(text)
        if found is not None and (unreached or NOT_IN.fullmatch(text)):
            return found._replace(direction="out")
        if unreached:
            start = line.starts[clause.first]
            return FoundKind("call", "out", line.span(start + unreached.start(), start + unreached.end()))
    weakly = (
        each
        for phrases in ((WROTE,), (MET,), (WAS_AT,))
        for clause in clauses
        if (each := kind_in(line, clause, phrases))
    )
    return found or next(weakly, None)


def _by_post(line: Line, found: FoundKind) -> bool:
    """Wrote to Dana, letter posted: another word tells how it went."""
    wrote = line.part(found.span).startswith(("wrote", "written", "schrieb", "geschrieben"))
    return wrote and LETTER.search(line.folded) is not None


def _channel(line: Line, found: FoundKind) -> str | None:
    """Return how a message was left, where that was not by phone: on WhatsApp, via LinkedIn."""
    clause = next(each for each in line.clauses if each.holds(found.span.first))
    told = CHANNEL.search(line.part(clause))
    return None if told is None else "social" if told[1] is not None else "message"


def kind_in(line: Line, span: Span, phrases: Sequence[KindPhrase] = HAPPENED) -> FoundKind | None:
    """Return the kind that is named first in `span`, by the longest phrase there; None where none is."""
    start = line.starts[span.first]
    end = start + len(line.part(span))
    found = [
        (each, phrase)
        for phrase in phrases
        for each in phrase.pattern.finditer(line.folded, start, end)
        if phrase.kind == "note" or not WISHED_FOR.search(line.folded, start, each.start())
    ]
    if not found:
        return None
    match, phrase = min(found, key=lambda each: (each[0].start(), each[0].start() - each[0].end()))
    return FoundKind(phrase.kind, phrase.direction, line.span(match.start(), match.end()))


def turned(line: Line, found: FoundKind, names: list[Span]) -> FoundKind:
    """Return `found` as incoming where a name stands just before its verb and none after it."""
    verb = line.tokens[found.span.first].folded
    following = [token.folded for token in line.tokens[found.span.last : found.span.last + 1]]
    to_us = following[:1] in (["me"], ["us"])
    if found.direction == "out" and _BY_THEM.match(verb) and (to_us or _by_named(line, found, names)):
        return found._replace(direction="in")
    if found.direction == "out" and found.kind in _WRITTEN and _they_have(line, found, names):
        return found._replace(direction="in")
    told = found.direction is None and (found.kind in _WRITTEN or verb in _BY_PHONE)
    return _sent_or_received(line, found, names) if told else found


def _by_named(line: Line, found: FoundKind, names: list[Span]) -> bool:
    """Tell whether who is named did it: the name stands just before the verb, or begins the clause with none behind."""
    clause = next(each for each in line.clauses if each.holds(found.span.first))
    if any(name.last == found.span.first for name in names if not _is_addressed(line, name)):
        return True
    named = [name for name in names if clause.meets(name)]
    first = any(name.first == clause.first and name.last <= found.span.first for name in named)
    return first and not any(name.first >= found.span.last for name in named)


def _is_addressed(line: Line, name: Span) -> bool:
    """PO to Moretti emailed: it went to who is named."""
    return name.first > 0 and line.tokens[name.first - 1].folded in ("to", "an")


def _they_have(line: Line, found: FoundKind, names: list[Span]) -> bool:
    """Elena hat … geschickt: it came from her."""
    clause = next(each for each in line.clauses if each.holds(found.span.first))
    return any(clause.holds(name.last) and line.tokens[name.last].folded in ("hat", "haben") for name in names)


def _sent_or_received(line: Line, found: FoundKind, names: list[Span]) -> FoundKind:
    """Return `found` with the way that the other words of its clause tell: sent it by email, Dana hat … gemailt."""
    clause = next(each for each in line.clauses if each.holds(found.span.first))
    text = line.part(clause)
    sent, received = SENT.search(text), RECEIVED.search(text)
    if any(name.first and line.tokens[name.first - 1].folded in ("to", "an") for name in names if clause.meets(name)):
        return found._replace(direction="out")
    from_them = ("from", "von", "v") if found.kind != "social" else ()
    if any(name.first and line.tokens[name.first - 1].folded in from_them for name in names if clause.meets(name)):
        return found._replace(direction="in")
    if not sent and not received and _reports(line, clause, names):
        return found._replace(direction="in")
    if not sent and not received:
        return found._replace(direction=_by_whom(line, found, clause, names))
    if sent and received:
        return found
    by_them = any(clause.holds(name.last) and line.tokens[name.last].folded in _THEY_HAVE for name in names)
    return found._replace(direction="in" if received or by_them else "out")


def _reports(line: Line, clause: Span, names: list[Span]) -> bool:
    """Elena by mail: …, WhatsApp Marc: …: what follows is what they said."""
    said = clause.last < len(line.tokens) and line.tokens[clause.last].text == ":"
    short = sum(line.tokens[at].is_word for at in range(*clause)) <= _MOST_BEFORE_SAYING
    return said and short and any(clause.holds(name.first) for name in names)


def _by_whom(line: Line, found: FoundKind, clause: Span, names: list[Span]) -> str | None:
    """Return the way that the sentence around `by email` tells: chased them by phone, Elena hat per Mail bestätigt."""
    text = line.part(clause)
    if _PAST_FIRST.match(text):
        return "out"
    behind = [name.last for name in names if clause.holds(name.last)]
    by_them = bool(names and _THEY_DID.search(text)) or any(_NAME_THEN.match(line.tokens[at].folded) for at in behind)
    if by_them:
        return None if found.kind == "call" else "in"
    if any(name.first and line.tokens[name.first - 1].folded in ("mit", "with", "w") for name in names):
        return None
    return "out" if names and _PARTICIPLE_LAST.search(text) else None


def task_kind(text: str) -> str:
    """Return the kind of task that the folded words of a next step name."""
    found = [(each.start(), phrase.kind) for phrase in TO_DO for each in phrase.pattern.finditer(text)]
    return min(found)[1] if found else "todo"
