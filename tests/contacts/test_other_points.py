"""More ways to reach a contact than the main ones."""

import pytest

from crm_desktop.contacts.other_points import add_point, write_point
from crm_desktop.contacts.record import contact_record
from crm_desktop.contacts.record_parts import PointLine
from crm_desktop.errors import InvalidField, UnknownRecord
from crm_desktop.journal.ids import new_id
from crm_desktop.journal.journal import Journal
from tests.contacts.world import made_world


def points(journal: Journal, contact: bytes) -> list[PointLine]:
    with journal.store.reader() as reader:
        found = contact_record(reader, contact, journal.place)
    assert found is not None
    return list(found.points)


def test_a_second_number_stands_after_the_main_one(journal: Journal) -> None:
    world = made_world(journal)
    add_point(journal, world.acme, "phone", "(212) 555-0142", "mobile")
    phones = [point for point in points(journal, world.acme) if point.kind == "phone"]
    assert [(point.value, point.label, point.primary) for point in phones] == [
        ("+1 555 014 2100", "", True),
        ("+12125550142", "mobile", False),
    ]


def test_the_first_of_its_kind_becomes_the_main_one(journal: Journal) -> None:
    world = made_world(journal)
    add_point(journal, world.priya, "email", "Priya@Zoomit.example")
    (point,) = points(journal, world.priya)
    assert point.primary


def test_a_point_is_changed_and_taken_away_with_nothing(journal: Journal) -> None:
    world = made_world(journal)
    made = add_point(journal, world.dana, "email", "dana@home.example", "home")
    write_point(journal, made, "dana@new.example")
    assert "dana@new.example" in {point.value for point in points(journal, world.dana)}
    write_point(journal, made, "")
    assert [point.value for point in points(journal, world.dana)] == ["dana.whitfield@acme.example"]


def test_what_is_no_address_is_refused_and_what_is_gone_is_told(journal: Journal) -> None:
    world = made_world(journal)
    for kind in ("email", "phone"):
        with pytest.raises(InvalidField) as refused:
            add_point(journal, world.dana, kind, "nothing of the kind")
        assert refused.value.field == "value"
    with pytest.raises(UnknownRecord):
        write_point(journal, new_id(), "dana@new.example")
