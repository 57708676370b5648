"""More ways to reach a contact than the main ones."""

import pytest

from crm_desktop.contacts.actions import edit_contact
from crm_desktop.contacts.reach import add_point, edit_point, make_main_point, order_points, remove_point
from crm_desktop.contacts.record import contact_record
from crm_desktop.contacts.record_parts import PointLine
from crm_desktop.errors import ChangedMeanwhile, InvalidField, UnknownRecord
from crm_desktop.journal.ids import new_id
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.undo import undo_last
from tests.contacts.world import made_world


def points(journal: Journal, contact: bytes) -> list[PointLine]:
    with journal.store.reader() as reader:
        found = contact_record(reader, contact, journal.place)
    assert found is not None
    return list(found.points)


def test_a_second_number_stands_after_the_main_one(journal: Journal) -> None:
    world = made_world(journal)
    add_point(journal, {"contact": world.acme, "kind": "phone", "value": "(212) 555-0142", "label": "mobile"})
    phones = [point for point in points(journal, world.acme) if point.kind == "phone"]
    assert [(point.value, point.label, point.primary) for point in phones] == [
        ("+1 555 014 2100", "", True),
        ("+12125550142", "mobile", False),
    ]


def test_the_first_of_its_kind_becomes_the_main_one(journal: Journal) -> None:
    world = made_world(journal)
    add_point(journal, {"contact": world.priya, "kind": "email", "value": "Priya@Zoomit.example"})
    (point,) = points(journal, world.priya)
    assert point.primary


def test_a_point_is_changed_and_taken_away_with_nothing(journal: Journal) -> None:
    world = made_world(journal)
    made = add_point(journal, {"contact": world.dana, "kind": "email", "value": "dana@home.example", "label": "home"})
    edit_point(journal, made, {"value": "dana@new.example"})
    assert "dana@new.example" in {point.value for point in points(journal, world.dana)}
    edit_point(journal, made, {"value": None})
    assert [point.value for point in points(journal, world.dana)] == ["dana.whitfield@acme.example"]


def test_what_is_no_address_is_refused_and_what_is_gone_is_told(journal: Journal) -> None:
    world = made_world(journal)
    for kind in ("email", "phone"):
        with pytest.raises(InvalidField) as refused:
            add_point(journal, {"contact": world.dana, "kind": kind, "value": "nothing of the kind"})
        assert refused.value.field == "value"
    with pytest.raises(UnknownRecord):
        edit_point(journal, new_id(), {"value": "dana@new.example"})


def test_another_number_is_made_the_main_one_and_the_rest_are_put_in_order(journal: Journal) -> None:
    world = made_world(journal)
    made = [
        add_point(journal, {"contact": world.acme, "kind": "phone", "value": f"(212) 555-014{number}"})
        for number in range(3)
    ]
    make_main_point(journal, made[1])
    first = points(journal, world.acme)
    phones = [point for point in first if point.kind == "phone"]
    assert [point.primary for point in phones] == [True, False, False, False]
    assert phones[0].id == made[1]
    order_points(journal, [made[2], phones[1].id, made[0]])
    assert [point.id for point in points(journal, world.acme) if point.kind == "phone"][1:] == [
        made[2],
        phones[1].id,
        made[0],
    ]


def test_where_the_main_one_goes_the_next_takes_its_place(journal: Journal) -> None:
    world = made_world(journal)
    second = add_point(journal, {"contact": world.dana, "kind": "email", "value": "dana@home.example"})
    (main,) = [point for point in points(journal, world.dana) if point.primary]
    remove_point(journal, main.id)
    (left,) = points(journal, world.dana)
    assert (left.id, left.primary) == (second, True)
    undo_last(journal)
    assert [point.primary for point in points(journal, world.dana)] == [True, False]


def test_what_is_undone_is_called_by_what_it_was(journal: Journal) -> None:
    world = made_world(journal)
    second = add_point(journal, {"contact": world.dana, "kind": "email", "value": "dana@home.example"})
    edit_point(journal, second, {"value": "dana@new.example"})
    make_main_point(journal, second)
    order_points(journal, [second])
    remove_point(journal, second)
    undone = [undo_last(journal) for _time in range(5)]
    assert [each.label if each is not None else "" for each in undone] == [
        "Delete Email",
        "Change order of Email",
        "Change main Email",
        "Change Email",
        "Add Email",
    ]


def test_an_emptied_main_field_lets_the_next_take_its_place(journal: Journal) -> None:
    world = made_world(journal)
    add_point(journal, {"contact": world.dana, "kind": "email", "value": "dana@home.example"})
    edit_contact(journal, world.dana, {"email": None})
    assert [(point.value, point.primary) for point in points(journal, world.dana)] == [("dana@home.example", True)]


def test_several_addresses_are_kept_in_parts(journal: Journal) -> None:
    world = made_world(journal)
    made = add_point(
        journal, {"contact": world.acme, "kind": "address", "street": "2 Quay", "city": "Halifax", "label": "warehouse"}
    )
    edit_point(journal, made, {"postal_code": "B3H"}, seen={"postal_code": None})
    (added,) = [point for point in points(journal, world.acme) if point.id == made]
    assert (added.label, added.primary) == ("warehouse", False)
    assert (added.address["street"], added.address["city"], added.address["postal_code"]) == (
        "2 Quay",
        "Halifax",
        "B3H",
    )


def test_what_another_window_wrote_meanwhile_is_not_overwritten_unseen(journal: Journal) -> None:
    world = made_world(journal)
    (email,) = points(journal, world.dana)
    edit_point(journal, email.id, {"value": "dana@new.example"})
    with pytest.raises(ChangedMeanwhile, match=r"dana@new\.example") as refused:
        edit_point(journal, email.id, {"value": "dana@other.example"}, seen={"value": email.value})
    edit_point(journal, email.id, {"value": "dana@other.example"}, seen={"value": refused.value.now})
    assert [point.value for point in points(journal, world.dana)] == ["dana@other.example"]
