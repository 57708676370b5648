"""Names of people and companies: cleaned, composed, taken apart and folded for matching."""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from crm_desktop.values.east_asian_names import east_asian_name, east_asian_parts
from crm_desktop.values.name_words import (
    ATTACHED_LEGAL_FORMS,
    CONJUNCTIONS,
    DEGREES,
    DOTTED_TITLES,
    INVISIBLE,
    LEADING_LEGAL_FORMS,
    LEADING_WORDS,
    LEGAL_FORMS,
    LETTERS,
    LOWER_PARTICLES,
    PARTICLES,
    SAME_LEGAL_FORMS,
    SUFFIXES,
    TITLES,
    UMLAUTS,
)

# Control characters but tab and line feed, lone surrogates, byte-order marks, direction overrides: they disguise text.
# No character either is what Unicode keeps for programs; XML and workbooks cannot hold it.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]+")
# What is stripped: gaps of every width, and the signs without any that web pages leave around a text.
_EDGES = (
    " \t\n\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\xad\u200b\u200e\u200f\u2060"
)
_ABBREVIATION = re.compile(r"\b(?:\w\.)+\w?\b\.?")
# Signs only: vowels of Indic scripts are no letters to `\w`.
_BETWEEN_WORDS = re.compile(r"[\s!-/:-@\[-`{-~«»¡¿…·•]+")
_FOLDED = str.maketrans({**LETTERS, **dict.fromkeys(INVISIBLE)})
_SPECIAL = re.compile(f"[{''.join(LETTERS)}{INVISIBLE}]")
_UMLAUTS = str.maketrans(UMLAUTS)
# Accents of Latin, Greek and Cyrillic, Hebrew points, Arabic vowel signs; vowels of Indic scripts stay.
_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670]+")
_NOT_KEY = re.compile("[^a-z0-9]+")
_LONGEST_FORM = 5  # words, as in `S. de R. L. de C. V.` once its letters stand together


class NameParts(NamedTuple):
    """A person's name taken apart; what is missing is empty."""

    prefix: str = ""
    given_name: str = ""
    additional_names: str = ""
    family_name: str = ""
    suffix: str = ""


class CompanyParts(NamedTuple):
    """A company's name folded, without its legal form, and the form; that is empty where the name has none."""

    bare: str
    form: str


def capital(text: str) -> str:
    """Return `text` with a capital first letter; the rest stays as it was typed."""
    return text[:1].upper() + text[1:]


def clean_text(typed: str) -> str:
    """Return `typed` composed (NFC) and stripped, without control characters other than line feed and tab.

    Signs that nobody sees at either end are stripped as well.
    """
    if typed.isascii() and typed.isprintable():
        return typed.strip()
    lines = typed.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _UNWANTED.sub("", lines)).strip(_EDGES)


def fold(text: str) -> str:
    """Return `text` as search compares it: `Straße  MÜLLER` becomes `strasse muller`."""
    if text.isascii():
        return " ".join(text.lower().replace("`", "'").split())
    if _SPECIAL.search(text):
        text = text.translate(_FOLDED)
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    if plain.isascii():
        return " ".join(plain.lower().replace("`", "'").split())
    folded = _ACCENTS.sub("", unicodedata.normalize("NFKD", plain.casefold()))
    # Composed again so that Hangul and kana keep one character a syllable.
    whole = unicodedata.normalize("NFC", folded.translate(_FOLDED))
    return " ".join(whole.split())


def fold_umlauts(text: str) -> str:
    """Return `text` folded the German and Danish way: `Müller` becomes `mueller`, `Ørsted` `oersted`."""
    if text.isascii():
        return fold(text)
    return fold(unicodedata.normalize("NFC", text).translate(_UMLAUTS))


def fold_key(text: str) -> str:
    """Return the letters and digits of folded `text`, so that `GTX Pro` equals `GTXPro`; signs alone stay signs."""
    folded = fold(text)
    if folded.isascii():
        return _NOT_KEY.sub("", folded) or folded
    return "".join(sign for sign in folded if sign.isalnum() or unicodedata.category(sign)[0] == "M") or folded


def fold_company(name: str) -> str:
    """Return `name` folded without its legal form: `Müller & Söhne GmbH & Co. KG` becomes `muller sohne`."""
    return company_parts(name).bare


def company_parts(name: str) -> CompanyParts:
    """Return `name` folded without its legal form, and the form, which is the same however it is written."""
    folded = fold(name)
    forms: list[str] = []
    for form, short in ATTACHED_LEGAL_FORMS.items():
        if form in folded and folded != form:
            folded = folded.replace(form, " ").strip() or folded
            forms.append(short)
    together = _ABBREVIATION.sub(lambda found: found[0].replace(".", "") + " ", folded)
    words = [word for word in _BETWEEN_WORDS.split(together.replace("'", "")) if word and word not in CONJUNCTIONS]
    while (form_length := _legal_form_length(words)) > 0:
        words, ending = words[:-form_length], "".join(words[-form_length:])
        forms.insert(0, SAME_LEGAL_FORMS.get(ending, ending))
    if len(words) > 1 and words[0] in LEADING_LEGAL_FORMS:
        forms.append(SAME_LEGAL_FORMS.get(words[0], words[0]))
        words = words[1:]
    elif len(words) > 1 and words[0] in LEADING_WORDS:
        words = words[1:]
    return CompanyParts(" ".join(words) or folded, " ".join(forms))


def _legal_form_length(words: Sequence[str]) -> int:
    """Return how many of the last `words` are a legal form, leaving at least one."""
    for length in range(min(_LONGEST_FORM, len(words) - 1), 0, -1):
        if "".join(words[-length:]) in LEGAL_FORMS:
            return length
    return 0


def compose_name(prefix: str, given: str, additional: str, family: str, suffix: str, *, like: str = "") -> str:
    """Return the name as it is shown, in the order `prefix given additional family suffix`.

    In East Asian letters the family name stands first, with a space after it where it was written `like` that before.
    """
    core = east_asian_name(given, additional, family, like) or f"{given} {additional} {family}"
    return _in_a_row(prefix, core, suffix)


def is_composed(name: str, prefix: str, given: str, additional: str, family: str, suffix: str) -> bool:
    """Tell whether `name` is no more than its parts, in the order in which it is shown or with the first name first."""
    shown = compose_name(prefix, given, additional, family, suffix, like=name)
    return _in_a_row(name) in (shown, _in_a_row(prefix, given, additional, family, suffix))


def split_name(name: str, *, family_first: bool | None = None) -> NameParts:
    """Take `name` apart; it may be written `Family, Given`, and a single word is the given name.

    In East Asian letters the family name is first, in others the given one, unless it is told whether `family_first`.
    """
    pieces = [piece for piece in (part.split() for part in clean_text(name).split(",")) if piece]
    suffixes: list[str] = []
    while len(pieces) > 1 and all(_is_suffix(word, after_comma=True) for word in pieces[-1]):
        suffixes[:0] = pieces.pop()
    if not pieces:
        return NameParts()
    if len(pieces) == 1:
        return _split_in_order(pieces[0], suffixes, family_first=family_first)
    family, given = pieces[0], [word for piece in pieces[1:] for word in piece]
    while len(family) > 1 and _is_suffix(family[-1], after_comma=False):
        suffixes.insert(0, family.pop())
    titles = _leading_titles(given)
    family_titles = _leading_titles(family)
    given, family = given[len(titles) :], family[len(family_titles) :]
    return _parts([*family_titles, *titles], given, family, suffixes)


def _in_a_row(*parts: str) -> str:
    return " ".join(" ".join(parts).split())


def _split_in_order(words: list[str], suffixes: list[str], *, family_first: bool | None) -> NameParts:
    titles = _leading_titles(words)
    words = words[len(titles) :]
    while len(words) > 1 and _is_suffix(words[-1], after_comma=False):
        suffixes.insert(0, words[-1])
        words = words[:-1]
    asian = east_asian_parts(words, family_first=family_first)
    if asian is not None:
        suffix = " ".join(filter(None, (asian.honorific, *suffixes)))
        return NameParts(" ".join(titles), asian.given, asian.additional, asian.family, suffix)
    if len(words) == 1:
        # “Dr. Weber” and “Mr Smith” name the family; a bare word is what people call someone.
        return _parts(titles, [], words, suffixes) if titles else _parts(titles, words, [], suffixes)
    if not family_first:
        start = _family_start(words)
        return _parts(titles, words[:start], words[start:], suffixes)
    end = _family_end(words)
    more = _leading_titles(words[end:])
    return _parts([*titles, *more], words[end + len(more) :], words[:end], suffixes)


def _family_start(words: Sequence[str]) -> int:
    """Return where the family name begins in `words` that end with it."""
    start = len(words) - 1
    while start > 1 and _is_particle(words[start - 1]):
        start -= 1
    return start


def _family_end(words: Sequence[str]) -> int:
    """Return where the family name ends in `words` that begin with it, perhaps in capitals."""
    capitals = next((number for number, word in enumerate(words) if not word.isupper()), 0)
    end = 1
    while end < len(words) - 1 and _is_particle(words[end - 1]):
        end += 1
    return max(capitals, end)


def _parts(titles: list[str], given: list[str], family: list[str], suffixes: list[str]) -> NameParts:
    return NameParts(" ".join(titles), " ".join(given[:1]), " ".join(given[1:]), " ".join(family), " ".join(suffixes))


# What is said of who is named before it: Acme (Berlin).
_ASIDE = re.compile(r"(?<=\S)\s*\([^()]*\)")


def initials(name: str) -> str:
    """Return at most two letters that stand for `name`, as on an avatar: `Dana Whitfield` is DW, `Zoomit` is ZO."""
    words = _ASIDE.sub("", name).replace(",", " ").split()
    core = [word for word in words[len(_leading_titles(words)) :] if word[:1].isalnum()]
    core = core[:1] + [word for word in core[1:] if not _is_particle(word)]
    while len(core) > 1 and _is_suffix(core[-1], after_comma=False):
        core.pop()
    if not core:
        return ""
    letters = core[0][:2] if len(core) == 1 else "".join(word[0] for word in core[:1] + core[-1:])
    return "".join(letter.upper()[0] for letter in letters)


def _leading_titles(words: Sequence[str]) -> list[str]:
    """Return the titles that `words` begin with, leaving at least one word."""
    count = 0
    while count < len(words) - 1 and _is_title(words[count]):
        count += 1
    return list(words[:count])


def _is_title(word: str) -> bool:
    bare = _bare(word)
    return bare in TITLES or (bare in DOTTED_TITLES and word.endswith("."))


def _is_suffix(word: str, *, after_comma: bool) -> bool:
    bare = _bare(word)
    return bare in SUFFIXES or (bare in DEGREES and (after_comma or "." in word))


def _is_particle(word: str) -> bool:
    lower = word.lower()
    return lower in PARTICLES and (word == lower or (lower not in LOWER_PARTICLES and word.istitle()))


def _bare(word: str) -> str:
    return word.lower().replace(".", "").replace("-", "")
