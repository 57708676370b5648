"""Own fields: every value is a field of its own for the journal, its clocks, history and undo."""

import json

import pytest

from crm_desktop.acts import add_record, set_fields
from crm_desktop.errors import InvalidField, UndoWouldOverwrite
from crm_desktop.filters.tree import Condition
from crm_desktop.journal.field_actions import NewField, add_own_field
from crm_desktop.journal.history import Narrowing, history_page, record_history
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.told import told_history
from crm_desktop.journal.undo import redo_last, restore_value, undo_last, undo_step
from crm_desktop.schema.forms import Place, Plain
from crm_desktop.schema.own import FIRST_OWN_NUMBER, own_number
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.store.record_query import View, one_record, plain_record, record_page
from tests.journal.test_transaction import add_people

TYPED = {
    "text": ("Blue “eyes”", "Blue “eyes”"),
    "long_text": ("first\nsecond", "first\nsecond"),
    "number": ("1250.75", 1250.75),
    "money": ("99.50", "99.50"),
    "date": ("5/14/2026", "2026-05-14"),
    "time": ("2:30 pm", "14:30"),
    "yes_no": ("yes", True),
    "choice": ("gold", "Gold"),
    "choices": ("gold, Silver", ["Gold", "Silver"]),
    "link": ("Acme", "Acme"),
    "url": ("Example.com", "https://example.com"),
    "phone": ("212 555 0147", "+12125550147"),
}


def add_field(journal: Journal, label: str, kind: str = "text", record_kind: str = "people") -> bytes:
    choices = ("Gold", "Silver") if kind.startswith("choice") else ()
    return add_own_field(journal, NewField(record_kind, label, kind, choices, "companies" if kind == "link" else None))


def shown(journal: Journal, record: bytes, place: Place) -> dict[str, Plain]:
    with journal.store.reader() as reader:
        found = one_record(reader, workspace_kinds(reader).of("contact", "person"), record, place)
        assert found is not None
        return plain_record(*found, place)


@pytest.mark.parametrize("kind", TYPED)
def test_each_type_is_typed_stored_and_read_back(journal: Journal, place: Place, kind: str) -> None:
    add_record(journal, "companies", {"name": "Acme"})
    add_field(journal, "Extra", kind)
    typed, plain = TYPED[kind]
    dana = add_record(journal, "people", {"name": "Dana", "extra": typed})
    assert shown(journal, dana, place)["extra"] == plain
    set_fields(journal, dana, {"extra": ""})
    assert not shown(journal, dana, place)["extra"]
    undo_last(journal)
    assert shown(journal, dana, place)["extra"] == plain


@pytest.mark.parametrize("kind", TYPED)
def test_each_type_is_filtered_and_sorted(journal: Journal, place: Place, kind: str) -> None:
    add_record(journal, "companies", {"name": "Acme"})
    add_field(journal, "Extra", kind)
    dana = add_record(journal, "people", {"name": "Dana", "extra": TYPED[kind][0]})
    erik = add_record(journal, "people", {"name": "Alf"})
    with journal.store.reader() as reader:
        people = workspace_kinds(reader).named("people")
        found = record_page(reader, View(people, (Condition("extra", "=", TYPED[kind][0].split(",")[0]),)), place)
        assert [row.record for row in found.rows] == [dana]
        ordered = record_page(reader, View(people, (), ("extra",)), place)
        assert [row.record for row in ordered.rows] == [dana, erik]


def test_each_value_is_one_change_under_the_number_of_its_field(journal: Journal) -> None:
    size, colour = add_field(journal, "Shoe size", "number"), add_field(journal, "Colour")
    (dana,) = add_people(journal, "Dana")
    set_fields(journal, dana, {"shoe_size": "39.5", "colour": "red"})
    set_fields(journal, dana, {"shoe_size": "40"})
    with journal.store.reader() as reader:
        noted = reader.execute("SELECT fld, delta FROM change WHERE fld >= ? ORDER BY seq", (FIRST_OWN_NUMBER,))
        changes = [(number, *json.loads(delta)[:2]) for number, delta in noted]
        clocks = reader.execute("SELECT count(*) FROM fclock WHERE fld >= ?", (FIRST_OWN_NUMBER,)).fetchone()[0]
    assert sorted(changes[:2]) == sorted([(own_number(size), None, 39.5), (own_number(colour), None, "red")])
    assert changes[2:] == [(own_number(size), 39.5, 40.0)]
    assert clocks == 2


def test_the_noted_base_is_the_clock_of_the_value_that_stood(journal: Journal) -> None:
    size = own_number(add_field(journal, "Shoe size", "number"))
    (dana,) = add_people(journal, "Dana")
    set_fields(journal, dana, {"shoe_size": "39"})
    with journal.store.reader() as reader:
        clock = list(reader.execute("SELECT hlc, site FROM fclock WHERE fld = ?", (size,)).fetchone())
    set_fields(journal, dana, {"shoe_size": "40"})
    with journal.store.reader() as reader:
        (delta,) = reader.execute("SELECT delta FROM change WHERE fld = ? ORDER BY seq DESC", (size,)).fetchone()
    assert json.loads(delta) == [39.0, 40.0, clock]


def test_history_tells_own_fields_by_their_label(journal: Journal, place: Place) -> None:
    add_field(journal, "Shoe size", "number")
    (dana,) = add_people(journal, "Dana")
    set_fields(journal, dana, {"shoe_size": "39.5"})
    with journal.store.reader() as reader:
        (told,) = told_history(reader, place, None, dana)[0].changes
        assert (told.label, told.before, told.after) == ("Shoe size", "", "39.5")
        assert record_history(reader, dana)[0].changes[0].field == "shoe_size"
        assert len(history_page(reader, narrowing=Narrowing(field="shoe_size"))) == 1


def test_undo_of_one_own_field_leaves_the_others(journal: Journal, place: Place) -> None:
    add_field(journal, "Colour")
    add_field(journal, "Shape")
    (dana,) = add_people(journal, "Dana")
    set_fields(journal, dana, {"colour": "red"})
    set_fields(journal, dana, {"shape": "round"})
    with journal.store.reader() as reader:
        red = history_page(reader)[1].step
    undo_step(journal, red)
    assert shown(journal, dana, place)["colour"] is None
    assert shown(journal, dana, place)["shape"] == "round"
    undo_last(journal)
    redo_last(journal)
    assert shown(journal, dana, place)["shape"] == "round"


def test_undo_refuses_to_overwrite_a_newer_own_value(journal: Journal, place: Place) -> None:
    add_field(journal, "Colour")
    (dana,) = add_people(journal, "Dana")
    set_fields(journal, dana, {"colour": "red"})
    with journal.store.reader() as reader:
        red = history_page(reader)[0].step
    set_fields(journal, dana, {"colour": "blue"})
    with pytest.raises(UndoWouldOverwrite) as refused:
        undo_step(journal, red)
    assert refused.value.newer == ["Dana: Colour was changed by “Edit Dana”"]
    restore_value(journal, "contact", dana, "colour", red + 1)
    assert shown(journal, dana, place)["colour"] == "red"


def test_a_removed_field_still_has_its_history(journal: Journal, place: Place) -> None:
    field = add_field(journal, "Colour")
    (dana,) = add_people(journal, "Dana")
    set_fields(journal, dana, {"colour": "red"})
    with journal.transaction("Remove field") as tx:
        tx.remove("custom_field", field)
    assert "colour" not in shown(journal, dana, place)
    with journal.store.reader() as reader:
        assert told_history(reader, place, None, dana)[0].changes[0].label == "Colour"
    undo_last(journal)
    assert shown(journal, dana, place)["colour"] == "red"


def test_a_field_of_people_is_no_field_of_companies(journal: Journal) -> None:
    add_field(journal, "Colour")
    with journal.store.reader() as reader:
        kinds = workspace_kinds(reader)
        having = [name for name in ("people", "companies", "contacts", "deals") if kinds.named(name).own_fields]
    assert having == ["people", "contacts"]


def test_two_fields_of_one_label_have_names_of_their_own(journal: Journal) -> None:
    for label in ("Name", "Colour", "Colour", "9 lives", "好き", "class"):
        add_field(journal, label)
    with journal.store.reader() as reader:
        own = workspace_kinds(reader).named("people").own_fields
    assert [each.name for each in own] == ["name_2", "colour", "colour_2", "field_9_lives", "好き", "field_class"]


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (NewField("people", " ", "text"), "label"),
        (NewField("people", "x" * 81, "text"), "label"),
        (NewField("views", "Colour", "text"), "record_kind"),
        (NewField("people", "Colour", "paint"), "kind"),
        (NewField("people", "Colour", "choice"), "choices"),
        (NewField("people", "Colour", "choice", ("red, blue",)), "choices"),
        (NewField("people", "Friend", "link"), "target"),
    ],
)
def test_a_field_that_cannot_be_is_refused_beside_what_is_wrong(journal: Journal, wanted: NewField, field: str) -> None:
    with pytest.raises(InvalidField) as refused:
        add_own_field(journal, wanted)
    assert refused.value.field == field


def test_many_rows_take_own_values_with_one_statement(journal: Journal, place: Place) -> None:
    add_field(journal, "Colour")
    ids = [add_record(journal, "people", {"name": name}) for name in ("Ada", "Bob")]
    with journal.transaction("Paint") as tx:
        tx.update_many("contact", ["colour"], [("red", ids[0]), ("blue", ids[1])])
    assert [shown(journal, each, place)["colour"] for each in ids] == ["red", "blue"]
    with journal.transaction("Clear") as tx:
        tx.update_many("contact", ["colour"], [(None, each) for each in ids])
    assert [shown(journal, each, place)["colour"] for each in ids] == [None, None]
