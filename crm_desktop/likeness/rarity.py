"""Sharing a rare value says more than sharing a frequent one: the weight of a pair put right for what it shares."""

from math import log2

from crm_desktop.likeness.levels import COMPANY, PERSON, Levels
from crm_desktop.likeness.terms import (
    CITY,
    EMAIL,
    FAMILY,
    GIVEN,
    NAME,
    PHONE,
    POSTAL,
    STREET,
    WORK,
    Terms,
    street_term,
    work_term,
)
from crm_desktop.likeness.traits import Traits
from crm_desktop.likeness.weights import Weights

# How far rarity moves the weight of one trait: names and places do not fall together as freely as chance would have it.
_MOST_BITS = 5.0
_LEAST_BITS = -12.0


def rarity_bits(kind: str, pair: tuple[Traits, Traits], levels: Levels, weights: Weights, terms: Terms) -> float:
    """Return the bits by which the weight of the `pair` with `levels` is too low for what it shares."""
    return sum(rarities(kind, pair, levels, weights, terms))


def rarities(kind: str, pair: tuple[Traits, Traits], levels: Levels, weights: Weights, terms: Terms) -> list[float]:
    """Return the same for each comparison."""
    company = kind == "company"
    found = []
    for place, (compared, level) in enumerate(zip(COMPANY if company else PERSON, levels, strict=True)):
        bits = 0.0
        if level > 0:
            usual = weights.other[place][level]
            met = _chance_met(compared.name, pair, level, usual, terms, company=company)
            if met is not None:
                bits = min(max(log2(usual / met), _LEAST_BITS), _MOST_BITS)
        found.append(bits)
    return found


def _chance_met(
    name: str, pair: tuple[Traits, Traits], level: int, usual: float, terms: Terms, *, company: bool
) -> float | None:
    """Return the chance that two contacts share just this; None where frequency does not count."""
    one, other = pair
    match name:
        case "name":
            return _company_name(one, level, terms) if company else _person_name(one, other, level, usual, terms)
        case "email":
            if company or level < 3:
                return terms.share(WORK, work_term(one)) if company and one.domains else None
            return terms.share(EMAIL, next((each for each in one.emails if each in other.emails), ""))
        case "phone":
            shared = next((each for each in one.phones if each in other.phones), None)
            return None if shared is None else terms.share(PHONE, shared)
        case "address":
            return _address(one, level, usual, terms)
        case "work":
            return terms.share(WORK, work_term(one))
    return None


def _person_name(one: Traits, other: Traits, level: int, usual: float, terms: Terms) -> float | None:
    if level >= 6:
        return terms.share(GIVEN, one.given) * terms.share(FAMILY, one.family)
    if one.family and one.family == other.family:
        return usual * terms.against_usual(FAMILY, one.family)
    if one.given and one.given == other.given:
        return usual * terms.against_usual(GIVEN, one.given)
    return None


def _company_name(one: Traits, level: int, terms: Terms) -> float | None:
    return terms.share(NAME, one.name) if level == 5 else None


def _address(one: Traits, level: int, usual: float, terms: Terms) -> float:
    if level >= 3:
        return terms.share(STREET, street_term(one)) if level == 5 else usual
    sort, term = (POSTAL, one.postal_code) if level == 2 else (CITY, one.city)
    return usual * terms.against_usual(sort, term)
