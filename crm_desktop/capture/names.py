"""Who is meant: the people and companies whose names stand in a line, found through the search index."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from crm_desktop.capture.name_errors import meant_names
from crm_desktop.capture.name_words import AMBIGUOUS, COMMON, TITLES_BEFORE
from crm_desktop.capture.tokens import Line, Span
from crm_desktop.search.asked import Word
from crm_desktop.search.forms import sought_forms, words_of
from crm_desktop.search.lookup import Lookup, questions
from crm_desktop.search.texts import GROUPS
from crm_desktop.search.waiting import waiting
from crm_desktop.values.names import fold, fold_company, fold_key
from crm_desktop.vault.driver import Connection

_MOST_OFFERED = 8
_LONGEST_NAME = 4  # words of a name that are looked for together
_CAP = 60
_MOST_WAITING = 500
_SHORTEST = 3
_PEOPLE, _COMPANIES = (
    next(at for at, each in enumerate(GROUPS) if each.name == name) for name in ("people", "companies")
)
# How much of a name was typed.
_WHOLE, _TITLED, _FAMILY, _BEGINNING, _GIVEN = 5, 4, 3, 2, 1


class Contact(NamedTuple):
    """A contact that may be meant; `note` tells it from others of the same name."""

    id: bytes
    name: str
    is_company: bool
    company: bytes | None
    note: str


class Named(NamedTuple):
    """A name in the line: the contact that it means, or None with `offers` where several may be meant."""

    contact: Contact | None
    offers: tuple[Contact, ...]
    span: Span


class _Match(NamedTuple):
    span: Span
    strength: int
    contact: Contact


def names_in(reader: Connection, line: Line, taken: Sequence[Span], near: bytes | None = None) -> list[Named]:
    """Return the people and companies named in `line` outside the spans `taken`, in their order.

    `near` is the company (or person) that one is looking at: it decides between several of the same name.
    """
    free = [at for at in range(len(line.tokens)) if not any(span.holds(at) for span in taken)]
    matches = [match for contact in _candidates(reader, line, free) for match in _matches(line, free, contact)]
    chosen = _apart(matches)
    companies = {each.contact.id for group in chosen for each in group if len(group) == 1 and each.contact.is_company}
    if near is not None:
        companies.add(near)
    return [_named(group, companies) for group in chosen] or _mistyped(reader, line, free)


def _mistyped(reader: Connection, line: Line, free: Sequence[int]) -> list[Named]:
    """Return whom words that are one error away from a name may mean: they are offered, never taken."""
    meant = meant_names(reader, line, free, (_PEOPLE, _COMPANIES))
    if meant is line:
        return []
    changed = [at for at in free if meant.tokens[at] != line.tokens[at]]
    matches = [match for contact in _candidates(reader, meant, changed) for match in _matches(meant, changed, contact)]
    return [
        Named(None, tuple(each.contact for each in group), group[0].span)
        for group in _apart(matches)
        if len(group) == 1
    ]


def _candidates(reader: Connection, line: Line, free: Sequence[int]) -> list[Contact]:
    """Return the contacts that have the words at `free` in their names."""
    unindexed = {table: frozenset(rids) for table, rids in waiting(reader).items()}
    lookup = Lookup(reader, unindexed)
    rids: set[int] = set(sorted(unindexed.get("contact", ()), reverse=True)[:_MOST_WAITING])
    for words in _windows(line, free):
        asked = questions(lookup, [Word(each, sought_forms(each)) for each in words], in_title=True)
        if asked:
            found = lookup.rids(asked[0], (_PEOPLE, _COMPANIES), _CAP)
            rids.update(rid for each in found.values() for rid in each)
    return _read(reader, rids)


def _windows(line: Line, free: Sequence[int]) -> Iterator[list[str]]:
    """Yield the runs of words that may be names, the pairs and single words of them."""
    usable = {at for at in free if line.tokens[at].is_word}
    for at in sorted(usable):
        if at + 1 in usable:
            yield [word for each in (at, at + 1) for word in words_of(_bare(line.tokens[each].text))[:1]]
        if _may_be_name(line, at):
            yield words_of(_bare(line.tokens[at].text))[:2]


def _bare(word: str) -> str:
    """Return `word` without the sign of the genitive: Marc's."""
    name, hyphen, rest = word.rpartition("-")
    if hyphen and fold(rest) in COMMON:
        return name  # Zoomit-Angebot
    return word[:-2] if word[-2:] in ("'s", "’s") else word


def _may_be_name(line: Line, at: int) -> bool:
    token = line.tokens[at]
    if token.folded in AMBIGUOUS and (at == 0 or not token.text[0].isupper()):
        return False
    return len(token.folded) >= _SHORTEST and token.folded not in COMMON


def _read(reader: Connection, rids: Iterable[int]) -> list[Contact]:
    rows = reader.execute(
        "SELECT t.id, t.name, t.kind = 'company', t.company, coalesce(t.job_title || ', ', '') || "
        "coalesce((SELECT c.name FROM contact c WHERE c.id = t.company), t.city_of, '') FROM ("
        "SELECT c.*, (SELECT p.city FROM contact_point p WHERE p.contact = c.id AND p.kind = 'address' "
        "AND p.removed_at IS NULL LIMIT 1) AS city_of FROM json_each(?) j CROSS JOIN contact c ON c.rid = j.value "
        "WHERE c.removed_at IS NULL) t ORDER BY t.name",
        (json.dumps(sorted(rids)),),
    )
    return [Contact(row[0], str(row[1]), bool(row[2]), row[3], str(row[4]).strip(", ")) for row in rows]


def _matches(line: Line, free: Sequence[int], contact: Contact) -> Iterator[_Match]:
    """Yield where the name of `contact`, or a telling part of it, stands among the tokens at `free`."""
    name = fold_company(contact.name).split() if contact.is_company else words_of(contact.name)
    if not name:
        return
    whole = fold_key(" ".join(name)) if contact.is_company else fold_key(contact.name)
    for first in free:
        for length in range(min(_LONGEST_NAME, len(free)), 0, -1):
            span = Span(first, first + length)
            ends = (line.tokens[span.first], line.tokens[min(span.last, len(line.tokens)) - 1])
            if not set(range(span.first, span.last)) <= set(free) or not all(each.text[0].isalnum() for each in ends):
                continue
            strength = _strength(line, span, contact, (name, whole))
            if strength:
                yield _Match(span, strength, contact)
                break


def _strength(line: Line, span: Span, contact: Contact, named: tuple[Sequence[str], str]) -> int:
    name, whole = named
    typed = " ".join(_bare(line.tokens[at].text) for at in range(span.first, span.last))
    keys = {fold_key(typed), *(fold_key(each) for each in (fold_company(typed),) if contact.is_company)}
    spelled = {fold_key(form) for form in sought_forms(fold(typed))} if span.last - span.first == 1 else set()
    if whole in keys | spelled:
        alone = span.last - span.first == 1 and not contact.is_company and len(name) == 1
        return _GIVEN if alone and not _may_be_name(line, span.first) else _WHOLE
    if span.last - span.first > 1 or not _may_be_name(line, span.first):
        return _pair_strength(line, span, contact, name)
    forms = set(sought_forms(_bare(line.tokens[span.first].text)))
    if contact.is_company:
        return _BEGINNING if name[0] in forms else 0
    if name[-1] in forms or fold_key(contact.name.split()[-1]) in {fold_key(each) for each in forms}:
        titled = span.first > 0 and line.tokens[span.first - 1].folded in TITLES_BEFORE
        return _TITLED if titled else _FAMILY
    hyphenated = "-" in typed and fold_key(typed) == fold_key(contact.name.split()[0])
    return _GIVEN if name[0] in forms or hyphenated else 0


def _pair_strength(line: Line, span: Span, contact: Contact, name: Sequence[str]) -> int:
    """A given and a family name without those between, or the first words of a company's name."""
    words = [_bare(line.tokens[at].text) for at in range(span.first, span.last)]
    if len(words) < 2:
        return 0
    if contact.is_company:
        return _FAMILY if len(name) > len(words) and list(name[: len(words)]) == [fold(each) for each in words] else 0
    forms = [set(sought_forms(each)) for each in words]
    known = [fold(each) for each in contact.name.split()]
    if len(words) == 2 and known[0] in forms[0] and len(known) > 1:
        initial = len(words[1]) == 1 and words[1].isupper() and known[-1].startswith(fold(words[1]))
        if initial:
            return _FAMILY
    return _WHOLE if known[0] in forms[0] and known[-1] in forms[-1] and len(words) == 2 else 0


def _apart(matches: Sequence[_Match]) -> list[list[_Match]]:
    """Return the matches grouped by span, where the better one keeps the words that two claim."""
    best = sorted(matches, key=lambda each: (-each.strength, each.span.first - each.span.last, each.span.first))
    groups: list[list[_Match]] = []
    for each in best:
        same = next((group for group in groups if group[0].span == each.span), None)
        if same is not None:
            if same[0].strength == each.strength:
                same.append(each)
        elif not any(group[0].span.meets(each.span) for group in groups):
            groups.append([each])
    return sorted(groups, key=lambda group: group[0].span.first)


def _named(group: Sequence[_Match], companies: set[bytes]) -> Named:
    offers = tuple(each.contact for each in group)
    span = group[0].span
    if len(offers) == 1:
        return Named(offers[0], offers, span)
    narrowed = [each for each in offers if each.id in companies or each.company in companies]
    contact = narrowed[0] if len(narrowed) == 1 else None
    return Named(contact, offers[:_MOST_OFFERED], span)
