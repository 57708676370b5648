"""The search behind the one box: all kinds of record, the best and the newest first."""

import time
from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

from crm_desktop.schema.catalogue import kind_named
from crm_desktop.schema.forms import Place
from crm_desktop.search.asked import Asked, asked_from_text
from crm_desktop.search.candidates import CAP, Candidates
from crm_desktop.search.details import Detail, hit_details
from crm_desktop.search.fitting import Fit
from crm_desktop.search.nearest import nearest_asked
from crm_desktop.search.snippets import Marker, Part
from crm_desktop.search.texts import GROUPS, RecordText, record_texts
from crm_desktop.vault.driver import Connection

HITS = 50
# Records counted of a kind where only a few of each are shown.
_GROUPED_CAP = 100
# Letters of files that are read for their marked passages, shared among the files that are shown.
_LETTERS_OF_FILES = 100_000


class Hit(NamedTuple):
    """One record that fits.

    `group` names the kind of record in the plural (as `deals`), `kind` in the singular; `where` is the field that
    fits, `where_label` its label, `snippet` its marked passage and `plain` the same without marks; `secondary` says
    more about the record; `amount` is in minor units of `currency`, `at_ms` the instant of an activity or ticket,
    `size` the bytes of a file, `sort` what tells a call from an email, or the media type of a file.
    """

    id: bytes
    kind: str
    group: str
    title: str
    title_parts: tuple[Part, ...]
    where: str
    where_label: str
    snippet: tuple[Part, ...]
    plain: str
    secondary: str
    amount: int | None
    currency: str
    at_ms: int | None
    size: int | None = None
    sort: str = ""


class GroupCount(NamedTuple):
    """How many records of a kind fit: `found`, and with `more` at least so many."""

    group: str
    found: int
    more: bool


class SearchResult(NamedTuple):
    """The hits, best first, how many there are of each kind, and how long it took.

    `corrected` is what was searched instead, where the typed text fits nothing and a word of it was mistyped.
    """

    hits: list[Hit]
    counts: list[GroupCount]
    ms: float
    corrected: str | None = None


class _Choice(NamedTuple):
    group: int
    rid: int
    fit: Fit


def search(
    reader: Connection, text: str, place: Place, kind: str | None = None, limit: int = HITS, each: int | None = None
) -> SearchResult:
    """Return up to `limit` records that fit `text`, of one `kind` or of all, and no more than `each` of a kind.

    Raises WrongUsage for an unknown kind.
    """
    started = time.perf_counter()
    groups, enough = _groups(kind), each or limit
    cap = CAP if each is None else _GROUPED_CAP
    asked = asked_from_text(text, place)
    if asked.empty:
        return SearchResult([], [], _ms_since(started))
    candidates = Candidates(reader, asked, groups, enough, cap)
    if asked.short and not any(candidates.found.values()):
        asked = asked_from_text(text, place, plain=True)
        candidates = Candidates(reader, asked, groups, enough, cap)
    corrected: str | None = None
    if not any(candidates.found.values()):
        better = nearest_asked(reader, asked, groups)
        if better is not None:
            asked, corrected = better, better.whole
            candidates = Candidates(reader, asked, groups, enough, cap)
    chosen = _chosen(candidates, limit, each or limit)
    hits = _hits(reader, asked, chosen, place)
    counts = [
        GroupCount(GROUPS[group].name, min(len(found), cap), group in candidates.capped)
        for group, found in candidates.found.items()
        if found
    ]
    return SearchResult(hits, counts, _ms_since(started), corrected)


def _groups(kind: str | None) -> list[int]:
    if kind is None:
        return list(range(len(GROUPS)))
    wanted = kind_named(kind)
    return [
        position
        for position, each in enumerate(GROUPS)
        if each.table is wanted.table and wanted.narrowed in (None, each.narrowed)
    ]


def _chosen(candidates: Candidates, limit: int, most: int) -> list[_Choice]:
    """Return the best of all groups, `most` of one, of which none crowds out the others."""
    ranked = {
        group: [_Choice(group, rid, fit) for rid, fit in sorted(found.items(), key=itemgetter(1))[: max(most, 1)]]
        for group, found in candidates.found.items()
        if found
    }
    share = max(1, limit // max(1, len(ranked)))
    chosen = [each for choices in ranked.values() for each in choices[:share]]
    rest = [each for choices in ranked.values() for each in choices[share:]]
    chosen += sorted(rest, key=lambda each: each.fit)[: max(0, limit - len(chosen))]
    return sorted(chosen, key=lambda each: (each.fit, each.group))[:limit]


def _hits(reader: Connection, asked: Asked, chosen: Sequence[_Choice], place: Place) -> list[Hit]:
    texts: dict[tuple[int, int], RecordText] = {}
    details: dict[tuple[int, int], Detail] = {}
    for group in {each.group for each in chosen}:
        rids = [each.rid for each in chosen if each.group == group]
        for found in record_texts(reader, GROUPS[group].table.name, rids, _LETTERS_OF_FILES // len(rids)):
            texts.update({(group, each.rid): each for each in found})
        details.update({(group, rid): each for rid, each in hit_details(reader, group, rids, place).items()})
    marker = Marker(asked)
    return [
        _hit(group, texts[group, rid], details[group, rid], marker)
        for group, rid, _fit in chosen
        if (group, rid) in texts
    ]


def _hit(group: int, text: RecordText, detail: Detail, marker: Marker) -> Hit:
    marked = marker.marked(text)
    return Hit(
        detail.record,
        GROUPS[group].singular,
        GROUPS[group].name,
        text.title,
        marked.title,
        marked.field,
        marked.label,
        marked.passage,
        marked.plain,
        detail.secondary,
        detail.amount,
        detail.currency,
        detail.at_ms,
        detail.size,
        detail.sort,
    )


def _ms_since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 2)
