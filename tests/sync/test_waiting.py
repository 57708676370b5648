"""Which records wait to be sent: in themselves or in their parts, and only while the server is not reached."""

from crm_desktop.activities.actions import log_interaction
from crm_desktop.contacts.actions import add_contact, edit_contact
from crm_desktop.sync.status import set_paused
from crm_desktop.sync.waiting import is_offline, waiting_among
from tests.sync.laptops import Firm, Laptop


def waiting(laptop: Laptop, table: str, *records: bytes) -> frozenset[bytes]:
    with laptop.workspace.reader() as reader:
        return waiting_among(reader, table, records)


def test_what_was_written_offline_waits_until_it_is_sent(firm: Firm) -> None:
    laptop = firm.first()
    dana = add_contact(laptop.journal, "person", {"name": "Dana Whitfield", "phone": "+1 555 019 0200"})
    ben = add_contact(laptop.journal, "person", {"name": "Ben Ode"})
    laptop.sync()
    assert not waiting(laptop, "contact", dana, ben)
    set_paused(laptop.journal, paused=True)
    edit_contact(laptop.journal, dana, {"phone": "+1 555 019 0244"})
    new = add_contact(laptop.journal, "person", {"name": "Ole Berg"})
    call = log_interaction(laptop.journal, {"kind": "call", "subject": "Renewal", "person": ben})
    assert waiting(laptop, "contact", dana, ben, new) == {dana, new}
    assert waiting(laptop, "interaction", call) == {call}
    set_paused(laptop.journal, paused=False)
    laptop.sync()
    set_paused(laptop.journal, paused=True)
    assert not waiting(laptop, "contact", dana, ben, new)


def test_nothing_is_told_of_the_moment_before_it_is_sent(firm: Firm) -> None:
    laptop = firm.first()
    laptop.sync()
    dana = add_contact(laptop.journal, "person", {"name": "Dana Whitfield"})
    with laptop.workspace.reader() as reader:
        assert not is_offline(reader)
    assert not waiting(laptop, "contact", dana)


def test_who_shares_with_nobody_waits_for_nobody(firm: Firm) -> None:
    laptop = firm.unbound()
    dana = add_contact(laptop.journal, "person", {"name": "Dana Whitfield"})
    assert not waiting(laptop, "contact", dana)
