"""What the search index answers: rids of the newest records of each group, never by reading whole lists."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum, auto
from operator import neg
from typing import NamedTuple

from crm_desktop.search.asked import Number, Word
from crm_desktop.search.documents import documents, group_of
from crm_desktop.search.forms import TITLE
from crm_desktop.search.index import PREFIXES
from crm_desktop.search.texts import GROUPS, NAMED_BY_PARTS
from crm_desktop.vault.driver import Connection

SHORTEST_WORD = 2
SHORTEST_FRAGMENT = 3
# Where the index cuts a text, which holds signs of their own kind as letters.
_SPLIT = re.compile(r"[\x00-/:-@\[-`{-\x7f]+")
# Words of the index with one beginning that are asked for by name; more are asked for as a shorter beginning.
_MOST_SPELLED = 40
_LAST = "\U0010ffff"
# Each word is looked for after the one before: going on would go through all records that have it.
_SPELLED = """
    WITH RECURSIVE spelled(word, place) AS (
        SELECT (SELECT term FROM search_terms WHERE term >= ?1 AND term < ?2 LIMIT 1), 1
        UNION ALL
        SELECT (SELECT term FROM search_terms WHERE term >= spelled.word || char(1) AND term < ?2 LIMIT 1), place + 1
        FROM spelled WHERE word IS NOT NULL AND place < ?3)
    SELECT word FROM spelled WHERE word IS NOT NULL
"""
# The groups that each index holds, as they stand beside each other in it.
_HELD = tuple(range(len(GROUPS)))
_HELD_BY_PARTS = tuple(at for at, each in enumerate(GROUPS) if each.table.name in NAMED_BY_PARTS)
_GROUP_SIZE = len(documents(0))

Found = dict[int, list[int]]


class Check(Enum):
    """What has to be looked at before a record that the index found is known to fit."""

    NOTHING = auto()
    SHORT_WORDS_IN_TITLE = auto()
    WORDS_IN_TITLE = auto()
    RECORD = auto()


class Term(NamedTuple):
    """What is looked for: a whole word, or with `begins` the beginning of one, or in names and digits any piece.

    `spelled` are all words of the index that begin so, where the index does not hold that beginning as such.
    """

    text: str
    begins: bool = False
    spelled: tuple[str, ...] | None = None


class Question(NamedTuple):
    """One of each of `terms` has to be in `column`; `check` is what the index cannot tell."""

    terms: tuple[tuple[Term, ...], ...]
    check: Check
    column: str = "words"


class Lookup:
    """Questions to the index in one state of the file, leaving out the records of `stale` by table."""

    def __init__(self, reader: Connection, stale: Mapping[str, frozenset[int]]) -> None:
        self._reader = reader
        self._stale = stale
        self._some_fresh = reader.execute("SELECT 1 FROM search_fresh LIMIT 1").fetchone() is not None
        self._spelled: dict[str, tuple[str, ...] | None] = {}

    def rids(self, question: Question, groups: Sequence[int], cap: int) -> Found:
        """Return up to `cap` rids of the records of each of `groups` that `question` finds, the newest first.

        A group without any is left out.
        """
        found: Found = {}
        for run in _runs(groups, _HELD if question.column == "words" else _HELD_BY_PARTS):
            numbers = range(documents(run.start).start, documents(run.stop - 1).stop)
            for document_numbers in self._indexed(question, numbers, cap):
                _add_by_group(found, document_numbers)
            if self._some_fresh:
                _add_by_group(found, self._fresh(question, numbers))
        return {group: self._known(group, found[group], cap) for group in groups if group in found}

    def spelled(self, text: str) -> tuple[str, ...] | None:
        """Return the words of the index that begin as `text`, or None where they are too many to name."""
        if text not in self._spelled:
            rows = self._reader.execute(_SPELLED, (text, text + _LAST, _MOST_SPELLED + 1)).fetchall()
            self._spelled[text] = None if len(rows) > _MOST_SPELLED else tuple(row[0] for row in rows)
        return self._spelled[text]

    def _known(self, group: int, rids: list[int], cap: int) -> list[int]:
        if self._some_fresh:
            rids = sorted(set(rids), reverse=True)
        stale = self._stale.get(GROUPS[group].table.name)
        return [rid for rid in rids[:cap] if rid not in stale] if stale else rids[:cap]

    def _indexed(self, question: Question, numbers: range, cap: int) -> Iterator[list[int]]:
        """Yield document numbers, the highest first: a group that is full is stepped over."""
        expression = _expression(question)
        if expression is None:
            return
        index = "search_text" if question.column == "words" else "search_part"
        hidden = f"AND NOT EXISTS (SELECT 1 FROM search_fresh WHERE doc = {index}.rowid)" if self._some_fresh else ""
        sql = (
            f"SELECT rowid FROM {index} WHERE {index} MATCH ? AND rowid BETWEEN ? AND ? {hidden} "
            "ORDER BY rowid DESC LIMIT ?"
        )
        high, in_group = numbers.stop - 1, 0
        while high >= numbers.start:
            rows = self._reader.execute(sql, (expression, numbers.start, high, cap)).fetchall()
            found = [row[0] for row in rows]
            yield found
            if len(found) < cap:
                return
            begin = documents(group_of(found[-1])).start
            here = len(found) - bisect_right(found, -(begin + _GROUP_SIZE), key=neg)
            in_group = here + (in_group if here == len(found) else 0)
            high = begin - 1 if in_group >= cap else found[-1] - 1

    def _fresh(self, question: Question, numbers: range) -> list[int]:
        """Return what the plain table of fresh texts holds."""
        sought = [[_stored(term, question.column) for term in each] for each in question.terms]
        conditions = " AND ".join(
            "(" + " OR ".join([f"instr({question.column}, ?)"] * len(each)) + ")" for each in sought
        )
        rows = self._reader.execute(
            f"SELECT doc FROM search_fresh WHERE doc BETWEEN ? AND ? AND {conditions} ORDER BY doc DESC",
            (numbers.start, numbers.stop - 1, *(text for each in sought for text in each)),
        )
        return [row[0] for row in rows]


def _add_by_group(found: Found, numbers: list[int]) -> None:
    """Add the records of document `numbers`, which descend, to those `found` of their groups."""
    start = 0
    while start < len(numbers):
        group = group_of(numbers[start])
        begin = documents(group).start
        end = bisect_right(numbers, -begin, lo=start, key=neg)
        found.setdefault(group, []).extend([number - begin for number in numbers[start:end]])
        start = end


def questions(lookup: Lookup, words: Sequence[Word], *, in_title: bool) -> list[Question]:
    """Return what to ask for records with all `words`, the surest question first.

    A word as long as a prefix of the index is asked for as such; any other one by all words of the index that begin so,
    and where they are too many, as the next shorter prefix. A single letter may begin a word of the title, or be a word
    by itself.
    """
    mark = TITLE if in_title else ""
    long_enough = [each for each in words if len(each.forms[0]) >= SHORTEST_WORD]
    asked: list[Question] = []
    if long_enough:
        sure = tuple(tuple(_sure(lookup, mark + form) for form in each.forms) for each in long_enough)
        missing = Check.WORDS_IN_TITLE if in_title else Check.SHORT_WORDS_IN_TITLE
        asked.append(Question(sure, Check.NOTHING if len(sure) == len(words) else missing))
        if not all(term.begins or len(term.text) <= SHORTEST_WORD for each in sure for term in each):
            shortened = tuple(tuple(dict.fromkeys(map(_shortened, each))) for each in sure)
            asked.append(Question(shortened, Check.WORDS_IN_TITLE if in_title else Check.RECORD))
    if len(long_enough) < len(words):
        whole = tuple(tuple(_sure(lookup, mark + form) for form in each.forms) for each in words)
        asked.append(Question(whole, Check.NOTHING))
    return asked


def titles_tell(words: Sequence[Word]) -> bool:
    """Tell whether the questions about titles find each record whose title begins with `words`.

    They do not by single letters, which are looked for as whole words, nor by signs, of which those in words count not.
    """
    return any(len(each.forms[0]) >= SHORTEST_WORD and each.forms[0].isalnum() for each in words)


def fragments(words: Sequence[Word]) -> Question | None:
    """Return what to ask for names with all `words` anywhere in them, or None where one is too short."""
    if not words or any(len(each.forms[0]) < SHORTEST_FRAGMENT for each in words):
        return None
    return Question(tuple(tuple(map(Term, each.forms)) for each in words), Check.NOTHING, "name")


def phone_numbers(numbers: Sequence[Number]) -> Question:
    """Return what to ask for contacts with all `numbers` in their phone numbers."""
    return Question(tuple(tuple(map(Term, each.digits)) for each in numbers), Check.NOTHING, "digits")


def beginnings(texts: Iterable[str]) -> Question:
    """Return what to ask for records with a word that begins as one of `texts`."""
    return Question((tuple(Term(text, begins=True) for text in dict.fromkeys(texts)),), Check.RECORD)


def _sure(lookup: Lookup, text: str) -> Term:
    """Return what finds exactly the words that begin as `text`; only the whole word where that cannot be told."""
    if len(text) in PREFIXES:
        return Term(text, begins=True)
    if len(text) < PREFIXES[0]:
        return Term(text)
    spelled = lookup.spelled(text)
    return Term(text) if spelled is None else Term(text, begins=True, spelled=spelled)


def _shortened(term: Term) -> Term:
    """Return the longest prefix of the term that the index holds as such."""
    if term.begins:
        return term
    held = [length for length in PREFIXES if length <= len(term.text)]
    return Term(term.text[: held[-1]], begins=True) if held else term


def _expression(question: Question) -> str | None:
    """Return the question in the words of the index, or None where nothing can fit."""
    alternatives = []
    for each in question.terms:
        texts = [text for term in each for text in _sought(term, question.column)]
        if not texts:
            return None
        alternatives.append(f"({' OR '.join(texts)})")
    narrowed = "" if question.column == "words" else f"{question.column} : "
    return f"{narrowed}({' AND '.join(alternatives)})"


def _sought(term: Term, column: str) -> list[str]:
    if term.spelled is not None:
        return [f'"{word}"' for word in term.spelled]
    if column != "words":
        return [f'"{term.text}"{"*" if term.begins else ""}']
    mark = TITLE if term.text.startswith(TITLE) else ""
    words = [mark + each for each in _SPLIT.split(term.text.removeprefix(mark)) if each]
    if not words:
        return []
    # the index knows no phrases: hans-peter is asked for as both its words
    asked = " AND ".join(f'"{each}"' for each in words) + ("*" if term.begins else "")
    return [asked if len(words) == 1 else f"({asked})"]


def _stored(term: Term, column: str) -> str:
    """Return `term` as it stands in the text of a fresh record, where words have spaces around them."""
    if column != "words":
        return term.text
    return f" {term.text}" if term.begins else f" {term.text} "


def _runs(groups: Sequence[int], held: Sequence[int]) -> Iterator[range]:
    """Yield the runs of neighbours among `groups` in an index that holds the groups `held`."""
    ordered = [at for at, group in enumerate(held) if group in groups]
    start = 0
    for at in range(1, len(ordered) + 1):
        if at == len(ordered) or ordered[at] != ordered[at - 1] + 1:
            yield range(held[ordered[start]], held[ordered[at - 1]] + 1)
            start = at
