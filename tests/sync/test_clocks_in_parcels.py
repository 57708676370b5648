"""A step that left in a parcel keeps its clock: others know it by that, even where the clock was wrong."""

import psycopg
import pytest

from crm_desktop.contacts.actions import add_contact, edit_contact
from crm_desktop.errors import ClockAhead, RefusedParcel
from crm_desktop.sync.outbox import unsent_count
from crm_desktop.sync.parcel import read_parcel, write_parcel
from crm_desktop.sync.parcel_devices import known_devices, own_card, trust
from tests.sync.laptops import Firm, Laptop
from tests.sync.test_exchange import settle

STAMP = "SELECT hlc FROM step WHERE site = (SELECT site FROM ctx) ORDER BY seq DESC LIMIT 1"


def trusting(firm: Firm) -> tuple[Laptop, Laptop, bytes]:
    """Return two laptops that share through the server and by parcels, and a person."""
    first = firm.first()
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    first.sync()
    second = firm.another()
    second.sync()
    for here, there in ((first, second), (second, first)):
        trust(here.journal, own_card(there.journal, "laptop"))
    return first, second, dana


def parcel(laptop: Laptop) -> bytes:
    with laptop.workspace.reader() as reader:
        (to,) = known_devices(reader)
    return write_parcel(laptop.journal, to, "laptop").parcel


def go_wrong(firm: Firm, laptop: Laptop) -> None:
    """Let the laptop's clock be ahead by ten minutes, and let it not have heard of the server's time."""
    firm.clock.move(minutes=10)
    laptop.workspace.store.writer.execute("UPDATE sync SET srv_off = 0")


def let_time_come(firm: Firm, most_ahead_ms: int = 3_600_000) -> None:
    with psycopg.connect(firm.office.cluster.dsn(firm.office.address.database)) as admin:
        admin.execute("UPDATE crm.meta SET max_skew_ms = %s", (most_ahead_ms,))


def test_a_step_that_left_in_a_parcel_waits_with_its_clock(firm: Firm) -> None:
    first, second, dana = trusting(firm)
    go_wrong(firm, first)
    edit_contact(first.journal, dana, {"job_title": "Buyer"})
    parcel(first)
    firm.clock.move(minutes=-10)
    stamp = first.one(STAMP)
    edit_contact(second.journal, dana, {"nickname": "Dan"})
    second.sync()
    with pytest.raises(ClockAhead, match="parcel"):
        first.sync()
    assert first.one(STAMP) == stamp
    # what others did is here all the same
    assert first.one("SELECT nickname FROM contact WHERE id = ?", dana) == "Dan"
    with first.workspace.reader() as reader:
        assert unsent_count(reader) == 1
    let_time_come(firm)
    try:
        settle(first, second)
    finally:
        let_time_come(firm, 60_000)
    assert first.one(STAMP) == stamp
    assert second.one("SELECT job_title FROM contact WHERE id = ?", dana) == "Buyer"
    assert first.hash == second.hash


def test_what_never_left_gets_an_honest_clock(firm: Firm) -> None:
    first, second, dana = trusting(firm)
    parcel(first)
    go_wrong(firm, first)
    edit_contact(first.journal, dana, {"job_title": "Buyer"})
    firm.clock.move(minutes=-10)
    stamp = first.one(STAMP)
    settle(first, second)
    assert first.one(STAMP) != stamp
    assert first.hash == second.hash


def test_who_shares_through_a_server_takes_no_clock_that_the_server_would_not(firm: Firm) -> None:
    first, second, dana = trusting(firm)
    go_wrong(firm, first)
    edit_contact(first.journal, dana, {"job_title": "Buyer"})
    late = parcel(first)
    firm.clock.move(minutes=-10)
    with pytest.raises(RefusedParcel, match="a minute ahead"):
        read_parcel(second.journal, late)
