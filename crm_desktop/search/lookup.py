"""What the search index answers: rids of the newest records, never by reading whole lists."""

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum, auto
from typing import NamedTuple

from crm_desktop.search.asked import Number, Word
from crm_desktop.search.forms import TITLE
from crm_desktop.search.index import PREFIXES, documents
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


class Question(NamedTuple):
    """An expression of the index, and what is to be checked of the records that it finds."""

    expression: str
    check: Check


class Lookup:
    """Questions to the index in one state of the file, leaving out the records of `stale` by table."""

    def __init__(self, reader: Connection, stale: Mapping[str, frozenset[int]]) -> None:
        self._reader = reader
        self._stale = stale

    def rids(self, question: Question, group: int, cap: int, index: str = "search_text") -> list[int]:
        """Return up to `cap` rids of the records of `group` that `question` finds, the newest first."""
        numbers = documents(group)
        rows = self._reader.execute(
            f"SELECT rowid - ? FROM {index} WHERE {index} MATCH ? AND rowid BETWEEN ? AND ? "
            "ORDER BY rowid DESC LIMIT ?",
            (numbers.start, question.expression, numbers.start, numbers.stop - 1, cap),
        ).fetchall()
        stale = self._stale.get(GROUPS[group].table.name)
        return [rid for (rid,) in rows if rid not in stale] if stale else [rid for (rid,) in rows]


def questions(words: Sequence[Word], *, in_title: bool) -> list[Question]:
    """Return what to ask for records with all `words`, the surest question first.

    A word as long as a prefix of the index is asked for as such; any other one as a whole word, and then as the next
    shorter prefix. Single letters are not in the index and only looked for in titles.
    """
    mark = TITLE if in_title else ""
    whole = [_whole(word, mark) for word in words]
    if not any(whole):
        return []
    missing = Check.WORDS_IN_TITLE if in_title else Check.SHORT_WORDS_IN_TITLE
    asked = [Question(_all(whole), Check.NOTHING if all(whole) else missing)]
    shortened = [_shortened(word, mark) or known for word, known in zip(words, whole, strict=True)]
    if shortened != whole:
        asked.append(Question(_all(shortened), Check.WORDS_IN_TITLE if in_title else Check.RECORD))
    return asked


def fragments(words: Sequence[Word]) -> Question | None:
    """Return what to ask for names with all `words` anywhere in them, or None where one is too short."""
    if not words or any(len(each.forms[0]) < SHORTEST_FRAGMENT for each in words):
        return None
    return Question(_in_column("name", (each.forms for each in words)), Check.NOTHING)


def phone_numbers(numbers: Sequence[Number]) -> Question:
    """Return what to ask for contacts with all `numbers` in their phone numbers."""
    return Question(_in_column("digits", (each.digits for each in numbers)), Check.NOTHING)


def _whole(word: Word, mark: str) -> str:
    """Return the expression for `word`, as a prefix where the index holds such; nothing where it is too short."""
    if len(word.forms[0]) < SHORTEST_WORD:
        return ""
    found = [f'"{mark}{form}"{"*" if len(mark + form) in PREFIXES else ""}' for form in word.forms]
    return f"({' OR '.join(found)})"


def _shortened(word: Word, mark: str) -> str:
    found: list[str] = []
    for form in word.forms:
        shorter = [length for length in PREFIXES if length < len(mark + form)]
        if len(mark + form) not in PREFIXES and shorter:
            found.append(f'"{(mark + form)[: shorter[-1]]}"*')
        elif len(mark + form) in PREFIXES:
            found.append(f'"{mark}{form}"*')
    return f"({' OR '.join(dict.fromkeys(found))})" if found else ""


def _all(expressions: Iterable[str]) -> str:
    return " AND ".join(each for each in expressions if each)


def _in_column(column: str, alternatives: Iterable[Iterable[str]]) -> str:
    each_of = ("(" + " OR ".join(f'"{form}"' for form in forms) + ")" for forms in alternatives)
    return f"{column} : ({' AND '.join(each_of)})"
