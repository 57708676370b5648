"""A server that was set back erases again what any laptop has its receipt for."""

from collections.abc import Sequence
from contextlib import closing

from crm_desktop.contacts.actions import add_contact, edit_contact
from crm_desktop.schema.contacts import CONTACT
from crm_desktop.sync.binding import binding
from crm_desktop.sync.remote import reached
from crm_desktop.sync.set_aside import aside_records
from tests.sync.laptops import Firm, Laptop
from tests.sync.server.test_changed_rights import joined
from tests.sync.test_exchange import settle
from tests.sync.test_ledger import is_back, set_back


def erased_for_all(firm: Firm) -> tuple[Laptop, Laptop, bytes, Sequence[object]]:
    """Return the laptops of an owner and of Ole, who may not erase, the person who was, and their row until then."""
    first = firm.first()
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    first.sync()
    ole = joined(firm, first)
    kept = firm.office.admin().execute("SELECT * FROM crm.row WHERE id = %s", (dana.hex(),)).fetchall()
    firm.office.device().call("erase_v1", CONTACT.number, dana.hex(), "asked us to")
    return first, ole, dana, kept[0]


def test_who_may_not_erase_has_a_forgotten_erasure_repeated(firm: Firm) -> None:
    first, ole, dana, row = erased_for_all(firm)
    ole.sync()
    assert ole.one("SELECT tbl FROM erased WHERE id = ? AND length(receipt) = 64", dana) == CONTACT.number
    set_back(firm, row)
    ole.sync()
    assert not is_back(firm, dana)
    edit_contact(first.journal, dana, {"job_title": "Buyer"})
    settle(first, ole)
    for laptop in (first, ole):
        assert laptop.one("SELECT count(*) FROM contact WHERE id = ?", dana) == 0
        with laptop.workspace.reader() as reader:
            assert aside_records(reader) == []
    assert first.hash == ole.hash


def test_a_database_that_was_made_anew_takes_no_receipts_of_the_one_before(firm: Firm) -> None:
    _first, ole, dana, row = erased_for_all(firm)
    ole.sync()
    set_back(firm, row)
    firm.office.admin().execute("UPDATE crm.meta SET seal = sha256('another')")
    ole.sync()
    assert is_back(firm, dana)
    assert ole.one("SELECT receipt FROM erased WHERE id = ?", dana) is None
    assert ole.one("SELECT count(*) FROM contact WHERE id = ?", dana) == 0


def test_whoever_erased_has_the_receipt_at_once(firm: Firm) -> None:
    first = firm.first()
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield", "phone": "+1 555 019 0200"})
    first.sync()
    with first.workspace.reader() as reader:
        address = binding(reader).address
    with closing(reached(address)) as remote:
        gone = remote.erase(CONTACT.number, dana, "asked us to")
        assert len(gone) == 2
        assert remote.erase_again(gone) == []
        assert remote.erase_again([gone[0]._replace(receipt=gone[1].receipt)]) == [gone[0].record]
