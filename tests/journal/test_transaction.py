"""The labelled transaction: all or nothing, one step, nothing written elsewhere."""

from collections.abc import Iterator

import pytest

from crm_desktop.errors import Cancelled, UnknownRecord
from crm_desktop.journal.history import history_page
from crm_desktop.journal.ids import new_id
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.transaction import Commit
from crm_desktop.journal.undo import undo_last
from crm_desktop.journal.written import FEW
from tests.conftest import MovedClock


def names(journal: Journal) -> list[str]:
    with journal.store.reader() as reader:
        return [row[0] for row in reader.execute("SELECT name FROM contact WHERE removed_at IS NULL ORDER BY rid")]


def add_people(journal: Journal, *people: str) -> list[bytes]:
    with journal.transaction("Add people") as tx:
        return [tx.insert("contact", {"kind": "person", "name": name}) for name in people]


def add_one_and_edit_a_stranger(journal: Journal) -> None:
    with journal.transaction("Add two") as tx:
        tx.insert("contact", {"kind": "person", "name": "Dana"})
        tx.update("contact", new_id(), {"name": "Nobody"})


def test_a_failure_in_the_middle_leaves_nothing_behind(journal: Journal) -> None:
    with pytest.raises(UnknownRecord):
        add_one_and_edit_a_stranger(journal)
    assert names(journal) == []
    with journal.store.reader() as reader:
        assert [step.label for step in history_page(reader)] == ["Create workspace"]


def test_a_write_outside_a_transaction_is_refused(journal: Journal) -> None:
    add_people(journal, "Dana")
    with pytest.raises(Exception, match="write outside a labelled transaction"):
        journal.store.writer.execute("UPDATE contact SET name = 'Eve'")
    with pytest.raises(Exception, match="never deleted"):
        journal.store.writer.execute("DELETE FROM contact")
    assert names(journal) == ["Dana"]


def test_readers_cannot_write(journal: Journal) -> None:
    with journal.store.reader() as reader, pytest.raises(Exception, match="attempt to write"):
        reader.execute("UPDATE ctx SET apply = 1")


def test_transactions_do_not_nest(journal: Journal) -> None:
    with journal.transaction("Outer"), pytest.raises(RuntimeError, match="open already"):
        add_people(journal, "Dana")


def test_changing_nothing_leaves_no_step(journal: Journal) -> None:
    (dana,) = add_people(journal, "Dana")
    heard: list[Commit] = []
    journal.on_commit(heard.append)
    with journal.transaction("Save unchanged") as tx:
        tx.update("contact", dana, {"name": "Dana"})
    assert heard == []
    with journal.store.reader() as reader:
        assert history_page(reader)[0].label == "Add people"


def test_listeners_hear_which_records_changed(journal: Journal) -> None:
    heard: list[Commit] = []
    journal.on_commit(heard.append)
    ids = add_people(journal, "Dana", "Priya")
    assert heard[0].label == "Add people"
    assert heard[0].touched == {"contact": frozenset(ids)}


def test_a_bulk_load_is_one_range_in_the_journal(journal: Journal) -> None:
    heard: list[Commit] = []
    journal.on_commit(heard.append)
    with journal.transaction("Import") as tx:
        rids = tx.insert_many(
            "contact", ("id", "kind", "name"), ((new_id(), "person", f"P{n}") for n in range(3000)), 3000
        )
    assert len(rids) == 3000
    assert heard[0].touched == {"contact": None}
    with journal.store.reader() as reader:
        step = history_page(reader)[0]
        assert (step.total, step.changes[0].rows) == (1, 3000)
        assert (
            reader.execute(
                "SELECT count(*) FROM sqlite_master WHERE type = 'index' AND tbl_name = 'contact'"
            ).fetchone()[0]
            > 5
        )


def test_an_unknown_record_is_told(journal: Journal) -> None:
    with pytest.raises(UnknownRecord, match="no such record"), journal.transaction("Edit") as tx:
        tx.update("contact", new_id(), {"name": "Nobody"})


def test_stamps_never_go_back_when_the_clock_does(journal: Journal, clock: MovedClock) -> None:
    add_people(journal, "Dana")
    clock.move(days=-3)
    add_people(journal, "Priya")
    with journal.store.reader() as reader:
        stamps = [row[0] for row in reader.execute("SELECT hlc FROM step ORDER BY seq")]
    assert stamps == sorted(set(stamps))


def test_a_change_notes_the_clock_of_the_value_that_was_seen(journal: Journal) -> None:
    (dana,) = add_people(journal, "Dana")
    for name in ("Dana W", "Dana Whitfield"):
        with journal.transaction("Edit contact") as tx:
            tx.update("contact", dana, {"name": name})
    with journal.store.reader() as reader:
        bases = [
            row[0]
            for row in reader.execute(
                "SELECT json_extract(delta, '$[2][0]') FROM change WHERE op = 2 AND fld = 21 ORDER BY seq"
            )
        ]
        steps = [row[0] for row in reader.execute("SELECT hlc FROM step ORDER BY seq")]
    assert bases == steps[-3:-1]


def test_a_field_change_costs_little_room(journal: Journal) -> None:
    ids = add_people(journal, *(f"Person {n}" for n in range(500)))
    with journal.transaction("Set sector") as tx:
        tx.update_many("contact", ("rating",), (("A", record) for record in ids))
        step = tx.step
    with journal.store.reader() as reader:
        noted, longest = reader.execute(
            "SELECT count(*), max(length(delta)) FROM change WHERE step = ?", (step,)
        ).fetchone()
        clocks = reader.execute("SELECT count(*) FROM fclock").fetchone()[0]
    # Six small integers and the delta: 130 bytes a change at most, with its clock and its indexes.
    assert (noted, clocks) == (500, 500)
    assert longest <= 50


def noted(journal: Journal) -> list[tuple[object, ...]]:
    with journal.store.reader() as reader:
        changes = reader.execute(
            "SELECT rid, op, fld, delta -> '$[0]', delta -> '$[1]' FROM change "
            "WHERE step = (SELECT max(seq) FROM step) ORDER BY rid, fld"
        ).fetchall()
        clocks = reader.execute(
            "SELECT rid, fld FROM fclock WHERE hlc = (SELECT hlc FROM step ORDER BY seq DESC LIMIT 1) ORDER BY rid, fld"
        ).fetchall()
    return [*map(tuple, changes), *map(tuple, clocks)]


def test_many_changes_at_once_are_noted_as_each_alone_would_be(journal: Journal) -> None:
    people = 3 * FEW
    add_people(journal, *(f"Person {n}" for n in range(people)))
    with journal.transaction("Add company") as tx:
        acme = tx.insert("contact", {"kind": "company", "name": "Acme"})
    with journal.store.reader() as reader:
        ids = [row[0] for row in reader.execute("SELECT id FROM contact WHERE kind = 'person' ORDER BY rid")]
    # some have the value already, one is named twice, one is not there at all
    with journal.transaction("Begin") as tx:
        tx.update("contact", ids[5], {"employees": 5, "company": acme})
    rows = [(n, f"New {n}", acme if n % 2 else None, each) for n, each in enumerate(ids)]
    rows += [(7, "Twice", None, ids[7]), (1, "Nobody", None, new_id())]
    columns = ("employees", "name", "company")
    with journal.transaction("All at once") as tx:
        tx.update_many("contact", columns, iter(rows))
    at_once, undone = noted(journal), names(journal)
    assert undone[:2] == ["New 0", "New 1"]
    assert "Twice" in undone
    undo_last(journal)
    assert names(journal)[:2] == ["Person 0", "Person 1"]
    with journal.transaction("One by one") as tx:
        for number, name, company, record in {row[-1]: row for row in rows[:-1]}.values():
            tx.update("contact", record, {"employees": number, "name": name, "company": company})
    assert noted(journal) == at_once
    with journal.store.reader() as reader:
        assert reader.execute("SELECT sort_name FROM contact WHERE id = ?", (ids[0],)).fetchone()[0] == "new 0"


def test_many_changes_that_are_called_off_leave_nothing(journal: Journal) -> None:
    ids = add_people(journal, *(f"Person {n}" for n in range(2 * FEW)))

    def rows() -> Iterator[tuple[str, bytes]]:
        yield from (("Fair", each) for each in ids[:-1])
        raise Cancelled

    with pytest.raises(Cancelled), journal.transaction("Set source") as tx:
        tx.update_many("contact", ["source"], rows())
    with journal.transaction("Set source") as tx:
        tx.update_many("contact", ["source"], [("Web", each) for each in ids])
    assert len(noted(journal)) == 2 * len(ids)
