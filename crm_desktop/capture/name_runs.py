"""How well the runs of words in a line fit the name of a contact."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from crm_desktop.capture.name_words import AMBIGUOUS, COMMON, TITLES_BEFORE, TRADE
from crm_desktop.capture.tokens import Line, Span
from crm_desktop.search.forms import sought_forms, words_of
from crm_desktop.values.month_words import MONTHS
from crm_desktop.values.name_words import CONJUNCTIONS
from crm_desktop.values.names import fold, fold_company, fold_key

_LONGEST_NAME = 4  # words of a name that are looked for together
_SHORTEST = 3
_BEFORE_A_MONTH = "in im by until till til bis ab since seit during end ende mid mitte early anfang late next last"
_BEFORE_MONTH = frozenset(_BEFORE_A_MONTH.split())
# How much of a name was typed.
_WHOLE, _TITLED, _FAMILY, _BEGINNING, _GIVEN = 5, 4, 3, 2, 1


class Run(NamedTuple):
    """A run of words that may be a name: `words` folded, the `forms` of each, and keys that a whole name would have.

    `titled` stands behind Frau or Mr, `initial` ends with one letter, `shop` is Hartley's with nothing behind.
    """

    span: Span
    words: tuple[str, ...]
    forms: tuple[frozenset[str], ...]
    keys: frozenset[str]
    company_keys: frozenset[str]
    likely: bool
    titled: bool
    initial: bool
    shop: bool


class Name(NamedTuple):
    """The name of a contact, folded: its words, those as written, and the key of the whole."""

    is_company: bool
    words: tuple[str, ...]
    written: tuple[str, ...]
    key: str


def runs_of(line: Line, free: Sequence[int]) -> list[Run]:
    """Return the runs of tokens at `free`, from each place the longest first; none begins or ends with a sign."""
    usable = set(free)
    runs = []
    for first in free:
        for length in range(_LONGEST_NAME, 0, -1):
            span = Span(first, first + length)
            if usable.issuperset(range(span.first, span.last)) and _ends_are_words(line, span):
                runs.append(_run(line, span))
    return runs


def name_of(text: str, *, is_company: bool) -> Name:
    """Return the name `text` of a contact as runs are compared with it."""
    words = tuple(fold_company(text).split() if is_company else words_of(text))
    key = fold_key(" ".join(words)) if is_company else fold_key(text)
    return Name(is_company, words, tuple(fold(each) for each in text.split()), key)


def fits(runs: Sequence[Run], name: Name) -> Iterator[tuple[Span, int]]:
    """Yield where `name`, or a telling part of it, stands among `runs`, and how much of it does."""
    found = -1
    for run in runs if name.words else ():
        if run.span.first == found:
            continue
        strength = _strength(run, name)
        if strength:
            found = run.span.first
            yield run.span, strength


def bare(word: str) -> str:
    """Return `word` without the sign of the genitive and what is joined to a name: Marc's, Zoomit-Angebot."""
    name, hyphen, rest = word.rpartition("-")
    if hyphen and fold(rest) in COMMON:
        return name
    return word[:-2] if word[-2:] in ("'s", "’s") else word


def may_be_name(line: Line, at: int) -> bool:
    """Whether the token at `at` may be a name by itself."""
    token = line.tokens[at]
    if token.folded in MONTHS and at and line.tokens[at - 1].folded in _BEFORE_MONTH:
        return False  # June may be somebody, "in June" is not
    if token.folded in AMBIGUOUS and (at == 0 or not token.text[0].isupper()):
        return False
    return len(token.folded) >= _SHORTEST and token.folded not in COMMON


def _ends_are_words(line: Line, span: Span) -> bool:
    return line.tokens[span.first].text[0].isalnum() and line.tokens[span.last - 1].text[0].isalnum()


def _run(line: Line, span: Span) -> Run:
    words = [bare(line.tokens[at].text) for at in range(span.first, span.last)]
    typed = " ".join(words)
    key = fold_key(typed)
    alone = len(words) == 1
    spelled = {fold_key(form) for form in sought_forms(fold(typed))} if alone else set()
    return Run(
        span,
        tuple(fold(word) for word in words),
        tuple(frozenset(sought_forms(word)) for word in words),
        frozenset({key, *spelled}),
        frozenset({key, *spelled, fold_key(fold_company(typed))}),
        likely=alone and may_be_name(line, span.first),
        titled=span.first > 0 and line.tokens[span.first - 1].folded in TITLES_BEFORE,
        initial=len(words[-1]) == 1 and words[-1].isupper(),
        shop=_is_shop(line, span),
    )


def _is_shop(line: Line, span: Span) -> bool:
    """from Hartley's, at Vogel's: nothing follows that would be theirs."""
    genitive = line.tokens[span.last - 1].text.endswith(("'s", "’s"))
    return genitive and not (span.last < len(line.tokens) and line.tokens[span.last].is_word)


def _strength(run: Run, name: Name) -> int:
    alone = len(run.words) == 1
    if name.key in (run.company_keys if name.is_company else run.keys):
        given = alone and not name.is_company and len(name.words) == 1
        return _GIVEN if given and not run.likely else _WHOLE
    if not alone:
        return _pair_strength(run, name)
    if not run.likely:
        return 0
    forms = run.forms[0]
    if name.is_company:
        if name.words[0] in forms:
            return _TITLED if run.shop else _BEGINNING
        return _BEGINNING if name.words[1:2] and TRADE.fullmatch(name.words[0]) and name.words[1] in forms else 0
    if name.words[-1] in forms or fold_key(name.written[-1]) in run.keys:
        return _TITLED if run.titled else _FAMILY
    hyphenated = "-" in run.words[0] and fold_key(run.words[0]) == fold_key(name.written[0])
    return _GIVEN if name.words[0] in forms or hyphenated else 0


def _pair_strength(run: Run, name: Name) -> int:
    """A given and a family name without those between, or the first words of a company's name."""
    if name.is_company:
        words = tuple(word for word in run.words if word[0].isalnum() and word not in CONJUNCTIONS)
        return _FAMILY if 1 < len(words) < len(name.words) and name.words[: len(words)] == words else 0
    first, last = name.written[0], name.written[-1]
    if len(run.words) > 2 or len(name.written) < 2 or first not in run.forms[0]:
        return 0
    if run.initial and last.startswith(run.words[1]):
        return _FAMILY
    return _WHOLE if last in run.forms[1] else 0
