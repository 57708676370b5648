"""Which deal or ticket is meant: `#12`, or the open deal whose title the line speaks of."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from crm_desktop.capture.name_words import COMMON
from crm_desktop.capture.tokens import Line, Span
from crm_desktop.search.forms import sought_forms, words_of
from crm_desktop.values.names import fold_key
from crm_desktop.vault.driver import Connection

_MOST_DEALS = 50
_MOST_OFFERED = 8
_TICKET_WORDS = frozenset(("ticket", "tickets", "ticketnr"))
# Words that speak of a deal without naming it.
DEAL_WORDS = frozenset(
    ("deal", "quote", "quotation", "offer", "proposal", "order", "contract", "angebot", "auftrag", "vertrag", "anfrage")
)
# Behind one of these words: what it was made for is here, or soon over.
_MADE_LONG_AGO = re.compile(
    r"(?:(?:was|is|has|have|were|are|ist|war) )?(?:runs? out|ran out|ends?|ended|expires?|expired|lapses?|arrived"
    r"|delivered|came|never came|short|incomplete|lauft (?:aus|ab)|endet|kam|da|geliefert|angekommen"
    r"|unvollstandig)(?!\w)"
)
# These words are verbs in front of what is ordered or offered.
_WHAT_IS_DONE_TO = re.compile(r"(?:more|some|another|the|a|an|him|her|them|extra|new|\d+ [a-z])(?!\w)")
# Words that are joined with others in German: Wartungsvertrag, which a title may call a maintenance contract.
_COMPOUND = re.compile(r"(?P<of>\w{3,}?)s?(?:vertrag|angebot|auftrag|anfrage)")
_CALLED_IN_ENGLISH: Mapping[str, frozenset[str]] = {
    "wartung": frozenset({"maintenance", "service", "servicing"}),
    "service": frozenset({"maintenance", "servicing"}),
    "rahmen": frozenset({"framework", "frame", "master"}),
    "miet": frozenset({"rental", "rent", "lease", "hire"}),
    "leasing": frozenset({"lease"}),
    "liefer": frozenset({"supply", "delivery"}),
    "kauf": frozenset({"purchase"}),
    "pflege": frozenset({"maintenance", "support"}),
}


class Meant(NamedTuple):
    """A deal or ticket that is meant, or None with `offers` (id and title) where several may be."""

    record: bytes | None
    title: str
    offers: tuple[tuple[bytes, str], ...]
    span: Span


def deal_in(reader: Connection, line: Line, about: Sequence[bytes], taken: Sequence[Span]) -> Meant | None:
    """Return the open deal of the contacts `about` that `line` speaks of; words in `taken` are names and days."""
    deals = _open_deals(reader, about)
    free = [at for at in range(len(line.tokens)) if not any(span.holds(at) for span in taken)]
    names = _words_of_names(reader, about)
    scored = [(_score(line, free, title, names), record, title) for record, title in deals]
    best = max((score for (score, _spans), _record, _title in scored), default=0)
    if best > 0:
        fitting = [(record, title, spans) for (score, spans), record, title in scored if score == best]
        places = fitting[0][2]
        return _meant([(record, title) for record, title, _spans in fitting], Span(min(places), max(places) + 1))
    deal_words = [at for at in free if _is_deal_word(line.tokens[at].folded) and not _is_another(line, at)]
    if deal_words and deals:
        return _by_its_kind(line, deals, deal_words)
    return None


def ticket_in(reader: Connection, line: Line) -> Meant | None:
    """Return the ticket whose number stands in `line` as `#12` or `ticket 12`."""
    for at, token in enumerate(line.tokens[:-1]):
        number = line.tokens[at + 1].number
        glued = token.text == "#" and line.tokens[at + 1].start == token.end
        if number is not None and (glued or token.folded in _TICKET_WORDS):
            row = reader.execute(
                "SELECT id, '#' || number || ' ' || subject FROM ticket WHERE number = ? AND removed_at IS NULL",
                (number,),
            ).fetchone()
            if row is not None:
                return Meant(row[0], str(row[1]), ((row[0], str(row[1])),), Span(at, at + 2))
    return None


def _is_deal_word(folded: str) -> bool:
    return folded in DEAL_WORDS or _COMPOUND.fullmatch(folded) is not None


def _by_its_kind(line: Line, deals: Sequence[tuple[bytes, str]], places: Sequence[int]) -> Meant:
    """Return the deal that the word at one of `places` stands for; a compound takes one only that is called so."""
    named = [(at, found["of"]) for at in places if (found := _COMPOUND.fullmatch(line.tokens[at].folded))]
    if not named:
        return _meant(deals, Span(places[0], places[0] + 1))
    at, of = named[0]
    called = {of, *_CALLED_IN_ENGLISH.get(of, ())}
    fitting = [each for each in deals if called.intersection(words_of(each[1]))]
    span = Span(at, at + 1)
    return _meant(fitting, span) if fitting else Meant(None, "", tuple(deals[:_MOST_OFFERED]), span)


def _is_another(line: Line, at: int) -> bool:
    """Tell whether the word of a deal at `at` is none that is open: order more, the contract runs out in June."""
    behind = line.part(Span(at + 1, min(at + 4, len(line.tokens)))) if at + 1 < len(line.tokens) else ""
    return _MADE_LONG_AGO.match(behind) is not None or (
        line.tokens[at].folded in ("order", "offer", "quote") and _WHAT_IS_DONE_TO.match(behind) is not None
    )


def _meant(deals: Sequence[tuple[bytes, str]], span: Span) -> Meant:
    if len(deals) == 1:
        return Meant(deals[0][0], deals[0][1], tuple(deals), span)
    return Meant(None, "", tuple(deals[:_MOST_OFFERED]), span)


def _open_deals(reader: Connection, about: Sequence[bytes]) -> list[tuple[bytes, str]]:
    if not about:
        return []
    marks = ", ".join("?" * len(about))
    # the deals of a person's company count as theirs
    rows = reader.execute(
        "SELECT d.id, d.title FROM deal d WHERE d.outcome = 'open' AND d.removed_at IS NULL "
        f"AND (d.person IN ({marks}) OR d.company IN ({marks}) "
        f"OR d.company IN (SELECT company FROM contact WHERE id IN ({marks}))) "
        "ORDER BY d.updated_at DESC LIMIT ?",
        (*about, *about, *about, _MOST_DEALS),
    )
    return [(row[0], str(row[1] or "")) for row in rows]


def _words_of_names(reader: Connection, about: Sequence[bytes]) -> frozenset[str]:
    if not about:
        return frozenset()
    marks = ", ".join("?" * len(about))
    rows = reader.execute(
        f"SELECT c.name, o.name FROM contact c LEFT JOIN contact o ON o.id = c.company WHERE c.id IN ({marks})",
        (*about,),
    ).fetchall()
    return frozenset(word for row in rows for name in row if name for word in words_of(name))


def _score(line: Line, free: Sequence[int], title: str, names: frozenset[str]) -> tuple[int, list[int]]:
    """Return how many telling words of `title` stand in the line, and where."""
    wanted = {word for word in words_of(title) if word not in COMMON and word not in names and word not in DEAL_WORDS}
    places = [at for at in free if wanted.intersection(_spellings(line.tokens[at].text))]
    glued = [
        at
        for at in free
        if at + 1 in free and fold_key(line.tokens[at].text + line.tokens[at + 1].text) in _keys(title)
    ]
    found = sorted({*places, *glued})
    told = {line.tokens[at].folded for at in found}
    # a number alone may count anything: "Wren 2" is no deal on "2 sites"
    return (0, []) if all(each.isdecimal() for each in told) else (len(told), found)


def _spellings(text: str) -> Iterator[str]:
    """Yield the forms of `text`, and those of its parts: Rollout-Plan."""
    for part in (text, *(text.split("-") if "-" in text else ())):
        yield from sought_forms(part)


def _keys(title: str) -> set[str]:
    """Return the words of `title` that are long enough to be written apart: GTXPro is GTX Pro."""
    return {key for word in title.split() if len(key := fold_key(word)) > len("gtx")}
