"""Columns whose names may mean two things, settled by what is in them and beside them."""

from collections.abc import Callable, Mapping, Sequence

from crm_desktop.exchange.choice_words import choices_by_word
from crm_desktop.exchange.slots import header_key
from crm_desktop.schema.pipeline import DEAL
from crm_desktop.values.address import country_code
from crm_desktop.values.east_asian_names import is_east_asian
from crm_desktop.values.name_words import TITLES
from crm_desktop.values.names import fold, fold_key

MOST = 0.5
NEARLY_ALL = 0.8
_COURTESY = {*TITLES, "mr", "mrs", "ms", "miss", "dr", "herr", "frau", "mme", "mlle", "m", "sr", "sra", "srta", "prof"}
_STATUS = {"status", "state", "statut", "estado", "stato", "stan", "stav", "durum"}

Cells = Mapping[str, Sequence[str]]


def settle_columns(kind: str, places: dict[str, str | None], cells: Cells) -> None:
    """Settle the `places` of columns of rows of `kind` by some of their `cells`."""
    for settle in _SETTLED.get(kind, ()):
        settle(places, cells)


def is_family_first(cells: Sequence[str]) -> bool:
    """Tell whether most of `cells` are names in East Asian letters, in which the family name stands first."""
    return share(cells, is_east_asian) >= MOST


def share(cells: Sequence[str], fits: Callable[[str], bool]) -> float:
    """Return which part of `cells` fits."""
    return sum(1 for cell in cells if fits(cell)) / len(cells) if cells else 0.0


def _column_of(places: Mapping[str, str | None], place: str) -> str | None:
    return next((column for column, each in places.items() if each == place), None)


def _title_or_courtesy(places: dict[str, str | None], cells: Cells) -> None:
    """`Title` is a job title, unless it holds Mr and Dr."""
    for column in [each for each in places if header_key(each) in {"title", "titel"}]:
        if share(cells[column], lambda cell: fold(cell).rstrip(".") in _COURTESY) >= MOST:
            if places[column] == "job_title":
                places[column] = None
            if "prefix" not in places.values():
                places[column] = "prefix"


def _name_or_family_name(places: dict[str, str | None], cells: Cells) -> None:
    """`Name` beside a first name is the family name, `Nombre` beside a family name the first one.

    It stays the whole name where it holds the other one too.
    """
    given, family, name = (_column_of(places, each) for each in ("given_name", "family_name", "name"))
    other = given or family
    if name is None or other is None or (given and family):
        return
    pairs = list(zip(cells[name], cells[other], strict=False))
    whole = sum(1 for full, part in pairs if fold(part) in fold(full))
    if pairs and whole < MOST * len(pairs):
        places[name] = "family_name" if given else "given_name"


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
    if share(cells[column], lambda cell: country_code(cell) is not None) < MOST:
        places[column] = None if "city" in places.values() else "city"


def _manager_id(places: dict[str, str | None], cells: Cells) -> None:
    """`Reports to` is an id where it holds numbers."""
    column = _column_of(places, "manager")
    if column is not None and share(cells[column], str.isdigit) >= NEARLY_ALL:
        places[column] = "manager.id"


def _status_or_outcome(places: dict[str, str | None], cells: Cells) -> None:
    """`Status` of a deal is how it ended where it holds won, lost and open."""
    if "outcome" in places.values():
        return
    words = choices_by_word("deal", DEAL.by_name["outcome"])
    for column in [each for each, place in places.items() if place is None and header_key(each) in _STATUS]:
        if share(cells[column], lambda cell: fold_key(cell) in words) > MOST:
            places[column] = "outcome"
            return


_SETTLED: dict[str, tuple[Callable[[dict[str, str | None], Cells], None], ...]] = {
    "people": (_title_or_courtesy, _name_or_family_name, _day_of_birth, _country_or_office),
    "contacts": (_title_or_courtesy, _name_or_family_name, _day_of_birth, _country_or_office),
    "companies": (_country_or_office,),
    "deals": (_status_or_outcome,),
    "members": (_name_or_family_name, _manager_id),
}
