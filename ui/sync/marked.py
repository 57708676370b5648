"""Which part of a value was changed."""

import re
from collections.abc import Iterable, Iterator
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
    """Return `value` in pieces, those marked that `before` did not have.

    Where both have nothing but signs in common nothing is marked: all of it would be.
    """
    words, old = _WORDS.findall(value), _WORDS.findall(before)
    if not before or len(words) + len(old) > MOST_WORDS:
        return [Part(value, changed=False)] if value else []
    matcher = SequenceMatcher(a=old, b=words, autojunk=False)
    pieces = [("".join(words[start:end]), kind != "equal") for kind, _a, _b, start, end in matcher.get_opcodes()]
    if not any(text for text, changed in pieces if not changed and any(each.isalnum() for each in text)):
        return [Part(value, changed=False)] if value else []
    return list(_joined(each for text, changed in pieces for each in _without_ends(text, changed=changed)))


def _without_ends(text: str, *, changed: bool) -> Iterator[tuple[str, bool]]:
    """Yield the blanks around what is changed by themselves: nobody changed a number by them."""
    inner = text.strip() if changed else text
    start = text.find(inner) if inner else len(text)
    yield text[:start], False
    yield inner, changed
    yield text[start + len(inner) :], False


def _joined(parts: Iterable[tuple[str, bool]]) -> Iterator[Part]:
    kept: Part | None = None
    for text, changed in parts:
        if not text:
            continue
        if kept is not None and kept.changed is changed:
            kept = Part(kept.text + text, changed)
            continue
        if kept is not None:
            yield kept
        kept = Part(text, changed)
    if kept is not None:
        yield kept
