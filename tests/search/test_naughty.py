"""Whatever can be stored in a name or a note is found again by typing the same."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.contacts.actions import add_contact, edit_contact, insert_contact
from crm_desktop.errors import InvalidField
from crm_desktop.journal.journal import Journal
from crm_desktop.search.queries import search
from crm_desktop.values.names import clean_text, fold
from tests.conftest import SHARED_DATA
from tests.search.conftest import index_everything

NAUGHTY = SHARED_DATA / "09_lists" / "blns.json"
# Fewer than a search returns, for many of them hold the same words.
BATCH = 60


def batches() -> Iterator[list[str]]:
    texts = [clean_text(each) for each in json.loads(NAUGHTY.read_text(encoding="utf-8"))]
    kept = list(dict.fromkeys(each for each in texts if fold(each)))
    assert len(kept) > 400
    for start in range(0, len(kept), BATCH):
        yield kept[start : start + BATCH]


def missed(journal: Journal, stored: dict[str, bytes], kind: str) -> list[str]:
    with journal.store.reader() as reader:
        return [
            text
            for text, record in stored.items()
            if record not in {each.id for each in search(reader, text, journal.place, kind, limit=BATCH * 2).hits}
        ]


@pytest.mark.skipif(not NAUGHTY.exists(), reason="the shared input files are not here")
def test_every_naughty_string_is_found_again_in_a_name_and_in_a_note(journal: Journal) -> None:
    for texts in batches():
        with journal.transaction("Load") as tx:
            names = {each: insert_contact(tx, "person", {"name": each}, "US") for each in texts}
            notes = {
                each: insert_contact(tx, "company", {"name": f"Holder {number}", "notes": each}, "US")
                for number, each in enumerate(texts)
            }
        assert missed(journal, names, "people") == []
        assert missed(journal, notes, "companies") == []
        index_everything(journal)
        assert missed(journal, names, "people") == []
        assert missed(journal, notes, "companies") == []
        with journal.transaction("Clear") as tx:
            for record in (*names.values(), *notes.values()):
                tx.remove("contact", record)


@settings(max_examples=60)
@given(text=st.text(max_size=60))
def test_any_text_is_found_again(journal: Journal, text: str) -> None:
    typed = clean_text(text)
    if not fold(typed):
        return
    holder = add_contact(journal, "company", {"name": "Holder", "notes": typed})
    named = add_contact(journal, "person", {"name": typed})
    assert missed(journal, {typed: named}, "people") == []
    assert missed(journal, {typed: holder}, "companies") == []
    with journal.transaction("Clear") as tx:
        for record in (holder, named):
            tx.remove("contact", record)


def test_a_name_of_which_nothing_can_be_seen_is_refused(journal: Journal) -> None:
    for nothing in ("\u200b", "\u200b \u2060", " "):
        with pytest.raises(InvalidField):
            add_contact(journal, "person", {"name": nothing})
    dana = add_contact(journal, "person", {"name": "Dana"})
    with pytest.raises(InvalidField):
        edit_contact(journal, dana, {"name": "\u200b"})


def test_a_single_letter_is_a_word_of_a_note_too(journal: Journal) -> None:
    made = add_contact(journal, "company", {"name": "Acme", "notes": "wants vitamin C, asked Herman I. twice"})
    assert missed(journal, {"vitamin c": made, "herman i": made, "I": made, "asked c": made}, "companies") == []
    index_everything(journal)
    assert missed(journal, {"vitamin c": made, "herman i": made, "I": made, "asked c": made}, "companies") == []


def test_a_face_is_found_and_marked(journal: Journal) -> None:
    add_contact(journal, "company", {"name": "Acme", "notes": "Lovely visit :-) 😍 <3"})
    for typed in (":-)", "😍", "<3"):
        with journal.store.reader() as reader:
            (hit,) = search(reader, typed, journal.place).hits
        assert [part.text for part in hit.snippet if part.marked] == [typed if typed != "<3" else "3"]
