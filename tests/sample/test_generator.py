"""The sample as a whole: how much, the same each time, and all or nothing."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from crm_desktop.errors import Cancelled, CrmError, WrongUsage
from crm_desktop.jobs import Progress
from crm_desktop.journal.journal import Journal
from crm_desktop.sample.facts import sample_facts
from crm_desktop.sample.generator import generate
from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.schema.forms import Place
from tests.sample.made import NOW, Sample, content_hash, dangling_links, empty_files, empty_journal

FACTS = sample_facts("small")
BERLIN = Place("de", "DE", "EUR", ZoneInfo("Europe/Berlin"))
SUNDAY_NIGHT = datetime(2027, 1, 3, 23, 55, tzinfo=BERLIN.zone)
NEW_YEARS_MORNING = datetime(2028, 1, 1, 0, 20, tzinfo=BERLIN.zone)
MONDAY_AFTER_CLOCK_CHANGE = datetime(2026, 3, 30, 8, 3, tzinfo=BERLIN.zone)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    made = empty_journal(tmp_path)
    yield made
    made.store.close()


def test_the_small_sample_holds_what_its_facts_say(sample: Sample) -> None:
    found = {
        "companies": sample.one("SELECT count(*) FROM contact WHERE kind = 'company'"),
        "people": sample.one("SELECT count(*) FROM contact WHERE kind = 'person'"),
        "products": sample.one("SELECT count(*) FROM product"),
        "members": sample.one("SELECT count(*) FROM member"),
        "teams": sample.one("SELECT count(*) FROM team"),
        "deals": sample.one("SELECT count(*) FROM deal"),
        "open_deals": sample.one("SELECT count(*) FROM deal WHERE outcome = 'open'"),
        "tickets": sample.one("SELECT count(*) FROM ticket"),
        "open_tickets": sample.one("SELECT count(*) FROM ticket WHERE status IN ('new', 'open', 'waiting')"),
        "interactions": sample.one("SELECT count(*) FROM interaction"),
        "planned_meetings": sample.one("SELECT count(*) FROM interaction WHERE planned = 1"),
        "participants": sample.one("SELECT count(*) FROM participant"),
        "tasks": sample.one("SELECT count(*) FROM task"),
        "relationships": sample.one("SELECT count(*) FROM relationship"),
        "past_jobs": sample.one("SELECT count(*) FROM affiliation WHERE to_day NOTNULL"),
        "side_jobs": sample.one("SELECT count(*) FROM affiliation WHERE to_day IS NULL"),
        "known_facts": sample.one("SELECT count(*) FROM known_fact"),
        "promises": sample.one("SELECT count(*) FROM promise"),
        "consents": sample.one("SELECT count(*) FROM consent"),
        "purchases": sample.one("SELECT count(*) FROM purchase"),
        "files": sample.one("SELECT count(*) FROM attachment"),
        "saved_views": sample.one("SELECT count(*) FROM saved_view"),
    }
    assert found == {name: count for name, count in FACTS._asdict().items() if name in found}


def test_what_is_counted_is_what_is_there(sample: Sample) -> None:
    assert {table: sample.one(f"SELECT count(*) FROM {table}") for table in sample.counts} == dict(sample.counts)


def test_every_link_leads_to_a_record(sample: Sample) -> None:
    with sample.journal.store.reader() as reader:
        assert dangling_links(reader) == []


def test_every_choice_is_one_that_the_schema_offers(sample: Sample) -> None:
    for table in BY_NAME.values():
        for field in table.stored_fields:
            if field.choices and field.name != "roles":
                found = {row[0] for row in sample.rows(f"SELECT DISTINCT {field.name} FROM {table.name}")}
                assert found <= {None, *(each.value for each in field.choices)}, f"{table.name}.{field.name}"


def test_what_a_record_needs_is_filled_in(sample: Sample) -> None:
    for table in BY_NAME.values():
        for field in table.stored_fields:
            if field.required:
                assert sample.one(f"SELECT count(*) FROM {table.name} WHERE coalesce({field.name}, '') = ''") == 0


def test_the_same_seed_and_day_make_the_same_records(sample: Sample, journal: Journal, tmp_path: Path) -> None:
    files = empty_files(tmp_path)
    generate(journal, "small", today=NOW, files=files)
    files.close()
    assert content_hash(journal) == content_hash(sample.journal)


def test_another_seed_makes_other_records(sample: Sample, journal: Journal) -> None:
    generate(journal, "small", seed=8, today=NOW)
    names = "SELECT name FROM contact WHERE kind = 'company' ORDER BY rid LIMIT 20"
    with journal.store.reader() as reader:
        assert reader.execute(names).fetchall() != sample.rows(names)


@pytest.mark.parametrize("now", [SUNDAY_NIGHT, NEW_YEARS_MORNING, MONDAY_AFTER_CLOCK_CHANGE], ids=str)
def test_the_sample_is_alive_on_any_day_and_in_any_currency(tmp_path: Path, now: datetime) -> None:
    journal = empty_journal(tmp_path, now, BERLIN)
    made = Sample(journal, generate(journal, today=now))
    now_ms = int(now.timestamp() * 1000)
    assert made.one("SELECT count(*) FROM ticket WHERE first_response_at IS NULL AND answer_due_at < ?", now_ms) >= 3
    assert made.one("SELECT count(*) FROM task WHERE due_day = ? AND due_at NOTNULL", f"{now:%F}") >= 5
    assert made.one("SELECT count(DISTINCT stage) FROM deal WHERE outcome = 'open'") == 4
    assert made.one("SELECT max(at) FROM interaction WHERE planned = 0") <= now_ms
    assert made.one("SELECT max(at) FROM step WHERE label <> 'Create workspace'") <= now_ms
    assert made.one("SELECT count(*) FROM step") == FACTS.later_steps + 2
    assert {row[0] for row in made.rows("SELECT rate FROM deal WHERE currency = 'EUR'")} == {1.0}
    journal.store.close()


def test_cancelling_leaves_nothing(journal: Journal) -> None:
    def cancel_late(done: int, total: int) -> None:
        if done > total // 2:
            progress.cancel()

    progress = Progress(cancel_late)
    with pytest.raises(Cancelled):
        generate(journal, "small", today=NOW, progress=progress)
    with journal.store.reader() as reader:
        assert reader.execute("SELECT count(*) FROM contact").fetchone()[0] == 0
        assert reader.execute("SELECT count(*) FROM step").fetchone()[0] == 1
        assert reader.execute("SELECT name FROM member").fetchall() == [("Me",)]


def test_progress_only_grows_and_ends_near_the_total(journal: Journal) -> None:
    told: list[tuple[int, int]] = []
    generate(journal, "small", today=NOW, progress=Progress(lambda done, total: told.append((done, total))))
    assert told == sorted(told)
    assert len(told) > 15
    assert 0.9 < told[-1][0] / told[-1][1] < 1.1


def test_a_workspace_in_use_is_not_mixed_with_a_sample(sample: Sample) -> None:
    with pytest.raises(CrmError, match="holds contacts already"):
        generate(sample.journal, "small", today=NOW)


def test_an_unknown_size_is_named_with_the_sizes_there_are(journal: Journal) -> None:
    with pytest.raises(WrongUsage, match="small, large"):
        generate(journal, "huge", today=NOW)


def test_tasks_and_meetings_repeat_and_remind(sample: Sample) -> None:
    repeats = "recurrence = 'FREQ=WEEKLY' AND zone NOTNULL AND occurrence NOTNULL AND remind_at < due_at"
    assert sample.one(f"SELECT count(*) FROM task WHERE {repeats}") == 1
    assert sample.one("SELECT count(*) FROM interaction WHERE recurrence NOTNULL AND zone NOTNULL AND planned = 1") == 1
    assert sample.one("SELECT count(*) FROM interaction WHERE remind_at < at AND planned = 1") == 5
    assert sample.one("SELECT count(*) FROM contact WHERE keep_in_touch_days = 45") > 0
