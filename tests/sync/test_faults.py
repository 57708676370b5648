"""A line that fails at any message of an exchange delays it, and neither loses nor doubles anything."""

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import suppress

import pytest

from crm_desktop.contacts.actions import add_contact, edit_contact
from crm_desktop.errors import CrmError, ServerRefused, ServerUnreachable
from crm_desktop.sync import remote
from crm_desktop.sync.conflicts import count_conflicts
from crm_desktop.sync.outbox import unsent_count
from crm_desktop.sync.sending import Outgoing
from tests.sync.laptops import Firm, Laptop
from tests.sync.proxy import Fault, Proxy

# All messages, not every few: minutes instead of seconds.
THOROUGH = bool(os.environ.get("CRM_THOROUGH"))


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


def quietly(laptop: Laptop) -> None:
    """Exchange; a line that fails is told as such and as nothing else."""
    with suppress(ServerUnreachable, ServerRefused):
        laptop.sync()


def messages_of(proxy: Proxy, laptop: Laptop) -> int:
    proxy.be_kind()
    laptop.sync()
    return proxy.messages


@pytest.mark.parametrize("fault", list(Fault))
def test_an_exchange_survives_a_fault_at_every_message(firm: Firm, proxy: Proxy, fault: Fault) -> None:
    first = firm.first()
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    first.sync()
    second = firm.another()
    second.sync()
    over(first, proxy)
    edit_contact(first.journal, dana, {"nickname": "0"})
    edit_contact(second.journal, dana, {"department": "0"})
    second.sync()
    messages = messages_of(proxy, first)
    assert messages > 30
    for message in range(1, messages + 1, 1 if THOROUGH else 6):
        edit_contact(first.journal, dana, {"nickname": str(message)})
        edit_contact(second.journal, dana, {"department": str(message)})
        second.sync()
        proxy.harm(message, fault)
        quietly(first)
    proxy.be_kind()
    for laptop in (first, second, first, second):
        laptop.sync()
    assert first.hash == second.hash
    assert second.one("SELECT nickname FROM contact WHERE id = ?", dana) == first.one(
        "SELECT nickname FROM contact WHERE id = ?", dana
    )
    for laptop in (first, second):
        with laptop.workspace.reader() as reader:
            assert (unsent_count(reader), count_conflicts(reader)) == (0, 0)
    for noted in ("step WHERE label <> 'Join the workspace'", "change WHERE op = 2"):
        assert first.one(f"SELECT count(*) FROM {noted}") == second.one(f"SELECT count(*) FROM {noted}")


@pytest.mark.parametrize("fault", [Fault.CUT_BEFORE, Fault.CUT_AFTER, Fault.RESET])
def test_a_first_download_goes_on_after_a_fault_at_every_message(firm: Firm, proxy: Proxy, fault: Fault) -> None:
    first = firm.first()
    for number in range(30):
        dana = add_contact(
            first.journal, "person", {"name": f"Guest {number}", "email": f"guest{number}@stone.example"}
        )
        edit_contact(first.journal, dana, {"job_title": "Buyer"})
    first.sync()
    counting = firm.another()
    over(counting, proxy)
    messages = messages_of(proxy, counting)
    for message in range(1, messages + 1, 1 if THOROUGH else 9):
        laptop = firm.another()
        over(laptop, proxy)
        proxy.harm(message, fault)
        quietly(laptop)
        proxy.be_kind()
        laptop.sync()
        assert laptop.hash == first.hash, message
        laptop.workspace.close()


def test_a_server_that_hangs_is_given_up_and_met_again(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    first = firm.first()
    first.sync()
    edit = add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    monkeypatch.setattr(remote, "ANSWERED_WITHIN_S", 1.0)
    push = remote.Remote.push
    stopped: list[int] = []

    def hanging(self: remote.Remote, batch: Outgoing, epoch: str) -> dict[str, object]:
        if not stopped:
            stopped.append(self._connection.info.backend_pid)
            os.kill(stopped[0], signal.SIGSTOP)
        return push(self, batch, epoch)

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
