"""Marked passages: where in a record the typed words stand, cut to a line."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from crm_desktop.search.asked import Asked
from crm_desktop.search.forms import shown_form
from crm_desktop.search.lookup import SHORTEST_FRAGMENT
from crm_desktop.search.texts import GROUPS, RecordText
from crm_desktop.values.names import fold
from crm_desktop.values.phone import phone_digits

# Letters of a passage that are shown, and how many of them before the first mark.
LINE = 90
_BEFORE = 30
# Letters of a passage that are looked through: more would take longer than reading the whole record.
_LOOKED_THROUGH = 20_000
# Letters that are folded one by one at once; more are first folded as a whole, which takes a tenth.
_SHORT = 200


class Part(NamedTuple):
    """A piece of a passage, and whether it is what was looked for."""

    text: str
    marked: bool


class Marked(NamedTuple):
    """The title of a hit in parts, and where it fits: the field, its label, and the passage in parts."""

    title: tuple[Part, ...]
    field: str
    label: str
    passage: tuple[Part, ...]

    @property
    def plain(self) -> str:
        """The passage without its marks."""
        return "".join(part.text for part in self.passage)


class _Span(NamedTuple):
    start: int
    end: int
    word: int


class Marker:
    """Marks in texts what was asked: words where a word begins, digits whatever stands between them."""

    def __init__(self, asked: Asked) -> None:
        self._numbers = asked.numbers
        numbered = reversed(list(enumerate(asked.all_words)))
        self._word_of = {shown_form(form): at for at, word in numbered for form in word.forms}
        self._words = range(len(asked.all_words))
        longest_first = sorted(self._word_of, key=len, reverse=True)
        forms = "|".join(map(re.escape, longest_first)) or "(?!)"
        inner = "|".join(re.escape(each) for each in longest_first if len(each) >= SHORTEST_FRAGMENT) or "(?!)"
        self._beginnings = re.compile(rf"(?<![^\W_])(?:{forms})")
        self._anywhere = re.compile(inner)

    def marked(self, text: RecordText) -> Marked:
        """Return the title of `text`, and the passage that shows most of what the title does not show already."""
        table = GROUPS[text.group].table
        line = " ".join(text.title.split())
        in_title = self._spans(line)
        missing = set(self._words) - {span.word for span in in_title}
        title = _parts(line, in_title or self._inner_spans(line), 0, len(line))
        best = Marked(title, table.title, table.by_name[table.title].label, title)
        if not missing:
            return best
        most = 0
        for passage in text.passages:
            line = " ".join(passage.text[:_LOOKED_THROUGH].split())
            spans = self._spans(line)
            found = len({span.word for span in spans} & missing)
            if not found and self._numbers:
                spans = self._digit_spans(line)
                found = len(spans)
            if found > most:
                most, best = found, Marked(title, passage.field, passage.label, _cut(line, spans))
            if most == len(missing):
                break
        return best

    def _spans(self, text: str) -> list[_Span]:
        return self._matches(self._beginnings, text)

    def _inner_spans(self, text: str) -> list[_Span]:
        return self._matches(self._anywhere, text)

    def _matches(self, pattern: re.Pattern[str], text: str) -> list[_Span]:
        if text.isascii():
            return [_Span(*found.span(), self._word_of[found[0]]) for found in pattern.finditer(text.lower())]
        # of a long text that does not fit, no place has to be known
        if len(text) > _SHORT and pattern.search(fold(text)) is None:
            return []
        folded, places = _with_places(text)
        return [
            _Span(places[found.start()], places[found.end() - 1] + 1, self._word_of[found[0]])
            for found in pattern.finditer(folded)
        ]

    def _digit_spans(self, text: str) -> list[_Span]:
        places = [position for position, sign in enumerate(text) if sign.isdecimal()]
        digits = phone_digits("".join(text[position] for position in places))
        for number in self._numbers:
            for each in number.digits:
                # A number typed with its country may be noted without it: the end of it says enough.
                for sought in (each, each[-max(4, len(each) - 3) :]):
                    at = digits.find(sought)
                    if at >= 0:
                        return [_Span(places[at], places[at + len(sought) - 1] + 1, 0)]
        return []


def _with_places(text: str) -> tuple[str, list[int]]:
    """Return `text` folded, and of each of its letters the place in `text` that it comes from."""
    letters: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        for letter in _folded_sign(sign):
            letters.append(letter)
            places.append(place)
    return "".join(letters), places


@lru_cache(4096)
def _folded_sign(sign: str) -> str:
    return fold(sign) or (" " if sign.isspace() else "")


def _cut(line: str, spans: Sequence[_Span]) -> tuple[Part, ...]:
    """Return `line` in parts, cut to LINE letters from shortly before the first mark."""
    first = spans[0].start if spans else 0
    start, end = 0, len(line)
    if len(line) > LINE:
        start = line.rfind(" ", 0, first - _BEFORE // 2) + 1 if first > _BEFORE else 0
        start = max(start, first - _BEFORE)
        end = min(len(line), start + LINE)
        at_word = line.rfind(" ", start, end) if end < len(line) else -1
        end = at_word if at_word > (spans[0].end if spans else 0) else end
    parts = _parts(line, spans, start, end)
    dots = Part("…", False)
    return (*([dots] if start else []), *parts, *([dots] if end < len(line) else []))


def _parts(line: str, spans: Sequence[_Span], start: int, end: int) -> tuple[Part, ...]:
    parts: list[Part] = []
    position = start
    for span in spans:
        if position <= span.start and span.end <= end:
            parts += [Part(line[position : span.start], False), Part(line[span.start : span.end], True)]
            position = span.end
    parts.append(Part(line[position:end], False))
    return tuple(part for part in parts if part.text)
