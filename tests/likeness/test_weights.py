"""Weights are estimated without being told which pairs are one contact."""

from collections import Counter
from random import Random

import pytest

from crm_desktop.likeness.levels import PERSON, SILENT, Levels
from crm_desktop.likeness.rarity import rarity_bits
from crm_desktop.likeness.reasons import weighed
from crm_desktop.likeness.terms import TermCounter, Terms
from crm_desktop.likeness.traits import Traits
from crm_desktop.likeness.weights import chance, estimated, usual_weights

SAME_PHONE, SAME_EMAIL = 0.7, 0.9


def drawn(dice: Random, shares: tuple[float, ...]) -> int:
    return dice.choices(range(len(shares)), shares)[0]


@pytest.fixture(scope="module")
def candidates() -> Counter[Levels]:
    """4,000 pairs that are one contact, whose phone agrees in 70 of 100 cases, among 40,000 that are two."""
    dice = Random(7)
    pairs: Counter[Levels] = Counter()
    for _pair in range(4000):
        phone = 2 if dice.random() < SAME_PHONE else 0
        email = 3 if dice.random() < SAME_EMAIL else 0
        pairs[drawn(dice, PERSON[0].same), email, phone, SILENT, drawn(dice, PERSON[4].same), SILENT] += 1
    for _pair in range(40_000):
        levels = (*(drawn(dice, each.other) for each in PERSON[:3]), SILENT, drawn(dice, PERSON[4].other), SILENT)
        pairs[levels] += 1
    return pairs


def test_the_share_of_agreeing_duplicates_is_found_without_labels(candidates: Counter[Levels]) -> None:
    random: dict[Levels, int] = {(0, 0, 0, SILENT, 0, SILENT): 30_000}
    found = estimated("person", candidates, random, 20_000)
    assert found.same[1][3] == pytest.approx(SAME_EMAIL, abs=0.03)
    assert found.same[2][2] == pytest.approx(SAME_PHONE, abs=0.03)
    expected = 4000 / (20_000 * 19_999 / 2)
    assert found.prior == pytest.approx(expected, rel=0.6)


def test_few_pairs_leave_the_usual_weights_nearly_as_they_are() -> None:
    usual = usual_weights("person", 30)
    found = estimated("person", {(7, 3, SILENT, SILENT, SILENT, SILENT): 1}, {}, 30)
    assert found.same[1][3] == pytest.approx(usual.same[1][3], abs=0.02)


def test_agreement_raises_and_difference_lowers_the_chance() -> None:
    weights = usual_weights("person", 1000)
    silent = (7, SILENT, SILENT, SILENT, SILENT, SILENT)
    same_phone, other_phone = (7, SILENT, 2, *silent[3:]), (7, SILENT, 0, *silent[3:])
    bits = [weights.bits("person", each) for each in (other_phone, silent, same_phone)]
    assert bits == sorted(bits)
    assert 0 < chance(bits[0]) < chance(bits[2]) < 1


def test_what_a_family_shares_does_not_make_two_first_names_one_person() -> None:
    weights = usual_weights("person", 1000)
    spouses = (1, SILENT, 2, SILENT, 5, 2)
    assert chance(weights.bits("person", spouses)) < 0.01
    assert chance(weights.bits("person", (*spouses[:3], 2, *spouses[4:]))) > 0.8


def test_the_weights_of_a_pair_add_up_to_its_odds() -> None:
    weights, levels = usual_weights("person", 1000), (5, SILENT, 2, SILENT, 0, 1)
    told = sum(each.bits for each in weighed("person", levels, weights, (0.5, *[0.0] * 5)))
    assert weights.bits("person", levels) + 0.5 == pytest.approx(weights.prior_bits + told)


def test_a_rare_name_says_more_than_a_frequent_one() -> None:
    people = [Traits(number, given="anna", family="smith") for number in range(600)]
    people += [Traits(1000 + number, given="anna", family=f"family{number}") for number in range(40)]
    counter = TermCounter("person")
    counter.take(people)
    terms, weights = counter.counted(), usual_weights("person", 640)
    levels = (7, SILENT, SILENT, SILENT, SILENT, SILENT)

    def rarity(of: Traits) -> float:
        return rarity_bits("person", (of, of._replace(rid=9999)), levels, weights, terms)

    assert rarity(people[0]) < rarity(people[600]) - 3


def test_terms_that_nobody_counted_are_rare() -> None:
    assert Terms(1000, {}, {}).share("family", "whitfield") == 0.5 / 2000
