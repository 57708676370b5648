"""A typed line cut into words with their places, and into the clauses that punctuation makes."""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from crm_desktop.capture.day_words import WEEKDAY, WEEKDAY_SHORT
from crm_desktop.capture.shorthand import SHORTHAND
from crm_desktop.capture.typing_errors import meant_word
from crm_desktop.values.month_words import MONTHS
from crm_desktop.values.names import fold

_TOKEN = re.compile(r"(?<!\w)(?:[bB]4|[wW]/in)(?!\w)|\d+(?:[.:/,-]\d+)*\.?|[^\W\d_]+(?:['’.-][^\W\d_]+)*|->|\S")
_CUTS = frozenset({"->", "→", ";", "|"})
# Signs that cut where a space or the end of the line follows, and dashes where they stand alone.
_CUTS_BEFORE_SPACE = frozenset({".", "!", "?", ",", ":"})
_DASHES = frozenset({"-", "–", "—"})
_SHORTENED = (
    "dr hr hrn fr mr mrs ms std min st ca nr no tel evtl inkl betr inc ltd co w m v u wg bzgl ggf abt approx ang kd hd "
    "bspr bespr best nachm vorm bes lt bsp gew zus fa na nochm telef videokonf vm nm n"
)
_ABBREVIATIONS = frozenset(_SHORTENED.split())
# Shortened weekdays and months, where a number follows: Di. 19.5., Aug. 2026.
_DATE_WORDS = frozenset((*WEEKDAY, *WEEKDAY_SHORT, *MONTHS))
# Letters that are read: a line is read while one types, and a pasted letter is no quick entry.
MOST_READ = 1000
_LONGEST_NUMBER = 4  # digits; a longer one is no day, hour or year
# Written as one sign, alone; behind a number they are parts of it, and ½8 is half past seven.
_FRACTIONS = {"½": "1/2", "¼": "1/4", "¾": "3/4"}
_PARTS_OF_ONE = {"½": ".5", "¼": ".25", "¾": ".75"}


class Token(NamedTuple):
    """One word, number or sign: `text` as typed, `folded` for comparing, `start` and `end` its place in the line."""

    text: str
    folded: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """Whether it begins with a letter."""
        return self.text[:1].isalpha()

    @property
    def number(self) -> int | None:
        """The whole number that it is, also as `10.`, or None."""
        bare = self.text.rstrip(".")
        return int(bare) if bare.isdecimal() and len(bare) <= _LONGEST_NUMBER else None


class Span(NamedTuple):
    """A run of tokens: from the one at `first` up to, not with, the one at `last`."""

    first: int
    last: int

    def holds(self, at: int) -> bool:
        """Whether the token at `at` is in the run."""
        return self.first <= at < self.last

    def meets(self, other: "Span") -> bool:
        """Whether the two runs share a token."""
        return self.first < other.last and other.first < self.last


class Line:
    """A typed line: its `text`, its `tokens`, and `folded`, in which each token stands once, folded."""

    def __init__(self, text: str) -> None:
        self.text = text
        # a new line ends a clause as a semicolon does
        self.tokens = _with_fractions([_token(found) for found in _TOKEN.finditer(text[:MOST_READ].replace("\n", ";"))])

    def with_words(self, meant: Mapping[int, str]) -> "Line":
        """Return this line with the words in `meant` at the places of its tokens; itself where there are none."""
        if not meant:
            return self
        other = Line(self.text)
        for at, text in meant.items():
            other.tokens[at] = self.tokens[at]._replace(text=text, folded=fold(text))
        return other

    @cached_property
    def folded(self) -> str:
        """The folded tokens, with one space where there was any between them."""
        return self._joined[0]

    @property
    def starts(self) -> list[int]:
        """Where in `folded` each token begins."""
        return self._joined[1]

    def part(self, span: Span) -> str:
        """Return what stands in `folded` from the first to the last token of `span`."""
        last = span.last - 1
        return self.folded[self.starts[span.first] : self.starts[last] + len(self.tokens[last].folded)]

    def span(self, start: int, end: int) -> Span:
        """Return the tokens that stand in `folded` from `start` to `end`."""
        inside = [at for at, begin in enumerate(self.starts) if begin < end and begin + self._length(at) > start]
        return Span(inside[0], inside[-1] + 1)

    def place(self, span: Span) -> tuple[int, int]:
        """Return where the tokens of `span` begin and end in the text."""
        return self.tokens[span.first].start, self.tokens[span.last - 1].end

    @cached_property
    def clauses(self) -> list[Span]:
        """The runs of tokens between the signs that end something."""
        found: list[Span] = []
        first = 0
        for at in range(len(self.tokens)):
            if self._cuts(at):
                found.append(Span(first, at))
                first = at + 1
            elif self._ends_sentence(at):
                found.append(Span(first, at + 1))
                first = at + 1
        found.append(Span(first, len(self.tokens)))
        return [each for each in found if each.last > each.first]

    @cached_property
    def _joined(self) -> tuple[str, list[int]]:
        parts: list[str] = []
        starts: list[int] = []
        length, end = 0, 0
        for token in self.tokens:
            gap = " " if parts and token.start > end else ""
            starts.append(length + len(gap))
            parts.append(gap + token.folded)
            length += len(gap) + len(token.folded)
            end = token.end
        return "".join(parts), starts

    def _length(self, at: int) -> int:
        return max(len(self.tokens[at].folded), 1)

    def _cuts(self, at: int) -> bool:
        token = self.tokens[at]
        if token.text in _CUTS:
            return True
        before, after = self.text[token.start - 1 : token.start], self.text[token.end : token.end + 1]
        if token.text in _DASHES:
            return before in ("", " ") and after in ("", " ")
        if token.text not in _CUTS_BEFORE_SPACE or after not in ("", " ", "\n"):
            return False
        if token.text == "," and self._is_day_before_date(at):
            return False
        if token.text != "." or not at:
            return True
        before_it, following = self.tokens[at - 1], self.tokens[at + 1 : at + 2]
        initial = len(before_it.text) == 1 and before_it.text.isupper()
        dated = before_it.folded in _DATE_WORDS and bool(following) and following[0].text[0].isdecimal()
        # "wo" is a word as well; as a week it has a capital
        return not (
            initial
            or dated
            or before_it.folded in _ABBREVIATIONS
            or fold(before_it.text) in SHORTHAND
            or before_it.text == "Wo"
        )

    def _is_day_before_date(self, at: int) -> bool:
        """Tuesday, 19.5.: the comma ends nothing."""
        before, following = self.tokens[at - 1 : at], self.tokens[at + 1 : at + 2]
        dated = bool(following) and following[0].text[0].isdecimal() and following[0].text.count(".") > 1
        return dated and bool(before) and (before[0].folded in WEEKDAY or before[0].folded in WEEKDAY_SHORT)

    def _ends_sentence(self, at: int) -> bool:
        """Tell whether the full stop that a number carries ends a sentence: a capital that is no month follows."""
        token = self.tokens[at]
        if not token.text.endswith(".") or token.number is None or at + 1 >= len(self.tokens):
            return False
        following: Sequence[Token] = self.tokens[at + 1 : at + 2]
        return following[0].text[:1].isupper() and following[0].folded not in MONTHS


def _with_fractions(tokens: list[Token]) -> list[Token]:
    """Return `tokens`, where 1½ is 1.5 and ½8 the German half past seven."""
    for at, token in enumerate(tokens):
        if token.text not in _PARTS_OF_ONE:
            continue
        before, after = tokens[at - 1 : at] if at else [], tokens[at + 1 : at + 2]
        if before and before[0].end == token.start and before[0].number is not None:
            tokens[at] = token._replace(folded=_PARTS_OF_ONE[token.text])
        elif token.text == "½" and after and after[0].start == token.end and after[0].number is not None:
            tokens[at] = token._replace(folded="halb")
    return tokens


def _meant(folded: str) -> str:
    return SHORTHAND.get(folded) or meant_word(folded)


def _token(found: re.Match[str]) -> Token:
    text = found[0].rstrip(".") if found[0][0].isalpha() else found[0]
    folded = _FRACTIONS.get(text) or (_meant(fold(text)) if text[0].isalnum() else text)
    return Token(text, folded, found.start(), found.start() + len(text))
