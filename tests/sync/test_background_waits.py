"""Sharing beside the user's work where the line breaks, where work goes on offline, and where nobody answers."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import pairwise

import pytest

from crm_desktop.contacts.actions import add_contact, edit_contact
from crm_desktop.sync import background
from crm_desktop.sync.background import Background
from crm_desktop.sync.outbox import unsent_count
from crm_desktop.sync.status import set_paused, sharing_status
from tests.sync.cluster import Cluster
from tests.sync.laptops import Firm, Laptop
from tests.sync.test_background import backends

FIRST_S, LONGEST_S = 0.05, 0.4
PATIENCE_S = 45.0


@contextmanager
def running(laptop: Laptop, told: Callable[[], None] = lambda: None) -> Iterator[Background]:
    """Let the laptop share in the background; a poll would come in an hour."""
    made = Background(laptop.workspace, every_s=3600)
    thread = threading.Thread(target=made.run, args=(told,))
    thread.start()
    try:
        yield made
    finally:
        made.stop()
        thread.join(60)
        assert not thread.is_alive()


@contextmanager
def stopped(cluster: Cluster) -> Iterator[Callable[[], None]]:
    """Stop the server; what is lent starts it again, at the latest the end of the block does."""
    cluster.stop("immediate")
    with ExitStack() as closing:
        closing.callback(cluster.start)
        yield closing.close


def until(holds: Callable[[], bool]) -> None:
    ends = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < ends
        time.sleep(0.02)


def two_with_dana(firm: Firm) -> tuple[Laptop, Laptop, bytes]:
    first = firm.first()
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    first.sync()
    second = firm.another()
    second.sync()
    return first, second, dana


def job(laptop: Laptop, dana: bytes) -> object:
    return laptop.one("SELECT job_title FROM contact WHERE id = ?", dana)


def unsent(laptop: Laptop) -> int:
    with laptop.workspace.reader() as reader:
        return unsent_count(reader)


def test_what_others_send_comes_at_once_though_the_line_broke_while_nothing_was_to_be_sent(firm: Firm) -> None:
    first, second, dana = two_with_dana(firm)
    exchanged: list[float] = []
    with running(second, lambda: exchanged.append(time.monotonic())):
        # once before it listens, and once since
        until(lambda: len(exchanged) == 2)
        for pid in backends(firm):
            firm.office.admin().execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))
        until(lambda: len(backends(firm)) == 1)
        edit_contact(first.journal, dana, {"job_title": "Boss"})
        first.sync()
        until(lambda: job(second, dana) == "Boss")


def test_own_edits_go_as_soon_as_they_are_told_of_and_not_while_working_offline(firm: Firm) -> None:
    first, second, dana = two_with_dana(firm)
    exchanged: list[float] = []
    with running(second, lambda: exchanged.append(time.monotonic())) as sharing:
        until(lambda: len(exchanged) == 2)
        set_paused(second.journal, paused=True)
        edit_contact(second.journal, dana, {"job_title": "Buyer"})
        sharing.nudge()
        time.sleep(0.5)
        assert unsent(second) == 1
        set_paused(second.journal, paused=False)
        sharing.nudge()
        until(lambda: unsent(second) == 0)
    first.sync()
    assert job(first, dana) == "Buyer"


def test_where_nobody_answers_it_is_tried_ever_later_and_never_at_the_same_moment_by_all(
    firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, dana = two_with_dana(firm)
    monkeypatch.setattr(background, "_FIRST_PAUSE_S", FIRST_S)
    monkeypatch.setattr(background, "_LONGEST_PAUSE_S", LONGEST_S)
    spread: list[tuple[float, float]] = []

    def shortest(low: float, high: float) -> float:
        spread.append((low, high))
        return low

    monkeypatch.setattr(random, "uniform", shortest)
    tried: list[float] = []
    edit_contact(second.journal, dana, {"job_title": "Buyer"})
    with stopped(firm.office.cluster) as go_on, running(second, lambda: tried.append(time.monotonic())):
        until(lambda: len(tried) > 6)
        with second.workspace.reader() as reader:
            status = sharing_status(reader)
        assert status is not None
        assert "cannot be reached" in str(status.last_error)
        # work goes on meanwhile
        edit_contact(second.journal, dana, {"nickname": "Dan"})
        go_on()
        # and nobody has to do anything once the server is back
        until(lambda: unsent(second) == 0)
    pauses = [FIRST_S * 2**failures for failures in range(4)]
    for (before, after), pause in zip(pairwise(tried), [*pauses[:3], LONGEST_S, LONGEST_S], strict=False):
        assert after - before >= 0.7 * min(pause, LONGEST_S)
    assert set(spread) == {(0.7, 1.3)}
    first.sync()
    assert first.one("SELECT job_title || nickname FROM contact WHERE id = ?", dana) == "BuyerDan"
