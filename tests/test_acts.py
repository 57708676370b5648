"""Add, change, remove and restore records of any kind from typed text."""

import pytest

from crm_desktop.acts import add_record, record_kind, remove_records, restore_records, set_fields
from crm_desktop.errors import InvalidField, UnknownRecord, WrongUsage
from crm_desktop.journal.ids import new_id
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.undo import undo_last
from crm_desktop.schema.catalogue import KINDS, kind_named
from crm_desktop.schema.forms import Place
from crm_desktop.store.record_query import View, one_record, plain_record, record_count

LEAST = {
    "people": {"name": "Dana Whitfield"},
    "companies": {"name": "Acme"},
    "deals": {"title": "GTX × 40"},
    "products": {"name": "GTX Pro", "price": "4,821"},
    "tickets": {"subject": "Refund"},
    "activities": {"kind": "call", "subject": "Licence"},
    "tasks": {"title": "Call back", "due_day": "2026-05-20"},
    "members": {"name": "Reed"},
    "teams": {"name": "West"},
    "pipelines": {"name": "Partners"},
    "views": {"name": "Mine", "page": "people"},
    "goals": {"name": "May", "starts_on": "2026-05-01", "amount": "50,000"},
    "purchases": {"description": "GTX Basic", "customer": "Acme"},
}


def plain(journal: Journal, record: bytes, place: Place) -> dict[str, object]:
    with journal.store.reader() as reader:
        kind, _title = record_kind(reader, record)
        found = one_record(reader, kind, record, place)
        assert found is not None
        return dict(plain_record(*found, place))


@pytest.mark.parametrize("kind", sorted(LEAST))
def test_every_kind_can_be_added_and_undone(journal: Journal, place: Place, kind: str) -> None:
    if "customer" in LEAST[kind]:
        add_record(journal, "companies", LEAST["companies"])
    with journal.store.reader() as reader:
        before = record_count(reader, View(kind_named(kind)), place)
    record = add_record(journal, kind, LEAST[kind])
    shown = plain(journal, record, place)
    assert shown[kind_named(kind).table.title] == next(iter(LEAST[kind].values())) or kind == "activities"
    undo_last(journal)
    with journal.store.reader() as reader:
        assert record_count(reader, View(kind_named(kind)), place) == before


def test_every_kind_is_tried_here() -> None:
    assert {each.name for each in KINDS} - set(LEAST) == {"contacts", "files", "stages"}


def test_links_are_typed_by_name(journal: Journal, place: Place) -> None:
    add_record(journal, "companies", LEAST["companies"])
    person = add_record(journal, "people", {"name": "Dana", "company": "acme", "email": "dana@acme.example"})
    assert plain(journal, person, place)["company"] == "Acme"
    with pytest.raises(InvalidField, match="no company called") as refused:
        set_fields(journal, person, {"company": "Nowhere"})
    assert refused.value.field == "company"


def test_a_person_is_no_company_to_work_for_by_id_either(journal: Journal, place: Place) -> None:
    dana, ole = (add_record(journal, "people", {"name": name}) for name in ("Dana Whitfield", "Ole"))
    with pytest.raises(InvalidField) as refused:
        set_fields(journal, dana, {"company": ole.hex()})
    assert refused.value.field == "company"


def test_a_changed_phone_is_kept_as_typed_and_normal(journal: Journal, place: Place) -> None:
    person = add_record(journal, "people", LEAST["people"])
    set_fields(journal, person, {"phone": "(212) 555-0142", "city": "Springfield"})
    shown = plain(journal, person, place)
    assert (shown["phone"], shown["city"]) == ("(212) 555-0142", "Springfield")
    with pytest.raises(InvalidField) as refused:
        set_fields(journal, person, {"phone": "call me"})
    assert refused.value.field == "phone"


def test_a_person_whose_name_is_emptied_part_by_part_is_refused_beside_the_last(journal: Journal, place: Place) -> None:
    dana = add_record(journal, "people", {"name": "Dana Whitfield"})
    set_fields(journal, dana, {"given_name": ""})
    with pytest.raises(InvalidField, match="needs a name") as refused:
        set_fields(journal, dana, {"family_name": ""})
    assert refused.value.field == "family_name"
    assert plain(journal, dana, place)["name"] == "Whitfield"


def test_moving_a_deal_by_typing_its_stage_closes_it(journal: Journal, place: Place) -> None:
    deal = add_record(journal, "deals", {"title": "GTX", "amount": "1,250.50"})
    set_fields(journal, deal, {"stage": "Won"})
    shown = plain(journal, deal, place)
    assert (shown["outcome"], shown["amount"], shown["closed_on"]) == ("won", "1250.50", "2026-05-14")


def test_removing_and_restoring_is_one_step_for_all(journal: Journal, place: Place) -> None:
    records = [add_record(journal, kind, LEAST[kind]) for kind in ("people", "deals", "tickets")]
    remove_records(journal, records)
    assert plain(journal, records[0], place)["removed_at"] is not None
    restore_records(journal, records)
    assert plain(journal, records[1], place)["removed_at"] is None
    undo_last(journal)
    assert plain(journal, records[2], place)["removed_at"] is not None


def test_what_cannot_be_is_told(journal: Journal) -> None:
    with pytest.raises(WrongUsage, match="no kind of record"):
        add_record(journal, "spaceships", {})
    with pytest.raises(WrongUsage, match="no field"):
        add_record(journal, "people", {"colour": "red"})
    with pytest.raises(InvalidField, match="may not be empty"):
        add_record(journal, "people", {"name": ""})
    with pytest.raises(InvalidField, match="person or a company"):
        add_record(journal, "contacts", {"name": "Dana"})
    with pytest.raises(InvalidField, match="kept by the program"):
        add_record(journal, "tickets", {"subject": "x", "number": "5"})
    with pytest.raises(UnknownRecord):
        set_fields(journal, new_id(), {"name": "x"})
    with pytest.raises(UnknownRecord):
        remove_records(journal, [new_id()])
