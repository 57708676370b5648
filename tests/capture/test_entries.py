"""What a quick entry saves, and who calls."""

from datetime import date

import pytest

from crm_desktop.acts import add_record
from crm_desktop.capture.callers import caller_card, callers
from crm_desktop.capture.entries import Entry, EntryStep, entry_of, save_entry
from crm_desktop.capture.understood import understood
from crm_desktop.errors import InvalidField
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.undo import undo_last
from tests.capture.scoring import HERE, TODAY
from tests.capture.world import add_world


@pytest.fixture
def journal(journal: Journal) -> Journal:
    add_world(journal)
    return journal


def read(journal: Journal, sql: str, *values: object) -> list[tuple[object, ...]]:
    with journal.store.reader() as reader:
        return reader.execute(sql, values).fetchall()


def entry(journal: Journal, text: str) -> Entry:
    with journal.store.reader() as reader:
        return entry_of(understood(reader, text, HERE, TODAY))


def test_the_call_the_deal_and_the_follow_up_are_one_step(journal: Journal) -> None:
    save_entry(journal, entry(journal, "called Betasoloin re GTX Pro quote, wants 2, follow up Tue 10"))
    talk = read(
        journal,
        "SELECT i.kind, i.direction, c.name, d.title, i.subject FROM interaction i "
        "JOIN contact c ON c.id = i.company JOIN deal d ON d.id = i.deal",
    )
    text = "called Betasoloin re GTX Pro quote, wants 2, follow up Tue 10"
    assert talk == [("call", "out", "Betasoloin", "GTX Pro for Betasoloin", text)]
    step = read(
        journal, "SELECT t.title, t.due_day, t.due_at IS NOT NULL, d.title FROM task t JOIN deal d ON d.id = t.deal"
    )
    assert step == [("Follow up", "2026-05-19", 1, "GTX Pro for Betasoloin")]
    undone = undo_last(journal)
    assert undone is not None
    assert undone.label == "Log call"
    gone = read(journal, "SELECT count(*) FROM interaction WHERE removed_at IS NULL")
    assert gone == [(0,)]
    assert read(journal, "SELECT count(*) FROM task WHERE removed_at IS NULL") == [(0,)]


def test_all_who_took_part_are_kept(journal: Journal) -> None:
    save_entry(journal, entry(journal, "met Peter Lang and Marc Oduya on Monday"))
    first = read(journal, "SELECT c.name FROM interaction i JOIN contact c ON c.id = i.person")
    others = read(journal, "SELECT c.name FROM participant p JOIN contact c ON c.id = p.contact")
    assert (first, others) == (
        [("Peter Lang",)],
        [("Marc Oduya",)],
    )


def test_a_thing_to_do_is_a_task_alone(journal: Journal) -> None:
    save_entry(journal, entry(journal, "Call Dana Whitfield tomorrow"))
    assert read(journal, "SELECT count(*) FROM interaction") == [(0,)]
    planned = read(journal, "SELECT t.title, t.kind, t.due_day, c.name FROM task t JOIN contact c ON c.id = t.person")
    assert planned == [("Call Dana Whitfield", "call", "2026-05-15", "Dana Whitfield")]


def test_a_name_that_two_bear_is_offered_and_never_chosen(journal: Journal) -> None:
    with journal.store.reader() as reader:
        said = understood(reader, "called Peter", HERE, TODAY)
    assert [each.contact for each in said.people] == [None]
    assert [each.name for each in said.people[0].offers] == ["Peter Hall", "Peter Lang"]
    save_entry(journal, entry_of(said))
    assert read(journal, "SELECT person FROM interaction") == [(None,)]


def test_a_bare_number_behind_a_weekday_offers_its_other_meaning(journal: Journal) -> None:
    with journal.store.reader() as reader:
        said = understood(reader, "called Finhigh, follow up Wed 17", HERE, TODAY)
    assert said.step is not None
    assert said.step.when is not None
    assert said.step.when.day == date(2026, 6, 17)
    assert [(day.isoformat(), clock and clock.hour) for day, clock in said.step.when.others] == [("2026-05-20", 17)]


def test_a_month_is_nobody_who_bears_its_name(journal: Journal) -> None:
    add_record(journal, "people", {"name": "June Dunwood"})
    with journal.store.reader() as reader:
        month = understood(reader, "Met Tom O'Brien, he decides in June", HERE, TODAY)
        person = understood(reader, "Met June on Monday", HERE, TODAY)
    assert [each.contact.name for each in month.people if each.contact] == ["Tom O'Brien"]
    assert [each.contact.name for each in person.people if each.contact] == ["June Dunwood"]


def test_a_number_alone_names_no_deal(journal: Journal) -> None:
    with journal.store.reader() as reader:
        assert understood(reader, "called Finhigh, 500 leaflets arrived", HERE, TODAY).deal is None


def test_whom_one_is_looking_at_decides(journal: Journal) -> None:
    zoomit = read(journal, "SELECT id FROM contact WHERE name = 'Zoomit'")[0][0]
    assert isinstance(zoomit, bytes)
    with journal.store.reader() as reader:
        said = understood(reader, "called Peter", HERE, TODAY, zoomit)
    assert [each.contact.name for each in said.people if each.contact] == ["Peter Lang"]


def test_nothing_typed_is_refused(journal: Journal) -> None:
    with pytest.raises(InvalidField, match="Nothing was typed"):
        save_entry(journal, Entry("  "))


def test_a_step_without_a_day_is_planned_without_one(journal: Journal) -> None:
    save_entry(journal, Entry("Something", "note", step=EntryStep("Send brochure")))
    assert read(journal, "SELECT title, due_day FROM task") == [("Send brochure", None)]


@pytest.mark.parametrize("typed", ["+1 212 555 0142", "(212) 555-0142", "0142", "5550142", "212.555.0142"])
def test_a_caller_is_known_by_the_number_in_any_format(journal: Journal, typed: str) -> None:
    person = add_record(journal, "people", {"name": "Ada Quist", "company": "Zoomit", "phone": "(212) 555-0142"})
    save_entry(journal, entry(journal, "called Ada Quist, 5 min"))
    with journal.store.reader() as reader:
        found = callers(reader, typed, journal.place)
        card = caller_card(reader, person)
    assert [(each.name, each.note) for each in found] == [("Ada Quist", "Zoomit")]
    assert [each.kind for each in card.talks] == ["call"]
    assert [each.title for each in card.deals] == ["Maintenance contract 2026"]


@pytest.mark.parametrize(
    ("typed", "names"), [("+1 (212) 555", ["Ada Quist"]), ("001212555", ["Ada Quist"]), ("1410", ["Ben Ott"])]
)
def test_a_piece_of_a_number_finds_those_alone_who_have_it(journal: Journal, typed: str, names: list[str]) -> None:
    add_record(journal, "people", {"name": "Ada Quist", "phone": "+1 212 555 0142"})
    add_record(journal, "people", {"name": "Ben Ott", "phone": "+1 410 555 0177"})
    with journal.store.reader() as reader:
        assert [each.name for each in callers(reader, typed, journal.place)] == names


def test_too_few_digits_are_refused(journal: Journal) -> None:
    with journal.store.reader() as reader, pytest.raises(InvalidField, match="at least 4 digits"):
        callers(reader, "12", journal.place)
