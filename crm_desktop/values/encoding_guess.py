"""Which of the encodings without a mark a text is written in: the one whose letters a language would have."""

import codecs
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from crm_desktop.values.alphabets import ALPHABETS, CANDIDATES, Candidate, at_home

# A sign inside a word, a capital after a small letter, mixed scripts: `Wa³êsa`, `Mьller`, `jОГАНН`.
_ODD = re.compile(
    r"[^\W\d_](?![’‘´`·¨])[^\w\s\x00-\x7f]|(?<=[^\W\d_])[¹²³ªº]|(?<=[a-zß-öø-ÿа-яα-ω])[À-ÖØ-ÞŸŠŽŒА-ЯΑ-Ω]|[ß-öø-ÿ][A-Z]"
    r"|[A-Za-z][\u0370-\u0eff\u3040-\uffdc]|[\u0370-\u0eff\u3040-\uffdc][A-Za-z]|[\uff61-\uff9f]"
)
# How likely a letter is that the language has none of, or a sign: of texts of that language, as a logarithm.
_SIGNS = frozenset("€£“”„‘’‚«»–—…§°®™©\xa0ªº´·•¿¡、。・（）「」")
_SIGN = math.log(0.01)
_FOREIGN_LETTER = math.log(0.003)
_RARE_SIGN = math.log(0.0004)
_NO_TEXT = math.log(1e-6)
_PLAIN_LETTER = math.log(0.06)  # the second half of an Asian letter looks like one
_ODDITY = 4.0
_AT_HOME = 5.0
_WIDE_LETTER = math.log(1 / 4000)  # one of thousands that are as usual
_RARE_WIDE_LETTER = math.log(1e-6)
# Where the letters of these stand that are in use, by their first byte; others are known to dictionaries alone.
_IN_USE = {
    "cp932": (0x81, 0x97),
    "gb18030": (0xA1, 0xD7),
    "big5": (0xA1, 0xC6),
    "euc_kr": (0xA1, 0xC8),
    "euc_jp": (0xA1, 0xCF),
}


class _Text(NamedTuple):
    """A text as an encoding reads it.

    How often each of its signs is there beside `plain` letters, how many stand where they look odd, and how many bytes
    are left of a last letter that was `cut`.
    """

    signs: Mapping[str, int]
    plain: int
    odd: int
    cut: int


def likeliest_encoding(sample: bytes, region: str) -> str | None:
    """Return the encoding that `sample` is most likely in, those of `region` rather than others; None for none."""
    best: tuple[float, str] | None = None
    for candidate in CANDIDATES:
        read = _read(sample, candidate.encoding)
        if read is not None:
            likelihood = max(_likelihood(read, candidate, language, region) for language in candidate.languages)
            if best is None or likelihood > best[0]:
                best = likelihood, candidate.encoding
    return best[1] if best else None


def _read(sample: bytes, encoding: str) -> _Text | None:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        text = decoder.decode(sample)
    except UnicodeDecodeError:
        return None
    counted = Counter(text)
    plain = sum(count for sign, count in counted.items() if sign <= "\x7f" and sign.isalpha())
    signs = {sign: count for sign, count in counted.items() if sign > "\x7f"}
    return _Text(signs, plain, len(_ODD.findall(text)), len(decoder.getstate()[0]))


def _likelihood(read: _Text, candidate: Candidate, language: str, region: str) -> float:
    letters = _letters(language)
    told = sum(
        count * (letters[sign] if sign in letters else _stranger(sign, candidate.encoding))
        for sign, count in read.signs.items()
    )
    told += _PLAIN_LETTER * read.plain - _ODDITY * read.odd + _NO_TEXT * read.cut
    return told - candidate.rarity + _AT_HOME * at_home(language, region)


@cache
def _letters(language: str) -> Mapping[str, float]:
    """Return the likelihood of each letter of `language`: it falls with the rank; capitals are rarer."""
    ranked = dict.fromkeys(ALPHABETS[language])
    small = {letter: -math.log(rank + 4) for rank, letter in enumerate(ranked)}
    return {letter.upper(): value - 1.5 for letter, value in small.items() if len(letter.upper()) == 1} | small


@cache
def _stranger(sign: str, encoding: str) -> float:
    """Return how likely a sign is that the language does not have, read in `encoding`."""
    if sign in _SIGNS:
        return _SIGN
    if encoding in _IN_USE:
        first, last = _IN_USE[encoding]
        return _WIDE_LETTER if first <= sign.encode(encoding)[0] <= last else _RARE_WIDE_LETTER
    if unicodedata.category(sign) in {"Cc", "Cn", "Co", "Cf"}:
        return _NO_TEXT
    return _FOREIGN_LETTER if sign.isalpha() and sign not in "ªºµƒ" else _RARE_SIGN
