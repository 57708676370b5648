"""How long something took: `20 min`, `1h30`, `an hour and a half`, `eine halbe Stunde`."""

import re
from typing import NamedTuple

_NUMBER = r"\d+(?:[.,]\d+)?"
_MINUTE = r"(?:minutes?|mins?|minuten?|')"
_HOUR = r"(?:hours?|hrs?|stunden?|std|h)"
# Words for lengths, in minutes; the longest first, so that "an hour and a half" is not taken for "an hour".
_SPOKEN = (
    (r"(?:an|one) hour and a half|one and a half hours?|anderthalb stunden|eineinhalb stunden", 90),
    (r"(?:eine )?dreiviertelstunde|three quarters of an hour", 45),
    (r"(?:eine )?viertelstunde|(?:a )?quarter of an hour", 15),
    (r"half an hour|(?:a )?half hour|(?:eine )?halbe stunde", 30),
    (r"zwei stunden|two hours", 120),
    (r"(?:an|one) hour|eine stunde", 60),
)
_WRITTEN = re.compile(
    rf"(?<![\w.,:/])(?:(?P<hours>{_NUMBER})\s*{_HOUR}\.?\s*(?:(?:and|und)\s+)?(?P<rest>\d{{1,2}})?\s*(?:{_MINUTE}\.?)?"
    rf"|(?P<clock>\d{{1,2}}:\d{{2}})\s*{_HOUR}\.?|(?P<minutes>\d{{1,3}})\s*-?{_MINUTE}\.?)(?![\w])"
)
# Before a length these make it an instant: in two hours, vor einer Stunde, within 30 min.
_BEFORE_INSTANT = re.compile(r"\b(?:in|within|vor|binnen|innerhalb)\s+$")
_AFTER_INSTANT = re.compile(r"^\s*(?:ago|her)\b")
_LONGEST_MINUTES = 24 * 60


class FoundDuration(NamedTuple):
    """A length in minutes, and where in the folded line it stands."""

    minutes: int
    start: int
    end: int


def duration_in(folded: str) -> FoundDuration | None:
    """Return the first length of time in the `folded` line, or None; lengths that say when are left out."""
    found = [each for each in (*_spoken(folded), *_written(folded)) if not _is_instant(folded, each)]
    return min(found, key=lambda each: each.start) if found else None


def _spoken(folded: str) -> list[FoundDuration]:
    found: list[FoundDuration] = []
    for words, minutes in _SPOKEN:
        for each in re.finditer(rf"\b(?:{words})\b", folded):
            if not any(other.start <= each.start() < other.end for other in found):
                found.append(FoundDuration(minutes, each.start(), each.end()))
    return found


def _written(folded: str) -> list[FoundDuration]:
    found: list[FoundDuration] = []
    for each in _WRITTEN.finditer(folded):
        if each["clock"]:
            hours, minutes = each["clock"].split(":")
            length = int(hours) * 60 + int(minutes)
        elif each["minutes"]:
            length = int(each["minutes"])
        else:
            length = round(float(each["hours"].replace(",", ".")) * 60) + int(each["rest"] or 0)
        if 0 < length <= _LONGEST_MINUTES:
            found.append(FoundDuration(length, each.start(), each.end()))
    return found


def _is_instant(folded: str, found: FoundDuration) -> bool:
    return bool(_BEFORE_INSTANT.search(folded[: found.start]) or _AFTER_INSTANT.match(folded[found.end :]))
