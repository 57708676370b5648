"""Telling words that were mistyped: `caled`, `tommorow`, `Bespechung`."""

from collections.abc import Iterator

_SHORTEST = 5
# From so many letters on a wrong letter is forgiven as well; in shorter words it mostly makes another word.
_LONG = 7
_TOLD_WORDS = (
    "called phoned telephoned replied stopped dropped reminded skyped "
    "quarterly annual appointment presentation "
    "emailed texted visited meeting breakfast coffee dinner lunch workshop message letter voicemail reached spoke "
    "tried yesterday tomorrow today morning afternoon monday tuesday wednesday thursday friday saturday sunday minutes "
    "hours follow quote contract offer invoice brochure january february march april august september october "
    "november angerufen telefoniert telefonat gesprochen besprechung getroffen treffen besucht besuch termin gemailt "
    "erreicht gestern heute morgen ubermorgen vorgestern montag dienstag mittwoch donnerstag freitag samstag sonntag "
    "minuten stunde stunden woche nachste nachsten nachfassen nachhaken zuruckrufen anrufen schicken angebot vertrag "
    "brief wiedervorlage ruckruf mittagessen vormittag nachmittag nachricht januar februar oktober dezember"
)
_TOLD = frozenset(_TOLD_WORDS.split())
# Words that are one letter away from those and yet meant as they stand.
_OTHER_WORDS = (
    "launch mogen haute later latter emails mailed called caller calls texte tested hated tries trial tired drill "
    "offers office quite quota route follows fellow spoken smoke poked tread leder lunge sprach besuche besuchen "
    "rechnet stunden message massage anrufer gesprochenen stunde wochen trefen betreffen abend friday reacted readied "
    "heuten visit vistas meetings invoiced voice contact contrast contacts minute hour house morgens moderne mogens "
    "vorlage versprochen besprochen entsprochen erreichte ersucht besticht telefonate telefonaten"
)
_OTHERS = frozenset(_OTHER_WORDS.split())


def _without_one(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(1, len(word)))


_SHORTENED: dict[str, list[str]] = {}
for _word in sorted(_TOLD):
    for _short in set(_without_one(_word)):
        _SHORTENED.setdefault(_short, []).append(_word)


def meant_word(folded: str) -> str:
    """Return the telling word that the `folded` one is but for a single error, or the word as it is.

    The first letter is never wrong, and a letter more or less at the end makes another form, not an error.
    """
    if len(folded) < _SHORTEST - 1 or folded in _TOLD or folded in _OTHERS or not folded.isalpha():
        return folded
    near = {word for word in _candidates(folded) if _is_error(folded, word)}
    return near.pop() if len(near) == 1 else folded


def _candidates(folded: str) -> set[str]:
    shortened = {*_without_one(folded)}
    return {word for short in (folded, *shortened) for word in (*_SHORTENED.get(short, ()), short) if word in _TOLD}


def _is_error(typed: str, word: str) -> bool:
    if len(word) < _SHORTEST or typed[0] != word[0]:
        return False
    differ = [at for at in range(min(len(typed), len(word))) if typed[at] != word[at]]
    if len(typed) != len(word):
        shorter, longer = sorted((typed, word), key=len)
        at = differ[0] if differ else len(shorter)
        return at < len(shorter) and shorter[at:] == longer[at + 1 :]
    swapped = len(differ) == 2 and differ[1] == differ[0] + 1 and typed[differ[0]] == word[differ[1]]
    swapped = swapped and typed[differ[1]] == word[differ[0]]
    return swapped or (len(differ) == 1 and len(word) >= _LONG and differ[0] < len(word) - 1)
