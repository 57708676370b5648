"""Undo: a new step that writes what was there before, and refuses to write over newer edits."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.acts import add_record, set_fields
from crm_desktop.errors import CrmError, UndoWouldOverwrite
from crm_desktop.journal.history import history_page, record_history
from crm_desktop.journal.ids import new_id
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.undo import redo_last, restore_value, undo_last, undo_step
from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.store.belonging import clocks_of_parts
from crm_desktop.store.store import Store
from tests.conftest import MovedClock
from tests.journal.test_transaction import add_people, names


def rename(journal: Journal, record: bytes, name: str) -> int:
    with journal.transaction(f"Rename to {name}") as tx:
        tx.update("contact", record, {"name": name})
        return tx.step


def test_undo_and_redo_walk_through_the_steps(journal: Journal) -> None:
    (dana,) = add_people(journal, "Dana")
    rename(journal, dana, "Dora")
    rename(journal, dana, "Doris")
    seen = []
    for _turn in range(3):
        undo_last(journal)
        seen.append(names(journal))
    assert seen == [["Dora"], ["Dana"], []]
    for _turn in range(3):
        redo_last(journal)
    assert names(journal) == ["Doris"]
    assert redo_last(journal) is None


def test_redo_ends_when_something_new_is_done(journal: Journal) -> None:
    (dana,) = add_people(journal, "Dana")
    rename(journal, dana, "Dora")
    undo_last(journal)
    rename(journal, dana, "Delia")
    assert redo_last(journal) is None
    assert names(journal) == ["Delia"]


def test_undo_refuses_to_overwrite_what_was_written_since(journal: Journal) -> None:
    (dana,) = add_people(journal, "Dana")
    step = rename(journal, dana, "Dora")
    rename(journal, dana, "Doris")
    with pytest.raises(UndoWouldOverwrite) as refused:
        undo_step(journal, step)
    assert refused.value.newer == ["Doris: Name was changed by “Rename to Doris”"]
    assert names(journal) == ["Doris"]
    undo_step(journal, step, force=True)
    assert names(journal) == ["Dana"]


def test_undo_of_an_older_step_leaves_other_fields_alone(journal: Journal) -> None:
    (dana,) = add_people(journal, "Dana")
    step = rename(journal, dana, "Dora")
    with journal.transaction("Rate") as tx:
        tx.update("contact", dana, {"rating": "A"})
    undo_step(journal, step)
    with journal.store.reader() as reader:
        assert reader.execute("SELECT name, rating, sort_name FROM contact").fetchone() == ("Dana", "A", "dana")


def test_a_step_is_not_taken_back_twice(journal: Journal) -> None:
    (dana,) = add_people(journal, "Dana")
    step = rename(journal, dana, "Dora")
    undo_step(journal, step)
    with pytest.raises(CrmError, match="taken back already"):
        undo_step(journal, step)


def test_links_come_back(journal: Journal) -> None:
    dana, acme = add_people(journal, "Dana", "Acme")
    with journal.transaction("Join") as tx:
        tx.update("contact", dana, {"company": acme})
    with journal.transaction("Leave") as tx:
        tx.update("contact", dana, {"company": None})
    undo_last(journal)
    with journal.store.reader() as reader:
        assert reader.execute("SELECT company FROM contact WHERE id = ?", (dana,)).fetchone()[0] == acme


def test_an_import_is_undone_as_one_and_names_later_edits(journal: Journal) -> None:
    with journal.transaction("Import") as tx:
        tx.insert_many("contact", ("id", "kind", "name"), ((new_id(), "person", f"P{n}") for n in range(50)))
        step = tx.step
    with journal.store.reader() as reader:
        third = reader.execute("SELECT id FROM contact WHERE name = 'P3'").fetchone()[0]
    rename(journal, third, "Somebody")
    with pytest.raises(UndoWouldOverwrite, match="1 newer edit"):
        undo_step(journal, step)
    undo_last(journal)
    undo_last(journal)
    assert names(journal) == []
    redo_last(journal)
    assert len(names(journal)) == 50


def test_the_form_in_which_a_number_is_compared_is_no_edit_of_its_own(journal: Journal) -> None:
    ana = new_id()
    point = new_id()
    with journal.transaction("Import") as tx:
        tx.insert_many("contact", ("id", "kind", "name"), [(ana, "person", "Ana")])
        columns = ("id", "contact", "kind", "value", "normal", "is_primary", "position")
        tx.insert_many("contact_point", columns, [(point, ana, "phone", "020 1", "+49201", 1, 0)])
        step = tx.step
    with journal.transaction("Edit phone") as tx:
        tx.update("contact_point", point, {"value": "020 2", "normal": "+49202"})
    with pytest.raises(UndoWouldOverwrite, match="1 newer edit") as refused:
        undo_step(journal, step)
    assert refused.value.newer == ["Ana: Phone was changed by “Edit phone”"]


def bring_in(journal: Journal, people: int) -> None:
    """Import `people` with an address each."""
    ids = [new_id() for _ in range(people)]
    with journal.transaction("Import") as tx:
        tx.insert_many("contact", ("id", "kind", "name"), ((each, "person", each.hex()) for each in ids))
        points = ((new_id(), each, "email", f"{each.hex()}@example.com", 1, 0) for each in ids)
        tx.insert_many("contact_point", ("id", "contact", "kind", "value", "is_primary", "position"), points)


def test_a_large_import_is_taken_back_with_as_few_questions_as_a_small_one(journal: Journal) -> None:
    asked: dict[int, int] = {}
    for people in (10, 300):
        bring_in(journal, people)
        statements: list[str] = []
        journal.store.writer.set_trace_callback(statements.append)
        undo_last(journal)
        journal.store.writer.set_trace_callback(None)
        asked[people] = sum(each.startswith("SELECT") for each in statements)
    assert asked[300] < asked[10] + 100


@pytest.mark.parametrize("table", ["contact", "deal", "ticket"])
def test_the_clocks_of_parts_are_found_without_going_through_all(journal: Journal, table: str) -> None:
    with journal.store.reader() as reader:
        for query in clocks_of_parts(BY_NAME[table], "?"):
            values = (b"",) * query.count("?")
            plan = [str(row[3]) for row in reader.execute(f"EXPLAIN QUERY PLAN {query}", values).fetchall()]
            assert "SEARCH f USING PRIMARY KEY (tbl=?)" not in plan


def test_undo_survives_a_restart(journal: Journal, store: Store, clock: MovedClock, tmp_path: Path) -> None:
    (dana,) = add_people(journal, "Dana")
    rename(journal, dana, "Dora")
    key = store._key
    store.close()
    again = Journal(Store(tmp_path / "crm.db", key), (), clock, journal.place)
    undo_last(again)
    assert names(again) == ["Dana"]
    again.store.close()


def test_history_tells_who_changed_what(journal: Journal) -> None:
    (dana,) = add_people(journal, "Dana")
    rename(journal, dana, "Dora")
    with journal.store.reader() as reader:
        newest, created = record_history(reader, dana)
    assert (newest.member, newest.changes[0].field, newest.changes[0].before, newest.changes[0].after) == (
        "Anna",
        "name",
        "Dana",
        "Dora",
    )
    assert created.changes[0].field is None


def test_history_shows_what_was_undone(journal: Journal) -> None:
    (dana,) = add_people(journal, "Dana")
    rename(journal, dana, "Dora")
    undo_last(journal)
    with journal.store.reader() as reader:
        undoing, undone = history_page(reader)[:2]
    assert undoing.undoes == undone.step
    assert not undone.stands


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.sampled_from(["name", "rating", "notes"]), st.sampled_from("ABCD")), max_size=12
    )
)
def test_undoing_everything_brings_back_the_beginning(journal: Journal, edits: list[tuple[int, str, str]]) -> None:
    people = add_people(journal, "One", "Two", "Three")
    start = _state(journal, people)
    made = 0
    for which, field, value in edits:
        before = _state(journal, people)
        with journal.transaction("Edit") as tx:
            tx.update("contact", people[which], {field: value})
        made += before != _state(journal, people)
    end = _state(journal, people)
    for _turn in range(made):
        undo_last(journal)
    assert _state(journal, people) == start
    for _turn in range(made):
        redo_last(journal)
    assert _state(journal, people) == end


def _state(journal: Journal, people: list[bytes]) -> list[tuple[str, ...]]:
    with journal.store.reader() as reader:
        return [
            reader.execute("SELECT name, rating, notes, sort_name FROM contact WHERE id = ?", (each,)).fetchone()
            for each in people
        ]


def test_the_making_of_the_workspace_is_not_taken_back(journal: Journal) -> None:
    assert undo_last(journal) is None
    with pytest.raises(CrmError, match="where the workspace begins"):
        undo_step(journal, 1, force=True)


def test_a_restored_address_is_compared_as_it_was(journal: Journal) -> None:
    dana = add_record(journal, "people", {"name": "Dana", "email": "dana@acme.example"})
    set_fields(journal, dana, {"email": "wrong@acme.example"})
    set_fields(journal, dana, {"email": "other@acme.example"})
    with journal.store.reader() as reader:
        point = reader.execute("SELECT id FROM contact_point WHERE contact = ?", (dana,)).fetchone()[0]
        first = record_history(reader, dana)[1].step
    restore_value(journal, "contact_point", point, "value", first)
    with journal.store.reader() as reader:
        told = reader.execute("SELECT value, normal FROM contact_point WHERE id = ?", (point,)).fetchone()
    assert told == ("dana@acme.example", "dana@acme.example")


def test_what_undo_would_overwrite_is_told_by_whose_it_is_and_what_it_is_called(journal: Journal) -> None:
    dana = add_record(journal, "people", {"name": "Dana", "email": "dana@acme.example"})
    set_fields(journal, dana, {"email": "wrong@acme.example"})
    set_fields(journal, dana, {"email": "other@acme.example"})
    with journal.store.reader() as reader:
        older = record_history(reader, dana)[1].step
    with pytest.raises(UndoWouldOverwrite) as refused:
        undo_step(journal, older)
    assert refused.value.newer[0].startswith("Dana: Email was changed by “")
