"""The history of the sample: one bulk load, then two weeks of work by several members."""

from pathlib import Path

from crm_desktop.journal.history import history_page
from crm_desktop.journal.undo import undo_step
from crm_desktop.sample.facts import sample_facts
from crm_desktop.sample.generator import generate
from crm_desktop.sample.moment import moment_of
from tests.sample.made import NEW_YORK, NOW, Sample, empty_journal

NOW_MS = int(NOW.timestamp() * 1000)


def test_the_records_came_in_one_step_and_work_followed(sample: Sample) -> None:
    with sample.journal.store.reader() as reader:
        steps = history_page(reader, limit=200)
    assert len(steps) == sample_facts("small").later_steps + 2
    assert [step.label for step in steps[-2:]] == ["Sample data", "Create workspace"]
    instants = [step.at_ms for step in steps[:-1]]
    assert instants == sorted(instants, reverse=True)
    assert NOW_MS - 3_600_000 < instants[0] < NOW_MS
    assert len({step.member for step in steps[:-1]}) == sample_facts("small").members
    assert len({step.label for step in steps}) >= 15


def test_each_later_step_changed_something(sample: Sample) -> None:
    with sample.journal.store.reader() as reader:
        assert all(step.changes for step in history_page(reader, limit=200))


def test_the_workspace_is_still_its_own_members(sample: Sample) -> None:
    assert sample.rows("SELECT name FROM member WHERE id = ?", sample.journal.member) == [("Nora Ellingham",)]
    assert sample.journal.clock() == NOW


def test_the_last_step_can_be_taken_back(tmp_path: Path) -> None:
    journal = empty_journal(tmp_path)
    generate(journal, "small", today=NOW)
    with journal.store.reader() as reader:
        last = history_page(reader, limit=1)[0]
    assert undo_step(journal, last.step).label == last.label
    journal.store.close()


def test_the_loading_can_be_dated_before_the_workspace_is_made() -> None:
    assert moment_of(NOW, NEW_YORK.zone).loaded < NOW
    assert moment_of(NOW.date(), NEW_YORK.zone).now.astimezone(NEW_YORK.zone).hour == 9
