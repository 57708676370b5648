"""The fingerprint of what a workspace holds."""

from crm_desktop.contacts.actions import add_contact, edit_contact, remove_contacts
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.undo import undo_last
from crm_desktop.store.content_hash import ContentHash, content_hash


def fingerprint(journal: Journal) -> ContentHash:
    with journal.store.reader() as reader:
        return content_hash(reader)


def test_the_way_to_the_same_records_does_not_matter(journal: Journal) -> None:
    dana = add_contact(journal, "person", {"name": "Dana"})
    before = fingerprint(journal)
    edit_contact(journal, dana, {"job_title": "Buyer"})
    assert fingerprint(journal).tables["contact"] != before.tables["contact"]
    undo_last(journal)
    assert fingerprint(journal) == before


def test_the_order_in_which_records_were_written_does_not_matter(journal: Journal) -> None:
    ids = [bytes([number] * 16) for number in (1, 2)]
    seen: list[str] = []
    for order in (ids, ids[::-1]):
        with journal.transaction("Add") as tx:
            for record in order:
                tx.insert("team", {"name": f"Team {record.hex()[:2]}"}, record)
        seen.append(fingerprint(journal).tables["team"])
        journal.store.writer.execute("UPDATE ctx SET apply = 1")
        journal.store.writer.execute("DELETE FROM team")
        journal.store.writer.execute("UPDATE ctx SET apply = 0")
    assert seen[0] == seen[1]


def test_the_order_of_keys_in_a_document_does_not_matter(journal: Journal) -> None:
    dana = add_contact(journal, "person", {"name": "Dana"})
    seen: list[str] = []
    for document in ('{"a": "1", "b": "2"}', '{"b": "2", "a": "1"}'):
        edit_contact(journal, dana, {"external_ids": document})
        seen.append(fingerprint(journal).all)
    assert seen[0] == seen[1]


def test_a_record_in_the_bin_counts_as_such(journal: Journal) -> None:
    dana = add_contact(journal, "person", {"name": "Dana"})
    before = fingerprint(journal)
    remove_contacts(journal, [dana])
    assert fingerprint(journal).all != before.all
