"""Two contacts held against each other: for each sort of trait a level, from "different" up to "the same"."""

from collections.abc import Callable

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, JaroWinkler

from crm_desktop.likeness.levels import SILENT, Levels
from crm_desktop.likeness.sounds import sound
from crm_desktop.likeness.terms import Terms
from crm_desktop.likeness.traits import Traits

Compare = Callable[[Traits, Traits], Levels]

_ALIKE = 0.88
_ALIKE_FAMILY = 0.9
_LEAST_STEM = 3
_SPELLED_NEARLY = 0.9
_NEARLY_SHARED = 0.85
_SAME_STREET = 3  # the level of an address from which on the street agrees


def compare_of(kind: str, terms: Terms) -> Compare:
    """Return what compares two contacts of `kind`, among contacts whose words `terms` counts."""
    return compare_people if kind != "company" else lambda one, other: compare_companies(one, other, terms)


def compare_people(one: Traits, other: Traits) -> Levels:
    """Return the levels of two people, in the order of PERSON."""
    return (
        _person_name(one, other),
        _email(one, other),
        _phone(one, other),
        _birthday(one.birthday, other.birthday),
        _address(one, other),
        _work(one, other),
    )


def compare_companies(one: Traits, other: Traits, terms: Terms) -> Levels:
    """Return the levels of two companies, in the order of COMPANY."""
    return (
        _company_name(one.name, other.name, terms),
        int(one.vat_id == other.vat_id) if one.vat_id and other.vat_id else SILENT,
        _company_email(one, other),
        _phone(one, other),
        _company_address(one, other),
    )


def _person_name(one: Traits, other: Traits) -> int:
    if one.given == other.given and one.family == other.family:
        return 7 if one.given and one.family else 2 if one.given or one.family else SILENT
    if not (one.given and one.family and other.given and other.family):
        return _name_as_far_as_known(one, other)
    given = 2 if one.given == other.given else int(_given_alike(one.given, other.given))
    family = 2 if one.family == other.family else int(_family_alike(one.family, other.family))
    if given and family:
        return 2 + given if family == 1 else 5
    if one.given == other.family and one.family == other.given:
        return 6
    if _family_alike(one.given, other.family) and _family_alike(one.family, other.given):
        return 3
    return 1 if given == 2 or family == 2 else 0


def _name_as_far_as_known(one: Traits, other: Traits) -> int:
    if one.family and other.family:
        return 2 if one.family == other.family or _family_alike(one.family, other.family) else 0
    if one.given and other.given:
        return 2 if one.given == other.given else 0
    mine, theirs = (one.given or one.family), (other.given or other.family)
    if not mine or not theirs:
        return SILENT
    return 2 if mine in (other.given, other.family) or theirs in (one.given, one.family) else 0


def _given_alike(one: str, other: str) -> bool:
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if long.startswith(short) and (len(short) == 1 or len(short) >= _LEAST_STEM):
        return True
    return JaroWinkler.similarity(one, other) >= _ALIKE or sound(one) == sound(other)


def _family_alike(one: str, other: str) -> bool:
    if JaroWinkler.similarity(one, other) >= _ALIKE_FAMILY or sound(one) == sound(other):
        return True
    return (" " in one or " " in other) and bool(set(one.split()) & set(other.split()))


def _company_name(one: str, other: str, terms: Terms) -> int:
    if not one or not other:
        return SILENT
    if one == other:
        return 5
    mine, theirs = one.replace(" ", ""), other.replace(" ", "")
    if mine == theirs:
        return 5
    if OSA.normalized_similarity(mine, theirs) >= _SPELLED_NEARLY:
        return 4
    alike, within = _overlap(one.split(), other.split(), terms)
    if alike >= 0.85:
        return 4
    if alike >= 0.7 or within >= 0.95 or sound(mine) == sound(theirs):
        return 3
    if alike >= 0.5 or within >= 0.75:
        return 2
    return 1 if alike >= 0.3 else 0


def _overlap(mine: list[str], theirs: list[str], terms: Terms) -> tuple[float, float]:
    """Return how much of what both names tell they share, and how much of what the shorter one tells."""
    left = {word: terms.telling(word) for word in mine}
    right = {word: terms.telling(word) for word in theirs}
    shared = 0.0
    for word, telling in left.items():
        if word in right:
            shared += telling
        elif right:
            nearest = max(right, key=lambda each: JaroWinkler.similarity(word, each))
            if nearest not in left and JaroWinkler.similarity(word, nearest) >= _ALIKE_FAMILY:
                shared += min(telling, right[nearest]) * _NEARLY_SHARED
    all_left, all_right = sum(left.values()), sum(right.values())
    return 2 * shared / (all_left + all_right), shared / min(all_left, all_right)


def _email(one: Traits, other: Traits) -> int:
    if not one.emails or not other.emails:
        return SILENT
    best = 0
    for mine in one.emails:
        if mine in other.emails:
            return 3
        mailbox = mine[: mine.find("@") + 1]
        for theirs in other.emails:
            if theirs.startswith(mailbox):
                best = 2
            elif best == 0 and -2 < len(mine) - len(theirs) < 2 and OSA.distance(mine, theirs, score_cutoff=1) == 1:
                best = 1
    return best


def _company_email(one: Traits, other: Traits) -> int:
    if any(mine in other.emails for mine in one.emails):
        return 2
    if not one.domains or not other.domains:
        return SILENT
    return int(any(mine in other.domains for mine in one.domains))


def _phone(one: Traits, other: Traits) -> int:
    if not one.phones or not other.phones:
        return SILENT
    best = 0
    for mine in one.phones:
        if mine in other.phones:
            return 2
        for theirs in other.phones:
            if len(mine) != len(theirs) and (mine.endswith(theirs) or theirs.endswith(mine)):
                return 2
            if OSA.distance(mine, theirs, score_cutoff=1) == 1:
                best = 1
    return best


def _birthday(one: str, other: str) -> int:
    if not one or not other:
        return SILENT
    if one == other:
        return 2
    if one[-5:] == other[-5:] and (one[0] == "-" or other[0] == "-"):
        return 1
    mine, theirs = one.replace("-", ""), other.replace("-", "")
    return int(mine[:-4] + mine[-2:] + mine[-4:-2] == theirs or OSA.distance(mine, theirs, score_cutoff=1) == 1)


def _company_address(one: Traits, other: Traits) -> int:
    """Tell how the addresses agree; another street is another address, in the same city too: branches have those."""
    level = _address(one, other)
    return 0 if 0 < level < _SAME_STREET and one.street and other.street else level


def _address(one: Traits, other: Traits) -> int:
    place = _place(one, other)
    if not one.street or not other.street:
        return place
    if one.street == other.street:
        return 5 if place else 3
    mine, theirs = one.street[0], other.street[0]
    if (mine and theirs and mine != theirs) or not _street_alike(one.street[1:], other.street[1:]):
        return max(place, 0)
    return 4 if place else 3


def _place(one: Traits, other: Traits) -> int:
    """Tell how the places agree: 2 by postal code, 1 by city, 0 not at all."""
    if one.postal_code and one.postal_code == other.postal_code:
        return 2
    if one.city and other.city:
        return int(one.city == other.city or JaroWinkler.similarity(one.city, other.city) >= _ALIKE_FAMILY)
    return 0 if one.postal_code and other.postal_code else SILENT


def _street_alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    mine, theirs = " ".join(one), " ".join(other)
    return JaroWinkler.similarity(mine, theirs) >= _ALIKE or fuzz.token_set_ratio(mine, theirs) >= 85


def _work(one: Traits, other: Traits) -> int:
    if one.company and one.company == other.company:
        return 2
    if one.domains and other.domains:
        mine, theirs = one.domains, other.domains
        return int(mine[0] == theirs[0] or not set(mine).isdisjoint(theirs))
    return 0 if one.company and other.company else SILENT
