"""What we know of contacts, what we promised them, and whether we may contact them."""

from datetime import date

import pytest

from crm_desktop.contacts.consent import GIVEN, NOT_ASKED, WITHDRAWN, consent_by_channel, record_consent
from crm_desktop.contacts.known_facts import add_fact, confirm_fact, edit_fact, remove_fact
from crm_desktop.contacts.promises import add_promise, edit_promise, keep_promise, open_promises, remove_promise
from crm_desktop.contacts.record import contact_record
from crm_desktop.contacts.record_parts import ContactRecord
from crm_desktop.errors import InvalidField
from crm_desktop.journal.journal import Journal
from crm_desktop.schema.forms import Stored
from tests.conftest import MovedClock
from tests.contacts.world import World, made_world

TODAY = date(2026, 5, 14)
Values = dict[str, Stored]


@pytest.fixture
def world(journal: Journal) -> World:
    return made_world(journal)


def record(journal: Journal, contact: bytes) -> ContactRecord:
    with journal.store.reader() as reader:
        found = contact_record(reader, contact, journal.place)
    assert found is not None
    return found


def test_a_fact_has_its_source_and_age_and_goes_stale(journal: Journal, world: World) -> None:
    old = add_fact(
        journal, {"contact": world.dana, "text": "Budget is set in May", "source": "Aaron", "learned_on": "2024-03-01"}
    )
    add_fact(journal, {"contact": world.dana, "text": "Prefers calls before noon"})
    new, stale = record(journal, world.dana).facts
    assert (new.learned_on, new.stale(TODAY)) == (TODAY, False)
    assert (stale.text, stale.source, stale.stale(TODAY)) == ("Budget is set in May", "Aaron", True)
    confirm_fact(journal, old)
    assert [fact.stale(TODAY) for fact in record(journal, world.dana).facts] == [False, False]
    edit_fact(journal, old, {"text": "Budget is set in June"})
    remove_fact(journal, record(journal, world.dana).facts[0].id)
    assert [fact.text for fact in record(journal, world.dana).facts] == ["Budget is set in June"]


def test_a_promise_to_a_person_is_one_of_the_company_until_it_is_kept(journal: Journal, world: World) -> None:
    made = add_promise(journal, {"text": "Send the price list", "person": world.dana, "due_day": "2026-05-12"})
    (promise,) = record(journal, world.acme).promises
    assert (promise.text, promise.person, promise.promised_on) == ("Send the price list", "Dana Whitfield", TODAY)
    assert promise.overdue(TODAY)
    with journal.store.reader() as reader:
        assert [(each.text, each.name) for each in open_promises(reader, TODAY)] == [
            ("Send the price list", "Dana Whitfield")
        ]
    keep_promise(journal, made, kept=True)
    (promise,) = record(journal, world.dana).promises
    assert promise.kept_at == journal.clock()
    assert not promise.overdue(TODAY)
    keep_promise(journal, made, kept=False)
    edit_promise(journal, made, {"due_day": None})
    with journal.store.reader() as reader:
        assert open_promises(reader, TODAY) == []
    remove_promise(journal, made)
    assert record(journal, world.dana).promises == ()


def test_words_are_needed(journal: Journal, world: World) -> None:
    with pytest.raises(InvalidField) as refused:
        add_fact(journal, {"contact": world.dana, "text": None})
    assert refused.value.field == "text"
    with pytest.raises(InvalidField) as refused:
        add_promise(journal, {"person": world.dana})
    assert refused.value.field == "text"


def test_the_strictest_purpose_decides_for_a_channel(journal: Journal, clock: MovedClock, world: World) -> None:
    def note(purpose: str, channel: str, state: str) -> None:
        values: Values = {
            "contact": world.dana,
            "purpose": purpose,
            "channel": channel,
            "state": state,
            "source": "Form",
        }
        record_consent(journal, values)
        clock.move(minutes=1)

    def states() -> dict[str, str]:
        return {each.channel: each.state for each in consent_by_channel(record(journal, world.dana).consents)}

    assert states() == {"email": NOT_ASKED, "phone": NOT_ASKED, "letter": NOT_ASKED}
    note("Newsletter", "email", GIVEN)
    note("Offers", "email", WITHDRAWN)
    note("Newsletter", "message", GIVEN)
    assert states() == {"email": WITHDRAWN, "phone": NOT_ASKED, "letter": NOT_ASKED, "message": GIVEN}
    note("Offers", "email", GIVEN)
    assert states()["email"] == GIVEN
    refused = consent_by_channel(record(journal, world.dana).consents, refused=True)
    assert {each.state for each in refused} == {WITHDRAWN}


@pytest.mark.parametrize("missing", ["contact", "purpose", "channel", "state", "source"])
def test_an_entry_says_who_what_and_how_we_know(journal: Journal, world: World, missing: str) -> None:
    values: Values = {
        "contact": world.dana,
        "purpose": "Newsletter",
        "channel": "email",
        "state": "given",
        "source": "Form",
    }
    with pytest.raises(InvalidField) as refused:
        record_consent(journal, {name: value for name, value in values.items() if name != missing})
    assert refused.value.field == missing
