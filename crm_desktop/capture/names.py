"""Who is meant: the people and companies whose names stand in a line, found through the search index."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from crm_desktop.capture.name_errors import meant_names
from crm_desktop.capture.name_runs import bare, fits, may_be_name, name_of, runs_of
from crm_desktop.capture.tokens import Line, Span
from crm_desktop.search.asked import Word
from crm_desktop.search.forms import sought_forms, words_of
from crm_desktop.search.lookup import Lookup, questions
from crm_desktop.search.texts import GROUPS
from crm_desktop.search.waiting import waiting
from crm_desktop.vault.driver import Connection

_MOST_OFFERED = 8
_CAP = 60
_MOST_WAITING = 500
_PEOPLE, _COMPANIES = (
    next(at for at, each in enumerate(GROUPS) if each.name == name) for name in ("people", "companies")
)


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
    chosen = _apart(_matches(line, free, _candidates(reader, line, free)))
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
    groups = _apart(_matches(meant, changed, _candidates(reader, meant, changed)))
    return [Named(None, (group[0].contact,), group[0].span) for group in groups if len(group) == 1]


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
            yield [word for each in (at, at + 1) for word in words_of(bare(line.tokens[each].text))[:1]]
        if may_be_name(line, at):
            yield words_of(bare(line.tokens[at].text))[:2]


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


def _matches(line: Line, free: Sequence[int], contacts: Sequence[Contact]) -> list[_Match]:
    """Return where the names of `contacts`, or telling parts of them, stand among the tokens at `free`."""
    runs = runs_of(line, free) if contacts else []
    return [
        _Match(span, strength, contact)
        for contact in contacts
        for span, strength in fits(runs, name_of(contact.name, is_company=contact.is_company))
    ]


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
