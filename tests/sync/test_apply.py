"""What one device did arrives on another whole, with its history, and is not sent back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_desktop.contacts.actions import add_contact, edit_contact
from crm_desktop.errors import TooMuchWouldGo
from crm_desktop.journal.history import record_history
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.transaction import Commit
from crm_desktop.journal.undo import undo_last
from crm_desktop.pipeline.standard import add_standard_pipeline
from crm_desktop.schema.contacts import CONTACT
from crm_desktop.search.queries import search
from crm_desktop.store.content_hash import content_hash
from crm_desktop.sync.apply import going_of
from crm_desktop.sync.outbox import unsent_count
from crm_desktop.sync.rows import local_row
from tests.conftest import MovedClock, Template
from tests.sync.devices import answer_of, device, sent, site_of, taken


@pytest.fixture
def first(empty_file: Template, tmp_path: Path, clock: MovedClock) -> Iterator[Journal]:
    """A device with a workspace."""
    made = device(empty_file, tmp_path / "first", clock)
    with made.transaction("Create workspace") as tx:
        made.member = tx.insert("member", {"name": "Anna", "role": "owner"})
        add_standard_pipeline(tx)
    yield made
    made.store.close()


@pytest.fixture
def second(empty_file: Template, tmp_path: Path, clock: MovedClock) -> Iterator[Journal]:
    """Another device, which has nothing yet."""
    made = device(empty_file, tmp_path / "second", clock)
    yield made
    made.store.close()


def hashes(*journals: Journal) -> set[str]:
    return {content_hash(each.store.writer).all for each in journals}


def hand_over(giver: Journal, taker: Journal) -> None:
    taken(taker, answer_of(sent(giver), site_of(giver), giver.member))


def test_two_devices_hold_the_same_after_one_sent_all(first: Journal, second: Journal) -> None:
    dana = add_contact(first, "person", {"name": "Dana Whitfield", "email": "dana@harborlane.example"})
    edit_contact(first, dana, {"job_title": "Buyer"})
    edit_contact(first, dana, {"job_title": "Head of purchasing", "tags": '["vip"]'})
    hand_over(first, second)
    assert len(hashes(first, second)) == 1


def test_what_arrived_is_not_sent_back(first: Journal, second: Journal) -> None:
    add_contact(first, "person", {"name": "Dana Whitfield"})
    hand_over(first, second)
    assert unsent_count(second.store.writer) == 0
    assert sent(second) == []


def test_what_arrived_is_found_by_the_search(first: Journal, second: Journal) -> None:
    dana = add_contact(first, "person", {"name": "Dana Whitfield"})
    hand_over(first, second)
    edit_contact(first, dana, {"family_name": "Carrow"})
    hand_over_fields(first, second, dana)
    with second.store.reader() as reader:
        assert [each.title for each in search(reader, "carrow", second.place).hits] == ["Dana Carrow"]
        assert search(reader, "whitfield", second.place).hits == []


def hand_over_fields(giver: Journal, taker: Journal, record: bytes) -> None:
    """Hand over edits of a record that the taker has: the server sends the whole row with its clocks."""
    answer = answer_of(sent(giver), site_of(giver), giver.member)
    found = local_row(giver.store.writer, CONTACT, record)
    assert found is not None
    row = found[1]
    doc = {str(each): value for each, value in row.values.items() if value is not None}
    clocks = {str(each): list(clock) for each, clock in row.clocks.items()}
    answer["rows"] = [[CONTACT.number, record.hex(), {**doc, "created_at": row.created_ms}, *row.made, clocks]]
    taken(taker, answer)


def test_history_names_who_did_it_on_which_device(first: Journal, second: Journal) -> None:
    dana = add_contact(first, "person", {"name": "Dana Whitfield"})
    edit_contact(first, dana, {"job_title": "Buyer"})
    hand_over(first, second)
    with second.store.reader() as reader:
        steps = record_history(reader, dana)
    assert [(each.label, each.member, each.own, each.site) for each in steps] == [
        ("Edit contact", "Anna", False, site_of(first)),
        ("Add Dana Whitfield", "Anna", False, site_of(first)),
    ]
    assert steps[0].changes[0].after == "Buyer"


def test_undo_takes_back_only_what_this_device_did(first: Journal, second: Journal, clock: MovedClock) -> None:
    dana = add_contact(first, "person", {"name": "Dana Whitfield"})
    hand_over(first, second)
    assert undo_last(second) is None
    clock.move(minutes=1)
    with second.transaction("Join workspace") as tx:
        tx.insert("team", {"name": "North"})
    edit_contact(second, dana, {"nickname": "Dan"})
    edit_contact(first, dana, {"job_title": "Buyer"})
    hand_over_fields(first, second, dana)
    undone = undo_last(second)
    assert undone is not None
    assert undone.label == "Edit contact"
    row = second.store.writer.execute("SELECT nickname, job_title FROM contact WHERE id = ?", (dana,)).fetchone()
    assert row == (None, "Buyer")


def test_the_later_clock_stands_whichever_arrives_first(first: Journal, second: Journal, clock: MovedClock) -> None:
    dana = add_contact(first, "person", {"name": "Dana Whitfield"})
    hand_over(first, second)
    edit_contact(first, dana, {"job_title": "Buyer"})
    clock.move(minutes=5)
    edit_contact(second, dana, {"job_title": "Owner"})
    hand_over_fields(first, second, dana)
    hand_over_fields(second, first, dana)
    assert len(hashes(first, second)) == 1
    assert first.store.writer.execute("SELECT job_title FROM contact WHERE id = ?", (dana,)).fetchone() == ("Owner",)


def test_what_is_written_next_is_later_than_what_arrived(first: Journal, second: Journal, clock: MovedClock) -> None:
    clock.move(hours=1)
    add_contact(first, "person", {"name": "Dana Whitfield"})
    seen = first.store.writer.execute("SELECT hlc FROM ctx").fetchone()[0]
    clock.move(hours=-1)
    hand_over(first, second)
    add_contact(second, "person", {"name": "Ben Ode"})
    assert second.store.writer.execute("SELECT hlc FROM ctx").fetchone()[0] > seen


def test_listeners_hear_of_what_arrived(first: Journal, second: Journal) -> None:
    heard: list[Commit] = []
    second.on_commit(heard.append)
    dana = add_contact(first, "person", {"name": "Dana Whitfield"})
    hand_over(first, second)
    assert len(heard) == 1
    assert "contact" in heard[0].touched
    edit_contact(first, dana, {"job_title": "Buyer"})
    hand_over_fields(first, second, dana)
    assert heard[1].touched["contact"] == frozenset({dana})


def test_an_unknown_field_is_kept(first: Journal, second: Journal) -> None:
    add_contact(first, "person", {"name": "Dana Whitfield"})
    answer = answer_of(sent(first), site_of(first))
    for row in answer["rows"]:
        row[2]["999"] = "from the future"
        row[5]["999"] = [row[3] + 5, 77]
    taken(second, answer)
    assert second.store.writer.execute("SELECT _x FROM contact").fetchone() == ('{"999":"from the future"}',)


def test_records_of_an_unknown_table_are_kept(second: Journal) -> None:
    taken(second, {"rows": [[9999, "ab" * 16, {"20": "x", "created_at": 5}, 70, 3, {}]]})
    assert second.store.writer.execute("SELECT tbl, hlc FROM pending_remote").fetchall() == [(9999, 70)]


def test_the_same_answer_twice_changes_nothing(first: Journal, second: Journal) -> None:
    dana = add_contact(first, "person", {"name": "Dana Whitfield"})
    edit_contact(first, dana, {"job_title": "Buyer"})
    answer = answer_of(sent(first), site_of(first))
    taken(second, answer)
    counted = [second.store.writer.execute(f"SELECT count(*) FROM {each}").fetchone() for each in ("step", "change")]
    taken(second, answer)
    again = [second.store.writer.execute(f"SELECT count(*) FROM {each}").fetchone() for each in ("step", "change")]
    assert counted == again
    assert len(hashes(first, second)) == 1


def test_a_pull_that_would_take_much_away_asks_first(first: Journal, second: Journal) -> None:
    for number in range(40):
        add_contact(first, "person", {"name": f"Guest {number}"})
    hand_over(first, second)
    ids = [row[0] for row in second.store.writer.execute("SELECT id FROM contact")]
    with pytest.raises(TooMuchWouldGo, match="sync --allow-removal"):
        taken(second, {"gone": [[1, each.hex()] for each in ids]})
    assert len(hashes(first, second)) == 1


def test_edits_of_a_record_that_left_ones_sight_are_kept_aside(first: Journal, second: Journal) -> None:
    dana = add_contact(first, "person", {"name": "Dana Whitfield"})
    hand_over(first, second)
    edit_contact(second, dana, {"nickname": "Dan"})
    taken(second, {"gone": [[1, dana.hex()]]})
    aside = second.store.writer.execute("SELECT title, value FROM set_aside").fetchall()
    assert aside == [("Dana Whitfield", '"Dan"')]
    with second.store.reader() as reader:
        assert search(reader, "dana", second.place).hits == []
    assert sent(second) == []


def test_an_erased_record_never_comes_back(first: Journal, second: Journal) -> None:
    dana = add_contact(first, "person", {"name": "Dana Whitfield"})
    answer = answer_of(sent(first), site_of(first))
    taken(second, answer)
    taken(second, {"erased": [[1, dana.hex()]]})
    taken(second, answer)
    assert second.store.writer.execute("SELECT count(*) FROM contact").fetchone() == (0,)


def test_an_older_server_does_not_say_who_erased_and_a_newer_one_may_not_know() -> None:
    ids, anna = [number.to_bytes(16) for number in (1, 2, 3)], b"a" * 16
    older = {"erased": [[1, ids[0].hex()]]}
    newer = {"erased": [[1, ids[1].hex(), "seal"], [1, ids[2].hex(), "seal"]], "erased_by": [anna.hex(), None]}
    going = going_of([older, newer]).erased
    assert [(each.record, each.by) for each in going] == list(zip(ids, (None, anna, None), strict=True))


def test_a_large_step_travels_in_parts(first: Journal, second: Journal) -> None:
    with first.transaction("Import") as tx:
        tx.insert_many(
            "product",
            ("name", "id"),
            ((f"Part {number}", number.to_bytes(16)) for number in range(1, 45_001)),
            expected=45_000,
        )
    texts = sent(first)
    assert len(texts) == 4
    taken(second, answer_of(texts, site_of(first)))
    assert len(hashes(first, second)) == 1
    ranges = second.store.writer.execute("SELECT delta FROM change WHERE op = 3").fetchall()
    assert len(ranges) >= 1
