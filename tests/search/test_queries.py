"""What is found from the one box."""

import pytest

from crm_desktop.contacts.actions import add_contact, edit_contact, remove_contacts
from crm_desktop.errors import WrongUsage
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.undo import undo_last
from crm_desktop.schema.forms import Place
from crm_desktop.search.queries import Hit, SearchResult, search
from crm_desktop.search.snippets import Part
from tests.search.conftest import Known, index_everything, take_up


def found(journal: Journal, text: str, kind: str | None = None, limit: int = 50) -> SearchResult:
    with journal.store.reader() as reader:
        return search(reader, text, journal.place, kind, limit)


def titles(journal: Journal, text: str, kind: str | None = None) -> list[str]:
    return [hit.title for hit in found(journal, text, kind).hits]


def only_hit(journal: Journal, text: str) -> Hit:
    hits = found(journal, text).hits
    assert len(hits) == 1, [hit.title for hit in hits]
    return hits[0]


@pytest.mark.parametrize("typed", ["Muller", "MÜLLER", "mueller", "Müller", "müll", "ｍｕｌｌｅｒ", "Mu\u0308ller"])
def test_accents_umlauts_case_and_width_do_not_matter(known: Known, typed: str) -> None:
    assert sorted(titles(known.journal, typed, "people")) == ["Anna Mueller", "Jürgen Müller"]


@pytest.mark.parametrize(
    ("typed", "title"), [("d", "Dana Whitfield"), ("da", "Dana Whitfield"), ("jü", "Jürgen Müller")]
)
def test_one_or_two_letters_find_how_a_name_begins(known: Known, typed: str, title: str) -> None:
    assert titles(known.journal, typed, "people") == [title]


@pytest.mark.parametrize("name", ["--abc", "3 M", "c++ users", "O'Brien & Søn", "हिन्दी संघ", ":) smile", "4711 Parts"])
def test_every_beginning_of_a_name_finds_it(known: Known, name: str) -> None:
    add_contact(known.journal, "company", {"name": name})
    for step in (take_up, index_everything):
        assert all(name in titles(known.journal, name[:end], "companies") for end in range(1, len(name) + 1))
        step(known.journal)


def test_a_name_that_is_exactly_that_comes_first(known: Known) -> None:
    add_contact(known.journal, "person", {"name": "Dana Whitfield-Smith"})
    assert titles(known.journal, "dana whitfield")[0] == "Dana Whitfield"


@pytest.mark.parametrize("typed", ["hitfi", "field", "tfield"])
def test_part_of_a_name_is_enough(known: Known, typed: str) -> None:
    assert titles(known.journal, typed, "people") == ["Dana Whitfield"]


@pytest.mark.parametrize(
    "typed",
    ["+1 212 555 0142", "(212) 555-0142", "212.555.0142", "2125550142", "5550142", "555-0142", "001 212 5550142"],
)
def test_a_phone_is_found_however_it_is_typed(known: Known, typed: str) -> None:
    hit = only_hit(known.journal, typed)
    assert (hit.title, hit.where) == ("Dana Whitfield", "phone")


@pytest.mark.parametrize("typed", ["dana.whitfield@acme.example", "dana.whit", "Dana.Whitfield@ACME"])
def test_an_email_is_found_from_its_beginning(known: Known, typed: str) -> None:
    assert titles(known.journal, typed, "people") == ["Dana Whitfield"]


def test_all_mail_of_a_domain_is_found(known: Known) -> None:
    assert titles(known.journal, "@acme.example") == ["Dana Whitfield"]


def test_a_ticket_is_found_by_its_number(known: Known) -> None:
    hit = only_hit(known.journal, "#1")
    assert (hit.kind, hit.title) == ("ticket", "Rack ears are missing")
    assert found(known.journal, "#2").hits == []


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("$>5000", ["GTX Plus Pro × 40"]),
        ("$>5k", ["GTX Plus Pro × 40"]),
        ("$<5000", ["MG Special"]),
        ("$>=450", ["GTX Plus Pro × 40", "MG Special"]),
        ("$450", ["MG Special"]),
        ("acme $>5000", ["GTX Plus Pro × 40"]),
        ("acme $<5000", []),
        ("$>21,899.99", ["GTX Plus Pro × 40"]),
    ],
)
def test_deals_are_found_by_their_amount(known: Known, typed: str, wanted: list[str]) -> None:
    assert titles(known.journal, typed) == wanted


def test_all_words_must_fit_in_whatever_field(known: Known) -> None:
    assert titles(known.journal, "acme gtx") == ["GTX Plus Pro × 40", "Two deliveries"]
    assert titles(known.journal, "acme gtx missing") == []


def test_a_person_is_found_by_the_name_of_the_company(known: Known) -> None:
    hits = {hit.title: hit for hit in found(known.journal, "acme").hits}
    assert {"Acme Corporation", "Dana Whitfield", "GTX Plus Pro × 40", "Two deliveries"} <= hits.keys()
    assert hits["Dana Whitfield"].where == "company"


def test_a_renamed_company_is_found_with_its_people_by_the_new_name(known: Known) -> None:
    edit_contact(known.journal, known.acme, {"name": "Zenith Parts"})
    assert titles(known.journal, "zenith", "people") == ["Dana Whitfield"]
    take_up(known.journal)
    assert titles(known.journal, "zenith", "people") == ["Dana Whitfield"]
    edit_contact(known.journal, known.acme, {"name": "Nadir Parts"})
    assert titles(known.journal, "zenith") == []
    assert "GTX Plus Pro × 40" in titles(known.journal, "nadir")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Whitfeild", "whitfield"),
        ("Whitfeld", "whitfield"),
        ("hWitfield", "whitfield"),
        ("whitfiield", "whitfield"),
        ("Jürgne", "jurgen"),
    ],
)
def test_one_typing_error_is_forgiven(known: Known, typed: str, meant: str) -> None:
    result = found(known.journal, typed, "people")
    assert len(result.hits) == 1
    assert result.corrected == meant


def test_a_mistyped_word_of_a_text_is_forgiven_as_well(known: Known) -> None:
    add_contact(known.journal, "company", {"name": "Zenith", "city": "Bielefeld"})
    take_up(known.journal)
    index_everything(known.journal)
    result = found(known.journal, "bielfeld zenith")
    assert ([hit.title for hit in result.hits], result.corrected) == (["Zenith"], "bielefeld zenith")


def test_what_is_spelled_right_is_never_corrected(known: Known) -> None:
    add_contact(known.journal, "person", {"name": "Whitfeild Rare"})
    result = found(known.journal, "whitfeild")
    assert [hit.title for hit in result.hits] == ["Whitfeild Rare"]
    assert result.corrected is None


def test_nothing_alike_finds_nothing(known: Known) -> None:
    assert found(known.journal, "xylophone").hits == []
    assert found(known.journal, "").hits == []
    assert found(known.journal, "  -- % _ \" ' * ( ").hits == []


def test_a_note_is_shown_with_the_passage_marked(known: Known) -> None:
    hit = only_hit(known.journal, "spring catalo")
    assert hit.where == "notes"
    assert [part.text for part in hit.snippet if part.marked] == ["spring", "catalo"]
    assert hit.plain.startswith("Met at the spring fair; wants the new catalogue")
    assert hit.plain.endswith("…")
    assert len(hit.plain) <= 92


def test_a_message_on_a_ticket_leads_to_the_ticket(known: Known) -> None:
    hit = only_hit(known.journal, "warehouse monday")
    assert (hit.kind, hit.where) == ("ticket", "message")


def test_what_fits_a_title_is_marked_as_it_is_written(known: Known) -> None:
    hit = next(each for each in found(known.journal, "muller", "people").hits if each.id == known.mueller)
    assert hit.title_parts == (Part("Jürgen ", False), Part("Müller", True))
    assert hit.where == "name"


def test_a_hit_says_more_about_its_record(known: Known) -> None:
    place = known.journal.place
    with known.journal.store.reader() as reader:
        deal = search(reader, "gtx", place, "deals").hits[0]
        ticket = search(reader, "rack", place, "tickets").hits[0]
        company = search(reader, "acme", place, "companies").hits[0]
    assert (deal.secondary, deal.amount, deal.currency) == ("Acme Corporation · Prospecting", 2_190_000, "USD")
    assert ticket.secondary == "#1 · Dana Whitfield · New"
    assert company.secondary == "retail · Köln"


def test_a_deleted_record_is_not_found_until_it_is_restored(known: Known) -> None:
    remove_contacts(known.journal, [known.dana])
    assert titles(known.journal, "whitfield", "people") == []
    take_up(known.journal)
    assert titles(known.journal, "whitfield", "people") == []
    with known.journal.transaction("Restore") as tx:
        tx.restore("contact", known.dana)
    assert titles(known.journal, "whitfield", "people") == ["Dana Whitfield"]


def test_only_the_wanted_kind_is_searched(known: Known) -> None:
    assert {hit.kind for hit in found(known.journal, "acme", "contacts").hits} == {"person", "company"}
    assert {hit.kind for hit in found(known.journal, "acme", "deals").hits} == {"deal"}
    with pytest.raises(WrongUsage):
        found(known.journal, "acme", "planets")


def test_no_kind_crowds_out_the_others(known: Known) -> None:
    with known.journal.transaction("Load") as tx:
        tx.insert_many(
            "contact",
            ["id", "kind", "name"],
            ((bytes([turn, *range(15)]), "person", f"Acme {turn}") for turn in range(250)),
        )
    result = found(known.journal, "acme", limit=10)
    assert len(result.hits) == 10
    assert {"company", "deal", "person"} <= {hit.kind for hit in result.hits}
    counts = {each.group: (each.found, each.more) for each in result.counts}
    assert counts["people"] == (200, True)
    assert counts["deals"] == (1, False)


def test_a_loaded_record_is_found_and_gone_when_the_load_is_undone(known: Known) -> None:
    with known.journal.transaction("Load") as tx:
        tx.insert_many("contact", ["id", "kind", "name"], [(bytes(range(16)), "person", "Zora Neale")])
    assert titles(known.journal, "zora") == ["Zora Neale"]
    undo_last(known.journal)
    assert titles(known.journal, "zora") == []


def test_a_house_number_beside_a_word_is_a_word(journal: Journal) -> None:
    add_contact(journal, "person", {"name": "Lee Marsh", "street": "Mill Road 12", "postal_code": "50667"})
    assert titles(journal, "mill 12") == ["Lee Marsh"]
    assert titles(journal, "50667") == ["Lee Marsh"]


def test_a_single_letter_beside_a_name_begins_another_word_of_the_title(known: Known) -> None:
    assert titles(known.journal, "whitfield d", "people") == ["Dana Whitfield"]
    assert titles(known.journal, "whitfield x", "people") == []


def test_a_german_number_is_found_with_and_without_what_is_dialled_first(journal: Journal, place: Place) -> None:
    add_contact(journal, "person", {"name": "Ute Kern", "phone": "+49 30 123456"})
    german = place._replace(region="DE")
    for typed in ("030 123456", "0049 30 123456", "+49 (0)30 123456", "30 1234"):
        with journal.store.reader() as reader:
            assert [hit.title for hit in search(reader, typed, german).hits] == ["Ute Kern"], typed
