"""How frequent names, places and numbers are among the contacts: to share a rare one says more."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from math import log2
from typing import NamedTuple

from crm_desktop.likeness.traits import Traits

GIVEN, FAMILY, NAME, WORD, PHONE = "given", "family", "name", "word", "phone"
EMAIL, WORK, STREET, CITY, POSTAL = "email", "work", "street", "city", "postal"
PERSON_SORTS = (GIVEN, FAMILY, PHONE, EMAIL, WORK, STREET, CITY, POSTAL)
COMPANY_SORTS = (NAME, WORD, PHONE, EMAIL, WORK, STREET, CITY, POSTAL)
# Terms of one sort that are kept, the most frequent: the rest is rare.
_MOST_KEPT = 3000
_LEAST_KEPT = 3
# A term that no third contact has is met by chance as often as one that half a contact has.
_RARE = 0.5
# Contacts without any term of these that are thought to be there as well: few contacts cannot tell what is frequent.
_UNSEEN = 1000
# Where traits stand in their rows: columns of many rows are counted sooner than traits one by one.
_NAME_AT, _GIVEN_AT, _FAMILY_AT = map(Traits._fields.index, ("name", "given", "family"))
_EMAILS_AT, _PHONES_AT, _DOMAINS_AT = map(Traits._fields.index, ("emails", "phones", "domains"))
_STREET_AT, _CITY_AT, _POSTAL_AT = map(Traits._fields.index, ("street", "city", "postal_code"))
_COMPANY_AT = Traits._fields.index("company")
# A text, the id of a company, or the words of a street.
Term = str | bytes | tuple[str, ...]
NOTHING: Mapping[str, int] = {}


class Terms(NamedTuple):
    """Counts of terms by sort among `records` contacts; `usual` is the chance that two share one of a sort."""

    records: int
    counts: Mapping[str, Mapping[str, int]]
    usual: Mapping[str, float]

    def share(self, sort: str, term: str) -> float:
        """Return the chance that another contact has `term` too; the two of one that is there twice do not count."""
        return max(self.counts.get(sort, NOTHING).get(term, 1) - 2, _RARE) / (self.records + _UNSEEN)

    def against_usual(self, sort: str, term: str) -> float:
        """Return how many times as likely as with any of its `sort` two contacts share `term`."""
        usual = self.usual.get(sort)
        return 1.0 if usual is None else self.share(sort, term) / max(usual, 1 / (self.records + _UNSEEN))

    def telling(self, word: str) -> float:
        """Return how much a `word` of a company's name tells: the more, the rarer it is."""
        return log2(2 + self.records / self.counts.get(WORD, NOTHING).get(word, 1))


class TermCounter:
    """Counts the terms of contacts as they pass by."""

    def __init__(self, kind: str) -> None:
        self._company = kind == "company"
        self._records = 0
        self._counts = {sort: Counter[Term]() for sort in (COMPANY_SORTS if self._company else PERSON_SORTS)}

    def take(self, many: Sequence[Traits]) -> None:
        """Count the terms of `many`."""
        self._records += len(many)
        if not many:
            return
        counts = self._counts
        columns = list(zip(*many, strict=True))
        if self._company:
            counts[NAME].update(columns[_NAME_AT])
            counts[WORD].update([word for name in columns[_NAME_AT] for word in set(name.split())])
        else:
            counts[GIVEN].update(columns[_GIVEN_AT])
            counts[FAMILY].update(columns[_FAMILY_AT])
        counts[WORK].update(
            [
                company or (domains[0] if domains else "")
                for company, domains in zip(columns[_COMPANY_AT], columns[_DOMAINS_AT], strict=True)
            ]
        )
        counts[PHONE].update(chain.from_iterable(columns[_PHONES_AT]))
        counts[EMAIL].update(chain.from_iterable(columns[_EMAILS_AT]))
        counts[STREET].update(columns[_STREET_AT])
        counts[POSTAL].update(columns[_POSTAL_AT])
        counts[CITY].update(columns[_CITY_AT])

    def counted(self) -> Terms:
        """Return the counts so far."""
        records = max(self._records, 1)
        kept: dict[str, dict[str, int]] = {}
        usual: dict[str, float] = {}
        for sort, counter in self._counts.items():
            # what is missing is no term
            shared = Counter({term: count for term, count in counter.items() if count > 1 and term})
            usual[sort] = sum(count * (count - 1) for count in shared.values()) / (records + _UNSEEN) ** 2
            most = (each for each in shared.most_common(_MOST_KEPT) if each[1] >= _LEAST_KEPT)
            kept[sort] = {_term_text(term): count for term, count in most}
        return Terms(records, kept, usual)


def _term_text(term: Term) -> str:
    """Return a counted `term` as it is kept: the id of a company or the words of a street as one text."""
    if isinstance(term, str):
        return term
    return term.hex() if isinstance(term, bytes) else " ".join(term)


def work_term(traits: Traits) -> str:
    """Return what stands for the place of work."""
    if traits.company:
        return traits.company.hex()
    return traits.domains[0] if traits.domains else ""


def street_term(traits: Traits) -> str:
    """Return what stands for the whole address."""
    return " ".join(traits.street)
