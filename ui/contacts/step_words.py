"""A next step recognised in what one writes: “Call back Tuesday”."""

import re
from datetime import date
from typing import NamedTuple

from crm_desktop.words import _
from ui.contacts.step_form import PlannedStep
from ui.kit.fields.day import relative_day

_SENTENCE = re.compile(r"[^.!?;,\n]+")
_WORD = re.compile(r"\w+")
# Words before a day that are not part of what is to be done; in the languages that the program speaks.
_LEADING = frozenset(
    ("on", "by", "until", "at", "this", "next", "am", "bis", "kommenden", "nächsten", "le", "ce", "el")
)
_AND = frozenset(["and", "then", "und", "dann", "et", "puis", "y"])


class FoundStep(NamedTuple):
    """A step, and where in the text its day stands."""

    step: PlannedStep
    start: int
    length: int


def step_in(text: str, today: date, language: str) -> FoundStep | None:
    """Return the step that the last sentence with a coming day in it names; None where there is none."""
    found: FoundStep | None = None
    for sentence in _SENTENCE.finditer(text):
        for word in _WORD.finditer(sentence[0]):
            day = relative_day(word[0], today, language) if not word[0].isdigit() else None
            if day is not None and day > today:
                title = _title(sentence[0][: word.start()])
                found = FoundStep(PlannedStep(title, day), sentence.start() + word.start(), len(word[0]))
    return found


def _title(before: str) -> str:
    words = before.split()
    while words and words[-1].lower() in _LEADING:
        words.pop()
    while words and words[0].lower() in _AND:
        words.pop(0)
    title = " ".join(words)
    return title[:1].upper() + title[1:] if title else _("Follow up")
