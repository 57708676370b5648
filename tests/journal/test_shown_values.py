"""Before and after in the history: words where the file holds codes, for every kind of field."""

from zoneinfo import ZoneInfo

import pytest

from crm_desktop.acts import add_record, set_fields
from crm_desktop.journal.history import record_history
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.setting_actions import save_setting
from crm_desktop.journal.shown_values import ShownValues
from crm_desktop.journal.told import told_history
from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.schema.forms import Place, Stored

PLACE = Place("en", "US", "USD", ZoneInfo("UTC"))


@pytest.mark.parametrize(
    ("table", "field", "stored", "shown"),
    [
        ("contact", "language", "de", "German"),
        ("contact", "birthday", "--01-04", "4 January"),
        ("contact", "birthday", "1980-01-04", "4 Jan 1980"),
        ("contact", "employees", 2822, "2,822"),
        ("contact", "founded_year", 1996, "1996"),
        ("contact", "annual_revenue", 110000000, "$1,100,000.00"),
        ("contact", "lifecycle", "prospect", "Prospect"),
        ("contact", "roles", '["customer", "supplier"]', "Customer, Supplier"),
        ("contact", "do_not_contact", 1, "Yes"),
        ("contact", "do_not_contact", 0, "No"),
        ("contact", "website", "https://acme.example", "acme.example"),
        ("contact_point", "country", "DE", "Germany"),
        ("contact_point", "label", "work", "Work"),
        ("relationship", "kind", "reports to", "Reports to"),
        ("deal_contact", "role", "decides", "Decides"),
        ("deal_line", "discount_pct", 5.0, "5 %"),
        ("deal", "probability", 35, "35 %"),
        ("deal", "closed_on", "2026-05-14", "14 May 2026"),
        ("task", "remind_at", 1778751000000, "14 May 2026, 09:30"),
        ("task", "recurrence", "FREQ=WEEKLY;INTERVAL=2", "Every 2 weeks"),
        ("task", "duration_min", 90, "1 h 30 min"),
        ("consent", "state", "withdrawn", "Withdrawn"),
        ("consent", "channel", "email", "Email"),
        ("saved_view", "conditions", '"owner = me"', "owner = me"),
        ("saved_view", "sorting", '["name"]', "name"),
    ],
)
def test_what_is_stored_as_a_code_is_told_in_words(
    journal: Journal, table: str, field: str, stored: Stored, shown: str
) -> None:
    with journal.store.reader() as reader:
        values = ShownValues(reader, PLACE)
        assert values.shown(table, BY_NAME[table].by_name[field], stored, "USD") == shown


def test_the_words_are_those_of_the_language(journal: Journal) -> None:
    with journal.store.reader() as reader:
        values = ShownValues(reader, PLACE._replace(language="de", region="DE"))
        contact = BY_NAME["contact"].by_name
        assert values.shown("contact", contact["language"], "fr", "EUR") == "Französisch"
        assert values.shown("contact", contact["employees"], 2822, "EUR") == "2.822"


def test_a_changed_address_is_told_of_whom_it_is(journal: Journal) -> None:
    acme = add_record(journal, "companies", {"name": "Acme", "street": "1 Mill Lane"})
    set_fields(journal, acme, {"street": "2 Mill Lane"})
    with journal.store.reader() as reader:
        (change,) = record_history(reader, acme)[0].changes
    assert (change.table, change.field, change.title) == ("contact_point", "street", "Acme")


def test_a_changed_setting_is_told_by_its_label_and_choice(journal: Journal) -> None:
    save_setting(journal, "largest_file_mb", "50")
    save_setting(journal, "largest_file_mb", "1024")
    with journal.store.reader() as reader:
        (change,) = told_history(reader, PLACE, None)[0].changes
    assert (change.label, change.before, change.after) == ("Largest file", "50 MB", "1 GB")
