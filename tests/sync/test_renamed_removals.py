"""A removal whose clock is given anew still tells what its writer knew: nobody is asked about that."""

from datetime import UTC, datetime

from crm_desktop.contacts.actions import add_contact, remove_contacts
from crm_desktop.store.belonging import TOLD_SEEN, TOLD_UNTIL
from crm_desktop.sync.merge import Clock
from crm_desktop.sync.rename import bases_renamed
from crm_desktop.sync.renaming import become_another
from tests.sync.laptops import Firm
from tests.sync.test_exchange import settle
from tests.sync.test_removals import count
from tests.sync.test_told_of_removed import log, two


def test_a_removal_put_right_with_a_later_edit_of_2099_knows_the_call_before_it(firm: Firm) -> None:
    first, second, dana = two(firm)
    log(second, "call", "person", dana)
    remove_contacts(second.journal, [dana])
    firm.clock.move(hours=1)
    right = firm.clock.now
    firm.clock.now = datetime(2099, 1, 1, tzinfo=UTC)
    add_contact(second.journal, "person", {"name": "Ute Brandt"})
    firm.clock.now = right
    settle(second, first)
    assert [count(each) for each in (first, second)] == [0, 0]


def test_a_removal_sent_by_a_copied_laptop_knows_its_calls_before_and_after_the_copy(firm: Firm) -> None:
    first, second, dana = two(firm)
    log(second, "note", "person", dana)
    settle(second, first)
    firm.clock.move(seconds=1)
    log(second, "call", "person", dana)
    remove_contacts(second.journal, [dana])
    with second.journal.bookkeeping() as connection:
        become_another(connection)
    settle(second, first)
    assert [count(each) for each in (first, second)] == [0, 0]


def test_what_stands_for_all_of_a_device_until_then_is_named_anew() -> None:
    base, told, looked = Clock(40, 1), Clock(50 + TOLD_UNTIL, 1), Clock(*TOLD_SEEN)
    later = {Clock(40, 1): Clock(60, 1), Clock(50, 1): Clock(70, 1)}
    elsewhere = {Clock(50, 1): Clock(50, 2)}
    assert bases_renamed((base, told, looked), later, 30) == (Clock(60, 1), Clock(70 + TOLD_UNTIL, 1), looked)
    assert bases_renamed((told,), elsewhere, 0) == (Clock(50 + TOLD_UNTIL, 2),)
    assert bases_renamed((told,), elsewhere, 30) == (Clock(30 + TOLD_UNTIL, 1), Clock(50 + TOLD_UNTIL, 2))
