"""How frequent names, places and numbers are among the contacts: to share a rare one says more."""

from collections import Counter
from collections.abc import Mapping, Sequence
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
        self._counts = {sort: Counter[str]() for sort in (COMPANY_SORTS if self._company else PERSON_SORTS)}

    def take(self, many: Sequence[Traits]) -> None:
        """Count the terms of `many`."""
        self._records += len(many)
        counts = self._counts
        if self._company:
            counts[NAME].update([each.name for each in many])
            counts[WORD].update([word for each in many for word in set(each.name.split())])
        else:
            counts[GIVEN].update([each.given for each in many])
            counts[FAMILY].update([each.family for each in many])
        counts[WORK].update([work_term(each) for each in many])
        counts[PHONE].update([phone for each in many for phone in each.phones])
        counts[EMAIL].update([email for each in many for email in each.emails])
        counts[STREET].update([street_term(each) for each in many])
        counts[POSTAL].update([each.postal_code for each in many])
        counts[CITY].update([each.city for each in many])

    def counted(self) -> Terms:
        """Return the counts so far."""
        records = max(self._records, 1)
        for counter in self._counts.values():
            # what is missing is no term
            counter.pop("", None)
        kept = {
            sort: {term: count for term, count in counter.most_common(_MOST_KEPT) if count >= _LEAST_KEPT}
            for sort, counter in self._counts.items()
        }
        usual = {
            sort: sum(count * (count - 1) for count in counter.values()) / (records + _UNSEEN) ** 2
            for sort, counter in self._counts.items()
        }
        return Terms(records, kept, usual)


def work_term(traits: Traits) -> str:
    """Return what stands for the place of work."""
    if traits.company:
        return traits.company.hex()
    return traits.domains[0] if traits.domains else ""


def street_term(traits: Traits) -> str:
    """Return what stands for the whole address."""
    return " ".join(traits.street)
