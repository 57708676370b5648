"""What may have been meant where nothing fits: words, of names above all, that are one typing error away."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from crm_desktop.search.asked import Asked, Word
from crm_desktop.search.forms import TITLE, words_of
from crm_desktop.search.lookup import Check, Lookup, Question, beginnings, questions
from crm_desktop.search.texts import GROUPS, record_texts
from crm_desktop.search.waiting import waiting
from crm_desktop.vault.driver import Connection

# A shorter word has too many neighbours: `ann` is one letter from `dan`, `an` and `hann`.
_SHORTEST = 4
# The same goes for words that are still being typed.
_SHORTEST_BEGINNING = 6
# Letters at the beginning by which names are read from the index; errors in them are tried out one by one.
_START = 3
_TRIED_LETTERS = 5
_MOST_NAMES = 20_000
_MOST_MEANT = 5
_MOST_READ = 50
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_LAST = "\U0010ffff"


def make_ready() -> None:
    """Bring in the metrics of spelling, so that the first mistyped word does not wait for them."""
    _near("a", {"a": "a"})


def nearest_asked(reader: Connection, asked: Asked, groups: Sequence[int]) -> Asked | None:
    """Return `asked` with its unknown words replaced by known ones that are one error away, or None."""
    if asked.ticket is not None or asked.amount is not None or not asked.words:
        return None
    fresh = _fresh_names(reader)
    lookup = Lookup(reader, {})
    meant: list[Word] = []
    for word in asked.words:
        replaced = word if _known(lookup, word, groups, fresh) else _meant(reader, lookup, word, groups, fresh)
        if replaced is None:
            return None
        meant.append(replaced)
    if tuple(meant) == asked.words:
        return None
    return asked._replace(whole=" ".join(word.typed for word in meant), words=tuple(meant), email=None)


def _fresh_names(reader: Connection) -> dict[str, int]:
    """Return the words of the titles that the index does not hold yet."""
    waits = {
        word
        for table, rids in waiting(reader).items()
        for texts in record_texts(reader, table, rids)
        for each in texts
        for word in words_of(each.title)
    }
    kept = reader.execute("SELECT words FROM search_fresh").fetchall()
    titles = {word.removeprefix(TITLE) for (words,) in kept for word in words.split() if word.startswith(TITLE)}
    return dict.fromkeys(waits | titles, 1)


def _known(lookup: Lookup, word: Word, groups: Sequence[int], fresh: Iterable[str]) -> bool:
    if len(word.forms[0]) < _SHORTEST or any(each.startswith(word.forms) for each in fresh):
        return True
    asked = [each for each in questions(lookup, [word], in_title=False) if each.check is Check.NOTHING]
    return any(lookup.rids(each, groups, 1) for each in asked)


def _meant(
    reader: Connection, lookup: Lookup, word: Word, groups: Sequence[int], fresh: Mapping[str, int]
) -> Word | None:
    """Return the words nearest to `word` as one word with several forms, those of names first, or None."""
    typed = word.forms[0]
    found = _one_error_away(typed, {**fresh, **_words_beginning(reader, typed[:_START], TITLE)})
    if not found:
        tried = beginnings(TITLE + each[:_TRIED_LETTERS] for each in _other_beginnings(typed))
        found = _one_error_away(typed, _names_found(reader, lookup, tried, groups))
    found = found or _one_error_away(typed, _words_beginning(reader, typed[:_START]))
    return Word(found[0], tuple(found)) if found else None


def _words_beginning(reader: Connection, start: str, mark: str = "") -> dict[str, int]:
    """Return the words that begin as `start`, of titles with their `mark`, each with how many records have it."""
    rows = reader.execute(
        "SELECT term, doc FROM search_vocabulary WHERE term >= ? AND term < ? LIMIT ?",
        (mark + start, mark + start + _LAST, _MOST_NAMES),
    )
    return {term.removeprefix(mark): count for term, count in rows}


def _names_found(reader: Connection, lookup: Lookup, question: Question, groups: Sequence[int]) -> dict[str, int]:
    names: dict[str, int] = {}
    # Names are mistyped above all; each further group would cost as much again.
    read = [each for each in groups if GROUPS[each].table.name == "contact"] or groups[:1]
    for group, rids in lookup.rids(question, read, _MOST_READ).items():
        for texts in record_texts(reader, GROUPS[group].table.name, rids):
            for word in (word for each in texts for word in words_of(each.title)):
                names[word] = names.get(word, 0) + 1
    return names


def _other_beginnings(typed: str) -> Iterator[str]:
    """Yield `typed` with each possible error in its first letters taken back."""
    for at in range(_START):
        before, after = typed[:at], typed[at:]
        yield before + after[1:]
        yield before + after[1:2] + after[:1] + after[2:]
        for letter in _ALPHABET:
            yield before + letter + after[1:]
            yield before + letter + after


def _one_error_away(typed: str, names: Mapping[str, int]) -> list[str]:
    """Return those of `names`, the most frequent first, that are one error away: whole, or as far as was typed."""
    near = _near(typed, {name: name for name in names})
    if not near and len(typed) >= _SHORTEST_BEGINNING:
        for length in (len(typed), len(typed) + 1, len(typed) - 1):
            near = near or _near(typed, {name: name[:length] for name in names})
    return sorted(near, key=lambda name: -names[name])[:_MOST_MEANT]


def _near(typed: str, shortened: Mapping[str, str]) -> list[str]:
    # The metrics would take 30 ms of every start.
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    found = process.extract(typed, shortened, scorer=OSA.distance, score_cutoff=1, limit=None)
    return [name for _text, _distance, name in found]
