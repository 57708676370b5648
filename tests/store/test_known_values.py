"""Values that records have in a field, offered to choose from."""

from crm_desktop.contacts.actions import add_contact
from crm_desktop.journal.journal import Journal
from crm_desktop.schema.catalogue import kind_named
from crm_desktop.store.known_values import values_in_use
from tests.contacts.world import made_world


def offered(journal: Journal, kind: str, field: str) -> list[str]:
    chosen = kind_named(kind)
    with journal.store.reader() as reader:
        return values_in_use(reader, chosen, chosen.field(field))


def test_texts_are_offered_where_several_records_share_them(journal: Journal) -> None:
    made_world(journal)
    add_contact(journal, "company", {"name": "Kan-code", "sector": "retail"})
    assert offered(journal, "companies", "sector") == ["retail"]
    assert offered(journal, "companies", "source") == []


def test_each_tag_is_offered_those_in_use_most_first(journal: Journal) -> None:
    made_world(journal)
    add_contact(journal, "person", {"name": "A", "tags": '["vip", "Q3 budget"]'})
    assert offered(journal, "contacts", "tags") == ["Q3 budget", "vip"]
