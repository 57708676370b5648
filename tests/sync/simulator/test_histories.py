"""Sharing keeps its promise in thousands of histories, and the checks notice every mistake that others made."""

import pytest

from tests.sync.simulator.history import History, Ran
from tests.sync.simulator.messages import Refused
from tests.sync.simulator.rules import MUTANTS, SHIPPED, Mutant, Rules
from tests.sync.simulator.truth import Violation

HISTORIES, PARTS = 10_000, 25
EACH = HISTORIES // PARTS
MOST_TRIED = 2000


@pytest.mark.parametrize("first", range(0, HISTORIES, EACH))
def test_nothing_is_lost_and_all_copies_agree_whatever_fails(first: int) -> None:
    for seed in range(first, first + EACH):
        try:
            History(seed).run()
        except (Violation, Refused, AssertionError, LookupError) as error:
            pytest.fail(f"{error}; again: python -m tests.sync.simulator --first {seed} --histories 1")


@pytest.mark.parametrize("seed", [400383057, 500423516, 500918348, 700567761, 900139843])
def test_a_history_that_once_broke_holds(seed: int) -> None:
    History(seed).run()


def breaks_a_promise(seed: int, mutant: Mutant) -> bool:
    try:
        History(seed, mutant.rules, mutant.faults).run()
    except (Violation, AssertionError):
        return True
    return False


@pytest.mark.parametrize("mutant", MUTANTS.values(), ids=MUTANTS.keys())
def test_a_mistake_is_noticed(mutant: Mutant) -> None:
    assert any(breaks_a_promise(seed, mutant) for seed in range(MOST_TRIED))


@pytest.mark.parametrize("first", range(0, 1000, 250))
def test_a_machine_that_was_set_back_is_made_up_for_without_comparing_all(first: int) -> None:
    for seed in range(first, first + 250):
        History(seed, Rules(compared=False), frozenset({"machine rollback"})).run()


def test_a_seed_runs_the_same_again() -> None:
    assert [History(seed).run() for seed in range(30)] == [History(seed).run() for seed in range(30)]


def test_histories_have_what_they_are_meant_to_test() -> None:
    ran: list[Ran] = [History(seed, SHIPPED).run() for seed in range(200)]
    assert {each.devices for each in ran} >= {2, 3, 4, 5, 6, 8, 16}
    assert sum(each.conflicts for each in ran) > 200
    assert sum(each.writes for each in ran) > 2000
    assert {fault for each in ran for fault in each.faults} >= {"skew", "copy", "server restore", "restore", "erasure"}
