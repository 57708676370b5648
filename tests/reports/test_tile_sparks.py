"""The lines in the tiles of Today."""

from datetime import date, timedelta

from crm_desktop.activities.actions import add_task, complete_tasks
from crm_desktop.journal.journal import Journal
from crm_desktop.pipeline.actions import add_deal, lose_deal, win_deal
from crm_desktop.reports.tile_sparks import SPARK_DAYS, overdue_days, win_rate_weeks
from tests.conftest import MovedClock

TODAY = date(2026, 5, 14)


def test_the_win_rate_is_told_as_it_stood_week_by_week(journal: Journal) -> None:
    win_deal(journal, add_deal(journal, {"title": "Won"}), 100_00, TODAY - timedelta(days=20))
    lose_deal(journal, add_deal(journal, {"title": "Lost"}), "Price", TODAY - timedelta(days=3))
    with journal.store.reader() as reader:
        # the week that ended 21 days ago knew of neither
        assert win_rate_weeks(reader, TODAY) == (1.0, 1.0, 0.5)


def test_follow_ups_were_late_until_they_were_done(journal: Journal, clock: MovedClock) -> None:
    done = add_task(journal, {"title": "Done since", "due_day": "2026-05-10"})
    add_task(journal, {"title": "Late still", "due_day": "2026-05-12"})
    clock.move(days=-1)
    complete_tasks(journal, [done])
    clock.move(days=1)
    with journal.store.reader() as reader:
        late = overdue_days(reader, clock.now.astimezone(journal.zone), None)
    assert len(late) == SPARK_DAYS
    assert late[-5:] == (0.0, 1.0, 1.0, 1.0, 1.0)


def test_tasks_of_others_are_not_late_for_oneself(journal: Journal, clock: MovedClock) -> None:
    add_task(journal, {"title": "Mine", "due_day": "2026-05-12", "assignee": journal.member})
    with journal.store.reader() as reader:
        now = clock.now.astimezone(journal.zone)
        assert overdue_days(reader, now, journal.member)[-1] == 1
        assert overdue_days(reader, now, b"other")[-1] == 0
