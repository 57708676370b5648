"""Files, purchases, promises, what is known, and own fields are found from the one box as well."""

import pytest

from crm_desktop.acts import add_record
from crm_desktop.contacts.actions import add_contact, edit_contact
from crm_desktop.files.actions import Holder, insert_files
from crm_desktop.files.keeping import NewFile
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.undo import undo_last
from crm_desktop.pipeline.actions import add_deal, edit_deal
from crm_desktop.search.queries import Hit, search
from crm_desktop.search.waiting import waiting
from tests.search.conftest import index_everything

CONTRACT = "Frame contract\fDelivery in Köln\fThe GTX series at 12 % for Müller, signed by Ottilie Zwackelmann"


def hits(journal: Journal, text: str, kind: str | None = None) -> list[Hit]:
    with journal.store.reader() as reader:
        return search(reader, text, journal.place, kind).hits


def only(journal: Journal, text: str) -> Hit:
    found = hits(journal, text)
    assert len(found) == 1, [each.title for each in found]
    return found[0]


def add_file(journal: Journal, holder: Holder, name: str, text: str | None) -> bytes:
    new = NewFile(name, "application/pdf", 422_000, name.encode().ljust(32), text)
    with journal.transaction("Add file") as tx:
        return insert_files(tx, holder, [new]).added[0]


@pytest.fixture
def acme(journal: Journal) -> bytes:
    return add_contact(journal, "company", {"name": "Acme Corporation"})


@pytest.fixture(params=["just added", "indexed"])
def contract(journal: Journal, acme: bytes, request: pytest.FixtureRequest) -> bytes:
    file = add_file(journal, Holder("contact", acme), "Rahmenvertrag 2025.pdf", CONTRACT)
    if request.param == "indexed":
        index_everything(journal)
    return file


@pytest.mark.parametrize("typed", ["rahmenvertrag", "rahmen 2025", "vertrag", "RAHMENVERTRAG 2025.pdf", "2025.pdf"])
def test_a_file_is_found_by_its_name_and_parts_of_it(journal: Journal, contract: bytes, typed: str) -> None:
    hit = only(journal, typed)
    assert (hit.id, hit.kind, hit.group, hit.size) == (contract, "file", "files", 422_000)
    assert hit.secondary == "Acme Corporation"


@pytest.mark.parametrize("typed", ["zwackelmann", "Zwackelma", "zwack", "muller series", "mueller gtx", "ottilie"])
def test_a_file_is_found_by_the_text_inside_with_its_page(journal: Journal, contract: bytes, typed: str) -> None:
    hit = only(journal, typed)
    assert (hit.id, hit.where, hit.where_label) == (contract, "text", "Page 3")
    assert any(part.marked for part in hit.snippet)


def test_words_of_several_pages_and_of_the_company_are_found_together(journal: Journal, contract: bytes) -> None:
    assert only(journal, "zwackelmann köln acme").id == contract
    assert hits(journal, "zwackelmann berlin") == []


def test_a_file_is_taken_up_at_once_so_that_no_search_has_to_read_it(journal: Journal, contract: bytes) -> None:
    with journal.store.reader() as reader:
        assert "attachment" not in waiting(reader)


def test_a_removed_file_is_found_no_more_until_it_is_back(journal: Journal, acme: bytes) -> None:
    add_file(journal, Holder("contact", acme), "plan.pdf", "zwackelmann")
    undo_last(journal)
    assert hits(journal, "zwackelmann") == []


def test_a_long_file_is_found_by_words_of_any_length(journal: Journal, acme: bytes) -> None:
    words = " ".join(f"vocable{number:04}" for number in range(3000))
    add_file(journal, Holder("contact", acme), "dictionary.pdf", words)
    for typed in ("vocable", "vocable2", "vocable29", "vocable2999", "voca"):
        assert [each.title for each in hits(journal, typed)] == ["dictionary.pdf"], typed
    with journal.store.reader() as reader:
        nearly = search(reader, "vocable3000", journal.place)
    assert nearly.corrected is not None
    assert [each.title for each in nearly.hits] == ["dictionary.pdf"]


def test_purchases_are_found_by_product_customer_serial_and_order(journal: Journal, acme: bytes) -> None:
    add_record(journal, "products", {"name": "GTX Plus Pro", "code": "GPP-1"})
    add_record(
        journal,
        "purchases",
        {"customer": "Acme Corporation", "product": "GTX Plus Pro", "serial": "SN-88-4711", "order_number": "A5512"},
    )
    for typed in ("gtx acme", "a5512", "sn-88", "acme 5512"):
        titles = [each.title for each in hits(journal, typed, "purchases")]
        assert titles == (["GTX Plus Pro"] if typed != "acme 5512" else []), typed
    hit = next(each for each in hits(journal, "gtx") if each.kind == "purchase")
    assert hit.secondary.startswith("Acme Corporation")


def test_promises_and_what_is_known_are_found(journal: Journal, acme: bytes) -> None:
    add_record(journal, "promise", {"text": "Send samples of the blue cable", "company": "Acme Corporation"})
    add_record(journal, "known_fact", {"text": "Plays the cello", "contact": "Acme Corporation", "source": "fair"})
    assert (only(journal, "blue cab").kind, only(journal, "cello").kind) == ("promise", "known_fact")
    assert only(journal, "samples").secondary == "Acme Corporation"
    assert only(journal, "cello fair").where == "source"


def test_a_new_name_of_a_deal_is_found_with_its_files(journal: Journal, acme: bytes) -> None:
    deal = add_deal(journal, {"title": "Winter order", "company": acme})
    add_file(journal, Holder("deal", deal), "quote.pdf", None)
    edit_deal(journal, deal, {"title": "Autumn order"})
    assert [each.title for each in hits(journal, "autumn", "files")] == ["quote.pdf"]
    assert hits(journal, "winter", "files") == []


def test_no_kind_crowds_out_the_others(journal: Journal, acme: bytes) -> None:
    for number in range(9):
        add_contact(journal, "person", {"name": f"Acme Person {number}"})
    with journal.store.reader() as reader:
        found = search(reader, "acme", journal.place, each=3)
    assert sum(1 for each in found.hits if each.group == "people") == 3
    assert {each.group: each.found for each in found.counts} == {"people": 9, "companies": 1}


def test_the_last_four_digits_of_a_phone_find_a_person(journal: Journal) -> None:
    dana = add_contact(journal, "person", {"name": "Dana", "phone": "+49 30 1234 5678"})
    for typed in ("5678", "34 5678", "030 12345678", "(030) 1234-5678", "0049 30 12345678"):
        assert only(journal, typed).id == dana, typed
    edit_contact(journal, dana, {"phone": "+49 30 1234 9999"})
    assert hits(journal, "5678") == []


def test_a_number_that_ends_as_was_typed_comes_before_one_that_holds_it(journal: Journal) -> None:
    add_contact(journal, "person", {"name": "Ends", "phone": "+49 30 1234 5678"})
    add_contact(journal, "person", {"name": "Holds", "phone": "+49 30 5678 1234"})
    index_everything(journal)
    assert [each.title for each in hits(journal, "5678")] == ["Ends", "Holds"]
