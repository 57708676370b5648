"""What agreement and difference weigh: Fellegi & Sunter 1969, estimated by expectation and maximisation.

For each level of each comparison, m is its chance for two records of one contact and u its chance for records of two.
u is counted in random pairs, m is what makes the candidates most likely (Winkler 1988), and the weight of a level is
log2(m / u). Neither needs labels. Agreement on a rare value counts for more than on a frequent one (term frequency, as
Splink adjusts it).
"""

from collections.abc import Mapping, Sequence
from math import log2
from typing import NamedTuple

from crm_desktop.likeness.levels import (
    COMPANY,
    COMPANY_ADDRESS,
    PERSON,
    PERSON_BIRTHDAY,
    SAME_DAY,
    SILENT,
    Levels,
    comparisons,
)

_ROUNDS = 25
_SETTLED = 1e-4
# Pairs that the defaults count for: what fewer pairs say does not carry the estimate away.
_SAME_PAIRS = 40.0
_OTHER_PAIRS = 2000.0
_LEAST = 1e-6
# Duplicates that are expected for each record before any pair was looked at.
_USUAL_SHARE = 0.05
# How much of its weight is left to what branches share: as good a guess as any that they are one company, or two.
_AT_A_BRANCH = 0.5


class Weights(NamedTuple):
    """The model: `same` and `other` are m and u by comparison and level, `prior` the chance of a random pair."""

    same: tuple[tuple[float, ...], ...]
    other: tuple[tuple[float, ...], ...]
    prior: float

    @property
    def prior_bits(self) -> float:
        """Log2 of the odds that two contacts taken at random are one."""
        return log2(self.prior / (1 - self.prior))

    def bits(self, kind: str, levels: Levels) -> float:
        """Return log2 of the odds that a pair with `levels` is one contact of `kind`."""
        return self.prior_bits + sum(
            self.weight(kind, levels, place) for place, level in enumerate(levels) if level != SILENT
        )

    def weight(self, kind: str, levels: Levels, place: int) -> float:
        """Return what the comparison at `place` weighs in a pair of `kind` with `levels`, in bits.

        What does not say more than chance about two of one family or two branches is not let say more: the comparisons
        are not independent there, as the sum of their weights takes them to be.
        """
        weight = log2(self.same[place][levels[place]] / self.other[place][levels[place]])
        if kind == "person":
            return min(weight, 0.0) if PERSON[place].shared and differ_by_name(levels) else weight
        elsewhere = COMPANY[place].shared and levels[COMPANY_ADDRESS] == 0
        return weight * _AT_A_BRANCH if elsewhere and weight > 0 else weight


def differ_by_name(levels: Levels) -> bool:
    """Tell whether two people with `levels` have different names, and no birthday says that they are one."""
    return levels[0] in (0, 1) and levels[PERSON_BIRTHDAY] != SAME_DAY


def chance(bits: float) -> float:
    """Return the probability for the odds 2 ** `bits`."""
    if bits > 60:
        return 1.0
    odds = float(2.0**bits)
    return odds / (1 + odds)


def usual_weights(kind: str, records: int) -> Weights:
    """Return the weights that hold before anything was estimated, for `records` contacts of `kind`."""
    usual = comparisons(kind)
    return Weights(tuple(each.same for each in usual), tuple(each.other for each in usual), _usual_prior(records))


def estimated(kind: str, candidates: Mapping[Levels, int], random: Mapping[Levels, int], records: int) -> Weights:
    """Return the weights for `records` contacts of `kind`.

    `candidates` counts the levels of the pairs that share a key, `random` those of pairs taken at random.
    """
    usual = usual_weights(kind, records)
    prior, pairs = usual.prior, max(records * (records - 1) / 2, 1.0)
    model = usual._replace(other=_shares(usual.other, random, _OTHER_PAIRS))
    for _round in range(_ROUNDS):
        expected = {levels: count * chance(model.bits(kind, levels)) for levels, count in candidates.items()}
        found = sum(expected.values())
        same = _shares(usual.same, expected, _SAME_PAIRS)
        following = Weights(same, model.other, min((found + pairs * prior) / (2 * pairs), 0.5))
        moved = max(
            abs(new - old) for pair in zip(same, model.same, strict=True) for new, old in zip(*pair, strict=True)
        )
        model = following
        if moved < _SETTLED:
            break
    return model


def _usual_prior(records: int) -> float:
    return min(2 * _USUAL_SHARE / max(records - 1, 1), 0.1)


def _shares(
    usual: Sequence[tuple[float, ...]], counted: Mapping[Levels, float], weight: float
) -> tuple[tuple[float, ...], ...]:
    """Return the share of each level in `counted`, to which `usual` is added as `weight` pairs."""
    sums = [[share * weight for share in each] for each in usual]
    for levels, count in counted.items():
        for place, level in enumerate(levels):
            if level != SILENT:
                sums[place][level] += count
    return tuple(tuple(max(each / sum(level), _LEAST) for each in level) for level in sums)
