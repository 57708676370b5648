"""Goals, and how far they are reached."""

from datetime import date

import pytest

from crm_desktop.acts import add_record
from crm_desktop.errors import InvalidField
from crm_desktop.journal.journal import Journal
from crm_desktop.pipeline.goals import Goal, goal_of_month, goals, goals_by_month, set_goal, start_of
from crm_desktop.store.store import Store

MAY = date(2026, 5, 1)


@pytest.mark.parametrize(
    ("period", "start", "end"),
    [
        ("month", date(2026, 5, 1), date(2026, 5, 31)),
        ("quarter", date(2026, 4, 1), date(2026, 6, 30)),
        ("year", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_period_has_its_first_and_last_day(period: str, start: date, end: date) -> None:
    assert start_of(period, date(2026, 5, 14)) == start
    assert Goal(period, start, 1).ends_on == end


def test_what_was_won_in_the_period_counts(journal: Journal, store: Store) -> None:
    set_goal(journal, Goal("month", MAY, 500_00))
    for amount, day in (("120", "2026-05-31"), ("80", "2026-06-01")):
        add_record(journal, "deal", {"title": "GTX", "amount": amount, "stage": "Won", "closed_on": day})
    add_record(journal, "deal", {"title": "Open still", "amount": "300"})
    with store.reader() as reader:
        assert [each.won_minor for each in goals(reader)] == [120_00]


def test_a_goal_of_one_member_counts_that_members_deals(journal: Journal, store: Store) -> None:
    bea = add_record(journal, "members", {"name": "Bea"})
    set_goal(journal, Goal("month", MAY, 500_00, member=bea))
    for owner, amount in ((bea.hex(), "70"), ("Anna", "30")):
        values = {"title": "GTX", "amount": amount, "stage": "Won", "closed_on": "2026-05-02", "owner": owner}
        add_record(journal, "deal", values)
    with store.reader() as reader:
        (row,) = goals(reader)
        assert (row.who, row.won_minor) == ("Bea", 70_00)
        assert goal_of_month(reader, MAY) is None


def test_goals_of_everyone_are_found_by_month(journal: Journal, store: Store) -> None:
    for month, amount in ((4, 300_00), (5, 500_00), (7, 700_00)):
        set_goal(journal, Goal("month", date(2026, month, 1), amount))
    set_goal(journal, Goal("quarter", date(2026, 4, 1), 900_00))
    with store.reader() as reader:
        assert goals_by_month(reader, "2026-05", "2026-07") == {"2026-05": 500_00, "2026-07": 700_00}


def test_a_goal_set_again_takes_the_place_of_the_first(journal: Journal, store: Store) -> None:
    for amount in (500_00, 800_00):
        set_goal(journal, Goal("month", MAY, amount))
    with store.reader() as reader:
        assert [each.goal.amount_minor for each in goals(reader)] == [800_00]
        assert goal_of_month(reader, date(2026, 5, 14)) == 800_00


def test_a_goal_of_nothing_is_refused(journal: Journal) -> None:
    with pytest.raises(InvalidField, match="above zero"):
        set_goal(journal, Goal("month", MAY, 0))
