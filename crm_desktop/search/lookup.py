"""What the search index answers: rids of the newest records, never by reading whole lists."""

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum, auto
from typing import NamedTuple

from crm_desktop.search.asked import Number, Word
from crm_desktop.search.documents import documents
from crm_desktop.search.forms import TITLE
from crm_desktop.search.index import PREFIXES
from crm_desktop.search.texts import GROUPS
from crm_desktop.vault.driver import Connection

SHORTEST_WORD = 2
SHORTEST_FRAGMENT = 3


class Check(Enum):
    """What has to be looked at before a record that the index found is known to fit."""

    NOTHING = auto()
    SHORT_WORDS_IN_TITLE = auto()
    WORDS_IN_TITLE = auto()
    RECORD = auto()


class Term(NamedTuple):
    """What is looked for: a whole word, or with `begins` the beginning of one, or in names and digits any piece."""

    text: str
    begins: bool = False


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

    def rids(self, question: Question, group: int, cap: int) -> list[int]:
        """Return up to `cap` rids of the records of `group` that `question` finds, the newest first."""
        numbers = documents(group)
        index = "search_text" if question.column == "words" else "search_part"
        hidden = f"AND NOT EXISTS (SELECT 1 FROM search_fresh WHERE doc = {index}.rowid)" if self._some_fresh else ""
        found = self._reader.execute(
            f"SELECT rowid - ? FROM {index} WHERE {index} MATCH ? AND rowid BETWEEN ? AND ? {hidden} "
            "ORDER BY rowid DESC LIMIT ?",
            (numbers.start, _expression(question), numbers.start, numbers.stop - 1, cap),
        ).fetchall()
        if self._some_fresh:
            fresh = self._fresh(question, numbers, cap)
            found = sorted({*found, *fresh}, reverse=True)[:cap] if fresh else found
        stale = self._stale.get(GROUPS[group].table.name)
        return [rid for (rid,) in found if rid not in stale] if stale else [rid for (rid,) in found]

    def _fresh(self, question: Question, numbers: range, cap: int) -> list[tuple[int]]:
        """Return what the plain table of fresh texts holds, which comes before the index."""
        sought = [[_stored(term, question.column) for term in each] for each in question.terms]
        conditions = " AND ".join(
            "(" + " OR ".join([f"instr({question.column}, ?)"] * len(each)) + ")" for each in sought
        )
        return self._reader.execute(
            f"SELECT doc - ? FROM search_fresh WHERE doc BETWEEN ? AND ? AND {conditions} ORDER BY doc DESC LIMIT ?",
            (numbers.start, numbers.start, numbers.stop - 1, *(text for each in sought for text in each), cap),
        ).fetchall()


def questions(words: Sequence[Word], *, in_title: bool) -> list[Question]:
    """Return what to ask for records with all `words`, the surest question first.

    A word as long as a prefix of the index is asked for as such; any other one as a whole word, and then as the next
    shorter prefix. Single letters are not in the index and only looked for in titles.
    """
    mark = TITLE if in_title else ""
    long_enough = [each for each in words if len(each.forms[0]) >= SHORTEST_WORD]
    if not long_enough:
        return []
    whole = tuple(tuple(_whole(mark + form) for form in each.forms) for each in long_enough)
    missing = Check.WORDS_IN_TITLE if in_title else Check.SHORT_WORDS_IN_TITLE
    asked = [Question(whole, Check.NOTHING if len(whole) == len(words) else missing)]
    shortened = tuple(tuple(dict.fromkeys(_shortened(mark + form) for form in each.forms)) for each in long_enough)
    if shortened != whole:
        asked.append(Question(shortened, Check.WORDS_IN_TITLE if in_title else Check.RECORD))
    return asked


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


def _whole(text: str) -> Term:
    return Term(text, begins=len(text) in PREFIXES)


def _shortened(text: str) -> Term:
    """Return the longest prefix of `text` that the index holds as such."""
    held = [length for length in PREFIXES if length <= len(text)]
    return Term(text[: held[-1]], begins=True) if held else Term(text)


def _expression(question: Question) -> str:
    alternatives = (
        "(" + " OR ".join(f'"{term.text}"{"*" if term.begins else ""}' for term in each) + ")"
        for each in question.terms
    )
    narrowed = "" if question.column == "words" else f"{question.column} : "
    return f"{narrowed}({' AND '.join(alternatives)})"


def _stored(term: Term, column: str) -> str:
    """Return `term` as it stands in the text of a fresh record, where words have spaces around them."""
    if column != "words":
        return term.text
    return f" {term.text}" if term.begins else f" {term.text} "
