"""Filters made and changed in the popover, by form and as text."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.contacts.actions import add_contact
from crm_desktop.filters.parsing import conditions_from_text
from crm_desktop.filters.printing import conditions_text
from crm_desktop.filters.tree import Condition, Filter
from crm_desktop.schema.catalogue import kind_named
from crm_desktop.workspace import Workspace
from tests.ui.kit.filters.conftest import Settle
from ui.kit.desk import Desk
from ui.kit.filters.day_value import DayValue
from ui.kit.filters.form import FilterForm
from ui.kit.filters.parts_edit import PartsEdit
from ui.kit.filters.plain_values import ChosenValue
from ui.kit.filters.several_values import SeveralValues

PEOPLE = kind_named("people")


class Asked:
    """A form for a filter on people, and what it made."""

    def __init__(self, qtbot: QtBot, desk: Desk, text: str = "", kind: str = "people") -> None:
        self.made: list[tuple[Filter, ...]] = []
        self.parent = QWidget()
        qtbot.addWidget(self.parent)
        self.parent.show()
        before = conditions_from_text(text, kind_named(kind), desk.place)
        self.form = FilterForm(
            desk, kind_named(kind), self.made.append, before[0] if before else None, parent=self.parent
        )

    @property
    def text(self) -> str:
        """What was made, as text."""
        return conditions_text(self.made[-1])


@pytest.mark.parametrize("field", ["rating", "tags", "lifetime_value", "next_step_due", "deals"])
def test_another_field_chosen_in_the_open_popover_has_its_whole_room(qtbot: QtBot, screen: Desk, field: str) -> None:
    asked = Asked(qtbot, screen)
    form = asked.form
    form.open_below(asked.parent)
    qtbot.waitUntil(form.isVisible)
    form.edit.choose(field, "")
    area = form._scroll
    assert area.height() >= form.edit.sizeHint().height()
    qtbot.wait(20)
    assert area.height() >= form.edit.sizeHint().height()
    form.close()


def test_the_open_popover_is_no_higher_than_the_text_of_the_filter_needs(qtbot: QtBot, screen: Desk) -> None:
    asked = Asked(qtbot, screen, "rating = A")
    form = asked.form
    form.open_below(asked.parent)
    qtbot.waitUntil(form.isVisible)
    form.turn()
    assert form.height() == form.sizeHint().height()
    form.close()


@pytest.mark.parametrize(
    ("field", "op", "value", "text"),
    [
        ("job_title", "contains", "buyer", "job_title contains buyer"),
        ("lifetime_value", ">", "5,000", 'lifetime_value > "5,000"'),
        ("next_step_due", "<=", "tomorrow", "next_step_due <= tomorrow"),
        ("next_step_due", "in", "next 7 days", "next_step_due in next 7 days"),
        ("last_interaction_at", "<", "60 days ago", "last_interaction_at < 60 days ago"),
        ("last_interaction_at", "not in", "this month", "last_interaction_at not in this month"),
        ("next_step_due", "=", "31 May 2026", "next_step_due = 2026-05-31"),
        ("birthday", "=", "12 May", "birthday = 12 May"),
        ("lifecycle", "in", "lead, customer", "lifecycle in lead, customer"),
        ("tags", "in", 'vip, "a, b"', 'tags in vip, "a, b"'),
        ("email", "empty", "", "email empty"),
        ("lifetime_value", "between", "5, 10", "lifetime_value between 5 and 10"),
        ("do_not_contact", "=", "no", "do_not_contact = no"),
        ("country", "=", "Germany", "country = Germany"),
    ],
)
def test_a_comparison_is_made_of_field_operator_and_value(
    qtbot: QtBot, desk: Desk, settle: Settle, field: str, op: str, value: str, text: str
) -> None:
    asked = Asked(qtbot, desk)
    settle()
    asked.form.edit.choose(field, op, value)
    settle()
    asked.form.apply()
    assert asked.text == text


@pytest.mark.parametrize(
    "text",
    [
        "job_title contains buyer",
        "last_interaction_at in last 30 days",
        "next_step_due < 2026-05-31",
        "lifetime_value between 5 and 10",
        "rating in A, B",
        "company.sector = retail",
        "company.sector != retail",
        "no company (employees < 5)",
        "has deals (outcome = open and amount > 5)",
        "has 3 tickets",
        "no activities (at in last 60 days)",
        "rating = A or tags = vip and has deals",
        "not (rating = A or tags = vip)",
        "not (rating = A and (tags = vip or name starts D))",
        "not name = Dana",
        "has deals (has deal_line (product starts GTX) or amount > 5)",
        "has consent (channel = email and state = given)",
    ],
)
def test_what_is_opened_and_applied_again_stays_the_same(qtbot: QtBot, desk: Desk, settle: Settle, text: str) -> None:
    asked = Asked(qtbot, desk, text)
    settle()
    asked.form.apply()
    assert asked.text == text


def test_a_member_is_chosen_by_name_or_as_me(qtbot: QtBot, desk: Desk, settle: Settle) -> None:
    asked = Asked(qtbot, desk)
    settle()
    chosen = asked.form.edit.value
    assert isinstance(chosen, ChosenValue)
    assert [chosen.box.itemText(at) for at in range(chosen.box.count())] == ["Me", "Anna Snelling"]
    asked.form.apply()
    assert asked.text == "owner = me"


def test_a_record_that_is_found_is_kept_by_its_id(
    qtbot: QtBot, desk: Desk, workspace: Workspace, settle: Settle
) -> None:
    acme = add_contact(workspace.journal, "company", {"name": "Acme"})
    asked = Asked(qtbot, desk, f"company = {acme.hex()}")
    settle()
    asked.form.apply()
    assert asked.text == f"company = {acme.hex()}"


def test_values_in_use_are_offered_to_be_ticked(qtbot: QtBot, desk: Desk, workspace: Workspace, settle: Settle) -> None:
    for name in ("A", "B"):
        add_contact(workspace.journal, "company", {"name": name, "sector": "Retail"})
    asked = Asked(qtbot, desk, "sector in Retail, Care", "companies")
    settle()
    value = asked.form.edit.value
    assert isinstance(value, SeveralValues)
    assert list(value._boxes) == ["Retail"]
    assert value.text() == "Retail, Care"


def test_what_does_not_fit_is_told_beside_it_and_nothing_is_made(qtbot: QtBot, desk: Desk, settle: Settle) -> None:
    asked = Asked(qtbot, desk)
    asked.form.edit.choose("lifetime_value", ">", "a lot")
    asked.form.apply()
    assert asked.made == []
    assert asked.form.edit.value is not None
    assert asked.form.edit.value.first().accessibleDescription()


def test_nothing_is_told_and_the_focus_stays_while_one_still_chooses(qtbot: QtBot, desk: Desk, settle: Settle) -> None:
    asked = Asked(qtbot, desk)
    asked.form.open_below(asked.parent)
    asked.form.edit.choose("tags", "has")
    value = asked.form.edit.value
    assert value is not None
    asked.form.edit.what.setFocus()
    asked.form.kept.look()
    assert not value.first().accessibleDescription()
    assert not value.first().hasFocus()
    asked.form.apply()
    assert value.first().accessibleDescription()


def test_an_empty_group_is_told(qtbot: QtBot, desk: Desk, settle: Settle) -> None:
    asked = Asked(qtbot, desk, "rating = A or tags = vip")
    inner = asked.form.edit.inner
    assert isinstance(inner, PartsEdit)
    for each in inner.edits:
        each.remove_wanted.emit()
    asked.form.apply()
    assert asked.made == []
    assert "empty" in asked.form.error.text()


def test_a_group_grows_by_keyboard(qtbot: QtBot, desk: Desk, settle: Settle) -> None:
    asked = Asked(qtbot, desk, "has deals (amount > 5)")
    settle()
    inner = asked.form.edit.inner
    assert isinstance(inner, PartsEdit)
    QTest.keyClick(inner._add, Qt.Key.Key_Return)
    added = inner.edits[-1]
    added.choose("outcome", "=", "open")
    settle()
    QTest.keyClick(added.what, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert asked.text == "has deals (amount > 5 and outcome = open)"


def test_the_text_shows_the_form_and_is_read_back(qtbot: QtBot, desk: Desk, settle: Settle) -> None:
    asked = Asked(qtbot, desk, "rating = A")
    settle()
    width = asked.form._apply.sizeHint().width()
    asked.form.turn()
    # in the text Enter begins a line: the button says which keys apply
    assert asked.form._apply.sizeHint().width() > width
    assert asked.form.text.toPlainText() == "rating = A"
    assert asked.form.text.textCursor().atEnd()
    asked.form.text.setPlainText("rating = A or has deals (amount > 5)")
    asked.form.turn()
    assert not asked.form.as_text
    settle()
    asked.form.apply()
    assert asked.text == "rating = A or has deals (amount > 5)"


def test_a_text_that_goes_wrong_is_told_and_the_caret_stands_there(qtbot: QtBot, desk: Desk, settle: Settle) -> None:
    asked = Asked(qtbot, desk)
    asked.form.turn()
    asked.form.text.setPlainText("rating = A and sectr = x")
    asked.form.apply()
    assert asked.made == []
    assert "sectr" in asked.form.error.text() or asked.form.error.text()
    assert asked.form.text.textCursor().position() == 9


def test_several_conditions_of_a_text_become_parts_of_their_own(qtbot: QtBot, desk: Desk, settle: Settle) -> None:
    asked = Asked(qtbot, desk)
    asked.form.turn()
    asked.form.text.setPlainText("rating = A and name starts D")
    asked.form.apply()
    assert asked.made == [(Condition("rating", "=", "A"), Condition("name", "starts", "D"))]


def test_enter_in_a_value_applies(qtbot: QtBot, desk: Desk, settle: Settle) -> None:
    asked = Asked(qtbot, desk, "job_title contains buyer")
    value = asked.form.edit.value
    assert value is not None
    QTest.keyClick(value.first(), Qt.Key.Key_Return)
    assert asked.text == "job_title contains buyer"


def test_enter_goes_on_from_choice_to_choice_and_applies_behind_the_last(
    qtbot: QtBot, desk: Desk, settle: Settle
) -> None:
    asked = Asked(qtbot, desk, "rating = B")
    asked.form.open_below(asked.parent)
    qtbot.waitUntil(lambda: asked.form.focusWidget() is asked.form.first)
    asked.form.edit.what.setFocus()
    for _field_operator_and_value in range(3):
        assert asked.made == []
        focus = asked.form.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, Qt.Key.Key_Return)
    assert asked.text == "rating = B"


def test_a_length_of_days_needs_a_number(qtbot: QtBot, desk: Desk, settle: Settle) -> None:
    asked = Asked(qtbot, desk, "last_interaction_at in last 30 days")
    value = asked.form.edit.value
    assert isinstance(value, DayValue)
    value.count.set_typed("many")
    asked.form.apply()
    assert asked.made == []
    assert value.count.editor.accessibleDescription()


def test_a_condition_put_into_the_open_popover_has_its_whole_room_and_ctrl_enter_leaves_it_there(
    qtbot: QtBot, screen: Desk, settle: Settle
) -> None:
    asked = Asked(qtbot, screen, "not rating = A")
    form = asked.form
    form.open_below(asked.parent)
    qtbot.waitUntil(form.isVisible)
    inner = form.edit.inner
    assert isinstance(inner, PartsEdit)
    QTest.mouseClick(inner._add, Qt.MouseButton.LeftButton)
    added = inner.edits[-1]
    qtbot.waitUntil(lambda: form._scroll.viewport().height() >= form._inner.sizeHint().height())
    added.choose("tags", "=", "vip")
    settle()
    QTest.keyClick(added.remove, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert asked.text == "not (rating = A or tags = vip)"


@pytest.mark.parametrize("as_text", [True, False])
def test_a_name_that_nobody_bears_is_told_and_nothing_is_made(
    qtbot: QtBot, desk: Desk, workspace: Workspace, settle: Settle, *, as_text: bool
) -> None:
    add_contact(workspace.journal, "company", {"name": "Acme Corporation"})
    asked = Asked(qtbot, desk, "" if as_text else "company = Acme Corpration")
    if as_text:
        asked.form.turn()
        asked.form.text.setPlainText("company = Acme Corpration")
    settle()
    asked.form.apply()
    settle()
    assert asked.made == []
    assert asked.form.error.text().endswith("Did you mean “Acme Corporation”?")
    if as_text:
        assert asked.form.text.textCursor().position() == 10
        asked.form.text.setPlainText("company = Acme Corporation")
    else:
        assert asked.form.edit.value is not None
        asked.form.edit.value.set_text("Acme Corporation")
    asked.form.apply()
    settle()
    assert asked.text == "company = Acme Corporation"


@pytest.mark.parametrize("several", [True, False])
def test_a_member_who_left_is_still_called_by_name(
    qtbot: QtBot, desk: Desk, workspace: Workspace, settle: Settle, *, several: bool
) -> None:
    with workspace.journal.transaction("Add member") as tx:
        left = tx.insert("member", {"name": "Ole Berg", "active": 0})
    with workspace.journal.transaction("Remove member") as tx:
        tx.remove("member", left)
    text = f"owner in me, {left.hex()}" if several else f"owner = {left.hex()}"
    asked = Asked(qtbot, desk, text)
    settle()
    value = asked.form.edit.value
    if isinstance(value, ChosenValue):
        assert value.box.currentText() == "Ole Berg"
    else:
        assert isinstance(value, SeveralValues)
        assert [box.text() for box in value._boxes.values() if box.isChecked()] == ["Me", "Ole Berg"]
    asked.form.apply()
    assert asked.text == text
