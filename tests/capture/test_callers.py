"""Who calls: a number in whatever format people type or paste it."""

from zoneinfo import ZoneInfo

import pytest

from crm_desktop.activities.actions import log_interaction
from crm_desktop.capture.callers import caller_card, callers
from crm_desktop.contacts.actions import add_contact
from crm_desktop.errors import InvalidField
from crm_desktop.journal.journal import Journal
from crm_desktop.pipeline.actions import add_deal
from crm_desktop.schema.forms import Place

GERMANY = Place("de", "DE", "EUR", ZoneInfo("Europe/Berlin"))
BRITAIN = Place("en", "GB", "GBP", ZoneInfo("Europe/London"))
AMERICA = Place("en", "US", "USD", ZoneInfo("America/New_York"))

FORMATS = [
    (GERMANY, "Berlin", "030 901820"),
    (GERMANY, "Berlin", "030901820"),
    (GERMANY, "Berlin", "+49 30 901820"),
    (GERMANY, "Berlin", "0049 30 901820"),
    (GERMANY, "Berlin", "+49 (0)30 901820"),
    (GERMANY, "Berlin", "(030) 90 18 20"),
    (GERMANY, "Berlin", "030/901820"),
    (GERMANY, "Berlin", "030 / 90-18-20"),
    (GERMANY, "Berlin", "030.901.820"),
    (GERMANY, "Berlin", "Tel.: 030 901820"),
    (GERMANY, "Berlin", "tel:+4930901820"),
    (GERMANY, "Berlin", "901820"),
    (GERMANY, "Berlin", "1820"),
    (GERMANY, "Berlin", "030 901820 Durchwahl 12"),
    (GERMANY, "Berlin", "４９ ３０ ９０１８２０"),
    (GERMANY, "Berlin", "49 30 901820"),
    (GERMANY, "Berlin", "030\u00a0901\u202f820"),
    (BRITAIN, "Berlin", "00 49 30 901820"),
    (BRITAIN, "London", "020 7946 0018"),
    (BRITAIN, "London", "+44 20 7946 0018 ext. 5"),
    (BRITAIN, "London", "(+44) 20-7946-0018"),
    (GERMANY, "New York", "(212) 555-0142"),
    (GERMANY, "New York", "(212) 555-0142 x12"),
    (BRITAIN, "New York", "212-555-0142"),
    (GERMANY, "London", "0044 (0)20 7946 0018"),
    (AMERICA, "New York", "(212) 555-0142"),
    (AMERICA, "New York", "212.555.0142"),
    (AMERICA, "New York", "1-212-555-0142"),
    (AMERICA, "New York", "212-555-0142 x12"),
    (AMERICA, "New York", "011 1 212 555 0142"),
    (AMERICA, "Flowers", "1-800-FLOWERS"),
    (AMERICA, "Berlin", "011 49 30 901820"),
]


@pytest.fixture
def known(journal: Journal) -> Journal:
    for name, phone in (
        ("Berlin", "+49 30 901820"),
        ("London", "+44 20 7946 0018"),
        ("New York", "+1 212 555 0142"),
        ("Flowers", "+1 800 356 9377"),
        ("Nobody", "+49 89 123456"),
    ):
        add_contact(journal, "company", {"name": name, "phone": phone})
    return journal


@pytest.mark.parametrize(("place", "name", "typed"), FORMATS)
def test_a_caller_is_found_in_whatever_format_the_number_is_typed(
    known: Journal, place: Place, name: str, typed: str
) -> None:
    with known.store.reader() as reader:
        assert [each.name for each in callers(reader, typed, place)][:1] == [name]


@pytest.mark.parametrize("typed", ["030 5550", "030 5550 ext. 12", "030 5550 Durchwahl 99"])
def test_a_number_kept_with_an_extension_is_found_with_and_without_it(known: Journal, typed: str) -> None:
    add_contact(known, "person", {"name": "Switchboard", "phone": "+49 30 5550 ext. 12"})
    with known.store.reader() as reader:
        assert [each.name for each in callers(reader, typed, GERMANY)] == ["Switchboard"]


@pytest.mark.parametrize("typed", ["", "12", "call me", "+", "()", "0"])
def test_too_few_digits_are_refused_with_the_reason(known: Journal, typed: str) -> None:
    with known.store.reader() as reader, pytest.raises(InvalidField, match="at least 4 digits"):
        callers(reader, typed, GERMANY)


def test_the_card_tells_the_last_five_contacts_and_what_is_open(known: Journal) -> None:
    dana = add_contact(known, "person", {"name": "Dana", "phone": "+49 30 777777"})
    for day in range(7):
        log_interaction(known, {"kind": "call", "at": day * 86_400_000, "subject": f"Talk {day}", "person": dana})
    ole = add_contact(known, "person", {"name": "Ole"})
    log_interaction(known, {"kind": "meeting", "at": 8 * 86_400_000, "subject": "Fair", "person": ole}, others=[dana])
    add_deal(known, {"title": "Open", "person": dana})
    won = add_deal(known, {"title": "Won", "person": dana})
    with known.transaction("Settle") as tx:
        tx.update("deal", won, {"outcome": "won"})
        for number, status in ((1, "open"), (2, "closed")):
            tx.insert("ticket", {"number": number, "subject": "Noise", "status": status, "contact": dana})
    with known.store.reader() as reader:
        card = caller_card(reader, callers(reader, "030/777777", GERMANY)[0].id)
    assert [each.subject for each in card.talks] == ["Fair", *(f"Talk {day}" for day in (6, 5, 4, 3))]
    assert [each.title for each in card.deals] == ["Open"]
    assert [each.title for each in card.tickets] == ["#1 Noise"]
