"""Next steps planned from a list."""

from datetime import date, time

import pytest

from crm_desktop.activities.planning import Planned, plan_step, write_next_step
from crm_desktop.contacts.record import contact_record
from crm_desktop.contacts.record_parts import TaskLine
from crm_desktop.errors import InvalidField
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.undo import undo_last
from crm_desktop.store.chosen import Chosen
from tests.contacts.world import made_world


def tasks(journal: Journal, contact: bytes) -> tuple[TaskLine, ...]:
    with journal.store.reader() as reader:
        found = contact_record(reader, contact, journal.place)
    assert found is not None
    return found.tasks


def test_a_step_planned_for_many_is_one_step_of_the_history(journal: Journal) -> None:
    world = made_world(journal)
    assert plan_step(journal, "contact", Chosen((world.aaron, world.priya)), Planned("Invite", date(2026, 5, 20))) == 2
    assert [task.title for task in tasks(journal, world.aaron)] == ["Invite"]
    undo_last(journal)
    assert tasks(journal, world.aaron) == tasks(journal, world.priya) == ()


def test_a_step_planned_for_many_keeps_its_time(journal: Journal) -> None:
    world = made_world(journal)
    plan_step(journal, "contact", Chosen((world.aaron,)), Planned("Invite", date(2026, 5, 20), clock=time(10, 30)))
    (task,) = tasks(journal, world.aaron)
    assert task.due_at is not None
    assert task.due_at.astimezone(journal.place.zone).time() == time(10, 30)


def test_a_step_for_a_person_is_also_the_companys(journal: Journal) -> None:
    world = made_world(journal)
    plan_step(journal, "contact", Chosen((world.priya,)), Planned("Invite"))
    assert [(task.title, task.person) for task in tasks(journal, world.zoomit)] == [("Invite", "Priya Raman")]


def test_writing_into_the_cell_changes_the_step_that_is_there(journal: Journal) -> None:
    world = made_world(journal)
    write_next_step(journal, world.dana, title="Send revised quote", due=date(2026, 5, 18))
    (task,) = tasks(journal, world.dana)
    assert (task.title, task.due_day) == ("Send revised quote", date(2026, 5, 18))


def test_writing_into_an_empty_cell_plans_a_step(journal: Journal) -> None:
    world = made_world(journal)
    write_next_step(journal, world.priya, title="Site visit")
    assert [task.title for task in tasks(journal, world.priya)] == ["Site visit"]


def test_a_day_without_a_step_and_a_step_without_a_word_are_refused(journal: Journal) -> None:
    world = made_world(journal)
    with pytest.raises(InvalidField) as refused:
        write_next_step(journal, world.priya, due=date(2026, 5, 18))
    assert refused.value.field == "next_step_due"
    with pytest.raises(InvalidField) as refused:
        write_next_step(journal, world.dana, title="")
    assert refused.value.field == "next_step"
