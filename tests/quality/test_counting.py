"""Each check finds the records that it names and no others, and a mended one no more."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from crm_desktop.activities.actions import log_interaction
from crm_desktop.contacts.actions import add_contact, edit_contact, remove_contacts
from crm_desktop.contacts.consent import record_consent
from crm_desktop.errors import Cancelled
from crm_desktop.jobs import Progress
from crm_desktop.journal.clock import milliseconds
from crm_desktop.journal.field_actions import NewField, add_own_field
from crm_desktop.journal.journal import Journal
from crm_desktop.pipeline.actions import add_deal, write_deal
from crm_desktop.quality.checks import BY_NAME, CHECKS
from crm_desktop.quality.counting import Asked, found_by, found_by_all, still_found
from crm_desktop.schema.catalogue import kind_named
from crm_desktop.schema.forms import Place, Stored
from crm_desktop.schema.own import Kinds
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.store.record_query import View, rows_by_rid
from tests.conftest import NOON, MovedClock

TODAY = NOON.date()
DAY_MS = 86_400_000


@pytest.fixture
def asked(place: Place) -> Asked:
    return Asked(place, TODAY, milliseconds(NOON))


@pytest.fixture
def found(journal: Journal, asked: Asked) -> Callable[[str], list[str]]:
    """Return the names of what a check finds."""

    def names(check: str) -> list[str]:
        wanted = BY_NAME[check]
        with journal.store.reader() as reader:
            kind = kind_named(wanted.kind)
            rids = found_by(reader, wanted, asked).rids
            rows = rows_by_rid(reader, View(kind, (), (), (kind.table.title,)), asked.place, rids)
        return [str(row.values[0]) for row in rows]

    return names


Names = Callable[[str], list[str]]


def person(journal: Journal, name: str, **values: Stored) -> bytes:
    return add_contact(journal, "person", {"name": name, **values})


def company(journal: Journal, name: str, **values: Stored) -> bytes:
    return add_contact(journal, "company", {"name": name, **values})


def point(journal: Journal, contact: bytes, kind: str, value: str) -> None:
    """Keep a number or an address as an import found it."""
    with journal.transaction("Import") as tx:
        tx.insert("contact_point", {"contact": contact, "kind": kind, "value": value, "is_primary": 1, "position": 0})


def test_every_check_shows_fields_that_its_records_have() -> None:
    for check in CHECKS:
        kind = Kinds().named(check.kind)
        assert [kind.field(name).name for name in check.columns] == list(check.columns)
        assert bool(check.where) != bool(check.find)


def test_an_empty_workspace_has_nothing_to_mend(journal: Journal, asked: Asked) -> None:
    with journal.store.reader() as reader:
        assert {each.check.name: each.total for each in found_by_all(reader, asked) if each.total} == {}


def test_people_who_cannot_be_reached_are_missing_something(journal: Journal, found: Names) -> None:
    dana = person(journal, "Dana")
    person(journal, "Priya", email="priya@zoomit.example")
    assert found("people_unreachable") == ["Dana"]
    edit_contact(journal, dana, {"phone": "+1 212 555 0142"})
    assert found("people_unreachable") == []


def test_companies_without_address_and_contacts_without_owner(journal: Journal, found: Names) -> None:
    company(journal, "Acme", city="Springfield", owner=journal.member)
    company(journal, "Zoomit", website="https://zoomit.example")
    assert found("companies_without_address") == ["Zoomit"]
    assert found("contacts_without_owner") == ["Zoomit"]
    assert found("companies_unreachable") == ["Acme"]


def test_what_is_no_address_number_or_website_is_invalid(journal: Journal, found: Names) -> None:
    bad = company(journal, "Acme", website="not a site")
    good = company(journal, "Zoomit", website="zoomit.example", email="a@zoomit.example", phone="+1 212 555 0142")
    point(journal, bad, "email", "dana at acme")
    point(journal, bad, "phone", "12345")
    assert good
    assert [found(each) for each in ("emails", "phones", "websites")] == [["Acme"]] * 3


def test_vat_ids_postal_codes_and_bank_accounts_are_checked(journal: Journal, found: Names) -> None:
    add_own_field(journal, NewField("companies", "IBAN", "text"))
    bad = {"vat_id": "DE136695977", "postal_code": "336", "city": "Bielefeld", "country": "DE", "iban": "DE88"}
    good = {"vat_id": "DE136695976", "postal_code": "33602", "city": "Bielefeld", "country": "DE"}
    company(journal, "Acme", **bad)
    company(journal, "Zoomit", **good, iban="DE89370400440532013000")
    assert [found(each) for each in ("vat_ids", "postal_codes", "bank_accounts")] == [["Acme"]] * 3


def test_customers_whom_nobody_spoke_to_are_stale(journal: Journal, found: Names, clock: MovedClock) -> None:
    clock.move(days=-400)
    acme = company(journal, "Acme", lifecycle="customer")
    company(journal, "Zoomit", roles='["customer"]')
    company(journal, "Plexzap", lifecycle="lead")
    clock.move(days=390)
    log_interaction(journal, {"kind": "call", "at": milliseconds(clock()), "company": acme})
    clock.move(days=10)
    assert found("silent_customers") == ["Zoomit"]


def test_open_deals_that_nobody_touched_or_that_were_expected_are_stale(
    journal: Journal, found: Names, clock: MovedClock
) -> None:
    clock.move(days=-300)
    old = add_deal(journal, {"title": "Old", "expected_on": (TODAY - timedelta(days=5)).isoformat()})
    add_deal(journal, {"title": "Spoken of", "expected_on": (TODAY + timedelta(days=5)).isoformat()})
    clock.move(days=300)
    with journal.store.reader() as reader:
        (other,) = reader.execute("SELECT id FROM deal WHERE id <> ?", (old,)).fetchone()
    log_interaction(journal, {"kind": "call", "at": milliseconds(clock()), "deal": other})
    assert found("silent_deals") == ["Old"]
    assert found("overdue_deals") == ["Old"]


def test_contacts_to_keep_in_touch_with_are_stale_after_their_own_time(
    journal: Journal, found: Names, clock: MovedClock
) -> None:
    clock.move(days=-40)
    person(journal, "Dana", keep_in_touch_days=30)
    person(journal, "Priya", keep_in_touch_days=60)
    clock.move(days=40)
    assert found("lost_touch") == ["Dana"]


def test_a_former_customer_with_an_open_deal_is_a_contradiction(journal: Journal, found: Names) -> None:
    acme = company(journal, "Acme", lifecycle="former")
    company(journal, "Zoomit", lifecycle="former")
    add_deal(journal, {"title": "GTX", "company": acme})
    assert found("former_with_deal") == ["Acme"]


def test_deals_with_impossible_days_are_contradictions(journal: Journal, found: Names) -> None:
    wrong = add_deal(journal, {"title": "Wrong"})
    add_deal(journal, {"title": "Right"})
    with journal.transaction("Edit") as tx:
        write_deal(tx, wrong, {"opened_on": "2026-05-10", "closed_on": "2026-05-01"})
        tx.update("deal", wrong, {"outcome": "won"})
    assert found("closed_before_opened") == ["Wrong"]
    with journal.transaction("Edit") as tx:
        tx.update("deal", wrong, {"closed_on": None})
    assert found("closed_without_day") == ["Wrong"]
    with journal.transaction("Edit") as tx:
        tx.update("deal", wrong, {"closed_on": "2027-01-01"})
    assert found("closed_in_the_future") == ["Wrong"]


def test_people_with_impossible_days_and_places_are_contradictions(journal: Journal, found: Names) -> None:
    acme = company(journal, "Acme", founded_year=2060)
    dana = person(journal, "Dana", company=acme, birthday="2031-01-01")
    person(journal, "Priya", birthday="--02-29")
    with journal.transaction("Note") as tx:
        tx.insert("affiliation", {"person": dana, "company": acme, "from_day": "2020-01-01", "to_day": "2019-01-01"})
    assert (found("born_later"), found("founded_later"), found("job_ends_first")) == (["Dana"], ["Acme"], ["Dana"])
    remove_contacts(journal, [acme])
    assert found("works_nowhere") == ["Dana"]


def test_consent_of_who_must_not_be_contacted_is_a_contradiction(journal: Journal, found: Names) -> None:
    dana = person(journal, "Dana", do_not_contact=1)
    entry: dict[str, Stored] = {"contact": dana, "purpose": "Newsletter", "channel": "email", "source": "Form"}
    record_consent(journal, {**entry, "state": "given", "at": milliseconds(NOON) - DAY_MS})
    assert found("refused_and_allowed") == ["Dana"]
    record_consent(journal, {**entry, "state": "withdrawn"})
    assert found("refused_and_allowed") == []


def test_mended_records_are_told_from_those_that_are_left(journal: Journal, asked: Asked) -> None:
    one, other = person(journal, "Dana"), person(journal, "Priya")
    check = BY_NAME["people_unreachable"]
    with journal.store.reader() as reader:
        rids = list(found_by(reader, check, asked).rids)
    edit_contact(journal, one, {"email": "dana@acme.example"})
    with journal.store.reader() as reader:
        assert still_found(reader, check, asked, rids) == {rids[1]}
    assert other


def test_the_count_of_all_can_be_cancelled(journal: Journal, asked: Asked) -> None:
    progress = Progress()
    progress.cancel()
    with journal.store.reader() as reader, pytest.raises(Cancelled):
        found_by_all(reader, asked, progress)


def test_own_fields_called_otherwise_are_no_bank_accounts(journal: Journal, found: Names) -> None:
    add_own_field(journal, NewField("companies", "Account", "text"))
    company(journal, "Acme", account="DE88")
    assert found("bank_accounts") == []
    with journal.store.reader() as reader:
        assert workspace_kinds(reader).own["contact"]
