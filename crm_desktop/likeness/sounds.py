"""How names sound and streets read, whatever way they are spelled."""

import re
from functools import lru_cache

from crm_desktop.values.name_words import word_set

_RUNS = re.compile(r"(.)\1+")
_NUMBER = re.compile(r"(\d+)(?:st|nd|rd|th)?$")
_WORDS = re.compile(r"[^\W_]+")
# What kind of street it is, and where along it: written in full, shortened, or left out.
_STREET_KINDS = word_set(
    """
    street st str strasse avenue ave av road rd drive dr lane ln place pl court ct circuit cct crescent cres close cl
    boulevard blvd bd terrace tce ter way parade pde highway hwy square sq weg platz allee gasse rue chemin quai
    calle via viale piazza straat laan plein gatan vej n s e w north south east west ne nw se sw
    """
)
_STREET_ENDINGS = ("strasse", "str", "weg", "platz", "gasse", "straat", "laan", "gatan", "vagen", "vej")
_SHORTEST_STEM = 3
_KEPT = 50_000  # words; names repeat, and a workspace holds fewer different ones than contacts


@lru_cache(_KEPT)
def sound(word: str) -> str:
    """Return how the folded `word` sounds in English ears (metaphone, doubled sounds once); other scripts stay."""
    if not word.isascii():
        return word
    # The metrics would take 30 ms of every start.
    import jellyfish

    return _RUNS.sub(r"\1", jellyfish.metaphone(word)).replace(" ", "") or word


def street_words(street: str) -> tuple[str, ...]:
    """Return the house number of a folded `street` (or an empty text), then its other telling words, sorted.

    `12 e. main st` and `main street 12` give the same.
    """
    words = [each for each in map(_street_word, _WORDS.findall(street)) if each] or _WORDS.findall(street)
    words.sort()
    for at, word in enumerate(words):
        if word[0].isdigit():
            return (words.pop(at), *words)
    return ("", *words) if words else ()


@lru_cache(_KEPT)
def _street_word(word: str) -> str:
    """Return `word` of a street without what is left out as often; empty where that is all."""
    if word in _STREET_KINDS:
        return ""
    number = _NUMBER.match(word)
    if number:
        return number[1].lstrip("0") or "0"
    for ending in _STREET_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word
