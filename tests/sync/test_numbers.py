"""Tickets that are opened on laptops without a line have numbers of their own."""

from crm_desktop.contacts.actions import add_contact, edit_contact
from crm_desktop.journal.history import record_history
from crm_desktop.sync.record_history import fetch_history
from crm_desktop.tickets.actions import add_ticket
from tests.sync.laptops import Firm, Laptop


def numbers(laptop: Laptop) -> list[int]:
    with laptop.workspace.reader() as reader:
        return [row[0] for row in reader.execute("SELECT number FROM ticket ORDER BY number")]


def open_ticket(laptop: Laptop, subject: str) -> None:
    add_ticket(laptop.journal, {"subject": subject})


def test_numbers_stay_unique_without_a_line(firm: Firm) -> None:
    first = firm.first()
    open_ticket(first, "Oven door")
    first.sync()
    second = firm.another()
    second.sync()
    for number in range(3):
        open_ticket(first, f"First {number}")
        open_ticket(second, f"Second {number}")
    for laptop in (first, second, first):
        laptop.sync()
    assert first.hash == second.hash
    assert len(set(numbers(first))) == len(numbers(first)) == 7
    assert numbers(first)[:4] == [1, 2, 3, 4]


def test_a_number_that_an_import_brought_is_not_given_again(firm: Firm) -> None:
    first = firm.first()
    first.sync()
    with first.journal.transaction("Import") as tx:
        tx.insert("ticket", {"subject": "Imported", "number": 1})
    open_ticket(first, "Oven door")
    assert numbers(first) == [1, 2]


def test_the_history_of_a_record_is_fetched_when_it_is_opened(firm: Firm) -> None:
    first = firm.first()
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    edit_contact(first.journal, dana, {"job_title": "Buyer"})
    first.sync()
    second = firm.another()
    second.sync()
    # as if the record had come into sight later than it was written
    with second.journal.bookkeeping() as connection:
        connection.execute("DELETE FROM change WHERE tbl = 1")
    for _time in range(2):
        assert fetch_history(second.journal, "contact", dana) == 2
    with second.workspace.reader() as reader:
        found = [(each.label, each.total) for each in record_history(reader, dana)]
    assert found == [("Edit contact", 1), ("Add Dana Whitfield", 1)]
