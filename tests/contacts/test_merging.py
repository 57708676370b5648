"""Several contacts become one without losing anything, and become several again."""

import json
from collections.abc import Sequence

import pytest

from crm_desktop.activities.actions import log_interaction
from crm_desktop.contacts.actions import add_contact, edit_contact
from crm_desktop.contacts.consent import consent_by_channel, record_consent
from crm_desktop.contacts.known_parts import ConsentLine
from crm_desktop.contacts.merge_plan import MergeChoices
from crm_desktop.contacts.merge_sides import links_to_contacts, sides_of
from crm_desktop.contacts.merging import fullest_first, leads_to, merge_all, merge_contacts, unmerge
from crm_desktop.contacts.record import contact_record
from crm_desktop.contacts.record_parts import ContactRecord
from crm_desktop.errors import CrmError, UndoWouldOverwrite
from crm_desktop.journal.clock import milliseconds
from crm_desktop.journal.field_actions import NewField, add_own_field
from crm_desktop.journal.history import history_page
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.undo import redo_last, undo_last
from crm_desktop.schema.field import FieldKind, RecordTable
from crm_desktop.schema.forms import Place, Stored
from crm_desktop.store.content_hash import content_hash
from crm_desktop.vault.driver import Row
from tests.conftest import MovedClock

BOTH = ("company", "person")


def company(journal: Journal, name: str, **values: Stored) -> bytes:
    return add_contact(journal, "company", {"name": name, **values})


def person(journal: Journal, name: str, **values: Stored) -> bytes:
    return add_contact(journal, "person", {"name": name, **values})


def shown(journal: Journal, contact: bytes, place: Place) -> ContactRecord:
    with journal.store.reader() as reader:
        found = contact_record(reader, contact, place)
    assert found is not None
    return found


def rows(journal: Journal, sql: str, *values: Stored) -> list[Row]:
    with journal.store.reader() as reader:
        return reader.execute(sql, values).fetchall()


def records(journal: Journal) -> str:
    """Return a fingerprint of all that is not in the bin."""
    with journal.store.reader() as reader:
        return content_hash(reader).all


def reached(record: ContactRecord, kind: str) -> list[tuple[str, bool]]:
    return [(each.value, each.primary) for each in record.points if each.kind == kind]


@pytest.fixture
def umbrellas(journal: Journal) -> tuple[bytes, bytes]:
    """A company, there twice."""
    one = company(
        journal,
        "Umbrella Corporation",
        phone="+1 555 017 7400",
        email="office@umbrella.example",
        website="https://umbrella.example",
        street="4 Hive Street",
        city="Raccoon",
        sector="medical",
        tags='["Tier B", "lab"]',
        notes="Prefers visits in the morning",
    )
    other = company(
        journal,
        "Umbrella Corp.",
        phone="+1 555 017 7400",
        email="lab@umbrella.example",
        employees=5113,
        sector="pharmacy",
        street="4 Hive St.",
        city="Raccoon",
        tags='["Q3 budget", "Lab"]',
        notes="Gate code is at reception",
    )
    return one, other


def test_empty_fields_are_filled_and_lists_put_together(
    journal: Journal, umbrellas: tuple[bytes, bytes], place: Place
) -> None:
    one, other = umbrellas
    merge_contacts(journal, one, [other])
    record = shown(journal, one, place)
    assert (record.name, record.values["sector"], record.values["employees"]) == (
        "Umbrella Corporation",
        "medical",
        5113,
    )
    assert json.loads(str(record.values["tags"])) == ["Tier B", "lab", "Q3 budget"]
    assert sorted(str(record.values["notes"]).split("\n\n")) == [
        "Gate code is at reception",
        "Prefers visits in the morning",
    ]
    assert reached(record, "phone") == [("+1 555 017 7400", True)]
    assert reached(record, "email") == [("office@umbrella.example", True), ("lab@umbrella.example", False)]


def test_each_field_can_be_taken_from_whom_one_wants(
    journal: Journal, umbrellas: tuple[bytes, bytes], place: Place
) -> None:
    one, other = umbrellas
    take = dict.fromkeys(("name", "sector", "email", "street"), other)
    merge_contacts(journal, one, [other], MergeChoices(take, {"tags": frozenset({one})}))
    record = shown(journal, one, place)
    assert (record.name, record.values["sector"], record.values["street"]) == (
        "Umbrella Corp.",
        "pharmacy",
        "4 Hive St.",
    )
    assert reached(record, "email") == [("lab@umbrella.example", True), ("office@umbrella.example", False)]
    assert json.loads(str(record.values["tags"])) == ["Q3 budget", "Lab"]


def test_a_person_takes_the_whole_name_with_the_name(journal: Journal, place: Place) -> None:
    one, other = person(journal, "D. Whitfield"), person(journal, "Dana Whitfield-Moss", nickname="Dee")
    merge_contacts(journal, one, [other], MergeChoices({"name": other}))
    values = shown(journal, one, place).values
    assert [values[each] for each in ("name", "given_name", "family_name", "nickname")] == [
        *("Dana Whitfield-Moss", "Dana", "Whitfield-Moss", "Dee")
    ]


def test_the_job_that_is_not_the_main_one_stays_beside_it(journal: Journal, place: Place) -> None:
    acme, zoomit = company(journal, "Acme"), company(journal, "Zoomit")
    one = person(journal, "Dana Whitfield", company=acme)
    other = person(journal, "Dana Whitfield", company=zoomit, job_title="Director")
    merge_contacts(journal, one, [other])
    record = shown(journal, one, place)
    assert (record.values["company"], record.values["job_title"]) == (acme, None)
    assert [(each.name, each.job_title) for each in record.jobs if each.other == zoomit] == [("Zoomit", "Director")]


def required(table: RecordTable, number: int) -> dict[str, Stored]:
    """Return something for each field that a row of `table` needs, links apart."""
    return {
        each.name: each.choices[0].value if each.choices else number if each.kind is FieldKind.INSTANT else str(number)
        for each in table.stored_fields
        if each.required and each.kind is not FieldKind.LINK
    }


def filled(journal: Journal, kind: str, loser: bytes) -> None:
    """Make a row for every link of the schema that points to `loser`."""
    with journal.transaction("Point") as tx:
        for number, (table, field) in enumerate(links_to_contacts()):
            if field.name != "merged_into":
                values = required(table, number)
                if table.name == "contact":
                    values["kind"] = kind
                tx.insert(table.name, {**values, field.name: loser})


@pytest.mark.parametrize("kind", BOTH)
def test_every_link_of_the_schema_is_moved(journal: Journal, kind: str) -> None:
    keep, loser = (add_contact(journal, kind, {"name": name}) for name in ("Dana Whitfield", "D. Whitfield"))
    filled(journal, kind, loser)
    expected = {(table.name, field.name) for table, field in links_to_contacts() if field.name != "merged_into"}
    merge_contacts(journal, keep, [loser])
    left = [
        (table.name, field.name)
        for table, field in links_to_contacts()
        if field.name != "merged_into" and rows(journal, f"SELECT 1 FROM {table.name} WHERE {field.name} = ?", loser)
    ]
    moved = {
        (table.name, field.name)
        for table, field in links_to_contacts()
        if field.name != "merged_into" and rows(journal, f"SELECT 1 FROM {table.name} WHERE {field.name} = ?", keep)
    }
    assert left == []
    assert moved == expected
    assert len(expected) > 20


def test_ties_that_say_the_same_twice_are_one(journal: Journal) -> None:
    one, other, mei = (person(journal, name) for name in ("Dana Whitfield", "D. Whitfield", "Mei Tanaka"))
    with journal.transaction("Tie") as tx:
        for each in (one, other):
            tx.insert("relationship", {"from_contact": each, "to_contact": mei, "kind": "reports to"})
        tx.insert("relationship", {"from_contact": one, "to_contact": other, "kind": "works with"})
        tx.insert("distinct_pair", {"first": one, "second": mei})
        tx.insert("distinct_pair", {"first": mei, "second": other})
    merge_contacts(journal, one, [other])
    ties = rows(journal, "SELECT from_contact, to_contact FROM relationship WHERE removed_at IS NULL")
    assert ties == [(one, mei)]
    assert len(rows(journal, "SELECT 1 FROM distinct_pair WHERE removed_at IS NULL")) == 1


def test_a_company_never_becomes_its_own_parent(journal: Journal) -> None:
    mother = company(journal, "Umbrella")
    daughter = company(journal, "Umbrella Labs", parent=mother)
    twin = company(journal, "Umbrella Laboratories", parent=daughter)
    merge_contacts(journal, daughter, [twin])
    assert rows(journal, "SELECT parent FROM contact WHERE id = ?", daughter) == [(mother,)]
    merge_contacts(journal, mother, [daughter])
    assert rows(journal, "SELECT parent FROM contact WHERE id = ?", mother) == [(None,)]


def test_pins_and_saved_views_follow(journal: Journal) -> None:
    one, other = company(journal, "Acme"), company(journal, "ACME Corp")
    with journal.transaction("Pin") as tx:
        tx.insert("pin", {"title": "ACME", "kind": "pinned", "page": "contact", "record": other.hex()})
        condition = json.dumps([["company", "=", other.hex()]])
        tx.insert("saved_view", {"name": "At ACME", "page": "people", "conditions": condition})
    merge_contacts(journal, one, [other])
    assert rows(journal, "SELECT record FROM pin") == [(one.hex(),)]
    assert rows(journal, "SELECT conditions FROM saved_view") == [(json.dumps([["company", "=", one.hex()]]),)]


def test_links_of_own_fields_follow(journal: Journal, place: Place) -> None:
    one, other = company(journal, "Acme"), company(journal, "ACME Corp")
    add_own_field(journal, NewField("people", "Landlord", "link", target="companies"))
    dana = person(journal, "Dana Whitfield", landlord=other)
    merge_contacts(journal, one, [other])
    assert shown(journal, dana, place).names["landlord"] == "Acme"


def test_values_of_own_fields_are_merged_as_others_are(journal: Journal, place: Place) -> None:
    add_own_field(journal, NewField("companies", "Gate code", "text"))
    one, other = company(journal, "Acme"), company(journal, "ACME Corp", gate_code="4711")
    merge_contacts(journal, one, [other])
    assert shown(journal, one, place).values["gate_code"] == "4711"


def test_the_strictest_consent_stays_whichever_was_later(journal: Journal, clock: MovedClock, place: Place) -> None:
    one, other = person(journal, "Dana Whitfield"), person(journal, "D. Whitfield")
    entry = {"purpose": "Newsletter", "channel": "email", "source": "Form"}
    record_consent(journal, {**entry, "contact": other, "state": "withdrawn"})
    clock.move(days=3)
    record_consent(journal, {**entry, "contact": one, "state": "given"})
    clock.move(days=1)
    merge_contacts(journal, one, [other])
    (email, *_others) = consent_by_channel(shown(journal, one, place).consents)
    assert (email.channel, email.state) == ("email", "withdrawn")
    assert len(rows(journal, "SELECT 1 FROM consent WHERE contact = ?", one)) == 3


def test_consent_that_only_one_gave_is_no_reason_for_a_new_entry(
    journal: Journal, clock: MovedClock, place: Place
) -> None:
    one, other = person(journal, "Dana Whitfield"), person(journal, "D. Whitfield")
    entry = {"purpose": "Newsletter", "channel": "email", "source": "Form"}
    record_consent(journal, {**entry, "contact": other, "state": "given"})
    clock.move(days=1)
    merge_contacts(journal, one, [other])
    lines: Sequence[ConsentLine] = shown(journal, one, place).consents
    assert [each.state for each in lines] == ["given"]


def test_who_must_not_be_contacted_is_not_made_contactable(journal: Journal, place: Place) -> None:
    one, other = person(journal, "Dana Whitfield", do_not_contact=0), person(journal, "D. Whitfield", do_not_contact=1)
    merge_contacts(journal, one, [other], MergeChoices({"do_not_contact": one}))
    assert shown(journal, one, place).values["do_not_contact"] == 1


def test_the_old_id_leads_to_the_one_that_stays_over_two_merges(journal: Journal) -> None:
    one, two, three = (person(journal, name) for name in ("Dana Whitfield", "D. Whitfield", "Dana W."))
    merge_contacts(journal, two, [three])
    merge_contacts(journal, one, [two])
    with journal.store.reader() as reader:
        assert [leads_to(reader, each) for each in (one, two, three)] == [one] * 3


def test_undo_gives_everything_back_and_redo_merges_again(
    journal: Journal, umbrellas: tuple[bytes, bytes], clock: MovedClock
) -> None:
    one, other = umbrellas
    log_interaction(journal, {"kind": "call", "at": milliseconds(clock()), "company": other})
    before = records(journal)
    merge_contacts(journal, one, [other])
    after = records(journal)
    undo_last(journal)
    assert records(journal) == before
    redo_last(journal)
    assert records(journal) == after


def test_a_merge_is_one_step_named_after_both(journal: Journal, umbrellas: tuple[bytes, bytes]) -> None:
    steps = len(rows(journal, "SELECT 1 FROM step"))
    merge_contacts(journal, umbrellas[0], [umbrellas[1]])
    assert len(rows(journal, "SELECT 1 FROM step")) == steps + 1
    with journal.store.reader() as reader:
        assert history_page(reader)[0].label == "Merge Umbrella Corp. into Umbrella Corporation"


@pytest.mark.parametrize("by", ["kept", "merged"])
def test_unmerge_gives_both_back_and_lists_what_was_done_since(
    journal: Journal, umbrellas: tuple[bytes, bytes], by: str
) -> None:
    one, other = umbrellas
    merge_contacts(journal, one, [other])
    edit_contact(journal, one, {"rating": "A"})
    parted = unmerge(journal, one if by == "kept" else other)
    assert (parted.kept, parted.back, parted.later) == (one, (other,), ("Edit contact",))
    there = rows(journal, "SELECT id, rating, merged_into FROM contact WHERE removed_at IS NULL ORDER BY rid")
    assert there == [(one, "A", None), (other, None, None)]


def test_unmerge_refuses_to_lose_a_later_edit(journal: Journal, umbrellas: tuple[bytes, bytes]) -> None:
    one, other = umbrellas
    merge_contacts(journal, one, [other])
    edit_contact(journal, one, {"employees": 6000})
    with pytest.raises(UndoWouldOverwrite) as refused:
        unmerge(journal, one)
    assert refused.value.newer == ["Umbrella Corporation: Employees was changed by “Edit contact”"]
    unmerge(journal, one, force=True)
    assert rows(journal, "SELECT employees FROM contact WHERE id = ?", one) == [(None,)]


def test_who_was_never_merged_cannot_be_parted(journal: Journal) -> None:
    with pytest.raises(CrmError, match="was not merged"):
        unmerge(journal, company(journal, "Acme"))


def test_many_groups_merge_in_one_step_and_each_can_be_parted(journal: Journal, clock: MovedClock) -> None:
    now = milliseconds(clock())
    groups = []
    for name in ("Acme", "Zoomit", "Plexzap"):
        pair = [company(journal, name), company(journal, f"{name} Inc.")]
        for _call in range(2):
            log_interaction(journal, {"kind": "call", "at": now, "company": pair[1]})
        groups.append(pair)
    with journal.transaction("Tie") as tx:
        tx.insert("relationship", {"from_contact": groups[0][0], "to_contact": groups[1][0], "kind": "supplies"})
    before = records(journal)
    steps = len(rows(journal, "SELECT 1 FROM step"))
    assert merge_all(journal, groups) == 3
    assert len(rows(journal, "SELECT 1 FROM step")) == steps + 1
    # more hangs on the second of each pair, so that it stays
    parted = unmerge(journal, groups[1][0])
    assert (parted.kept, parted.back) == (groups[1][1], (groups[1][0],))
    here = "SELECT id FROM contact WHERE removed_at IS NULL ORDER BY rid"
    assert [row[0] for row in rows(journal, here)] == [groups[0][1], *groups[1], groups[2][1]]
    assert rows(journal, "SELECT from_contact, to_contact FROM relationship") == [(groups[0][1], groups[1][0])]
    unmerge(journal, groups[0][0])
    unmerge(journal, groups[2][0])
    assert records(journal) == before


def test_ten_become_one(journal: Journal) -> None:
    many = [company(journal, "Acme", email=f"office{number}@acme.example") for number in range(10)]
    merge_contacts(journal, many[0], many[1:])
    assert len(rows(journal, "SELECT 1 FROM contact_point WHERE contact = ? AND removed_at IS NULL", many[0])) == 10
    assert unmerge(journal, many[0]).back == tuple(many[1:])


def test_the_one_on_which_most_hangs_is_offered_to_stay(journal: Journal, clock: MovedClock) -> None:
    one, other = company(journal, "Acme"), company(journal, "ACME")
    log_interaction(journal, {"kind": "call", "at": milliseconds(clock()), "company": other})
    with journal.store.reader() as reader:
        sides = sides_of(reader, [one, other])
    assert fullest_first(sides) == [other, one]
    assert sides[1].counts == {"interaction": 1}


def test_ids_of_other_programs_stay(journal: Journal) -> None:
    one = company(journal, "Acme", external_ids='{"crm": "1"}')
    other = company(journal, "ACME", external_ids='{"crm": "2", "books": "7"}')
    merge_contacts(journal, one, [other])
    assert json.loads(rows(journal, "SELECT external_ids FROM contact WHERE id = ?", one)[0][0]) == {
        "crm": "1",
        "books": "7",
    }
