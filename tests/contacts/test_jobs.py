"""People have several jobs at once, and the ones they left stay on the record."""

from datetime import date

import pytest

from crm_desktop.contacts.actions import edit_contact
from crm_desktop.contacts.jobs import add_job, edit_job, end_job, make_main_job, remove_job
from crm_desktop.contacts.record import contact_record
from crm_desktop.contacts.record_parts import ContactRecord
from crm_desktop.errors import InvalidField, UnknownRecord
from crm_desktop.journal.ids import new_id
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.undo import undo_last
from tests.contacts.world import World, made_world

DAY = date(2026, 5, 1)


@pytest.fixture
def world(journal: Journal) -> World:
    return made_world(journal)


def record(journal: Journal, contact: bytes) -> ContactRecord:
    with journal.store.reader() as reader:
        found = contact_record(reader, contact, journal.place)
    assert found is not None
    return found


def jobs(journal: Journal, person: bytes) -> list[tuple[str, str, bool, bool]]:
    """Return company, title, whether it is the main one and whether it is past, as the page lists them."""
    return [(job.name, job.job_title, job.main, job.to_day is not None) for job in record(journal, person).jobs]


def test_a_second_job_stands_beside_the_main_one_on_both_records(journal: Journal, world: World) -> None:
    add_job(journal, {"person": world.dana, "company": world.zoomit, "job_title": "Adviser"})
    assert jobs(journal, world.dana) == [
        ("Acme Corporation", "IT purchasing manager", True, False),
        ("Zoomit", "Adviser", False, False),
    ]
    zoomit = record(journal, world.zoomit)
    assert [(person.name, person.job_title) for person in zoomit.people] == [
        ("Dana Whitfield", "Adviser"),
        ("Priya Raman", ""),
    ]
    assert zoomit.figures.people == 2


def test_another_job_is_made_the_main_one_and_the_first_goes_on(journal: Journal, world: World) -> None:
    made = add_job(journal, {"person": world.dana, "company": world.zoomit, "job_title": "Adviser"})
    make_main_job(journal, made)
    dana = record(journal, world.dana)
    assert (dana.names["company"], dana.values["job_title"]) == ("Zoomit", "Adviser")
    assert jobs(journal, world.dana)[1:] == [("Acme Corporation", "IT purchasing manager", False, False)]
    undo_last(journal)
    assert record(journal, world.dana).names["company"] == "Acme Corporation"
    assert [main for _name, _title, main, _past in jobs(journal, world.dana)] == [True, False]


def test_the_first_job_of_somebody_without_one_is_the_main_one(journal: Journal, world: World) -> None:
    edit_contact(journal, world.priya, {"company": None})
    add_job(journal, {"person": world.priya, "company": world.acme, "from_day": "2024-02-01"})
    (main, left) = record(journal, world.priya).jobs
    assert (main.name, main.from_day, main.main) == ("Acme Corporation", date(2024, 2, 1), True)
    assert left.to_day == date(2026, 5, 14)


def test_the_main_job_is_changed_and_ended_from_its_line(journal: Journal, world: World) -> None:
    edit_job(journal, world.dana, None, {"job_title": "Head of IT", "from_day": "2020-01-01"})
    (main,) = record(journal, world.dana).jobs
    assert (main.job_title, main.from_day) == ("Head of IT", date(2020, 1, 1))
    assert record(journal, world.dana).values["job_title"] == "Head of IT"
    end_job(journal, world.dana, main.affiliation, DAY)
    dana = record(journal, world.dana)
    assert (dana.employer, dana.values["job_title"]) == (None, None)
    assert [(job.name, job.to_day) for job in dana.jobs] == [("Acme Corporation", DAY)]
    assert [job.name for job in record(journal, world.acme).jobs] == ["Dana Whitfield"]


def test_a_new_company_among_the_facts_takes_up_the_job_that_is_there(journal: Journal, world: World) -> None:
    add_job(journal, {"person": world.dana, "company": world.zoomit, "job_title": "Adviser", "from_day": "2025-01-01"})
    edit_contact(journal, world.dana, {"company": world.zoomit, "job_title": "Adviser"})
    main, left = record(journal, world.dana).jobs
    assert (main.name, main.from_day, main.main) == ("Zoomit", date(2025, 1, 1), True)
    assert (left.name, left.to_day) == ("Acme Corporation", date(2026, 5, 14))


def test_more_about_the_main_job_makes_no_second_one(journal: Journal, world: World) -> None:
    add_job(journal, {"person": world.dana, "company": world.acme, "from_day": "2020-01-01", "job_title": "Buyer"})
    (main,) = record(journal, world.dana).jobs
    assert (main.from_day, main.job_title, main.main) == (date(2020, 1, 1), "Buyer", True)


def test_a_job_that_never_was_is_deleted(journal: Journal, world: World) -> None:
    remove_job(journal, world.dana, None)
    assert jobs(journal, world.dana) == []
    assert record(journal, world.dana).employer is None


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"company": None}, "company"),
        ({"from_day": "2026-01-02", "to_day": "2026-01-01"}, "to_day"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_field(
    journal: Journal, world: World, values: dict[str, str | None], field: str
) -> None:
    with pytest.raises(InvalidField) as refused:
        add_job(journal, {"person": world.dana, "company": world.zoomit, **values})
    assert refused.value.field == field


def test_a_company_has_no_job_and_a_job_that_is_gone_is_told(journal: Journal, world: World) -> None:
    with pytest.raises(InvalidField) as refused:
        add_job(journal, {"person": world.acme, "company": world.zoomit})
    assert refused.value.field == "person"
    with pytest.raises(UnknownRecord):
        edit_job(journal, world.dana, new_id(), {"job_title": "Head of IT"})
