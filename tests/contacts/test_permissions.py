"""The consent column: what the ledger says, read for whole lists at once."""

import pytest

from crm_desktop.acts import set_fields
from crm_desktop.contacts.actions import add_contact
from crm_desktop.contacts.consent import record_consent
from crm_desktop.filters.parsing import conditions_from_text
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.transaction import Stored
from crm_desktop.schema.forms import Place
from crm_desktop.schema.own import STANDARD
from crm_desktop.store.record_query import View, plain_record, record_page

DAY_MS = 86_400_000


def note(journal: Journal, contact: bytes, channel: str, state: str, days: int = 0, purpose: str = "News") -> None:
    at = int(journal.clock().timestamp() * 1000) - days * DAY_MS
    about: dict[str, Stored] = {
        "contact": contact,
        "channel": channel,
        "state": state,
        "purpose": purpose,
        "source": "Form",
        "at": at,
    }
    record_consent(journal, about)


@pytest.fixture
def asked(journal: Journal) -> Journal:
    anna = add_contact(journal, "person", {"name": "Anna"})
    note(journal, anna, "email", "withdrawn", days=9)
    note(journal, anna, "email", "given", days=3)
    note(journal, anna, "phone", "given", days=3)
    note(journal, anna, "phone", "withdrawn", days=5, purpose="Offers")
    ben = add_contact(journal, "person", {"name": "Ben"})
    note(journal, ben, "letter", "given")
    set_fields(journal, ben, {"do_not_contact": "yes"})
    add_contact(journal, "person", {"name": "Cara"})
    return journal


def permissions(journal: Journal, place: Place, where: str = "") -> dict[object, object]:
    kind = STANDARD.named("people")
    view = View(kind, conditions_from_text(where, kind, place), (), ("name", "may_contact"))
    with journal.store.reader() as reader:
        rows = [plain_record(view, row, place) for row in record_page(reader, view, place).rows]
    return {row["name"]: row["may_contact"] for row in rows}


def test_the_newest_entry_of_each_purpose_holds_and_the_strictest_purpose_wins(asked: Journal, place: Place) -> None:
    assert permissions(asked, place) == {
        "Anna": ["email_given", "phone_withdrawn"],
        "Ben": ["email_withdrawn", "phone_withdrawn", "letter_withdrawn"],
        "Cara": [],
    }


def test_lists_are_filtered_by_what_is_allowed(asked: Journal, place: Place) -> None:
    assert list(permissions(asked, place, "may_contact = email_given")) == ["Anna"]
    assert list(permissions(asked, place, "may_contact empty")) == ["Cara"]
    assert list(permissions(asked, place, "may_contact in letter_withdrawn, phone_withdrawn")) == ["Anna", "Ben"]
