"""Which column goes into which place of a record: found by its name and its content, or given by the user."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from rapidfuzz.distance import OSA

from crm_desktop.errors import WrongUsage
from crm_desktop.exchange.amount_currencies import currency_in, without_currency
from crm_desktop.exchange.amount_units import without_unit
from crm_desktop.exchange.id_series import linked_id
from crm_desktop.exchange.numbered import numbered
from crm_desktop.exchange.numbered_columns import numbered_columns
from crm_desktop.exchange.presets import NOWHERE, preset_places
from crm_desktop.exchange.readers.header_row import HEADING_SIGN
from crm_desktop.exchange.settled_columns import NEARLY_ALL, Cells, is_family_first, settle_columns, share
from crm_desktop.exchange.slots import CONTACT_KINDS, WHOLE_NAMES, Target, header_key
from crm_desktop.exchange.source import Source
from crm_desktop.schema.field import FieldKind
from crm_desktop.values.likeliest import likeliest
from crm_desktop.values.phone import possible_phone, valid_phone
from crm_desktop.words import _, in_quotes

MOST_NUMBERED = 9  # columns of one kind
LOOKED_AT = 20  # cells of a column without a name: reading a phone number takes long, and a table may be wide
SHORTEST_NUMBER = 7  # digits
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


class Mapped(NamedTuple):
    """The place of each column (None: not imported) and why, and what is worth telling about how it was found."""

    places: dict[str, str | None]
    notes: list[str]
    reasons: dict[str, str]


def map_columns(
    target: Target,
    source: Source,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    named_as_places: bool = False,
    region: str = "",
) -> Mapped:
    """Return where `columns` go in records of `target`; `rows` are some first rows of `region`. Raises WrongUsage.

    What the user gave in `source` holds; the rest is found by names and content, or is clear where columns are
    `named_as_places`.
    """
    mapped = Mapped(dict.fromkeys(columns), [], {})
    if source.mapping is not None:
        given = source.mapping if not source.mapping_name else _fitting(target, source, columns, mapped.notes)
        reason = _("template “{name}”").format(name=source.mapping_name) if source.mapping_name else _("you chose it")
        mapped.places.update(_given(target, given, columns))
        mapped.reasons.update(dict.fromkeys(given, reason))
    elif named_as_places:
        mapped.places.update({column: column for column in columns if target.slot(column)})
    else:
        cells = {
            column: [row[number] for row in rows if number < len(row) and row[number].strip()]
            for number, column in enumerate(columns)
        }
        _find(target, cells, mapped, region)
    for place, column in source.assigned.items():
        _check(target, place, column, columns)
        _send(mapped, column, place)
    for column, chosen in source.chosen.items():
        if chosen is None:
            _check_column(column, columns)
        else:
            _check(target, chosen, column, columns)
        _send(mapped, column, chosen)
    return mapped


def _send(mapped: Mapped, column: str, place: str | None) -> None:
    """Send `column` to `place` as the user wishes; another column that went there goes nowhere."""
    for other in [each for each, taken in mapped.places.items() if place is not None and taken == place]:
        mapped.places[other] = None
        mapped.reasons.pop(other, None)
    mapped.places[column] = place
    mapped.reasons[column] = _("you chose it")


def _fitting(target: Target, source: Source, columns: Sequence[str], notes: list[str]) -> dict[str, str | None]:
    """Return what the template of `source` says of `columns`; the `notes` tell what of it does not fit any more."""
    given = source.mapping or {}
    here = {header_key(column): column for column in columns}
    missing = [column for column, place in given.items() if place is not None and header_key(column) not in here]
    gone = [place for place in given.values() if place is not None and target.slot(place) is None]
    told = {"name": source.mapping_name, "columns": ", ".join(map(in_quotes, missing))}
    if missing:
        notes.append(_("The file has not all columns of the template “{name}”: {columns}.").format(**told))
    if gone:
        told["fields"] = ", ".join(map(in_quotes, gone))
        notes.append(_("Fields of the template “{name}” are no longer there: {fields}.").format(**told))
    return {
        here[key]: None if place in gone else place
        for column, place in given.items()
        if (key := header_key(column)) in here
    }


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
                kind=target.kind, field=place, fields=likeliest(place, list(target.slots))
            )
        )
    _check_column(column, columns)


def _check_column(column: str, columns: Sequence[str]) -> None:
    if column not in columns:
        raise WrongUsage(
            _("The file has no column “{column}”. Columns: {columns}.").format(
                column=column, columns=", ".join(columns)
            )
        )


def _find(target: Target, cells: Cells, mapped: Mapped, region: str) -> None:
    """Find places for the columns of `cells`, the surest way first."""
    program, known = preset_places(list(cells), target.kind)
    columns = [each for each in cells if known.get(each) != NOWHERE]
    found = mapped._replace(places={each: mapped.places[each] for each in columns})
    _take(target, found, {each: each for each in columns if numbered(each) is not None}, _("it is called so here"))
    _take(target, found, known, _("exports of {program} have it there").format(program=program))
    if target.kind in CONTACT_KINDS:
        _take(target, found, numbered_columns(columns), _("its name says which one it is"))
    _by_name(target, found)
    linked = ((column, linked_id(target, column)) for column in columns)
    _take(target, found, {column: place for column, place in linked if place}, _("its name says whose id it is"))
    _by_typing_error(target, found)
    _by_content(target, found, cells, region)
    settle_columns(target.kind, found.places, cells)
    for column in [each for each, place in found.places.items() if place is not None]:
        found.reasons.setdefault(column, _("its cells look like it"))
    for column in [each for each, place in found.places.items() if place == "name"]:
        if target.kind in CONTACT_KINDS and is_family_first(cells[column]):
            told = _("{reason}; last name first, as in Chinese, Japanese and Korean")
            found.reasons[column] = told.format(reason=found.reasons.get(column, ""))
    mapped.places.update(found.places)


def _take(target: Target, mapped: Mapped, known: Mapping[str, str], reason: str) -> None:
    """Give columns the places that are `known` for them and free."""
    taken = {each for each in mapped.places.values() if each is not None}
    for column, place in known.items():
        if mapped.places.get(column, place) is None and place not in taken and target.slot(place) is not None:
            mapped.places[column], mapped.reasons[column] = place, reason
            taken.add(place)


def _by_name(target: Target, mapped: Mapped) -> None:
    """Give each column the place that its name stands for; of two for one place the more usual name wins."""
    words, places = target.vocabulary, mapped.places
    hits = [(words[key], column) for column in places if (key := header_key(_bare(column))) in words]
    whole = {column for _place, column in hits}
    under = [each for each in places if each not in whole]
    hits += [(words[key], column) for column in under if (key := _under_heading(column)) in words]
    hits += [(words[key], column) for column in places if (key := header_key(without_unit(column))) in words]
    amounts = ((column, header_key(without_currency(without_unit(column)))) for column in places if currency_in(column))
    hits += [(words[key], column) for column, key in amounts if key in words and _is_amount(target, words[key][0])]
    hits += [((column, 0), column) for column in places if target.slot(column) is not None]
    order = {column: number for number, column in enumerate(places)}
    taken = {each for each in places.values() if each is not None}
    for (place, _rank), column in sorted(hits, key=lambda hit: (hit[0][1], order[hit[1]])):
        if places[column] is None:
            free = next((each for each in _places_for(target, place) if each not in taken), None)
            if free is not None and target.slot(free) is not None:
                places[column] = free
                mapped.reasons[column] = _("by its name")
                taken.add(free)


def _is_amount(target: Target, place: str) -> bool:
    slot = target.slot(place)
    return slot is not None and slot.field.kind is FieldKind.MONEY


def _places_for(target: Target, place: str) -> Iterator[str]:
    """Yield `place`, and where a second and a further column of that kind go."""
    yield place
    if place in _NEXT:
        yield _NEXT[place]
    kind = place.partition(".")[0]
    if target.kind in CONTACT_KINDS and kind in ("email", "phone") and "fax" not in place:
        yield from (f"{kind}.{number}" for number in range(2, MOST_NUMBERED))


def _under_heading(column: str) -> str:
    """Return the key of the name of a column without the heading of its group; empty where it has none."""
    _heading, sign, name = column.rpartition(HEADING_SIGN)
    return header_key(name) if sign else ""


def _label(target: Target, place: str) -> str:
    slot = target.slot(place)
    return place if slot is None else slot.label


def _bare(column: str) -> str:
    """Return the name of a column without what tells it apart: a number, or Salesforce's sign of an own field."""
    return re.sub(r" \(\d+\)$|__[cr]$", "", column)


def _by_typing_error(target: Target, mapped: Mapped) -> None:
    words, places = target.vocabulary, mapped.places
    # a slip makes a word longer or shorter by one letter at most: a table may have ten thousand columns
    lengths: dict[int, list[str]] = {}
    for word in {*words, *_NOWHERE}:
        for length in range(max(len(word) - 1, SHORTEST_TYPO), len(word) + 2):
            lengths.setdefault(length, []).append(word)
    for column in [each for each, place in places.items() if place is None]:
        key = header_key(_bare(column))
        # of ideographs and kana another one makes another word
        if len(key) < SHORTEST_TYPO or key in _NOWHERE or key in words or max(key) >= "\u2e80":
            continue
        slips = [word for word in lengths.get(len(key), ()) if _one_slip(key, word)]
        near = {words[word][0] if word in words else "" for word in slips}
        near |= {"" for word in slips if word in _NOWHERE}
        place = near.pop() if len(near) == 1 else ""
        if place and place not in places.values():
            places[column] = place
            mapped.reasons[column] = _("its name looks like a typing error")
            mapped.notes.append(
                _("Column “{column}” was taken for a typing error of {field}.").format(
                    column=column, field=_label(target, place)
                )
            )


def _one_slip(key: str, word: str) -> bool:
    return len(word) >= SHORTEST_TYPO and OSA.distance(key, word, score_cutoff=1) == 1


def _by_content(target: Target, mapped: Mapped, cells: Cells, region: str) -> None:
    """Find e-mail addresses, phone numbers and websites in columns whose names say nothing."""
    places = mapped.places
    if target.kind not in {"people", "companies", "contacts"}:
        return
    nameless = _is_nameless(places)
    dialled = partial(_is_number_of, region)
    for column in [each for each, place in places.items() if place is None and header_key(each) not in _NOWHERE]:
        place = _place_of_content(cells[column])
        if place is None and nameless and share(cells[column][:LOOKED_AT], dialled) >= NEARLY_ALL:
            place = "phone"
        if place is not None and not any(each and each.startswith(place) for each in places.values()):
            places[column] = place
            mapped.reasons[column] = _("its cells look like it")
            mapped.notes.append(
                _("Column “{column}” was taken as {field}, because its cells look like it.").format(
                    column=column, field=_label(target, place)
                )
            )
    if set(places.values()).isdisjoint({*WHOLE_NAMES, "family_name", "given_name"}):
        _first_text_as_name(mapped, cells)


def _place_of_content(cells: Sequence[str]) -> str | None:
    for place, form in (("email", _EMAIL), ("phone", _PHONE), ("website", _WEB)):
        if sum(1 for cell in cells if form.fullmatch(cell)) >= NEARLY_ALL * max(1, len(cells)):
            return place
    return None


def _first_text_as_name(mapped: Mapped, cells: Cells) -> None:
    """Take the first column of words as the name in a table whose columns have no names."""
    places = mapped.places
    if not _is_nameless(places):
        return
    words = (each for each, place in places.items() if place is None and share(cells[each], _is_words) >= NEARLY_ALL)
    column = next(words, None)
    if column is not None:
        places[column] = "name"
        mapped.reasons[column] = _("it is the first with words")
        mapped.notes.append(
            _("Column “{column}” was taken as the name, because it is the first with words.").format(column=column)
        )


def _is_nameless(places: Mapping[str, str | None]) -> bool:
    """Tell whether the columns have no names but their numbers."""
    numbered = [header_key(_("Column {n}").format(n=n)) for n in range(1, len(places) + 1)]
    return [header_key(column) for column in places] == numbered


def _is_number_of(region: str, cell: str) -> bool:
    """Tell whether the digits in `cell` are a phone number that is given out in `region`."""
    digits = cell.strip()
    normal = possible_phone(digits, region) if len(digits) >= SHORTEST_NUMBER and digits.isdigit() else None
    return normal is not None and valid_phone(normal, region)


def _is_words(cell: str) -> bool:
    return any(sign.isalpha() for sign in cell) and not any(sign.isdigit() for sign in cell)
