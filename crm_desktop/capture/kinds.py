"""What happened: the kind of activity that a line names, and which way it went."""

import re
from typing import NamedTuple

from crm_desktop.capture.kind_words import HAPPENED, TO_DO
from crm_desktop.capture.tokens import Line, Span


class FoundKind(NamedTuple):
    """A kind of activity with its direction (None: not said), and the tokens that say so."""

    kind: str
    direction: str | None
    span: Span


# A name before the verb says who did it: "Müller rief an", "Dana called".
_BY_THEM = re.compile(r"^(?:called|rang|phoned|emailed|e-mailed|mailed|wrote|texted|replied|visited)$")


def kind_in(line: Line, span: Span) -> FoundKind | None:
    """Return the kind that is named first in `span`, by the longest phrase there; None where none is."""
    start = line.starts[span.first]
    end = start + len(line.part(span))
    found = [(each, phrase) for phrase in HAPPENED for each in phrase.pattern.finditer(line.folded, start, end)]
    if not found:
        return None
    match, phrase = min(found, key=lambda each: (each[0].start(), each[0].start() - each[0].end()))
    return FoundKind(phrase.kind, phrase.direction, line.span(match.start(), match.end()))


def turned(line: Line, found: FoundKind, names: list[Span]) -> FoundKind:
    """Return `found` as incoming where a name stands just before its verb and none after it."""
    verb = line.tokens[found.span.first].folded
    if found.direction == "out" and _BY_THEM.match(verb) and any(name.last == found.span.first for name in names):
        return found._replace(direction="in")
    return found


def task_kind(text: str) -> str:
    """Return the kind of task that the folded words of a next step name."""
    found = [(each.start(), phrase.kind) for phrase in TO_DO for each in phrase.pattern.finditer(text)]
    return min(found)[1] if found else "todo"
