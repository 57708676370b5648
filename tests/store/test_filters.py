"""Filters find what they say, over links and related records, by indexes."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from crm_desktop.activities.actions import add_task, log_interaction
from crm_desktop.contacts.actions import add_contact
from crm_desktop.filters.operators import DENIED, LISTING, RANGING, VALUELESS, operators_of
from crm_desktop.filters.parsing import conditions_from_text
from crm_desktop.filters.printing import filter_text
from crm_desktop.filters.relations import relations_of
from crm_desktop.filters.texts import list_text
from crm_desktop.filters.tree import Condition, Related
from crm_desktop.journal.clock import milliseconds
from crm_desktop.journal.journal import Journal
from crm_desktop.pipeline.actions import add_deal, win_deal
from crm_desktop.schema.catalogue import KINDS, Kind, kind_named
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Place, Stored
from crm_desktop.store.filters import conditions_sql
from crm_desktop.store.record_query import View, record_count, record_page
from crm_desktop.vault.driver import Connection
from tests.conftest import MovedClock

DAY = timedelta(days=1)


@pytest.fixture
def filled(journal: Journal) -> Journal:
    """Anna's Acme (technology) with Dana and Ole, and Zoom (retail) with Ärne; Zoë works for nobody."""
    today = journal.clock().date()
    now = journal.clock()
    acme = add_contact(journal, "company", {"name": "Acme", "sector": "Technology", "owner": journal.member})
    zoom = add_contact(journal, "company", {"name": "Zoom", "sector": "Retail", "employees": 5})
    dana = add_contact(
        journal,
        "person",
        {"name": "Dana", "company": acme, "owner": journal.member, "birthday": "--05-20", "phone": "+1 555 014 2118"},
    )
    ole = add_contact(journal, "person", {"name": "Ole", "company": acme, "birthday": "1990-12-30", "rating": "B"})
    arne = add_contact(journal, "person", {"name": "Ärne", "company": zoom, "rating": "A", "tags": '["VIP", "Press"]'})
    zoe = add_contact(journal, "person", {"name": "Zoë", "email": "zoe@x.example", "birthday": "1984-01-02"})
    for days, person in ((2, dana), (61, ole), (200, arne)):
        log_interaction(
            journal, {"kind": "call", "at": milliseconds(now - days * DAY), "subject": "x", "person": person}
        )
    add_task(journal, {"title": "Late", "due_day": str(today - DAY), "person": dana})
    add_task(journal, {"title": "Soon", "due_day": str(today + 3 * DAY), "person": ole})
    add_deal(journal, {"title": "Big", "company": acme, "person": dana, "amount": 600_000})
    won = add_deal(journal, {"title": "Won", "company": zoom, "person": arne, "amount": 900_000})
    win_deal(journal, won, 900_000, today)
    yen = add_deal(journal, {"title": "Yen", "company": zoom, "person": zoe, "amount": 1_000_000, "currency": "JPY"})
    with journal.transaction("Fill") as tx:
        tx.update("deal", yen, {"rate": 0.67})
        product = tx.insert("product", {"name": "GTX Pro", "code": "G1"})
        tx.insert("purchase", {"customer": arne, "product": product, "quantity": 2, "bought_on": "2026-01-03"})
        tx.insert("deal_contact", {"deal": won, "contact": ole, "role": "decides"})
        for at, (person, state) in enumerate([(dana, "given"), (ole, "given"), (ole, "withdrawn")], 1):
            entry: dict[str, Stored] = {
                "contact": person,
                "purpose": "newsletter",
                "channel": "email",
                "state": state,
                "source": "x",
            }
            tx.insert("consent", {**entry, "at": at})
    return journal


def names(journal: Journal, kind: str, text: str, place: Place | None = None) -> list[str]:
    place = place or journal.place
    chosen = kind_named(kind)
    view = View(chosen, conditions_from_text(text, chosen, place), (), (chosen.table.title,))
    with journal.store.reader() as reader:
        return [str(row.values[0]) for row in record_page(reader, view, place).rows]


CASES: tuple[tuple[str, str, list[str]], ...] = (
    ("people", "owner = me", ["Dana"]),
    ("people", "owner != me", ["Ärne", "Ole", "Zoë"]),
    ("people", "company.sector = technology", ["Dana", "Ole"]),
    ("people", "company.sector != technology", ["Ärne", "Zoë"]),
    ("people", "company.employees empty", ["Dana", "Ole", "Zoë"]),
    ("people", "company.owner = me and name starts o", ["Ole"]),
    ("people", "has deals (outcome = open and amount > 5,000)", ["Dana", "Zoë"]),
    ("people", "has deals (outcome = open and amount > 6,500)", ["Zoë"]),
    ("people", "no activities (at in last 60 days)", ["Ärne", "Ole", "Zoë"]),
    ("people", "last_interaction_at older than 60 days", ["Ärne", "Ole"]),
    ("people", 'has purchases (product = "GTX Pro")', ["Ärne"]),
    ("people", "has tasks (done_at empty and due_day < today)", ["Dana"]),
    ("people", "next_step_due in next 7 days", ["Ole"]),
    ("people", "has consent (channel = email and state = given)", ["Dana"]),
    ("people", "has deals (outcome = won)", ["Ärne", "Ole"]),
    ("people", "has deals.person (outcome = won)", ["Ärne"]),
    ("companies", "has people (rating >= A and rating <= B)", ["Acme", "Zoom"]),
    ("companies", "has 2 people", ["Acme"]),
    ("companies", "has 3 people", []),
    ("companies", "has people (has activities (at in last 7 days))", ["Acme"]),
    ("companies", "no people (rating = A)", ["Acme"]),
    ("deals", "company.sector = retail and outcome = open", ["Yen"]),
    ("deals", "person.name = dana", ["Big"]),
    ("products", "has purchases (bought_on in 2026-01-03)", ["GTX Pro"]),
    ("people", "rating = A or birthday in this month", ["Ärne", "Dana"]),
    ("people", "not (rating = A or rating = B)", ["Dana", "Zoë"]),
    ("people", "rating empty and not birthday = 20 May", ["Zoë"]),
    ("people", "birthday in next 7 days", ["Dana"]),
    ("people", "birthday between 28 Dec and 5 Jan", ["Ole", "Zoë"]),
    ("people", "birthday < 40 years ago", ["Zoë"]),
    ("people", "birthday between 1989-01-01 and 1991-01-01", ["Ole"]),
    ("people", "tags not in vip, x", ["Dana", "Ole", "Zoë"]),
    ("people", "tags in press, x", ["Ärne"]),
    ("people", "tags contains re", ["Ärne"]),
    ("people", "name not starts d", ["Ärne", "Ole", "Zoë"]),
    ("people", "name ends e", ["Ärne", "Ole", "Zoë"]),
    ("people", "phone = (555) 014-2118", ["Dana"]),
    ("people", "email in ZOE@x.example, b@x.example", ["Zoë"]),
    ("people", "email not contains x", ["Ärne", "Dana", "Ole"]),
    ("people", "open_deals = 0", ["Ärne", "Ole"]),
    ("people", "lifetime_value between 8,000 and 10,000", ["Ärne"]),
    ("people", "company in Acme, Zoom and rating notempty", ["Ärne", "Ole"]),
    ("people", "company not starts ac", ["Ärne", "Zoë"]),
    ("people", "created_at = today", ["Ärne", "Dana", "Ole", "Zoë"]),
    ("people", "do_not_contact = no and name = Ole", ["Ole"]),
)


def test_a_filter_finds_what_it_says(filled: Journal) -> None:
    assert {text: names(filled, kind, text) for kind, text, _found in CASES} == {
        text: found for _kind, text, found in CASES
    }


def test_who_was_born_on_the_leap_day_has_a_birthday_each_year(filled: Journal, clock: MovedClock) -> None:
    add_contact(filled, "person", {"name": "Leo", "birthday": "2000-02-29"})
    clock.move(days=(date(2027, 2, 27) - filled.clock().date()).days)
    assert names(filled, "people", "birthday in next 2 days") == ["Leo"]
    assert names(filled, "people", "birthday = today") == []
    clock.move(days=1)
    assert names(filled, "people", "birthday = today") == ["Leo"]


def test_days_of_instants_follow_the_users_zone(filled: Journal, clock: MovedClock) -> None:
    # 1:00 of the 15th in UTC is still the 14th in New York
    at = milliseconds(datetime(2026, 5, 15, 1, 0, tzinfo=UTC))
    log_interaction(filled, {"kind": "note", "at": at, "subject": "Evening"})
    assert names(filled, "activities", "at = 2026-05-14") == ["Evening"]
    assert names(filled, "activities", "at > 2026-05-14") == []
    assert names(filled, "activities", "at = 2026-05-14 21:00") == ["Evening"]


def test_the_day_on_which_clocks_change_has_its_23_hours(filled: Journal) -> None:
    # clocks went ahead on 8 March: the day ended at 4:00 of the 9th in UTC
    for hour, subject in ((3, "Before"), (4, "After")):
        at = milliseconds(datetime(2026, 3, 9, hour, 30, tzinfo=UTC))
        log_interaction(filled, {"kind": "note", "at": at, "subject": subject})
    assert names(filled, "activities", "at = 2026-03-08") == ["Before"]


def test_a_moving_filter_finds_others_tomorrow(filled: Journal, clock: MovedClock) -> None:
    assert names(filled, "people", "no activities (at in last 3 days)") == ["Ärne", "Ole", "Zoë"]
    clock.move(days=2)
    assert names(filled, "people", "no activities (at in last 3 days)") == ["Ärne", "Dana", "Ole", "Zoë"]


def test_records_in_the_bin_are_related_to_nothing(filled: Journal) -> None:
    with filled.transaction("Bin") as tx:
        tx.connection.execute("UPDATE deal SET removed_at = 1 WHERE title = 'Big'")
    assert names(filled, "people", "has deals (outcome = open)") == ["Zoë"]


def test_each_relation_is_followed_by_an_index(journal: Journal) -> None:
    with journal.store.reader() as reader:
        for kind in KINDS:
            for name in relations_of(kind):
                plan = explained(reader, kind, Related(name))
                scanned = [step for step in plan if step.startswith("SCAN") and not step.startswith("SCAN t")]
                assert not scanned, f"{kind.name} {name}: {scanned}"
                assert any("SEARCH t1" in step or "SEARCH b1" in step for step in plan)


def explained(reader: Connection, kind: Kind, wanted: Related) -> Sequence[str]:
    where = conditions_sql(kind, (wanted,), Place("en", "US", "USD", ZoneInfo("UTC")))
    found = reader.execute(f"EXPLAIN QUERY PLAN SELECT 1 FROM {kind.table.name} t WHERE 1{where.sql}", where.values)
    return [str(row[3]) for row in found]


def test_people_and_companies_are_related_as_the_schema_links_them() -> None:
    people, companies = relations_of(kind_named("people")), relations_of(kind_named("companies"))
    assert {"company", "owner", "deals", "activities", "tasks", "tickets", "purchases", "consent"} <= people.keys()
    assert {"people", "companies", "parent", "deals", "affiliation", "relationship"} <= companies.keys()
    assert "people" not in people
    assert "company" not in companies


def value_for(field: Field) -> str:
    """Return something that `field` can be compared with."""
    if field.choices:
        return field.choices[0].value
    if field.kind in (FieldKind.DAY, FieldKind.INSTANT, FieldKind.PARTIAL_DAY):
        return "last 90 days"
    if operators_of(field.kind) == operators_of(FieldKind.NUMBER):
        return "50"
    return {
        FieldKind.YES_NO: "yes",
        FieldKind.COUNTRY: "DE",
        FieldKind.CURRENCY: "EUR",
        FieldKind.TIME: "12:00",
    }.get(field.kind, "a")


def fitting(reader: Connection, kind: Kind, field: Field, place: Place) -> dict[str, int]:
    """Return how many records fit each comparison that `field` of `kind` takes."""
    found = {}
    for op in operators_of(field.kind):
        one = value_for(field)
        value = "" if op in VALUELESS else list_text([one, one]) if op in LISTING | RANGING else one
        asked = conditions_from_text(filter_text(Condition(field.name, op, value)), kind, place)
        found[op] = record_count(reader, View(kind, asked), place)
    return found


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_each_comparison_of_each_field_is_answered_and_what_it_denies_are_the_others(
    filled: Journal, kind: Kind
) -> None:
    place = filled.place
    with filled.store.reader() as reader:
        all_of_them = record_count(reader, View(kind), place)
        for field in kind.fields:
            found = fitting(reader, kind, field, place)
            both = {op: found[op] + found[denied] for op, denied in DENIED.items() if op in found and denied in found}
            assert set(both.values()) <= {all_of_them}, (field.name, found)
