"""How the index keeps up with what is written."""

from crm_desktop.contacts.actions import add_contact, edit_contact
from crm_desktop.journal.ids import new_id
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.undo import redo_last, undo_last
from crm_desktop.search.index import BATCH, SEARCH_INDEX, waiting
from crm_desktop.store.store import Store


def documents_of(store: Store, word: str) -> list[int]:
    with store.reader() as reader:
        return [row[0] for row in reader.execute("SELECT rowid FROM search_text WHERE search_text MATCH ?", (word,))]


def waiting_in(store: Store) -> dict[str, list[int]]:
    with store.reader() as reader:
        return waiting(reader)


def test_a_single_edit_waits_until_there_are_many(journal: Journal) -> None:
    dana = add_contact(journal, "person", {"name": "Dana Whitfield"})
    assert waiting_in(journal.store) == {"contact": [1]}
    for turn in range(BATCH):
        edit_contact(journal, dana, {"notes": f"call {turn}"})
    assert len(documents_of(journal.store, "whitfield")) == 1
    assert sum(map(len, waiting_in(journal.store).values())) <= 1


def test_what_is_not_searched_does_not_wait(journal: Journal) -> None:
    with journal.transaction("Add team") as tx:
        tx.insert("team", {"name": "North"})
    assert waiting_in(journal.store) == {}


def test_an_email_makes_its_contact_wait(journal: Journal) -> None:
    with journal.transaction("Load") as tx:
        tx.insert_many("contact", ["id", "kind", "name"], [(bytes(16), "person", "Dana")])
    edit_contact(journal, bytes(16), {"email": "dana@acme.example"})
    assert waiting_in(journal.store) == {"contact": [1]}


def test_a_load_is_indexed_at_once_with_what_belongs_to_it(journal: Journal) -> None:
    people = [(new_id(), "person", f"Person {turn}") for turn in range(50)]
    with journal.transaction("Load") as tx:
        tx.insert_many("contact", ["id", "kind", "name"], people)
        tx.insert_many(
            "contact_point",
            ["id", "contact", "kind", "value", "normal"],
            [(new_id(), person[0], "email", "x@acme.example", "x@acme.example") for person in people],
        )
    assert len(documents_of(journal.store, "acme")) == 50
    assert waiting_in(journal.store) == {}


def test_undo_and_redo_of_a_load_take_it_out_and_in_again(journal: Journal) -> None:
    with journal.transaction("Load") as tx:
        tx.insert_many("contact", ["id", "kind", "name"], ((new_id(), "person", f"Zora {n}") for n in range(300)))
    undo_last(journal)
    assert documents_of(journal.store, "zora") == []
    redo_last(journal)
    assert len(documents_of(journal.store, "zora")) == 300


def test_a_rebuilt_index_finds_the_same(journal: Journal) -> None:
    dana = add_contact(journal, "person", {"name": "Dana Whitfield", "phone": "212 555 0142"})
    for turn in range(BATCH + 1):
        edit_contact(journal, dana, {"notes": f"rack {turn}"})
    before = {word: documents_of(journal.store, word) for word in ("dana", "whitfield", "rack", "call")}
    writer = journal.store.writer
    writer.execute("BEGIN")
    for table in SEARCH_INDEX.tables:
        writer.execute(f"DROP TABLE {table}")
    for statement in SEARCH_INDEX.create:
        writer.execute(statement)
    SEARCH_INDEX.rebuild(writer)
    writer.execute("COMMIT")
    assert {word: documents_of(journal.store, word) for word in before} == before
