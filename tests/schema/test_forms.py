"""Values as they are typed, stored, carried and shown."""

from zoneinfo import ZoneInfo

import pytest

from crm_desktop.errors import InvalidField
from crm_desktop.schema.activities import INTERACTION
from crm_desktop.schema.catalogue import BY_NUMBER, TABLES
from crm_desktop.schema.contacts import CONTACT
from crm_desktop.schema.field import Field
from crm_desktop.schema.forms import Place, plain_value, shown_value, stored_value
from crm_desktop.schema.pipeline import DEAL

US = Place("en", "US", "USD", ZoneInfo("America/New_York"))
GERMANY = Place("de", "DE", "EUR", ZoneInfo("Europe/Berlin"))
AMOUNT, BIRTHDAY, TAGS = DEAL.by_name["amount"], CONTACT.by_name["birthday"], CONTACT.by_name["tags"]


@pytest.mark.parametrize(
    ("place", "field", "typed", "stored"),
    [
        (US, AMOUNT, "4,821", 482_100),
        (US, AMOUNT, "$4,821.50", 482_150),
        (US, AMOUNT, "4821.5", 482_150),
        (GERMANY, AMOUNT, "4.821,50", 482_150),
        (GERMANY, AMOUNT, "4.821", 482_100),
        (GERMANY, AMOUNT, "4821.50", 482_150),
        (US, DEAL.by_name["expected_on"], "5/14/2026", "2026-05-14"),
        (GERMANY, DEAL.by_name["expected_on"], "14.5.2026", "2026-05-14"),
        (GERMANY, BIRTHDAY, "24.12.", "--12-24"),
        (US, TAGS, "vip, press, vip", '["vip", "press"]'),
        (US, CONTACT.by_name["roles"], "Customer; supplier", '["customer", "supplier"]'),
        (US, CONTACT.by_name["country"], "Germany", "DE"),
        (US, DEAL.by_name["probability"], "35 %", 35),
        (US, CONTACT.by_name["do_not_contact"], "yes", 1),
        (US, INTERACTION.by_name["at"], "2026-05-14 09:00", 1_778_763_600_000),
        (GERMANY, INTERACTION.by_name["at"], "2026-05-14 09:00", 1_778_742_000_000),
        (US, AMOUNT, "  ", None),
    ],
)
def test_typed_values_are_understood_as_people_there_mean_them(
    place: Place, field: Field, typed: str, stored: object
) -> None:
    assert stored_value(field, typed, place) == stored


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        (AMOUNT, "lots"),
        (DEAL.by_name["probability"], "3.5"),
        (DEAL.by_name["probability"], "155"),
        (CONTACT.by_name["employees"], "-3"),
        (CONTACT.by_name["founded_year"], "99999"),
        (CONTACT.by_name["keep_in_touch_days"], "-5"),
        (INTERACTION.by_name["duration_min"], "-5"),
        (DEAL.by_name["expected_on"], "2026-02-30"),
        (CONTACT.by_name["roles"], "wizard"),
        (CONTACT.by_name["country"], "Atlantis"),
        (CONTACT.by_name["name"], " "),
        (CONTACT.by_name["do_not_contact"], "perhaps"),
    ],
)
def test_what_does_not_fit_names_the_field(field: Field, typed: str) -> None:
    with pytest.raises(InvalidField) as refused:
        stored_value(field, typed, US)
    assert refused.value.field == field.name


def test_values_are_shown_and_carried() -> None:
    assert shown_value(AMOUNT, 482_150, US) == "$4,821.50"
    assert plain_value(AMOUNT, 482_150, "USD") == "4821.50"
    assert plain_value(INTERACTION.by_name["at"], 1_778_763_600_000, "USD") == "2026-05-14T13:00:00Z"
    assert shown_value(INTERACTION.by_name["at"], 1_778_763_600_000, US).endswith("09:00")
    assert shown_value(TAGS, '["vip", "press"]', US) == "vip, press"


def test_numbers_of_tables_and_fields_are_never_shared() -> None:
    assert len(BY_NUMBER) == len(TABLES)
    for table in TABLES:
        numbers = [each.number for each in table.all_fields]
        names = [each.name for each in table.all_fields]
        assert len(set(numbers)) == len(numbers), table.name
        assert len(set(names)) == len(names), table.name


def test_every_link_points_to_a_table() -> None:
    known = {each.name for each in TABLES}
    for table in TABLES:
        assert {each.target for each in table.all_fields if each.target} <= known
        assert table.belongs_to is None or table.belongs_to in table.by_name
        assert table.title in table.by_name
