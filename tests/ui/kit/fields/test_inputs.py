"""What is typed into an input, and what is stored of it."""

from collections.abc import Callable, Sequence
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.errors import InvalidField
from crm_desktop.schema.contacts import CONTACT
from crm_desktop.schema.field import Field, FieldKind, choices
from crm_desktop.schema.forms import Place, Stored
from ui.kit.desk import Desk
from ui.kit.fields.base import FieldInput
from ui.kit.fields.choice import ChoiceInput
from ui.kit.fields.day import DayInput, relative_day
from ui.kit.fields.link import Hit, LinkInput
from ui.kit.fields.long_text import LongTextInput
from ui.kit.fields.make import make_input
from ui.kit.fields.money import MoneyInput
from ui.kit.fields.number import NumberInput
from ui.kit.fields.tags import TagsInput
from ui.kit.fields.text import TextInput
from ui.kit.theme import Theme

# Popups ask the window system for what the screenless one cannot do.
THURSDAY = date(2026, 5, 14)


def typed(desk: Desk, name: str, text: str) -> Stored:
    """Return what is stored of `text` typed into the contact's field `name`."""
    made = make_input(desk, CONTACT.by_name[name])
    made.set_typed(text)
    return made.value()


TYPED = (
    ("name", "  Dana Whitfield ", "Dana Whitfield"),
    ("name", "Müller", "Müller"),
    ("nickname", "", None),
    ("email", "Dana@Acme.Example", "dana@acme.example"),
    ("phone", "(212) 555-0142", "+12125550142"),
    ("employees", "2,822", 2822),
    ("annual_revenue", "$1,100.50", 110050),
    ("country", "Germany", "DE"),
    ("website", "acme.example", "https://acme.example"),
    ("birthday", "05/12/1980", "1980-05-12"),
    ("tags", "vip, q3 budget", '["vip", "q3 budget"]'),
    ("roles", "customer, Supplier", '["customer", "supplier"]'),
    ("notes", "one\ntwo", "one\ntwo"),
)


def test_what_is_typed_is_stored_as_the_schema_says(desk: Desk) -> None:
    assert [typed(desk, name, text) for name, text, _stored in TYPED] == [stored for _name, _text, stored in TYPED]


REFUSED = (("email", "j mbeki@acme.example"), ("phone", "12"), ("employees", "many"), ("name", " "))


def test_what_does_not_fit_names_its_field(desk: Desk) -> None:
    for name, text in REFUSED:
        with pytest.raises(InvalidField) as refused:
            typed(desk, name, text)
        assert refused.value.field == name


SHOWN = (
    ("annual_revenue", 110050),
    ("employees", 2822),
    ("phone", "+12125550142"),
    ("birthday", "1980-05-12"),
    ("country", "DE"),
    ("tags", '["vip", "q3"]'),
    ("roles", '["customer"]'),
    ("lifecycle", "lead"),
    ("do_not_contact", 1),
    ("notes", "one\ntwo"),
    ("website", "https://acme.example"),
)


def test_a_value_that_is_shown_and_not_touched_stays_as_it_was(desk: Desk) -> None:
    for name, stored in SHOWN:
        made = make_input(desk, CONTACT.by_name[name])
        made.set_value(stored)
        assert made.value() == stored


def test_an_error_shows_a_red_edge_and_words_until_one_types(theme: Theme, place: Place, qtbot: QtBot) -> None:
    made = TextInput(theme, Field(1, "email", "Email", FieldKind.EMAIL), place)
    qtbot.addWidget(made)
    made.show()
    made.show_error("Remove the space after “j”")
    assert made.line.property("wrong")
    assert made.line.accessibleDescription() == "Remove the space after “j”"
    QTest.keyClicks(made.line, "x")
    assert not made.line.property("wrong")


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("today", date(2026, 5, 14)),
        ("Tomorrow", date(2026, 5, 15)),
        ("fri", date(2026, 5, 15)),
        ("thu", date(2026, 5, 21)),
        ("Monday", date(2026, 5, 18)),
        ("+3", date(2026, 5, 17)),
        ("+10", date(2026, 5, 24)),
    ],
)
def test_a_day_may_be_named_by_its_distance(words: str, day: date) -> None:
    assert relative_day(words, THURSDAY, "en") == day


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("tomorrow", "2026-05-15"),
        ("2026-07-31", "2026-07-31"),
        ("7/31/2026", "2026-07-31"),
        ("31 Jul 2026", "2026-07-31"),
        ("31 Jul", "2026-07-31"),
        ("12 May", "2027-05-12"),
        ("", None),
    ],
)
def test_a_day_is_read_as_here_in_iso_form_or_in_words(theme: Theme, place: Place, text: str, stored: str) -> None:
    made = DayInput(theme, Field(1, "due_day", "Due", FieldKind.DAY), place, lambda: THURSDAY)
    made.set_typed(text)
    assert made.value() == stored


def test_german_weekdays_are_understood() -> None:
    assert relative_day("freitag", THURSDAY, "de") == date(2026, 5, 15)


def test_a_day_can_be_chosen_from_the_calendar(theme: Theme, place: Place, qtbot: QtBot) -> None:
    made = DayInput(theme, Field(1, "due_day", "Due", FieldKind.DAY), place, lambda: THURSDAY)
    qtbot.addWidget(made)
    made.show()
    calendar = made.open_calendar()
    calendar.activated.emit(calendar.selectedDate().addDays(1))
    assert made.value() == "2026-05-15"


def test_germans_type_amounts_the_german_way(theme: Theme, place: Place) -> None:
    german = place._replace(language="de", currency="EUR")
    revenue, employees = CONTACT.by_name["annual_revenue"], CONTACT.by_name["employees"]
    money, number = MoneyInput(theme, revenue, german), NumberInput(theme, employees, german)
    for text, stored in (("1.234,50 €", 123450), ("1.234", 123400), ("12.50", 1250)):
        money.set_typed(text)
        assert money.value() == stored
    number.set_typed("2.822")
    assert number.value() == 2822


def test_a_choice_that_is_offered_no_more_is_still_shown(theme: Theme, place: Place) -> None:
    field = Field(1, "stage", "Stage", FieldKind.CHOICE, choices=choices(("a", "A"), ("b", "B")))
    made = ChoiceInput(theme, field, place)
    made.set_value("gone")
    assert made.value() == "gone"
    assert made.typed() == "gone"
    made.set_value(None)
    assert made.value() is None


def test_tags_are_added_by_enter_and_comma_and_taken_away_by_backspace(
    theme: Theme, place: Place, qtbot: QtBot
) -> None:
    made = TagsInput(theme, Field(1, "tags", "Tags", FieldKind.TAGS), place)
    qtbot.addWidget(made)
    made.show()
    QTest.keyClicks(made.line, "vip,q3")
    QTest.keyClick(made.line, Qt.Key.Key_Return)
    assert made.value() == '["vip", "q3"]'
    QTest.keyClick(made.line, Qt.Key.Key_Backspace)
    assert made.value() == '["vip"]'


def test_only_choices_of_the_field_can_be_added(theme: Theme, place: Place, qtbot: QtBot) -> None:
    made = TagsInput(theme, CONTACT.by_name["roles"], place)
    qtbot.addWidget(made)
    QTest.keyClicks(made.line, "friend")
    QTest.keyClick(made.line, Qt.Key.Key_Return)
    assert "friend" in made.editor.accessibleDescription()
    assert made.line.property("wrong")
    assert made.typed() == ""


ACME = Hit(b"1" * 16, "Acme Corporation", "Springfield")


@pytest.fixture
def link(theme: Theme, place: Place, qtbot: QtBot) -> LinkInput:
    """An input for a company, which finds Acme."""

    def find(text: str, then: Callable[[Sequence[Hit]], None]) -> None:
        then([ACME] if text.lower() in "acme corporation" else [])

    made = LinkInput(theme, Field(30, "company", "Company", FieldKind.LINK, target="contact"), place, find)
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_link_is_found_by_typing_its_name(link: LinkInput, qtbot: QtBot) -> None:
    QTest.keyClicks(link.line, "Acme Corporation")
    qtbot.wait(100)
    assert link.value() == ACME.id


def test_what_is_offered_stands_clear_of_its_line(link: LinkInput, qtbot: QtBot) -> None:
    QTest.keyClicks(link.line, "Acm")
    completer = link.line.completer()
    assert completer is not None
    offers = completer.popup()
    assert offers is not None
    qtbot.waitUntil(offers.isVisible)
    assert offers.y() > link.line.mapToGlobal(link.line.rect().bottomLeft()).y()
    offers.hide()


def test_a_name_that_is_not_found_is_refused(link: LinkInput, qtbot: QtBot) -> None:
    QTest.keyClicks(link.line, "Umbrella")
    qtbot.wait(100)
    with pytest.raises(InvalidField, match="Umbrella"):
        link.value()


def test_an_emptied_link_links_to_nothing(link: LinkInput) -> None:
    link.set_hit(ACME)
    assert link.value() == ACME.id
    link.line.clear()
    QTest.keyClick(link.line, Qt.Key.Key_Backspace)
    assert link.value() is None


def test_long_text_grows_with_its_lines_up_to_ten(theme: Theme, place: Place, qtbot: QtBot) -> None:
    made = LongTextInput(theme, CONTACT.by_name["notes"], place)
    qtbot.addWidget(made)
    made.show()
    low = made.area.height()
    made.set_typed("\n".join("line" for _number in range(6)))
    middle = made.area.height()
    made.set_typed("\n".join("line" for _number in range(60)))
    assert low < middle < made.area.height() < 2 * middle


def test_enter_accepts_but_in_long_text_only_with_ctrl(theme: Theme, place: Place, qtbot: QtBot) -> None:
    line, area = TextInput(theme, CONTACT.by_name["city"], place), LongTextInput(theme, CONTACT.by_name["notes"], place)
    accepted: list[FieldInput] = []
    for each in (line, area):
        qtbot.addWidget(each)
        each.accepted.connect(lambda each=each: accepted.append(each))
        QTest.keyClick(each.editor, Qt.Key.Key_Return)
    assert accepted == [line]
    QTest.keyClick(area.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert accepted == [line, area]


def test_every_input_tells_its_label_to_screen_readers(desk: Desk) -> None:
    for field in CONTACT.fields:
        assert make_input(desk, field).editor.accessibleName() == field.label
