"""Forms, and facts that are edited in place."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.errors import CrmError, InvalidField
from crm_desktop.schema.contacts import CONTACT
from crm_desktop.schema.forms import Stored
from ui.kit.desk import Desk
from ui.kit.fields.base import FieldInput
from ui.kit.fields.fact_row import FactRow
from ui.kit.fields.form import Form
from ui.kit.fields.make import make_input
from ui.kit.layouts import settle_layouts


@pytest.fixture
def form(desk: Desk, qtbot: QtBot) -> Form:
    """A form of four fields."""
    made = Form(desk.theme, [make_input(desk, CONTACT.by_name[name]) for name in ("name", "email", "phone", "tags")])
    qtbot.addWidget(made)
    made.show()
    return made


def test_only_what_was_changed_is_handed_on(form: Form) -> None:
    form.set_values({"name": "Dana", "email": "d@acme.example", "tags": '["vip"]'})
    form.inputs["email"].set_typed("dana@acme.example")
    assert form.changed_values() == {"email": "dana@acme.example"}


def test_all_that_does_not_fit_is_said_at_once_and_the_first_has_the_focus(form: Form, qtbot: QtBot) -> None:
    form.inputs["name"].set_typed("Dana")
    form.inputs["email"].set_typed("no address")
    form.inputs["phone"].set_typed("12")
    form.activateWindow()
    assert form.values() is None
    assert form.inputs["email"].editor.property("wrong")
    assert form.inputs["phone"].editor.property("wrong")
    qtbot.waitUntil(form.inputs["email"].editor.hasFocus)


def test_an_error_from_the_core_goes_to_its_input(form: Form) -> None:
    assert form.show_error(InvalidField("phone", "Too short."))
    assert form.inputs["phone"].editor.accessibleDescription() == "Too short."
    assert not form.show_error(InvalidField("birthday", "Wrong."))
    assert not form.show_error(CrmError("The disk is full."))


def test_enter_in_an_input_submits_the_form(form: Form, qtbot: QtBot) -> None:
    with qtbot.waitSignal(form.submitted):
        QTest.keyClick(form.inputs["name"].editor, Qt.Key.Key_Return)


class Fact:
    """A fact row for the legal name; `saves` keeps what it was asked to save."""

    def __init__(self, desk: Desk, qtbot: QtBot, *, read_only: str = "") -> None:
        self.saves: list[Stored] = []
        self.failure: CrmError | None = None
        self.opened: FieldInput | None = None
        self.desk = desk
        self.row = FactRow(desk.theme, "Legal name", self.make, self.save, read_only=read_only)
        qtbot.addWidget(self.row)
        self.row.show_value("Acme Inc.", "Acme Inc.")
        self.row.show()

    def make(self) -> FieldInput:
        self.opened = make_input(self.desk, CONTACT.by_name["name"])
        return self.opened

    def save(self, value: Stored, saved: Callable[[], None], failed: Callable[[CrmError], None]) -> None:
        self.saves.append(value)
        if self.failure is None:
            saved()
        else:
            failed(self.failure)

    def type(self, text: str, key: Qt.Key) -> None:
        assert self.opened is not None
        QTest.keyClicks(self.opened.editor, text)
        QTest.keyClick(self.opened.editor, key)


def test_a_fact_is_edited_by_f2_and_saved_by_enter(desk: Desk, qtbot: QtBot) -> None:
    fact = Fact(desk, qtbot)
    QTest.keyClick(fact.row, Qt.Key.Key_F2)
    fact.type("Acme Corporation", Qt.Key.Key_Return)
    assert fact.saves == ["Acme Corporation"]
    assert not fact.row.editing


def test_escape_leaves_a_fact_as_it_was(desk: Desk, qtbot: QtBot) -> None:
    fact = Fact(desk, qtbot)
    QTest.mouseClick(fact.row, Qt.MouseButton.LeftButton)
    fact.type("Nonsense", Qt.Key.Key_Escape)
    assert fact.saves == []
    assert not fact.row.editing


def test_a_fact_that_was_not_changed_is_not_saved(desk: Desk, qtbot: QtBot) -> None:
    fact = Fact(desk, qtbot)
    fact.row.edit()
    fact.type("Acme Inc.", Qt.Key.Key_Return)
    assert fact.saves == []


def test_a_refused_fact_stays_open_with_the_reason(desk: Desk, qtbot: QtBot) -> None:
    fact = Fact(desk, qtbot)
    fact.failure = CrmError("Someone else has this name.")
    fact.row.edit()
    fact.type("Betatech", Qt.Key.Key_Return)
    assert fact.row.editing
    assert fact.opened is not None
    assert fact.opened.editor.accessibleDescription() == "Someone else has this name."


def test_a_fact_without_rights_says_why_and_does_not_open(desk: Desk, qtbot: QtBot) -> None:
    fact = Fact(desk, qtbot, read_only="Only Kami Bicknell may change this.")
    fact.row.edit()
    assert not fact.row.editing
    assert fact.row.toolTip() == "Only Kami Bicknell may change this."


def test_a_long_value_is_edited_on_a_line_of_its_own(desk: Desk, qtbot: QtBot) -> None:
    fact = Fact(desk, qtbot)
    fact.row.offer_menu("More for Email")
    fact.row.setFixedWidth(272)
    fact.row.edit()
    assert fact.opened is not None
    QApplication.processEvents()
    beside = fact.opened.width()
    fact.type("dana.whitfield@acme-corporation.example", Qt.Key.Key_Escape)
    fact.row.show_value("dana.whitfield@acme-corporation.example", "dana.whitfield@acme-corporation.example")
    fact.row.edit()
    QApplication.processEvents()
    assert fact.opened.width() > beside + 60
    QTest.keyClick(fact.opened.editor, Qt.Key.Key_Escape)
    QApplication.processEvents()
    assert fact.row._value.y() == fact.row._label.y()
    fact.row.adjustSize()
    assert fact.row._more is not None
    assert abs(fact.row._more.button.geometry().center().y() - fact.row.rect().center().y()) <= 1


def test_a_long_value_ends_before_the_dots_of_its_menu(desk: Desk, qtbot: QtBot) -> None:
    fact = Fact(desk, qtbot)
    fact.row.offer_menu("More for Email")
    fact.row.setFixedWidth(272)
    fact.row.show_value("x", "dana.whitfield@acme-corporation.example")
    fact.row.adjustSize()
    fact.row.setFocus()
    QApplication.processEvents()
    assert fact.row._more is not None
    settle_layouts()
    assert fact.row._more.button.isVisible()
    assert fact.row._value.geometry().right() < fact.row._more.button.x()


def test_a_reason_of_three_lines_is_shown_whole(form: Form) -> None:
    form.resize(220, 600)
    wrong = next(iter(form.inputs.values()))
    wrong.show_error("“kay@oskinda” ends without a domain such as example.com. Complete the part after the @.")
    settle_layouts()
    told = wrong._error
    assert told.height() == told.heightForWidth(told.width()) >= 3 * form.fontMetrics().ascent()
