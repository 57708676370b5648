"""A line that fails at any message of an exchange delays it, and neither loses nor doubles anything."""

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from crm_desktop.contacts.actions import add_contact, edit_contact
from crm_desktop.errors import CrmError, ServerRefused, ServerUnreachable
from crm_desktop.sync import remote
from crm_desktop.sync.conflicts import count_conflicts
from crm_desktop.sync.outbox import unsent_count
from crm_desktop.sync.sending import Outgoing
from tests.sync.laptops import Firm, Laptop
from tests.sync.office import CONTACT
from tests.sync.proxy import Fault, Proxy

DEPARTMENT = 29
# To cut after a message is to cut before the next.
KINDS = tuple(each for each in Fault if each is not Fault.CUT_AFTER)
# A first download meets one fault at each message; each fault at each message with `make soak-real`, in minutes.
TURNS = range(len(KINDS)) if os.environ.get("CRM_THOROUGH") else [0]


@pytest.fixture
def proxy(firm: Firm) -> Iterator[Proxy]:
    """A line to the server that can be harmed."""
    port = firm.office.address.port
    made = Proxy(lambda: socket.create_connection(("127.0.0.1", port)))
    yield made
    made.close()


def over(laptop: Laptop, proxy: Proxy) -> None:
    """Let the laptop reach the server over the proxy."""
    laptop.workspace.store.writer.execute(
        "UPDATE server SET dsn = json_set(dsn, '$.host', '127.0.0.1', '$.port', ?)", (proxy.port,)
    )


def quietly(laptop: Laptop) -> bool:
    """Exchange; a line that fails is told as such and as nothing else. Return whether it went well."""
    with suppress(ServerUnreachable, ServerRefused):
        laptop.sync()
        return True
    return False


@pytest.mark.parametrize("fault", list(Fault))
def test_an_exchange_survives_a_fault_at_every_message(firm: Firm, proxy: Proxy, fault: Fault) -> None:
    first = firm.first()
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    first.sync()
    colleague = firm.office.device()
    ((_table, _id, _values, hlc, site, *_more),) = colleague.page(CONTACT)
    base = [hlc, site]
    over(first, proxy)
    message = 0
    proxy.harmed = True
    while proxy.harmed:
        message += 1
        edit_contact(first.journal, dana, {"nickname": str(message)})
        reply, base = colleague.write(CONTACT, dana.hex(), DEPARTMENT, str(message), base)
        assert (reply["upd"], reply["conf"]) == (1, 0)
        proxy.harm(message, fault)
        quietly(first)
    assert message > 30
    second = firm.another()
    for laptop in (first, second):
        laptop.sync()
    assert first.hash == second.hash
    found = second.one("SELECT nickname || ' ' || department FROM contact WHERE id = ?", dana)
    assert found == f"{message} {message}"
    for laptop in (first, second):
        with laptop.workspace.reader() as reader:
            assert (unsent_count(reader), count_conflicts(reader)) == (0, 0)
        # each edit is in the history of both, and none is twice
        assert laptop.one("SELECT count(*) FROM change WHERE op = 2") == 2 * message
        assert laptop.one("SELECT count(*) FROM step WHERE label = 'Edit contact'") == message


@pytest.mark.parametrize("turn", TURNS)
def test_a_first_download_goes_on_after_a_fault_at_every_message(
    firm: Firm, proxy: Proxy, turn: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "PAGE", 8)
    first = firm.first()
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield", "email": "dana@harborlane.example"})
    edit_contact(first.journal, dana, {"job_title": "Buyer"})
    first.sync()
    message = 0
    proxy.harmed = True
    while proxy.harmed:
        message += 1
        laptop = firm.another()
        over(laptop, proxy)
        proxy.harm(message, KINDS[(message + turn) % len(KINDS)])
        went_well = quietly(laptop)
        harmed = proxy.harmed
        proxy.be_kind()
        if not went_well:
            laptop.sync()
        proxy.harmed = harmed
        assert laptop.hash == first.hash, message
        laptop.workspace.close()
    assert message > 50


def test_a_server_that_hangs_is_given_up_and_met_again(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    first = firm.first()
    first.sync()
    edit = add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    monkeypatch.setattr(remote, "ANSWERED_WITHIN_S", 1.0)
    push = remote.Remote.push
    stopped: list[int] = []

    def hanging(self: remote.Remote, batch: Outgoing, epoch: str, left: Any = None) -> dict[str, object]:
        if not stopped:
            stopped.append(self._connection.info.backend_pid)
            os.kill(stopped[0], signal.SIGSTOP)
        return push(self, batch, epoch, left)

    monkeypatch.setattr(remote.Remote, "push", hanging)
    try:
        with pytest.raises(ServerUnreachable):
            first.sync()
        with first.workspace.reader() as reader:
            assert unsent_count(reader) == 1
    finally:
        os.kill(stopped[0], signal.SIGCONT)
    first.sync()
    second = firm.another()
    second.sync()
    assert second.one("SELECT name FROM contact WHERE id = ?", edit) == "Dana Whitfield"
    assert second.hash == first.hash


def test_a_server_that_is_gone_is_no_crash(firm: Firm, proxy: Proxy) -> None:
    first = firm.first()
    over(first, proxy)
    proxy.close()
    with pytest.raises(CrmError):
        first.sync()
    with first.workspace.reader() as reader:
        assert unsent_count(reader) > 0
