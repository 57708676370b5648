"""Marked passages: where in a record the typed words stand, cut to a line."""

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
        self._forms = [form for form in self._word_of if form]
        self._inner_forms = [form for form in self._forms if len(form) >= SHORTEST_FRAGMENT]

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
        return self._matches(self._forms, text, begin=True)

    def _inner_spans(self, text: str) -> list[_Span]:
        return self._matches(self._inner_forms, text, begin=False)

    def _matches(self, forms: Sequence[str], text: str, *, begin: bool) -> list[_Span]:
        if text.isascii():
            found = _found(text.lower(), forms, begin=begin)
            return [_Span(start, start + len(form), self._word_of[form]) for start, form in found]
        # of a long text that does not fit, no place has to be known
        if len(text) > _SHORT and not _found(fold(text), forms, begin=begin):
            return []
        folded, places = _with_places(text)
        return [
            _Span(places[start], places[start + len(form) - 1] + 1, self._word_of[form])
            for start, form in _found(folded, forms, begin=begin)
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


def _found(text: str, forms: Sequence[str], *, begin: bool) -> list[tuple[int, str]]:
    """Return where `forms` stand in `text`, only where a word begins with `begin`; of those that overlap the longest.

    By a pattern of all forms, which each letter typed would have compiled anew, it took a tenth of the whole search.
    """
    places: list[tuple[int, int, str]] = []
    for form in forms:
        at = text.find(form)
        while at >= 0:
            if not begin or at == 0 or not text[at - 1].isalnum():
                places.append((at, -len(form), form))
            at = text.find(form, at + 1)
    found: list[tuple[int, str]] = []
    end = 0
    for start, _shorter, form in sorted(places):
        if start >= end:
            found.append((start, form))
            end = start + len(form)
    return found


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
