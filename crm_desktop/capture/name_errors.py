"""Names that were mistyped: the words of a line that are one error away from a name that is here."""

from collections.abc import Sequence

from crm_desktop.capture.name_words import COMMON
from crm_desktop.capture.tokens import Line
from crm_desktop.search.asked import Asked, Word
from crm_desktop.search.forms import sought_forms
from crm_desktop.search.nearest import nearest_asked
from crm_desktop.vault.driver import Connection

_SHORTEST = 5
# A word without a capital may be any word: a short one has too many neighbours among the names.
_SHORTEST_SMALL = 7
_MOST_TRIED = 4


def meant_names(reader: Connection, line: Line, free: Sequence[int], groups: Sequence[int]) -> Line:
    """Return `line` with those of the words at `free` replaced that are one error away from names in `groups`."""
    tried = [at for at in free if _may_be_mistyped(line, at)][:_MOST_TRIED]
    meant: dict[int, str] = {}
    for at in tried:
        text = line.tokens[at].text
        near = nearest_asked(reader, Asked(line.tokens[at].folded, (Word(text, sought_forms(text)),)), groups)
        if near is not None and len(near.words[0].forms) == 1:
            meant[at] = near.words[0].typed
    return line.with_words(meant)


def _may_be_mistyped(line: Line, at: int) -> bool:
    token = line.tokens[at]
    shortest = _SHORTEST if token.text[0].isupper() else _SHORTEST_SMALL
    return token.is_word and len(token.folded) >= shortest and token.folded not in COMMON
