"""Why two contacts may be one, in words: what agrees, and what each agreement weighs."""

from collections.abc import Sequence
from math import log2
from typing import NamedTuple

from crm_desktop.likeness.levels import SILENT, Levels, comparisons
from crm_desktop.likeness.weights import Weights
from crm_desktop.words import N_, _

# By comparison and level; the lowest level is the difference.
_PERSON_WORDS: dict[str, tuple[str, ...]] = {
    "name": (
        N_("different names"),
        N_("one part of the name in common"),
        N_("same name, as far as it is known"),
        N_("names sound alike"),
        N_("same first name, last names alike"),
        N_("same last name, first names alike"),
        N_("same names in the other order"),
        N_("same name"),
    ),
    "email": (
        N_("different email"),
        N_("emails one letter apart"),
        N_("same mailbox at another domain"),
        N_("same email"),
    ),
    "phone": (N_("different phone"), N_("phones one digit apart"), N_("same phone")),
    "birthday": (N_("different birthday"), N_("birthdays nearly the same"), N_("same birthday")),
    "address": (
        N_("different address"),
        N_("same city"),
        N_("same postal code"),
        N_("same street"),
        N_("streets alike"),
        N_("same address"),
    ),
    "work": (N_("different company"), N_("same domain"), N_("same company")),
}
_COMPANY_WORDS: dict[str, tuple[str, ...]] = {
    **_PERSON_WORDS,
    "name": (
        N_("different names"),
        N_("a word of the name in common"),
        N_("names partly the same"),
        N_("names sound alike"),
        N_("names nearly the same"),
        N_("same name"),
    ),
    "vat_id": (N_("different VAT id"), N_("same VAT id")),
    "email": (N_("different domain"), N_("same domain"), N_("same email")),
}


class Reason(NamedTuple):
    """One comparison of a pair in words; `bits` is what it weighs, negative where it speaks against."""

    name: str
    text: str
    bits: float


def reasons_of(kind: str, levels: Levels) -> list[str]:
    """Return in words what agrees between two contacts of `kind`, by the usual weight of it, the heaviest first."""
    usual = comparisons(kind)
    words = _COMPANY_WORDS if kind == "company" else _PERSON_WORDS
    found = [
        (log2(each.other[level] / each.same[level]), _(words[each.name][level]))
        for each, level in zip(usual, levels, strict=True)
        if level > 0 and each.same[level] > each.other[level]
    ]
    return [text for _bits, text in sorted(found)]


def weighed(kind: str, levels: Levels, weights: Weights, rarer: Sequence[float]) -> list[Reason]:
    """Return each comparison that says something, with what it weighs by `weights`, the heaviest first.

    `rarer` are the bits by which each weighs more or less, because what is shared is rare or frequent.
    """
    words = _COMPANY_WORDS if kind == "company" else _PERSON_WORDS
    found = []
    for place, (each, level) in enumerate(zip(comparisons(kind), levels, strict=True)):
        if level != SILENT:
            bits = weights.weight(kind, levels, place) + rarer[place]
            found.append(Reason(each.name, _(words[each.name][level]), bits))
    return sorted(found, key=lambda reason: -abs(reason.bits))
