"""Whether a record fits what was asked, told from its texts: for records that the index does not hold yet."""

import re
from collections.abc import Iterable, Sequence
from enum import IntEnum

from crm_desktop.search.asked import Asked, Word
from crm_desktop.search.forms import words_of
from crm_desktop.search.lookup import SHORTEST_FRAGMENT, SHORTEST_WORD
from crm_desktop.search.texts import GROUPS, NAMED_BY_PARTS, RecordText
from crm_desktop.values.names import fold


class Fit(IntEnum):
    """How well a hit fits, the best first."""

    EXACT = 0
    TITLE_START = 1
    TITLE = 2
    TEXT = 3
    FRAGMENT = 4


def fit_of(asked: Asked, text: RecordText) -> Fit | None:
    """Return how well the words and numbers of `asked` fit the record of `text`, or None where they do not."""
    name = fold(text.title)
    if name.startswith(asked.whole):
        return Fit.EXACT if name == asked.whole else Fit.TITLE_START
    in_title, in_body = words_of(text.title), words_of(text.body)
    if not asked.numbers and all(_begins(word, in_title) for word in asked.words):
        return Fit.TITLE
    if all(_stands(word, in_title, in_body) for word in asked.words) and all(
        any(each in text.digits for each in number.digits)
        or all(_stands(word, in_title, in_body) for word in number.words)
        for number in asked.numbers
    ):
        return Fit.TEXT
    parts_count = GROUPS[text.group].table.name in NAMED_BY_PARTS and not asked.numbers
    return Fit.FRAGMENT if parts_count and all(_within(word, name) for word in asked.words) else None


def title_pattern(word: Word) -> re.Pattern[str]:
    """Return what finds `word` at the beginning of a word of a folded title."""
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, word.forms))})")


def _begins(word: Word, words: Iterable[str]) -> bool:
    return any(each.startswith(word.forms) for each in words)


def _stands(word: Word, in_title: Sequence[str], in_body: Sequence[str]) -> bool:
    """Tell whether `word` is in the record as the index would find it: short words only whole, or in the title."""
    if _begins(word, in_title):
        return True
    return _begins(word, in_body) if len(word.forms[0]) > SHORTEST_WORD else word.forms[0] in in_body


def _within(word: Word, name: str) -> bool:
    return len(word.forms[0]) >= SHORTEST_FRAGMENT and any(form in name for form in word.forms)
