"""Series of ids: suppliers, customers and people are all contacts, and each of a program's lists counts from 1."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from crm_desktop.exchange.choice_words import role_of_title
from crm_desktop.exchange.match import EXTERNAL, Key
from crm_desktop.exchange.slots import Target, header_key
from crm_desktop.exchange.word_lines import word_lines

PERSON, COMPANY = "person", "company"
_OTHERS = "import"  # the ids of records that are no contacts
_CONTACTS = f"{EXTERNAL}{_OTHERS}:"
# What says in the name of a column that it holds ids.
_ID_WORDS = re.compile(r"(?:associated|ids?|no|nr|number|nummer|record|uid)+")
_SIGN_OF_IDS = frozenset({"id", "ids", "no", "nr", "nummer", "number", "uid", "n°", "nº"})
_BETWEEN_WORDS = re.compile(r"[^\w°]+|_+|(?<=[^\W\dA-Z_])(?=[A-Z])")
_OF_ITSELF = frozenset({"name", "title", "subject"})
# Programs give their own kinds of companies and people one series of ids each.
_ONE_SERIES = f"""
{COMPANY}: account, account name, company, organization, organisation, parent, parent account, parent company,
  parent organization, firma, firmen, unternehmen, société, entreprise, empresa, cuenta, azienda, bedrijf
{PERSON}: contact, contact name, person, who, kontakt, kontakt person, ansprechpartner, contacto, persona, personne,
  contatto, persoon
"""


class Series(NamedTuple):
    """The `sort` of the keys of one list of contacts, and the `role` that the list's title gives them, if any."""

    sort: str
    role: str | None


def external_key(column: str, table: str, sort: str, value: str) -> Key:
    """Return the key of the id `value` in `column`; `sort` is what the record is where the column's name says `id`."""
    return external_sort(column, table, sort), value


@lru_cache(1024)
def external_sort(column: str, table: str, sort: str) -> str:
    """Return the sort of the keys of the ids in `column`, which are of records of `table`."""
    if table != "contact":
        return f"{EXTERNAL}{_OTHERS}"
    stem = _ID_WORDS.sub("", header_key(column))
    return f"{_CONTACTS}{_one_series().get(stem, stem or sort)}"


class IdSeries:
    """The series of ids that the lists of contacts in one import `bring`."""

    def __init__(self, bring: Iterable[Series] = ()) -> None:
        self._bring = frozenset(bring)

    def meant(self, key: Key, own: str = "") -> Key:
        """Return the `key` of an id; where no list has ids of its series, the only list is meant that it can be from.

        A column of customers' ids names the list of customers, whatever the ids are called there. Parents are in the
        `own` series of their rows.
        """
        sort, text = key
        stem = sort.removeprefix(_CONTACTS)
        brought = {each.sort for each in self._bring}
        if not sort.startswith(_CONTACTS) or stem in (PERSON, COMPANY) or sort in brought:
            return key
        role = role_of_title(stem)
        named = {each.sort for each in self._bring if role is not None and each.role == role}
        fitting = {own} if own else named or brought
        return (fitting.pop(), text) if len(fitting) == 1 else key


def linked_id(target: Target, column: str) -> str | None:
    """Return the place of the ids of those whom rows of `target` belong to, where the name of `column` says so.

    It is what other columns call them, beside a word for ids: `Firmen-Nr.`, `id_empresa`, `Account Name.id`. An id
    beside a word for the rows themselves is their own.
    """
    words = [word.casefold() for word in _BETWEEN_WORDS.split(column) if word]
    for sign, others in ((words[-1:], words[:-1]), (words[:1], words[1:])):
        if others and not _SIGN_OF_IDS.isdisjoint(sign):
            key = header_key("".join(others)).removeprefix("associated")
            named = (target.vocabulary.get(each, ("", 0))[0] for each in (key, key[:-1]))
            called = [each for each in (*named, _one_series().get(key, "")) if each]
            places = [f"{each}.id" for each in called]
            places += ["external_id"] if _OF_ITSELF.intersection(called) else []
            return next((each for each in places if target.slot(each) is not None), None)
    return None


@lru_cache(1)
def _one_series() -> Mapping[str, str]:
    return {header_key(word): sort for sort, words in word_lines(_ONE_SERIES) for word in words}
