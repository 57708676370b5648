"""Names in Chinese, Japanese and Korean letters: the family name stands first, as a rule without a space after it."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from crm_desktop.values.surnames import (
    CHINESE,
    CHINESE_OF_TWO,
    HONORIFICS,
    JAPANESE,
    JAPANESE_OF_ONE,
    KOREAN,
    KOREAN_OF_TWO,
    SURELY_OF_TWO,
)

_HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HIRAGANA, _KATAKANA = "\u3041-\u309f", "\u30a1-\u30fa\u30fc-\u30ff"
_HANGUL = "\uac00-\ud7a3"
_DOTS = "・·"  # between the parts of foreign names, which keep their order
_LETTERS = f"{_HAN}{_HIRAGANA}{_KATAKANA}{_HANGUL}"
_WORD = re.compile(f"[{_LETTERS}]+(?:[{_DOTS}][{_LETTERS}]+)*")
_HANGUL_WORD = re.compile(f"[{_HANGUL}]{{2,5}}")
_HAN_WORD = re.compile(f"[{_HAN}]+")
_WITH_KANA = re.compile(f"([{_HAN}]{{2,3}})[{_HIRAGANA}{_KATAKANA}]+")
_KATAKANA_WORD = re.compile(f"[{_KATAKANA}]+")
_GAP = re.compile(f"[{_LETTERS}]\\s[{_LETTERS}]")
_LONGEST_SURNAME = _LONGEST_GIVEN = 3


class EastAsianParts(NamedTuple):
    """The parts of a name in East Asian letters; `honorific` is what is said after it."""

    family: str
    given: str
    additional: str = ""
    honorific: str = ""


def is_east_asian(text: str) -> bool:
    """Tell whether `text` is a name in Chinese, Japanese or Korean letters alone, perhaps with spaces in it."""
    words = text.split()
    return bool(words) and all(map(_WORD.fullmatch, words))


def east_asian_parts(words: Sequence[str], *, family_first: bool | None = None) -> EastAsianParts | None:
    """Take the `words` of a name in East Asian letters apart; None for other names, and where nothing tells how.

    With a space in it the family name is the first, unless only the last of two is one that is known, or the user said
    that it is not `family_first`.
    """
    if not words or not all(map(_WORD.fullmatch, words)):
        return None
    if len(words) > 1:
        return _in_order(words, family_first=family_first)
    word = words[0]
    dot = next((sign for sign in _DOTS if sign in word), "")
    if dot:
        given, *additional, family = word.split(dot)
        return EastAsianParts(family, given, dot.join(additional))
    honorific = next((each for each in HONORIFICS if word.endswith(each) and len(word) > len(each)), "")
    word = word.removesuffix(honorific)
    length = _family_length(word)
    if length:
        return EastAsianParts(word[:length], word[length:], "", honorific)
    return EastAsianParts(word, "", "", honorific) if honorific else None


def east_asian_name(given: str, additional: str, family: str, like: str = "") -> str | None:
    """Return the name with these parts as it is written in East Asia, None where they are in other letters.

    Where it was written `like` that before, with a space or a dot between its parts, it is so again.
    """
    parts = [part for part in (family, given, additional) if part]
    if not family or not given or not all(map(is_east_asian, parts)):
        return None
    dot = next((sign for sign in _DOTS if sign in like), "")
    if dot:
        return dot.join(part for part in (given, additional, family) if part)
    apart = _GAP.search(like) is not None or all(map(_KATAKANA_WORD.fullmatch, parts))
    return (" " if apart else "").join(parts)


def _in_order(words: Sequence[str], *, family_first: bool | None) -> EastAsianParts:
    first, *between, last = words
    if family_first is None:
        family_first = len(words) > 2 or _is_surname(first) or not _is_surname(last)
    if family_first:
        return EastAsianParts(first, words[1], " ".join(words[2:]))
    return EastAsianParts(last, first, " ".join(between))


def _is_surname(word: str) -> bool:
    known = (CHINESE, CHINESE_OF_TWO, KOREAN, KOREAN_OF_TWO, JAPANESE, JAPANESE_OF_ONE)
    return any(word in each for each in known)


def _family_length(word: str) -> int:
    """Return how many signs of `word` are the family name, 0 where that is not clear."""
    if _HANGUL_WORD.fullmatch(word):
        two = word[:2] in (KOREAN_OF_TWO if len(word) > 3 else SURELY_OF_TWO) and len(word) > 2
        return 2 if two else int(word[0] in KOREAN)
    japanese = _japanese_length(word)
    if _HAN_WORD.fullmatch(word) is None or word in JAPANESE:
        return japanese
    chinese = _chinese_length(word)
    # 田中华 is Tian Zhonghua or Tanaka Hana
    return japanese or chinese if not japanese or not chinese or japanese == chinese else 0


def _chinese_length(word: str) -> int:
    if word[:2] in CHINESE_OF_TWO:
        return 2 if len(word) in (3, 4) else 0
    return int(len(word) in (2, 3) and word[0] in CHINESE)


def _japanese_length(word: str) -> int:
    for length in range(_LONGEST_SURNAME, 1, -1):
        if word[:length] in JAPANESE and 0 < len(word) - length <= _LONGEST_GIVEN:
            return length
    with_kana = _WITH_KANA.fullmatch(word)
    if with_kana is not None:
        return len(with_kana[1])
    return int(word[0] in JAPANESE_OF_ONE and len(word) in (3, 4) and _HAN_WORD.fullmatch(word) is not None)
