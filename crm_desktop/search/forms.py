"""The forms in which words are indexed and looked for, so that `Muller` finds Müller and Mueller."""

import re

from crm_desktop.values.names import fold, fold_umlauts

# A changed vowel written in two letters, as German and Danish do.
_DIGRAPHS = ("ae", "oe", "ue", "aa")
_VOWELS = "aou"
# A changed vowel, in one sign or as a vowel and its dots or ring.
_CHANGED = re.compile("[äöüåøÄÖÜÅØ]|[aouAOU][\u0308\u030a]")
_MOST_FORMS = 8
SHORTEST_WORD = 3


def indexed_form(text: str) -> str:
    """Return `text` as the index holds it: folded, then its words with umlauts once more as two letters spell them."""
    folded = fold(text)
    if text.isascii():
        return folded
    if not _CHANGED.search(text):
        return folded
    changed = " ".join(word for word in text.split() if _CHANGED.search(word))
    return f"{folded} {fold_umlauts(changed)}"


def sought_forms(word: str) -> list[str]:
    """Return the folded spellings under which the typed `word` may stand in the index, the plain one first.

    An umlaut may be indexed as one letter or two, whichever way it was written and is now typed.
    """
    folded = fold(word)
    forms = [folded, fold_umlauts(word)]
    if len(folded) >= SHORTEST_WORD:
        for position, letter in enumerate(folded):
            if folded[position : position + 2] in _DIGRAPHS:
                forms.append(folded[: position + 1] + folded[position + 2 :])
            elif letter in _VOWELS and folded[position + 1 : position + 2] != "e":
                forms.append(f"{folded[: position + 1]}e{folded[position + 1 :]}")
    return list(dict.fromkeys(forms))[:_MOST_FORMS]
