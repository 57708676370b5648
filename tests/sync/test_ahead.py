"""The next batch is packed while the server takes the one before, and packed anew where anything changed meanwhile."""

from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.contacts.actions import add_contact, edit_contact
from crm_desktop.journal.ids import new_id
from crm_desktop.sync import packing, sending
from crm_desktop.sync.outbox import REFUSED
from crm_desktop.sync.remote import Remote
from crm_desktop.sync.sending import Outgoing
from crm_desktop.sync.wire import line_batches
from tests.sync.laptops import Firm, Laptop

PEOPLE, AT_ONCE = 70, 20


@pytest.fixture
def packed_late(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """Where the batches began that were packed after the answer to the one before; a batch holds AT_ONCE changes."""
    late: list[str | None] = []
    pack = packing.pack

    def noted(reader: Any, part: str | None, *, single: bool = False) -> packing.Packed:
        late.append(part)
        return pack(reader, part, single=single)

    monkeypatch.setattr(sending, "pack", noted)
    monkeypatch.setattr(packing, "MOST_CHANGES", AT_ONCE)

    monkeypatch.setattr(packing, "line_batches", lambda acts: line_batches(acts, AT_ONCE))
    return late


def loaded(laptop: Laptop) -> list[bytes]:
    """Load PEOPLE in one step; return their ids."""
    people = [new_id() for _each in range(PEOPLE)]
    with laptop.journal.transaction("Load") as tx:
        rows = ((each, "person", f"Dana {number}") for number, each in enumerate(people))
        tx.insert_many("contact", ("id", "kind", "name"), rows, PEOPLE)
    return people


def meanwhile(monkeypatch: pytest.MonkeyPatch, work: Callable[[dict[str, Any]], None]) -> list[int]:
    """Let `work` run on the answer to the second push; return where the numbers of all pushes are noted."""
    numbers: list[int] = []
    push = Remote.push

    def working(self: Remote, batch: Outgoing, epoch: str, left: Any = None) -> dict[str, Any]:
        answer = push(self, batch, epoch, left)
        numbers.append(batch.n)
        if len(numbers) == 2:
            work(answer)
        return answer

    monkeypatch.setattr(Remote, "push", working)
    return numbers


def test_a_batch_is_packed_while_the_one_before_is_taken(firm: Firm, packed_late: list[str | None]) -> None:
    first = firm.first()
    loaded(first)
    assert first.sync().pushed > PEOPLE
    # the first has none before it; behind the last nothing waits
    assert packed_late == [None, None]
    second = firm.another()
    second.sync()
    assert second.hash == first.hash


def test_what_was_written_meanwhile_is_packed_anew(
    firm: Firm, packed_late: list[str | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = firm.first()
    people = loaded(first)
    numbers = meanwhile(monkeypatch, lambda _answer: edit_contact(first.journal, people[-1], {"name": "Dana the last"}))
    first.sync()
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(packed_late) == 3
    second = firm.another()
    second.sync()
    assert second.one("SELECT name FROM contact WHERE id = ?", people[-1]) == "Dana the last"
    assert second.hash == first.hash


def test_the_rest_of_a_step_that_was_refused_is_not_sent(
    firm: Firm, packed_late: list[str | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = firm.first()
    first.sync()
    people = loaded(first)
    numbers: list[int] = []
    push = Remote.push

    def refused(self: Remote, batch: Outgoing, epoch: str, left: Any = None) -> dict[str, Any]:
        numbers.append(batch.n)
        hlc = first.one("SELECT hlc FROM step ORDER BY seq DESC LIMIT 1")
        return {**push(self, batch, epoch, left), "quarantined": [[hlc, 1, people[0].hex(), "role"]]}

    monkeypatch.setattr(Remote, "push", refused)
    first.sync()
    assert len(numbers) == 1
    assert first.one("SELECT state FROM step ORDER BY seq DESC LIMIT 1") == REFUSED
    assert first.one("SELECT count(DISTINCT id) FROM set_aside") == PEOPLE
    assert packed_late


def test_a_pause_of_the_line_costs_no_batch(
    firm: Firm, packed_late: list[str | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = firm.first()
    loaded(first)
    add_contact(first.journal, "person", {"name": "Ole Berg"})

    def lost(_answer: dict[str, Any]) -> None:
        raise ConnectionError("the line broke")

    numbers = meanwhile(monkeypatch, lost)
    with pytest.raises(ConnectionError):
        first.sync()
    first.sync()
    # the same once more: the server tells that it has it
    assert numbers == [1, 2, 2, *range(3, numbers[-1] + 1)]
    second = firm.another()
    second.sync()
    assert second.hash == first.hash
