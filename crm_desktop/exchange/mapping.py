"""Which column goes into which place of a record: found by its name and its content, or given by the user."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from rapidfuzz.distance import OSA

from crm_desktop.errors import WrongUsage
from crm_desktop.exchange.numbered import numbered
from crm_desktop.exchange.slots import Target, header_key
from crm_desktop.exchange.source import Source
from crm_desktop.values.address import country_code
from crm_desktop.values.name_words import TITLES
from crm_desktop.values.names import fold
from crm_desktop.words import _

MOST = 0.5
NEARLY_ALL = 0.8
SHORTEST_TYPO = 4  # letters: in a shorter word one other letter makes another word
# Where a second column of one kind goes.
_NEXT = {
    "category": "tags",
    "email": "email.other",
    "email.work": "email.other",
    "phone": "phone.other",
    "phone.work": "phone.other",
}
# Usual columns that go nowhere; they also keep a near word from being taken for a typing error.
_NOWHERE = frozenset(
    header_key(word)
    for word in (
        *("status", "lead status", "campaign", "platform", "created", "created time", "created date", "create date"),
        *("last modified date", "form name", "ad name", "keyword", "device", "connected on", "gender", "initials"),
        *("photo", "picture", "priority", "stated", "county code", "country code", "last contact", "signup date"),
    )
)
_EMAIL = re.compile(r"\s*[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+\s*")
_PHONE = re.compile(r"\s*(?!\d*[.,]\d+\s*$)(?=(?:\D*\d){7})(?:\+|\(?0|\(?\d{3}\)?[\s.-])[\d\s()./x-]*\s*")
_WEB = re.compile(r"\s*(?:https?://|www\.)\S+\s*")
_COURTESY = {*TITLES, "mr", "mrs", "ms", "miss", "dr", "herr", "frau", "mme", "mlle", "m", "sr", "sra", "srta", "prof"}

Cells = Mapping[str, Sequence[str]]


class Mapped(NamedTuple):
    """The place of each column (None: not imported), and what is worth telling about how it was found."""

    places: dict[str, str | None]
    notes: list[str]


def map_columns(
    target: Target,
    source: Source,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    named_as_places: bool = False,
) -> Mapped:
    """Return where `columns` go in records of `target`; `rows` are some first rows. Raises WrongUsage.

    What the user gave in `source` holds; the rest is found by names and content, or is clear where columns are
    `named_as_places`.
    """
    if source.mapping is not None:
        places = _given(target, source.mapping, columns)
        notes: list[str] = []
    elif named_as_places:
        places, notes = {column: column if target.slot(column) else None for column in columns}, []
    else:
        cells = {
            column: [row[number] for row in rows if number < len(row) and row[number].strip()]
            for number, column in enumerate(columns)
        }
        places, notes = _found(target, columns, cells)
    for place, column in source.assigned.items():
        _check(target, place, column, columns)
        for other in [each for each, taken in places.items() if taken == place]:
            places[other] = None
        places[column] = place
    return Mapped(places, notes)


def _given(target: Target, mapping: Mapping[str, str | None], columns: Sequence[str]) -> dict[str, str | None]:
    places: dict[str, str | None] = dict.fromkeys(columns)
    for column, place in mapping.items():
        if place is not None:
            _check(target, place, column, columns)
        if column in places:
            places[column] = place
    taken = [place for place in places.values() if place is not None]
    twice = next((place for place in taken if taken.count(place) > 1), None)
    if twice is not None:
        raise WrongUsage(_("Two columns cannot both go into {field}. Leave one out.").format(field=twice))
    return places


def _check(target: Target, place: str, column: str, columns: Sequence[str]) -> None:
    if target.slot(place) is None:
        raise WrongUsage(
            _("{kind} have no field “{field}” to import into. Fields: {fields}.").format(
                kind=target.kind, field=place, fields=", ".join(target.slots)
            )
        )
    if column not in columns:
        raise WrongUsage(
            _("The file has no column “{column}”. Columns: {columns}.").format(
                column=column, columns=", ".join(columns)
            )
        )


def _found(target: Target, columns: Sequence[str], cells: Cells) -> tuple[dict[str, str | None], list[str]]:
    places: dict[str, str | None] = dict.fromkeys(columns)
    notes: list[str] = []
    _by_name(target, places)
    _by_typing_error(target, places, notes)
    _by_content(target, places, cells, notes)
    for settle in _SETTLED.get(target.kind, ()):
        settle(places, cells)
    return places, notes


def _by_name(target: Target, places: dict[str, str | None]) -> None:
    """Give each column the place that its name stands for; of two for one place the more usual name wins."""
    words = target.vocabulary
    places.update({each: each for each in places if numbered(each) is not None and target.slot(each) is not None})
    hits = [(words[key], column) for column in places if (key := header_key(_bare(column))) in words]
    hits += [((column, 0), column) for column in places if target.slot(column) is not None]
    order = list(places)
    for (place, _rank), column in sorted(hits, key=lambda hit: (hit[0][1], order.index(hit[1]))):
        taken = set(places.values())
        free = next((each for each in (place, _NEXT.get(place)) if each is not None and each not in taken), None)
        if places[column] is None and free in target.slots:
            places[column] = free


def _label(target: Target, place: str) -> str:
    slot = target.slot(place)
    return place if slot is None else slot.label


def _bare(column: str) -> str:
    """Return the name of a column without what tells it apart: a number, or Salesforce's sign of an own field."""
    return re.sub(r" \(\d+\)$|__[cr]$", "", column)


def _by_typing_error(target: Target, places: dict[str, str | None], notes: list[str]) -> None:
    words = target.vocabulary
    for column in [each for each, place in places.items() if place is None]:
        key = header_key(_bare(column))
        if len(key) < SHORTEST_TYPO or key in _NOWHERE or key in words:
            continue
        near = {words[word][0] for word in words if _one_slip(key, word)}
        near |= {"" for word in _NOWHERE if _one_slip(key, word)}
        place = near.pop() if len(near) == 1 else ""
        if place and place not in places.values():
            places[column] = place
            notes.append(
                _("Column “{column}” was taken for a typing error of {field}.").format(
                    column=column, field=_label(target, place)
                )
            )


def _one_slip(key: str, word: str) -> bool:
    return len(word) >= SHORTEST_TYPO and OSA.distance(key, word, score_cutoff=1) == 1


def _by_content(target: Target, places: dict[str, str | None], cells: Cells, notes: list[str]) -> None:
    """Find e-mail addresses, phone numbers and websites in columns whose names say nothing."""
    if target.kind not in {"people", "companies", "contacts"}:
        return
    for column in [each for each, place in places.items() if place is None and header_key(each) not in _NOWHERE]:
        place = _place_of_content(cells[column])
        if place is not None and not any(each and each.startswith(place) for each in places.values()):
            places[column] = place
            notes.append(
                _("Column “{column}” was taken as {field}, because its cells look like it.").format(
                    column=column, field=_label(target, place)
                )
            )
    if set(places.values()).isdisjoint({"name", "family_name", "given_name"}):
        _first_text_as_name(places, cells, notes)


def _place_of_content(cells: Sequence[str]) -> str | None:
    for place, form in (("email", _EMAIL), ("phone", _PHONE), ("website", _WEB)):
        if sum(1 for cell in cells if form.fullmatch(cell)) >= NEARLY_ALL * max(1, len(cells)):
            return place
    return None


def _first_text_as_name(places: dict[str, str | None], cells: Cells, notes: list[str]) -> None:
    """Take the first column of words as the name in a table whose columns have no names."""
    numbered = [header_key(_("Column {n}").format(n=n)) for n in range(1, len(places) + 1)]
    if [header_key(column) for column in places] != numbered:
        return
    words = (each for each, place in places.items() if place is None and _share(cells[each], _is_words) >= NEARLY_ALL)
    column = next(words, None)
    if column is not None:
        places[column] = "name"
        notes.append(
            _("Column “{column}” was taken as the name, because it is the first with words.").format(column=column)
        )


def _is_words(cell: str) -> bool:
    return any(sign.isalpha() for sign in cell) and not any(sign.isdigit() for sign in cell)


def _share(cells: Sequence[str], fits: Callable[[str], bool]) -> float:
    return sum(1 for cell in cells if fits(cell)) / len(cells) if cells else 0.0


def _column_of(places: Mapping[str, str | None], place: str) -> str | None:
    return next((column for column, each in places.items() if each == place), None)


def _title_or_courtesy(places: dict[str, str | None], cells: Cells) -> None:
    """`Title` is a job title, unless it holds Mr and Dr."""
    for column in [each for each in places if header_key(each) in {"title", "titel"}]:
        if _share(cells[column], lambda cell: fold(cell).rstrip(".") in _COURTESY) >= MOST:
            if places[column] == "job_title":
                places[column] = None
            if "prefix" not in places.values():
                places[column] = "prefix"


def _name_or_family_name(places: dict[str, str | None], cells: Cells) -> None:
    """`Name` beside a first name is the family name, unless it holds the first name too."""
    given, name = _column_of(places, "given_name"), _column_of(places, "name")
    if given is None or name is None or "family_name" in places.values():
        return
    pairs = list(zip(cells[name], cells[given], strict=False))
    whole = sum(1 for full, first in pairs if fold(first) in fold(full))
    if pairs and whole < MOST * len(pairs):
        places[name] = "family_name"


def _day_of_birth(places: dict[str, str | None], _cells: Cells) -> None:
    """`Birth day` beside a month of birth is a number."""
    column = _column_of(places, "birthday")
    if column is not None and "birthday.month" in places.values():
        places[column] = "birthday.day"


def _country_or_office(places: dict[str, str | None], cells: Cells) -> None:
    """An office location is a country only where it names countries."""
    column = _column_of(places, "country")
    if column is None or "country" in header_key(column) or not cells[column]:
        return
    if _share(cells[column], lambda cell: country_code(cell) is not None) < MOST:
        places[column] = None if "city" in places.values() else "city"


def _manager_id(places: dict[str, str | None], cells: Cells) -> None:
    """`Reports to` is an id where it holds numbers."""
    column = _column_of(places, "manager")
    if column is not None and _share(cells[column], str.isdigit) >= NEARLY_ALL:
        places[column] = "manager.id"


_SETTLED: dict[str, tuple[Callable[[dict[str, str | None], Cells], None], ...]] = {
    "people": (_title_or_courtesy, _name_or_family_name, _day_of_birth, _country_or_office),
    "contacts": (_title_or_courtesy, _name_or_family_name, _day_of_birth, _country_or_office),
    "companies": (_country_or_office,),
    "members": (_name_or_family_name, _manager_id),
}
