"""How the index keeps up with what is written."""

from crm_desktop.contacts.actions import add_contact, edit_contact
from crm_desktop.journal.ids import new_id
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.undo import redo_last, undo_last
from crm_desktop.search.index import BATCH, FRESH
from crm_desktop.search.lookup import Lookup
from crm_desktop.search.queries import search
from crm_desktop.search.waiting import _changed, waiting
from crm_desktop.store.store import Store
from tests.search.conftest import index_everything


def documents_of(store: Store, word: str) -> list[int]:
    with store.reader() as reader:
        return [row[0] for row in reader.execute("SELECT rowid FROM search_text WHERE search_text MATCH ?", (word,))]


def fresh_with(store: Store, word: str) -> list[int]:
    with store.reader() as reader:
        return [row[0] for row in reader.execute("SELECT doc FROM search_fresh WHERE instr(words, ?)", (f" {word} ",))]


def found(journal: Journal, text: str) -> int:
    with journal.store.reader() as reader:
        return sum(each.found for each in search(reader, text, journal.place).counts)


def waiting_in(store: Store) -> dict[str, list[int]]:
    with store.reader() as reader:
        return waiting(reader)


def test_a_single_edit_waits_until_there_are_many(journal: Journal) -> None:
    dana = add_contact(journal, "person", {"name": "Dana Whitfield"})
    assert waiting_in(journal.store) == {"contact": [1]}
    for turn in range(BATCH):
        edit_contact(journal, dana, {"notes": f"call {turn}"})
    assert len(fresh_with(journal.store, "whitfield")) == 1
    assert sum(map(len, waiting_in(journal.store).values())) <= 1


def test_many_fresh_texts_settle_in_the_index(journal: Journal) -> None:
    with journal.transaction("Load") as tx:
        tx.insert_many("contact", ["id", "kind", "name"], ((new_id(), "person", f"Zora {n}") for n in range(FRESH + 1)))
        ids = [row[0] for row in tx.connection.execute("SELECT id FROM contact ORDER BY rid")]
    half = len(ids) // 2
    for some in (ids[:half], ids[half:]):
        with journal.transaction("Note") as tx:
            tx.update_many("contact", ["notes"], (("quilt", record) for record in some))
        assert len({*fresh_with(journal.store, "quilt"), *documents_of(journal.store, "quilt")}) > 0
    assert len(documents_of(journal.store, "quilt")) == len(documents_of(journal.store, "zora")) == len(ids)
    assert fresh_with(journal.store, "quilt") == []


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


def test_loads_that_bring_most_of_what_there_is_leave_the_index_in_one_piece(journal: Journal) -> None:
    for turn in range(2):
        people = ((new_id(), "person", f"Zora {turn} {number}") for number in range(FRESH + 1))
        with journal.transaction("Load") as tx:
            tx.insert_many("contact", ["id", "kind", "name"], people)
    with journal.store.reader() as reader:
        assert reader.execute("SELECT count(DISTINCT segid) FROM search_text_idx").fetchone() == (1,)
        assert reader.execute("SELECT count(DISTINCT segid) FROM search_part_idx").fetchone() == (1,)


def test_undo_and_redo_of_a_load_take_it_out_and_in_again(journal: Journal) -> None:
    with journal.transaction("Load") as tx:
        tx.insert_many("contact", ["id", "kind", "name"], ((new_id(), "person", f"Zora {n}") for n in range(300)))
    assert found(journal, "zora") == 200
    undo_last(journal)
    assert found(journal, "zora") == 0
    redo_last(journal)
    assert found(journal, "zora") == 200


def test_a_rebuilt_index_finds_the_same(journal: Journal) -> None:
    dana = add_contact(journal, "person", {"name": "Dana Whitfield", "phone": "212 555 0142"})
    for turn in range(BATCH + 1):
        edit_contact(journal, dana, {"notes": f"rack {turn}"})
    before = {word: found(journal, word) for word in ("dana", "whitf", "rack", "call", "hitfi", "5550142")}
    index_everything(journal)
    assert {word: found(journal, word) for word in before} == before
    assert before["rack"] == 1
    assert before["call"] == 0


def test_what_waits_is_found_without_going_through_the_whole_journal(journal: Journal) -> None:
    with journal.store.reader() as reader:
        plan = [row[3] for row in reader.execute(f"EXPLAIN QUERY PLAN {_changed({})}", (0,))]
    assert plan[0] == "SEARCH change USING INTEGER PRIMARY KEY (rowid>?)"


def test_words_are_named_by_their_beginning_once_however_many_records_have_them(journal: Journal) -> None:
    for number in range(3):
        add_contact(journal, "person", {"name": f"Whitfield {number}", "notes": "white whisky"})
    add_contact(journal, "person", {"name": "Adler"})
    index_everything(journal)

    with journal.store.reader() as reader:
        lookup = Lookup(reader, {})
        assert lookup.spelled("whi") == ("whisky", "white", "whitfield")
        assert lookup.spelled("whitf") == ("whitfield",)
        assert lookup.spelled("whitfieldx") == ()


def test_too_many_words_with_one_beginning_are_not_named(journal: Journal) -> None:
    add_contact(journal, "person", {"name": "Adler", "notes": " ".join(f"word{number}" for number in range(50))})
    index_everything(journal)

    with journal.store.reader() as reader:
        assert Lookup(reader, {}).spelled("word") is None
        assert len(Lookup(reader, {}).spelled("word1") or ()) == 11
