"""No two records keep one number silently: whoever had it first keeps it, the other gets another, and it is told."""

import shutil
from itertools import permutations
from pathlib import Path
from random import Random

import psycopg

from crm_desktop.journal.history import record_history
from crm_desktop.journal.undo import redo_last, undo_last, undo_step
from crm_desktop.schema.tickets import TICKET
from crm_desktop.store.number_blocks import keep_block
from crm_desktop.store.same_numbers import Holder, count_same, same_numbers
from crm_desktop.sync.numbering import give_new_number, renumbered
from crm_desktop.sync.status import count_to_review
from crm_desktop.tickets.actions import add_ticket, remove_tickets
from crm_desktop.workspace import open_workspace
from tests.conftest import PASSPHRASE, MovedClock
from tests.sync.laptops import Firm, Laptop
from tests.sync.vans import Van

HUGE = 20_261_129_123_456_789


def numbers(laptop: Laptop) -> dict[str, int | None]:
    """Return the numbers of the tickets that are not in the bin, by subject."""
    with laptop.workspace.reader() as reader:
        return dict(reader.execute("SELECT subject, number FROM ticket WHERE removed_at IS NULL").fetchall())


def open_ticket(laptop: Laptop, subject: str) -> bytes:
    return add_ticket(laptop.journal, {"subject": subject})


def import_ticket(laptop: Laptop, subject: str, number: int) -> None:
    """Add a ticket whose number came with a file."""
    with laptop.journal.transaction("Import") as tx:
        tx.insert_many("ticket", ["id", "subject", "number"], [(Random(subject).randbytes(16), subject, number)])


def shared(laptop: Laptop) -> list[tuple[Holder, ...]]:
    with laptop.workspace.reader() as reader:
        return same_numbers(reader)


def labels(laptop: Laptop, record: bytes) -> list[str]:
    with laptop.workspace.reader() as reader:
        return [each.label for each in record_history(reader, record)]


def used_up(laptop: Laptop) -> None:
    """Let the laptop have given all numbers that it was granted."""
    with laptop.journal.bookkeeping() as connection:
        connection.execute("UPDATE number_block SET next = last + 1")


def test_a_laptop_without_numbers_gives_none_until_the_server_grants_more(firm: Firm) -> None:
    first = firm.first()
    first.sync()
    second = firm.another()
    second.sync()
    used_up(second)
    late = open_ticket(second, "Late")
    open_ticket(first, "Early")
    assert numbers(second) == {"Late": None}
    for laptop in (second, first, second):
        laptop.sync()
    assert numbers(first) == numbers(second) == {"Early": 1, "Late": 201}
    assert labels(first, late) == ["Give 1 record its number", "Add ticket Late"]
    assert first.hash == second.hash


def test_undo_takes_back_what_somebody_did_not_what_was_done_by_itself(firm: Firm) -> None:
    first = firm.first()
    first.sync()
    used_up(first)
    open_ticket(first, "Oven door")
    first.sync()
    assert numbers(first) == {"Oven door": 101}
    undo_last(first.journal)
    assert numbers(first) == {}
    redo_last(first.journal)
    assert numbers(first) == {"Oven door": 101}


def test_an_import_without_numbers_gets_them_of_the_server(firm: Firm) -> None:
    first = firm.first()
    first.sync()
    with first.journal.transaction("Import") as tx:
        rows = [(Random(place).randbytes(16), f"Ticket {place}") for place in range(1200)]
        tx.insert_many("ticket", ["id", "subject"], rows)
    first.sync()
    assert sorted(filter(None, numbers(first).values())) == list(range(1, 1201))


def test_who_gives_many_numbers_is_granted_more(firm: Firm) -> None:
    first = firm.first()
    first.sync()
    for number in range(90):
        open_ticket(first, f"Ticket {number}")
    first.sync()
    used_up(first)
    open_ticket(first, "The last straw")
    first.sync()
    left = first.one("SELECT sum(last - next + 1) FROM number_block")
    assert isinstance(left, int)
    assert left >= 180


def test_a_copy_gives_no_number_that_the_other_may_give(firm: Firm) -> None:
    first = firm.first()
    first.sync()
    second = firm.another()
    second.sync()
    # as a whole machine that was cloned: the same numbers were granted to both
    with second.journal.bookkeeping() as connection:
        connection.execute("DELETE FROM number_block")
        keep_block(connection, TICKET, 1, 100)
    for laptop, subject in ((first, "First"), (second, "Second")):
        open_ticket(laptop, subject)
    assert numbers(first) | numbers(second) == {"First": 1, "Second": 1}
    for laptop in (second, first, second, first):
        laptop.sync()
    assert first.hash == second.hash
    assert numbers(first) == {"First": 1, "Second": 2}


def test_a_file_that_was_copied_gives_none_of_the_numbers_of_the_first(firm: Firm, tmp_path: Path) -> None:
    bound = firm.first()
    bound.sync()
    folder = bound.workspace.folder
    bound.workspace.close()
    # opened once, it is known on this computer
    open_workspace(folder, PASSPHRASE, clock=firm.clock).close()
    shutil.copytree(folder, tmp_path / "copy" / folder.name)
    first, copy = (
        Laptop(open_workspace(each, PASSPHRASE, clock=firm.clock)) for each in (folder, tmp_path / "copy" / folder.name)
    )
    open_ticket(copy, "Of the copy")
    open_ticket(first, "Of the first")
    assert numbers(copy) | numbers(first) == {"Of the copy": None, "Of the first": 1}
    for laptop in (copy, first, copy):
        laptop.sync()
    assert numbers(copy) == numbers(first) == {"Of the copy": 101, "Of the first": 1}
    for laptop in (first, copy):
        laptop.workspace.close()


def test_of_two_with_one_number_the_later_gets_another_and_it_is_told(firm: Firm) -> None:
    first = firm.first()
    first.sync()
    second = firm.another()
    second.sync()
    with second.journal.bookkeeping() as connection:
        connection.execute("UPDATE number_block SET first = 1, next = 1")
    open_ticket(first, "Oven door")
    firm.clock.move(seconds=5)
    later = open_ticket(second, "Coffee grinder")
    first.sync()
    second.sync()
    first.sync()
    assert numbers(first) == numbers(second)
    assert numbers(first)["Oven door"] == 1
    given = numbers(first)["Coffee grinder"]
    assert labels(first, later)[0] == f"Two had number 1: “Coffee grinder” is number {given} now"
    with second.workspace.reader() as reader:
        (told,) = renumbered(reader)
        assert (told.title, told.before, told.number) == ("Coffee grinder", 1, given)
        assert (told.keeper, told.kept_by) == ("Oven door", second.one("SELECT id FROM ticket WHERE number = 1"))
        assert count_to_review(reader) == 1
    # who takes that back has two with one number, and both are shown until somebody decides
    with second.workspace.reader() as reader:
        step = record_history(reader, later)[0].step
    undo_step(second.journal, step)
    second.sync()
    first.sync()
    with second.workspace.reader() as reader:
        assert renumbered(reader) == []
    for laptop in (first, second):
        assert [[each.title for each in holders] for holders in shared(laptop)] == [["Oven door", "Coffee grinder"]]
    give_new_number(first.journal, shared(first)[0][1])
    first.sync()
    second.sync()
    assert shared(first) == shared(second) == []
    assert first.hash == second.hash


def test_numbers_of_a_file_are_left_to_a_person(firm: Firm) -> None:
    first = firm.first()
    first.sync()
    open_ticket(first, "Oven door")
    firm.clock.move(seconds=5)
    import_ticket(first, "From the old program", 1)
    first.sync()
    assert [len(each) for each in shared(first)] == [2]
    remove_tickets(first.journal, [shared(first)[0][1].record])
    assert shared(first) == []
    undo_last(first.journal)
    assert [len(each) for each in shared(first)] == [2]


def test_a_number_beyond_what_servers_count_stops_no_exchange(firm: Firm) -> None:
    first = firm.first()
    import_ticket(first, "From the old program", HUGE)
    first.sync()
    second = firm.another()
    second.sync()
    open_ticket(second, "Oven door")
    second.sync()
    assert numbers(second) == {"From the old program": HUGE, "Oven door": 101}


def test_a_server_that_was_set_back_lets_no_number_stand_twice(firm: Firm) -> None:
    first = firm.first()
    first.sync()
    second = firm.another()
    second.sync()
    open_ticket(second, "Before")
    second.sync()
    # restored to the moment before the second laptop came: what it was granted is granted again
    with psycopg.connect(firm.office.dsn) as admin:
        admin.execute("UPDATE crm.series SET next = 101 WHERE series = 'ticket'")
        admin.execute("UPDATE crm.meta SET epoch = gen_random_uuid()")
    third = firm.another()
    third.sync()
    open_ticket(third, "After")
    for laptop in (third, second, first, third, second):
        laptop.sync()
    found = [each for each in numbers(first).values() if each is not None]
    assert len(found) == len(set(found)) == 2
    assert first.hash == second.hash == third.hash


def settle(laptops: list[Van]) -> None:
    """Let everybody give everybody a parcel until nothing new comes."""
    while sum(there.read(here.parcel(there)).steps for here, there in permutations(laptops, 2)):
        pass


def test_laptops_that_meet_in_any_order_end_with_a_number_for_each_ticket(
    laptops: list[Van], clock: MovedClock
) -> None:
    count = 0
    for seed in range(6):
        play = Random(seed)
        for _act in range(play.randint(3, 10)):
            clock.move(seconds=play.randint(0, 3))
            here, there = play.sample(laptops, 2)
            if play.random() < 0.6:
                count += 1
                open_ticket(here, f"Ticket {count}")
            else:
                there.read(here.parcel(there))
        settle(laptops)
        assert len({each.hash for each in laptops}) == 1, seed
        found = numbers(laptops[0])
        assert None not in found.values()
        assert len(set(found.values())) == len(found) == count, (seed, found)
        with laptops[0].workspace.reader() as reader:
            assert count_same(reader) == 0
