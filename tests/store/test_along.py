"""What goes into the bin with a record, what stays, and that all of it comes back."""

from collections.abc import Iterable, Mapping
from typing import cast

import pytest

from crm_desktop.acts import add_record, remove_records, restore_records
from crm_desktop.bulk import remove_chosen
from crm_desktop.contacts.actions import remove_contacts
from crm_desktop.journal.ids import new_id
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.undo import redo_last, undo_last
from crm_desktop.schema.catalogue import kind_named
from crm_desktop.store.along import FOLLOWING, all_along
from crm_desktop.store.chosen import Chosen
from crm_desktop.store.going import Going, going
from crm_desktop.vault.driver import Connection
from tests.conftest import MovedClock

LATER = "2026-06-01 10:00"
EARLIER = "2026-05-01 10:00"


class Firm:
    """Acme with Dana who works there, and what is about each."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.acme = self.add("company", name="Acme")
        self.dana = self.add("person", name="Dana", company="Acme", email="dana@acme.example")
        self.bob = self.add("person", name="Bob")
        self.deal = self.add("deal", title="GTX", company="Acme", person="Dana")
        self.alone = self.add("deal", title="Lamps", person="Dana")
        self.won = self.add("deal", title="Old", person="Dana", stage="Won")
        self.ticket = self.add("ticket", subject="Refund", contact="Dana")
        self.tasks = {
            "hers": self.add("task", title="hers", person="Dana", company="Acme"),
            "done": self.add("task", title="done", person="Dana", done_at=EARLIER),
            "of the deal": self.add("task", title="of the deal", person="Dana", deal="GTX"),
            "of her deal": self.add("task", title="of her deal", person="Dana", deal="Lamps"),
            "of Acme": self.add("task", title="of Acme", company="Acme"),
            "of Bob": self.add("task", title="of Bob", person="Bob"),
        }
        self.held = self.add("activities", kind="call", person="Dana", at=EARLIER)
        self.planned = self.add("activities", kind="meeting", person="Dana", at=LATER, planned="yes")
        self.together = self.add("activities", kind="meeting", person="Dana", at=LATER, planned="yes")
        with journal.transaction("File and promise") as tx:
            tx.insert("participant", {"interaction": self.together, "contact": self.bob})
            self.file = tx.insert("attachment", {"name": "id.pdf", "contact": self.dana, "hash": "0" * 64})
            self.offer = tx.insert("attachment", {"name": "offer.pdf", "deal": self.alone, "hash": "1" * 64})
            self.promise = tx.insert("promise", {"text": "Sample", "person": self.dana})

    def add(self, record_kind: str, **typed: str) -> bytes:
        """Add a record from what was typed."""
        return add_record(self.journal, record_kind, typed)

    def in_bin(self) -> set[bytes]:
        """Return the ids of all that is in the bin."""
        tables = ("contact", "deal", "ticket", "product", "task", "interaction", "attachment", "promise")
        query = " UNION ALL ".join(f"SELECT id FROM {table} WHERE removed_at IS NOT NULL" for table in tables)
        with self.journal.store.reader() as reader:
            return {row[0] for row in reader.execute(query)}

    def going(self, *records: bytes) -> Going:
        """Return what removing the contacts `records` would concern."""
        with self.journal.store.reader() as reader:
            return going(reader, "contact", Chosen(records), self.journal.place)


@pytest.fixture
def firm(journal: Journal, clock: MovedClock) -> Firm:
    made = Firm(journal)
    clock.move(minutes=1)
    return made


def with_dana(firm: Firm) -> set[bytes]:
    return {firm.dana, firm.tasks["hers"], firm.planned, firm.file, firm.promise}


def test_with_a_person_goes_what_is_to_be_done_for_them_alone(firm: Firm) -> None:
    remove_contacts(firm.journal, [firm.dana])

    assert firm.in_bin() == with_dana(firm)


def test_what_goes_and_what_stays_is_counted_beforehand(firm: Firm) -> None:
    assert firm.going(firm.dana) == Going(
        along={"task": 1, "interaction": 1, "promise": 1, "attachment": 1},
        asked={"deal": 1},
        staying={"deal": 2, "ticket": 1},
    )
    assert not firm.going(firm.add("person", name="Nobody")).concerns


def test_a_person_s_own_deals_go_too_if_that_is_asked(firm: Firm) -> None:
    remove_contacts(firm.journal, [firm.dana], asked=True)
    theirs = {firm.alone, firm.tasks["of her deal"], firm.offer}

    assert firm.in_bin() == with_dana(firm) | theirs
    restore_records(firm.journal, [firm.dana])
    assert firm.in_bin() == set()


def test_with_a_company_go_its_deals_and_tickets_if_that_is_asked_and_not_its_people(firm: Firm) -> None:
    remove_contacts(firm.journal, [firm.acme], asked=True)

    theirs = {firm.deal, firm.ticket, firm.tasks["of Acme"], firm.tasks["of the deal"]}
    assert firm.in_bin() == {firm.acme, *theirs}


def test_what_is_about_two_who_go_goes_with_both(firm: Firm) -> None:
    chosen = Chosen((firm.dana, firm.bob))
    assert remove_chosen(firm.journal, kind_named("people"), chosen) == 2

    assert firm.in_bin() == with_dana(firm) | {firm.bob, firm.tasks["of Bob"], firm.together}


def test_restoring_leaves_in_the_bin_what_was_there_before(firm: Firm, clock: MovedClock) -> None:
    remove_records(firm.journal, [firm.tasks["hers"]])
    clock.move(minutes=1)
    remove_contacts(firm.journal, [firm.dana])
    clock.move(minutes=1)
    restore_records(firm.journal, [firm.dana])

    assert firm.in_bin() == {firm.tasks["hers"]}


def test_what_was_restored_by_itself_stays_out(firm: Firm, clock: MovedClock) -> None:
    remove_contacts(firm.journal, [firm.dana])
    restore_records(firm.journal, [firm.planned])
    assert firm.in_bin() == with_dana(firm) - {firm.planned}
    restore_records(firm.journal, [firm.dana])
    assert firm.in_bin() == set()


def test_removing_and_restoring_are_each_one_step(firm: Firm) -> None:
    remove_contacts(firm.journal, [firm.dana])
    restore_records(firm.journal, [firm.dana])
    undo_last(firm.journal)
    assert firm.in_bin() == with_dana(firm)
    undo_last(firm.journal)
    assert firm.in_bin() == set()
    redo_last(firm.journal)
    assert firm.in_bin() == with_dana(firm)


@pytest.mark.parametrize("kind", ["deal", "ticket", "product"])
def test_with_other_records_go_their_tasks_and_files(firm: Firm, kind: str) -> None:
    title = {"deal": "title", "ticket": "subject", "product": "name"}[kind]
    whole = firm.add(kind, **{title: "Whole"})
    with firm.journal.transaction("File and task") as tx:
        parts = {tx.insert("attachment", {"name": "a", kind: whole, "hash": "2" * 64})}
        if kind != "product":
            parts.add(tx.insert("task", {"title": "next", kind: whole, "person": firm.dana}))
    remove_records(firm.journal, [whole])

    assert firm.in_bin() == {whole, *parts}
    restore_records(firm.journal, [whole])
    assert firm.in_bin() == set()


def test_a_record_that_is_not_here_takes_nothing(firm: Firm) -> None:
    assert not firm.going(new_id()).concerns


class Explaining:
    """A connection that keeps how the rows of what goes along are found, whatever else is asked."""

    def __init__(self, reader: Connection) -> None:
        self._reader = reader
        self.found: list[str] = []

    def execute(self, sql: str, values: Mapping[str, str | int]) -> Iterable[tuple[bytes]]:
        """Answer `sql`, and keep its plan's first line about the rows."""
        plan = self._reader.execute(f"EXPLAIN QUERY PLAN {sql}", dict(values)).fetchall()
        self.found += [str(row[3]) for row in plan if str(row[3]).split()[1:2] == ["t"]]
        return [(row[0],) for row in self._reader.execute(sql, dict(values))]


@pytest.mark.parametrize("table", ["contact", "deal", "ticket", "product", "interaction"])
def test_what_goes_along_is_found_by_its_links_however_much_is_open(firm: Firm, table: str) -> None:
    with firm.journal.store.reader() as reader:
        explaining = Explaining(reader)
        all_along(cast(Connection, explaining), table, [firm.dana], 0, asked=True)
    links = {link for _each, along in FOLLOWING for link in along.links}
    assert explaining.found
    for line in explaining.found:
        assert any(f"({link}=?)" in line for link in links), line
