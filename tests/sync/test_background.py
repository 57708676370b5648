"""Sharing beside the user's work: one connection for being woken and for asking, and a new one where it was cut."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest

import crm_desktop.sync.background as background_module
from crm_desktop.contacts.actions import add_contact, edit_contact
from crm_desktop.sync.background import Background
from crm_desktop.sync.binding import known
from tests.sync.laptops import Firm, Laptop

PATIENCE_S = 20.0


class Running:
    """A laptop that shares beside the user's work, and how often it exchanged."""

    def __init__(self, laptop: Laptop) -> None:
        self.laptop = laptop
        self.count = 0
        self.background = Background(laptop.workspace, every_s=3600.0)
        self._thread = threading.Thread(target=self.background.run, args=(self._told,))
        self._thread.start()
        # the first exchange, and the one for what was sent before it listened
        self.wait_for(lambda: self.count == 2)

    def _told(self) -> None:
        self.count += 1

    def wait_for(self, holds: Callable[[], bool]) -> None:
        """Wait until it `holds`."""
        until = time.monotonic() + PATIENCE_S
        while not holds():
            assert time.monotonic() < until
            time.sleep(0.02)

    def exchange(self) -> None:
        """Let it exchange once, as after a change."""
        before = self.count
        self.background.nudge()
        self.wait_for(lambda: self.count > before)

    def stop(self) -> None:
        """End it."""
        self.background.stop()
        self._thread.join()


@pytest.fixture
def first(firm: Firm) -> Laptop:
    """The owner's laptop."""
    made = firm.first()
    made.sync()
    return made


@pytest.fixture
def running(first: Laptop) -> Iterator[Running]:
    """The owner's laptop, sharing beside the user's work."""
    made = Running(first)
    yield made
    made.stop()


def backends(firm: Firm) -> set[int]:
    """Return the connections that laptops hold open."""
    found = firm.office.admin().execute(
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'crm-desktop'"
    )
    return {int(pid) for (pid,) in found.fetchall()}


def test_what_is_written_goes_over_the_connection_that_waits(firm: Firm, running: Running) -> None:
    before = backends(firm)
    assert len(before) == 1
    for name in ("Dana Whitfield", "Ben Ode", "Cleo Marsh"):
        add_contact(running.laptop.journal, "person", {"name": name})
        running.exchange()
    assert backends(firm) == before
    second = firm.another()
    second.sync()
    assert second.one("SELECT count(*) FROM contact") == 3


def test_it_is_woken_by_others_and_not_by_itself(firm: Firm, running: Running) -> None:
    second = firm.another()
    second.sync()
    dana = add_contact(running.laptop.journal, "person", {"name": "Dana Whitfield"})
    running.exchange()
    count = running.count
    time.sleep(0.3)
    assert running.count == count
    second.sync()
    edit_contact(second.journal, dana, {"job_title": "Buyer"})
    second.sync()
    running.wait_for(lambda: running.laptop.one("SELECT job_title FROM contact WHERE id = ?", dana) == "Buyer")


def test_a_connection_that_was_cut_is_made_anew_before_anybody_is_told(firm: Firm, running: Running) -> None:
    add_contact(running.laptop.journal, "person", {"name": "Dana Whitfield"})
    for pid in backends(firm):
        firm.office.admin().execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))
    running.exchange()
    with running.laptop.workspace.reader() as reader:
        assert known(reader).last_error is None
    second = firm.another()
    second.sync()
    assert second.one("SELECT count(*) FROM contact") == 1


def test_a_connection_that_slept_is_not_trusted(firm: Firm, running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    before = backends(firm)
    monkeypatch.setattr(background_module, "_STALE_S", 0.0)
    add_contact(running.laptop.journal, "person", {"name": "Dana Whitfield"})
    running.exchange()
    running.wait_for(lambda: bool(backends(firm)) and not backends(firm) & before)
