"""The merge rule."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.sync.merge import Cell, Clock, Conflict, Edit, Merged, Outcome, answers, merge, same_value, settled

ANNA, BEN = 1, 2
FIRST, SECOND, THIRD = Clock(10, ANNA), Clock(20, BEN), Clock(30, ANNA)


def test_the_first_value_stands() -> None:
    assert merge(None, Edit("a", FIRST)) == Merged(Cell("a", FIRST), Outcome.TOOK)


def test_an_edit_of_the_value_that_stands_replaces_it_without_a_conflict() -> None:
    assert merge(Cell("a", FIRST), Edit("b", SECOND, (FIRST,))) == Merged(Cell("b", SECOND), Outcome.TOOK)


def test_two_edits_that_did_not_know_of_each_other_are_a_conflict_whichever_comes_first() -> None:
    conflict = Conflict(Cell("b", SECOND), Cell("a", FIRST))
    assert merge(Cell("a", FIRST), Edit("b", SECOND)) == Merged(Cell("b", SECOND), Outcome.TOOK, conflict)
    assert merge(Cell("b", SECOND), Edit("a", FIRST)) == Merged(Cell("b", SECOND), Outcome.KEPT, conflict)


def test_the_same_edit_again_changes_nothing() -> None:
    assert merge(Cell("a", FIRST), Edit("a", FIRST)) == Merged(Cell("a", FIRST), Outcome.SAME)


def test_one_instant_on_two_devices_is_ordered_by_the_device() -> None:
    assert merge(Cell("b", Clock(10, BEN)), Edit("a", Clock(10, ANNA))).cell == Cell("b", Clock(10, BEN))


def test_the_same_value_typed_twice_is_no_conflict_and_takes_the_later_clock() -> None:
    assert merge(Cell("a", FIRST), Edit("a", SECOND)) == Merged(Cell("a", SECOND), Outcome.EQUAL)
    assert merge(Cell("a", SECOND), Edit("a", FIRST)) == Merged(Cell("a", SECOND), Outcome.EQUAL)


def test_a_late_edit_that_somebody_wrote_over_knowingly_is_no_conflict() -> None:
    assert merge(Cell("c", THIRD), Edit("a", FIRST), overwritten={FIRST}).conflict is None


def test_a_late_edit_whose_value_was_typed_again_since_is_no_conflict() -> None:
    assert merge(Cell("c", THIRD), Edit("a", FIRST), repeated=["a"]).conflict is None


def test_a_standing_value_that_was_answered_before_is_no_conflict_when_it_loses() -> None:
    assert merge(Cell("a", FIRST), Edit("c", THIRD), overwritten={FIRST}).conflict is None


def test_settling_a_conflict_names_both_values_and_closes_it() -> None:
    settling = Edit("a and b", THIRD, (SECOND, FIRST))
    assert merge(Cell("b", SECOND), settling).conflict is None
    assert answers(settling, Cell("a", FIRST))


def test_typing_the_lost_value_again_closes_the_conflict_and_typing_it_before_does_not() -> None:
    assert answers(Edit("a", THIRD), Cell("a", FIRST))
    assert not answers(Edit("a", FIRST), Cell("a", SECOND))
    assert not answers(Edit("b", THIRD, (SECOND,)), Cell("a", FIRST))


def test_yes_and_one_are_two_values_and_one_and_one_point_nought_are_one() -> None:
    assert not same_value(True, 1)
    assert same_value(1, 1.0)


def test_nothing_settles_to_nothing() -> None:
    assert settled([]) is None


@st.composite
def histories(draw: st.DrawFn) -> list[Edit]:
    """Draw edits of one field as people make them: each names as bases only values that were written before."""
    made: list[Edit] = []
    for hlc in range(1, draw(st.integers(1, 8)) + 1):
        clock = Clock(hlc, draw(st.integers(1, 3)))
        bases = draw(st.lists(st.sampled_from([each.clock for each in made]), max_size=2)) if made else []
        made.append(Edit(draw(st.sampled_from("abc")), clock, tuple(bases)))
    return made


def merged_one_by_one(edits: list[Edit]) -> tuple[Cell | None, set[Clock]]:
    """Return what stands, and what waits in the inbox, after `edits` have come in this order."""
    cell: Cell | None = None
    logged: list[Edit] = []
    inbox: dict[Clock, Cell] = {}
    for edit in edits:
        overwritten = {base for each in logged for base in each.bases}
        repeated = [each.value for each in logged if each.clock > edit.clock]
        merged = merge(cell, edit, overwritten, repeated)
        cell = merged.cell
        inbox = {clock: loser for clock, loser in inbox.items() if not answers(edit, loser)}
        if merged.conflict is not None:
            inbox[merged.conflict.loser.clock] = merged.conflict.loser
        logged.append(edit)
    return cell, set(inbox)


@given(histories(), st.randoms(use_true_random=False))
def test_every_order_with_repetitions_comes_to_the_same_value_and_the_same_inbox(
    edits: list[Edit], chance: Random
) -> None:
    arrivals = [*edits, *edits[::2]]
    chance.shuffle(arrivals)
    expected = settled(edits)
    assert expected is not None
    assert merged_one_by_one(arrivals) == (expected.cell, set(expected.open))


@given(histories())
def test_no_value_is_lost_silently(edits: list[Edit]) -> None:
    expected = settled(edits)
    assert expected is not None
    overwritten = {base for each in edits for base in each.bases}
    answered = {each.value for each in edits if each.clock in overwritten} | {expected.cell.value}
    waiting = {each.value for each in edits if each.clock in expected.open}
    assert {each.value for each in edits} == answered | waiting
