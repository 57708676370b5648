"""Which part of a value was changed."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
# Beyond so many words the comparison costs more than a glance at it is worth.
MOST_WORDS = 2000


class Part(NamedTuple):
    """A piece of a value, `changed` where the value before did not have it."""

    text: str
    changed: bool


def marked_parts(value: str, before: str) -> list[Part]:
    """Return `value` in pieces, those marked that `before` did not have; all of it is unmarked where both are alike."""
    words, old = _WORDS.findall(value), _WORDS.findall(before)
    if not before or len(words) + len(old) > MOST_WORDS:
        return [Part(value, changed=False)] if value else []
    matcher = SequenceMatcher(a=old, b=words, autojunk=False)
    return list(
        _joined(("".join(words[start:end]), kind != "equal") for kind, _a, _b, start, end in matcher.get_opcodes())
    )


def _joined(parts: Iterator[tuple[str, bool]]) -> Iterator[Part]:
    for text, changed in parts:
        if text:
            yield Part(text, changed)
