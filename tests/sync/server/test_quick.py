"""The quick way of a batch and the careful one come to the same; blanks between its parts make it take the latter."""

import json
import threading
import time
from collections.abc import Sequence

import psycopg
import pytest

from crm_desktop.errors import BadCall
from tests.sync.office import CONTACT, JOB, NAME, NOTES, POINT, Device, Office, Reply, new_record, step

SPACED = pytest.mark.parametrize("gaps", [(",", ":"), (", ", ": ")], ids=["quick", "careful"])
PARENT, VALUE = 20, 22


def text_of(steps: Sequence[object], changes: Sequence[object], gaps: tuple[str, str]) -> str:
    return json.dumps({"steps": steps, "changes": changes}, separators=gaps, ensure_ascii=False)


class Ways:
    """A laptop that writes its batches with `gaps`, and the changes of the batch it is at."""

    def __init__(self, device: Device, gaps: tuple[str, str]) -> None:
        self.device, self.gaps = device, gaps
        self.steps: list[object] = []
        self.changes: list[object] = []

    def put(self, op: int, table: int, record: str, values: dict[str, object], bases: dict[str, object]) -> list[int]:
        """Write a change as a step of its own; return its clock."""
        at = self.device.stamp()
        self.changes.append([table, record, at, op, values, bases, len(self.steps)])
        self.steps.append(step(len(self.steps), at))
        return [at, self.device.site]

    def add(self, table: int, record: str, **values: object) -> list[int]:
        """Write a new record."""
        return self.put(1, table, record, {name.strip("_"): value for name, value in values.items()}, {})

    def edit(self, record: str, field: int, value: object, base: list[int] | None) -> list[int]:
        """Write one value."""
        return self.put(2, CONTACT, record, {str(field): value}, {} if base is None else {str(field): base})

    def send(self) -> Reply:
        """Push the batch."""
        text = text_of(self.steps, self.changes, self.gaps)
        self.steps, self.changes = [], []
        return self.device.push([], [], text=text)


@pytest.fixture
def calls(office: Office) -> psycopg.Connection:
    """The superuser's connection, by which a test learns what stands on the server."""
    return office.admin()


def counts(reply: Reply) -> tuple[int, int, int, int]:
    return reply["ins"], reply["upd"], reply["noop"], reply["conf"]


def stands(calls: psycopg.Connection, record: str) -> Reply:
    row = calls.execute("SELECT to_jsonb(r) FROM crm.row AS r WHERE id = %s", (record,)).fetchone()
    assert row is not None
    return dict(row[0])


def log(calls: psycopg.Connection, record: str) -> list[tuple[object, ...]]:
    found = calls.execute("SELECT fld, old, new, base FROM crm.change WHERE id = %s ORDER BY fld, hlc", (record,))
    return found.fetchall()


@SPACED
def test_values_that_look_like_the_end_of_a_change_arrive_whole(
    office: Office, calls: psycopg.Connection, gaps: tuple[str, str]
) -> None:
    laptop, record = Ways(office.device(), gaps), new_record()
    odd = ['],[1,"', "]]}", '],"changes":[[', '\\"],[', "Zoë\n]]}", ["a", ["b"]], [["c"], ["d"]]]
    for value in odd:
        made = laptop.add(CONTACT, record, _21=value)
        assert counts(laptop.send()) == (1, 0, 0, 0)
        assert stands(calls, record)["doc"] == {"21": value}
        laptop.edit(record, JOB, value, made)
        assert counts(laptop.send()) == (0, 1, 0, 0)
        assert stands(calls, record)["doc"] == {"21": value, "28": value}
        record = new_record()


@SPACED
def test_a_field_that_was_empty_is_filled_emptied_and_filled_again(
    office: Office, calls: psycopg.Connection, gaps: tuple[str, str]
) -> None:
    laptop, record = Ways(office.device(), gaps), new_record()
    made = laptop.add(CONTACT, record, _21="Dana")
    laptop.send()
    first = laptop.edit(record, JOB, "Buyer", made)
    assert counts(laptop.send()) == (0, 1, 0, 0)
    second = laptop.edit(record, JOB, None, first)
    assert counts(laptop.send()) == (0, 1, 0, 0)
    assert stands(calls, record)["doc"] == {"21": "Dana"}
    third = laptop.edit(record, JOB, "Owner", second)
    laptop.edit(record, NOTES, "Met at the fair", None)
    assert counts(laptop.send()) == (0, 2, 0, 0)
    now = stands(calls, record)
    assert now["doc"] == {"21": "Dana", "28": "Owner", "54": "Met at the fair"}
    assert now["clk"]["28"] == third
    assert log(calls, record) == [
        (JOB, None, "Buyer", made),
        (JOB, "Buyer", None, first),
        (JOB, None, "Owner", second),
        (NOTES, None, "Met at the fair", None),
    ]


@SPACED
def test_one_record_edited_in_several_steps_of_a_batch_has_all_of_them(
    office: Office, calls: psycopg.Connection, gaps: tuple[str, str]
) -> None:
    laptop, record = Ways(office.device(), gaps), new_record()
    made = laptop.add(CONTACT, record, _21="Dana", _28="Buyer")
    laptop.edit(record, NOTES, "New", made)
    assert counts(laptop.send()) == (1, 1, 0, 0)
    laptop.edit(record, NAME, "Dana Reyes", made)
    early = laptop.edit(record, JOB, "Purchaser", made)
    late = laptop.edit(record, JOB, "Owner", early)
    assert counts(laptop.send()) == (0, 3, 0, 0)
    now = stands(calls, record)
    assert now["doc"] == {"21": "Dana Reyes", "28": "Owner", "54": "New"}
    assert now["clk"]["28"] == late
    assert now["touched_by"] == laptop.device.site


@SPACED
def test_two_edits_of_a_field_that_claim_the_same_base_are_a_conflict(office: Office, gaps: tuple[str, str]) -> None:
    laptop, record = Ways(office.device(), gaps), new_record()
    made = laptop.add(CONTACT, record, _21="Dana", _28="Buyer")
    laptop.send()
    laptop.edit(record, JOB, "Purchaser", made)
    laptop.edit(record, JOB, "Owner", made)
    assert counts(laptop.send()) == (0, 2, 0, 1)


@SPACED
def test_parts_come_with_their_record_and_wait_for_one_that_is_not_there(
    office: Office, calls: psycopg.Connection, gaps: tuple[str, str]
) -> None:
    laptop, record, part, late = Ways(office.device(), gaps), new_record(), new_record(), new_record()
    laptop.put(1, POINT, part, {str(PARENT): record, str(VALUE): "a@example.org"}, {})
    laptop.add(CONTACT, record, _21="Dana")
    assert counts(laptop.send()) == (2, 0, 0, 0)
    assert (stands(calls, part)["parent"].replace("-", ""), stands(calls, part)["orphan"]) == (record, False)
    lone = new_record()
    laptop.put(1, POINT, lone, {str(PARENT): late, str(VALUE): "b@example.org"}, {})
    assert counts(laptop.send()) == (1, 0, 0, 0)
    assert stands(calls, lone)["orphan"]
    laptop.add(CONTACT, late, _21="Ben")
    assert counts(laptop.send()) == (1, 0, 0, 0)
    assert not stands(calls, lone)["orphan"]


@SPACED
def test_a_link_to_what_was_erased_is_emptied_and_the_rest_arrives(
    office: Office, calls: psycopg.Connection, gaps: tuple[str, str]
) -> None:
    laptop, gone, record, part = Ways(office.device(), gaps), new_record(), new_record(), new_record()
    laptop.add(CONTACT, gone, _21="Dana")
    laptop.send()
    laptop.device.call("erase_v1", CONTACT, gone, "asked for")
    made = laptop.add(CONTACT, record, _21="Ben")
    assert counts(laptop.send()) == (1, 0, 0, 0)
    laptop.edit(record, 40, gone.upper(), made)
    laptop.edit(record, JOB, "Buyer", made)
    laptop.put(1, POINT, part, {str(PARENT): gone, str(VALUE): "a@example.org"}, {})
    reply = laptop.send()
    assert (reply["ins"], reply["upd"], reply["erased"]) == (0, 2, 1)
    assert stands(calls, record)["doc"] == {"21": "Ben", "28": "Buyer"}
    assert calls.execute("SELECT count(*) FROM crm.row WHERE id = %s", (part,)).fetchone() == (0,)


@SPACED
@pytest.mark.parametrize("number", ["1e100000", "-1E+131071", "1e-4000"])
def test_a_number_that_takes_pages_to_write_is_refused(office: Office, number: str, gaps: tuple[str, str]) -> None:
    laptop = office.device()
    text = text_of([step(0, 5)], [[CONTACT, new_record(), 5, 1, {"21": 0.125}, {}, 0]], gaps)
    with pytest.raises(BadCall):
        laptop.push([], [], text=text.replace("0.125", number))


@pytest.mark.parametrize("more", [',"more":[[1]]}', "}", "]]}", " "])
def test_what_follows_the_last_change_is_read_as_well(office: Office, more: str) -> None:
    laptop = office.device()
    text = text_of([step(0, 5)], [[CONTACT, new_record(), 5, 1, {"21": "Dana"}, {}, 0]], (",", ":"))
    if more in ("}", "]]}"):
        with pytest.raises(BadCall):
            laptop.push([], [], text=text + more)
    else:
        assert laptop.push([], [], text=text[:-1] + more + ("}" if more == " " else ""))["ins"] == 1


def sent_while_held(waiter: Ways, holder: Ways) -> Reply:
    """Return the answer to what `waiter` sends while `holder` has not committed yet, for which it waits."""
    replies: list[Reply] = []
    waiting = threading.Thread(target=lambda: replies.append(waiter.send()))
    waiting.start()
    waiting.join(0.3)
    assert waiting.is_alive()
    holder.device.connection.commit()
    waiting.join()
    return replies[0]


@SPACED
def test_an_edit_that_waited_for_another_of_the_row_keeps_both(
    office: Office, calls: psycopg.Connection, gaps: tuple[str, str]
) -> None:
    one, two, record = Ways(office.device(), gaps), Ways(office.device(), gaps), new_record()
    made = one.add(CONTACT, record, _21="Dana", _28="Buyer")
    one.send()
    one.device.connection.autocommit = False
    one.edit(record, JOB, "Purchaser", made)
    one.send()
    two.edit(record, NAME, "Dana Reyes", made)
    two.edit(record, JOB, "Owner", made)
    assert counts(sent_while_held(two, one)) == (0, 2, 0, 1)
    assert stands(calls, record)["doc"] == {"21": "Dana Reyes", "28": "Owner"}


@SPACED
def test_an_edit_of_another_field_waits_and_lands_upon_the_first(
    office: Office, calls: psycopg.Connection, gaps: tuple[str, str]
) -> None:
    one, two, record = Ways(office.device(), gaps), Ways(office.device(), gaps), new_record()
    made = one.add(CONTACT, record, _21="Dana", _28="Buyer")
    one.send()
    one.device.connection.autocommit = False
    one.edit(record, JOB, "Purchaser", made)
    one.send()
    two.edit(record, NAME, "Dana Reyes", made)
    assert counts(sent_while_held(two, one)) == (0, 1, 0, 0)
    assert stands(calls, record)["doc"] == {"21": "Dana Reyes", "28": "Purchaser"}
    assert set(stands(calls, record)["clk"]) == {"21", "28"}


def test_a_connection_that_began_with_a_few_rows_is_quick_with_thousands(
    office: Office, calls: psycopg.Connection
) -> None:
    laptop, few = Ways(office.device(), (",", ":")), new_record()
    last = laptop.add(CONTACT, few, _21="Dana", _28="Buyer")
    laptop.send()
    calls.execute("VACUUM ANALYZE crm.row")
    for turn in range(3):
        last = laptop.edit(few, JOB, f"Job {turn}", last)
        laptop.send()
    records = [new_record() for _each in range(20_000)]
    made = [laptop.add(CONTACT, each, _21="Ben", _28="Buyer") for each in records]
    laptop.send()
    # where each row looked through all edits it would take twenty times as long
    other = Ways(office.device(), (",", ":"))
    took = []
    bases = made
    for ways in (laptop, other):
        bases = [ways.edit(record, JOB, "Owner", base) for record, base in zip(records, bases, strict=True)]
        begun = time.perf_counter()
        assert counts(ways.send()) == (0, len(records), 0, 0)
        took.append(time.perf_counter() - begun)
    assert took[0] < 5 * took[1]
