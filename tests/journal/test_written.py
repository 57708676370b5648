"""What a transaction has written so far is told by the journal."""

from crm_desktop.journal.ids import new_id
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.written import FEW, MANY, last_change, written_since
from crm_desktop.schema.contacts import CONTACT
from crm_desktop.store.bulk_update import set_in_bulk


def filled(journal: Journal, people: int) -> list[int]:
    with journal.transaction("Fill") as tx:
        rows = ((new_id(), "person", f"Person {n}") for n in range(people))
        return list(tx.insert_many("contact", ("id", "kind", "name"), rows, people))


def test_few_changes_tell_their_rows_and_who_got_another_name(journal: Journal) -> None:
    first, second = filled(journal, 2)
    with journal.transaction("Edit") as tx:
        tx.connection.execute("UPDATE contact SET notes = 'Likes tea' WHERE rid = ?", (first,))
        assert written_since(tx.connection, tx.stamp.since).renamed == frozenset()
        tx.connection.execute("UPDATE contact SET name = 'Dana' WHERE rid = ?", (second,))
        written = written_since(tx.connection, tx.stamp.since)
        assert written.upto == last_change(tx.connection) == tx.stamp.since + 2
    assert dict(written.rows) == {"contact": {first, second}}
    assert written.renamed == {"contact"}
    assert not written.many


def test_more_rows_than_are_named_are_all_there_once_somebody_asks(journal: Journal) -> None:
    rids = filled(journal, MANY + 1)
    with journal.transaction("Edit") as tx:
        tx.set_many("contact", "source", "Fair", rids)
        written = written_since(tx.connection, tx.stamp.since)
        assert list(written.rows) == ["contact"]
        assert written.rows["contact"] == set(rids)
    assert written.many == {"contact"}
    assert written.upto == last_change(journal.store.writer)


def test_rows_that_are_not_too_many_to_name_are_named(journal: Journal) -> None:
    rids = filled(journal, FEW + 1)
    with journal.transaction("Edit") as tx:
        tx.set_many("contact", "source", "Fair", rids)
        written = written_since(tx.connection, tx.stamp.since)
    assert written.rows["contact"] == set(rids)
    assert written.many == frozenset()


def test_another_change_of_many_prepares_no_statement_anew(journal: Journal) -> None:
    rids = filled(journal, FEW)
    counted: list[int] = []
    for field, value in (("source", "Fair"), ("department", "Sales"), ("source", "Web")):
        with journal.transaction("Edit") as tx:
            set_in_bulk(tx.connection, CONTACT, {field: value}, rids)
            counted += tx.connection.execute("PRAGMA temp.schema_version").fetchone()
            assert tx.connection.execute("SELECT count(*) FROM temp.bulk_contact").fetchone() == (0,)
    assert counted[0] == counted[1] == counted[2]
    with journal.store.reader() as reader:
        assert reader.execute("SELECT DISTINCT source, department FROM contact").fetchall() == [("Web", "Sales")]
