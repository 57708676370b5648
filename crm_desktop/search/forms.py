"""The forms in which words are indexed and looked for, so that `Muller` finds Müller and Mueller."""

import re
from collections.abc import Iterator

from crm_desktop.values.names import fold, fold_umlauts

# Letters of a word that count: longer ones are no words but keys and encoded files.
LONGEST_WORD = 40
# Stands before each word of a title in the index, so that titles are searched alone.
TITLE = "\ue000"
# A changed vowel written in two letters, as German and Danish do.
_DIGRAPHS = ("ae", "oe", "ue", "aa")
_VOWELS = "aou"
# A changed vowel, in one sign or as a vowel and its dots or ring.
_CHANGED = re.compile("[äöüåøÄÖÜÅØ]|[aouAOU][\u0308\u030a]")
_BETWEEN = re.compile(r"[\W_]+")
# Pieces of signs are held as well, once or twice for a text; the index splits at ASCII, so these stand elsewhere there.
_SIGNS = re.compile(r"(?<!\S)[\W_]+(?!\S)")
_HELD = {code: 0xE100 + code for code in range(0x21, 0x7F)}
_SHOWN = {held: code for code, held in _HELD.items()}
_MOST_SIGNS = 16
_SPACE = re.compile(r"\s")
# The same cut for plain letters: twice as fast as the pattern.
_SPACED = {code: chr(code) if chr(code).isalnum() else " " for code in range(128)}
_MOST_FORMS = 8
_SHORTEST_SPELLED = 3
# Letters that are folded in one go: folding holds up every other thread, 1 ms for each 4,000.
_AT_ONCE = 4000


def words_of(text: str) -> list[str]:
    """Return the folded words of `text` once each, words with umlauts also as two letters spell them."""
    if len(text) <= _AT_ONCE:
        return _words_of(text)
    return list(dict.fromkeys(word for piece in _pieces(text) for word in _words_of(piece)))


def _words_of(text: str) -> list[str]:
    folded = fold(text)
    words = (folded.translate(_SPACED) if folded.isascii() else _BETWEEN.sub(" ", folded)).split()
    if not text.isascii() and _CHANGED.search(text):
        changed = " ".join(word for word in text.split() if _CHANGED.search(word))
        words += _BETWEEN.sub(" ", fold_umlauts(changed)).split()
    words += _signs(folded)
    return list(dict.fromkeys(word[:LONGEST_WORD] for word in words))


def _signs(folded: str) -> list[str]:
    """Return the pieces of `folded` that are signs alone, such as faces, as the index holds them."""
    if folded.isascii() and _SIGNS.search(folded) is None:
        return []
    pieces = [piece for piece in folded.split() if _BETWEEN.fullmatch(piece)]
    return [piece.translate(_HELD) for piece in pieces[:_MOST_SIGNS]]


def sought_signs(text: str) -> list[str]:
    """Return what to look for where `text` holds no letter and no digit."""
    return [each[:LONGEST_WORD] for each in _signs(fold(text))]


def shown_form(form: str) -> str:
    """Return the form of a word as it stands in a folded text."""
    return form.translate(_SHOWN)


def _pieces(text: str) -> Iterator[str]:
    """Yield `text` in pieces that end where a word does."""
    start = 0
    while start < len(text):
        end = start + _AT_ONCE
        space = _SPACE.search(text, end)
        end = space.start() if space else len(text)
        yield text[start:end]
        start = end


def indexed_words(title: str, body: str) -> str:
    """Return all words of a record as the index holds them, those of its title also marked as such."""
    named = words_of(title)
    return " ".join([*(TITLE + word for word in named), *dict.fromkeys([*named, *words_of(body)])])


def typed_words(text: str) -> list[str]:
    """Return `text` cut where the index cuts words, letters as typed."""
    return _BETWEEN.sub(" ", text).split()


def sought_forms(word: str) -> tuple[str, ...]:
    """Return the folded spellings under which the typed `word` may stand in the index, the plain one first.

    An umlaut may be indexed as one letter or two, whichever way it was written and is now typed.
    """
    folded = fold(word)[:LONGEST_WORD]
    forms = [folded, fold_umlauts(word)[:LONGEST_WORD]]
    if len(folded) >= _SHORTEST_SPELLED:
        for position, letter in enumerate(folded):
            if folded[position : position + 2] in _DIGRAPHS:
                forms.append(folded[: position + 1] + folded[position + 2 :])
            elif letter in _VOWELS and folded[position + 1 : position + 2] != "e":
                forms.append(f"{folded[: position + 1]}e{folded[position + 1 :]}")
    return tuple(dict.fromkeys(forms))[:_MOST_FORMS]
