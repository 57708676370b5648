"""What an exchange failed of is told in kinds, from which screens say what happened."""

from collections.abc import Callable

import pytest

from crm_desktop.errors import CrmError
from crm_desktop.journal.journal import Journal
from crm_desktop.store.sites import set_local_value
from crm_desktop.sync.binding import bind, binding
from crm_desktop.sync.connection import Address
from crm_desktop.sync.status import Sharing, sharing_status
from crm_desktop.sync.trouble import Trouble
from crm_desktop.words import spoken
from tests.sync.laptops import Firm, Laptop

WAYS: dict[Trouble, Callable[[Address], Address]] = {
    Trouble.PASSWORD: lambda address: address._replace(host="127.0.0.1", password="wrong"),
    Trouble.DATABASE: lambda address: address._replace(database="nowhere"),
    Trouble.UNREACHED: lambda address: address._replace(host="127.0.0.1", port=1),
}
DONE_AT_THE_SERVER = {
    Trouble.MEMBER: "UPDATE crm.member SET active = false",
    Trouble.DATABASE: "UPDATE crm.meta SET workspace = 'another'",
    Trouble.OLD_PROGRAM: "UPDATE crm.meta SET wire_min = 99, wire_max = 99",
    Trouble.OLD_SERVER: "UPDATE crm.meta SET wire_min = 0, wire_max = 0",
}


def sharing(laptop: Laptop) -> Sharing:
    with laptop.workspace.reader() as reader:
        found = sharing_status(reader)
    assert found is not None
    return found


def lead(journal: Journal, change: Callable[[Address], Address]) -> None:
    """Let the laptop reach the server in another way."""
    with journal.bookkeeping() as connection:
        bound = binding(connection)
        bind(connection, bound._replace(address=change(bound.address)), 0)


@pytest.mark.parametrize("trouble", WAYS)
def test_a_way_that_leads_to_no_exchange_is_told_by_its_kind(firm: Firm, trouble: Trouble) -> None:
    laptop = firm.first()
    with laptop.workspace.reader() as reader:
        right = binding(reader).address
    lead(laptop.journal, WAYS[trouble])
    with pytest.raises(CrmError) as failed:
        laptop.sync()
    assert sharing(laptop).trouble is trouble
    assert sharing(laptop).last_error == str(failed.value)
    lead(laptop.journal, lambda _wrong: right)
    laptop.sync()
    assert sharing(laptop).trouble is None


@pytest.mark.parametrize("trouble", DONE_AT_THE_SERVER)
def test_what_the_server_refuses_is_told_by_its_kind(firm: Firm, trouble: Trouble) -> None:
    laptop = firm.first()
    laptop.sync()
    admin = firm.office.admin()
    before = admin.execute("SELECT wire_min, wire_max FROM crm.meta").fetchone()
    assert before is not None
    try:
        admin.execute(DONE_AT_THE_SERVER[trouble].encode())
        with pytest.raises(CrmError):
            laptop.sync()
        assert sharing(laptop).trouble is trouble
    finally:
        admin.execute("UPDATE crm.meta SET wire_min = %s, wire_max = %s", before)


def test_a_reason_that_an_older_program_left_is_told_as_a_failure(firm: Firm) -> None:
    laptop = firm.first()
    lead(laptop.journal, WAYS[Trouble.UNREACHED])
    with pytest.raises(CrmError):
        laptop.sync()
    with laptop.journal.bookkeeping() as connection:
        set_local_value(connection, "sync_trouble", "")
    assert sharing(laptop).trouble is Trouble.HERE


def test_each_kind_has_words_of_its_own() -> None:
    for language in ("en", "de"):
        with spoken(language):
            assert len({each.words for each in Trouble}) == len(Trouble)
