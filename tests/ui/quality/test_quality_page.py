"""The page of data quality, used as a person does."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.contacts.actions import add_contact
from crm_desktop.pipeline.actions import add_deal
from crm_desktop.workspace import Workspace
from tests.ui.settling import come_to_rest
from ui.kit.desk import Desk, Place
from ui.quality.quality_page import QualityPage

Wait = Callable[[], None]


@pytest.fixture
def wait(qtbot: QtBot, screen: Desk) -> Wait:
    """Wait until nothing is read or written any more."""

    def quiet() -> None:
        come_to_rest(qtbot, screen.tasks, 60)

    return quiet


@pytest.fixture
def page(qtbot: QtBot, screen: Desk, workspace: Workspace, wait: Wait) -> QualityPage:
    """The page over two people whom nobody can reach, a person who can be, and a deal without an amount."""
    journal = workspace.journal
    for name in ("Dana Whitfield", "Priya Raman"):
        add_contact(journal, "person", {"name": name, "owner": journal.member})
    add_contact(journal, "person", {"name": "Mei Tanaka", "email": "mei@konex.example", "owner": journal.member})
    add_deal(journal, {"title": "GTX Plus × 4", "expected_on": "2026-06-01"})
    made = QualityPage(screen)
    qtbot.addWidget(made)
    made.resize(1240, 760)
    made.show()
    made.arrive(Place("quality"))
    wait()
    return made


def shown(page: QualityPage) -> list[object]:
    return [row.values[0] for row in page.model.rows()]


def total(page: QualityPage, check: str) -> int:
    return page.found[check].total


def choose(page: QualityPage, check: str, wait: Wait) -> None:
    page.checks.go_to_record(check.encode())
    wait()


def type_into(page: QualityPage, place: int, column: str, text: str) -> None:
    at = [each.name for each in page.model.columns].index(column)
    page.table.setCurrentIndex(page.model.index(place, at))
    QTest.keyClick(page.table, Qt.Key.Key_F2)
    opened = page.editing.input
    assert opened is not None
    opened.set_typed(text)
    opened.accepted.emit()


def test_the_first_check_that_finds_something_is_shown_with_its_records(page: QualityPage) -> None:
    assert page._title.text() == "People without email and phone"
    assert shown(page) == ["Dana Whitfield", "Priya Raman"]
    assert (total(page, "people_unreachable"), total(page, "people_without_company")) == (2, 3)


def test_what_is_mended_in_its_cell_leaves_the_list_at_once(page: QualityPage, wait: Wait) -> None:
    type_into(page, 0, "email", "dana@acme.example")
    wait()
    assert shown(page) == ["Priya Raman"]
    assert total(page, "people_unreachable") == 1
    type_into(page, 0, "phone", "+1 212 555 0142")
    wait()
    assert page._stack.currentWidget() is page._clean


def test_what_does_not_fit_stays_open_with_the_reason(page: QualityPage, wait: Wait) -> None:
    type_into(page, 0, "email", "dana at acme")
    wait()
    assert page.editing.input is not None
    assert shown(page) == ["Dana Whitfield", "Priya Raman"]


def test_undo_brings_a_mended_record_back(page: QualityPage, screen: Desk, wait: Wait) -> None:
    type_into(page, 0, "email", "dana@acme.example")
    wait()
    screen.undo()
    wait()
    page.check_all()
    wait()
    assert shown(page) == ["Dana Whitfield", "Priya Raman"]


def test_amounts_of_deals_are_typed_in_their_currency(page: QualityPage, workspace: Workspace, wait: Wait) -> None:
    choose(page, "deals_without_amount", wait)
    assert shown(page) == ["GTX Plus × 4"]
    type_into(page, 0, "amount", "1,950.50")
    wait()
    with workspace.reader() as reader:
        assert reader.execute("SELECT amount FROM deal").fetchone()[0] == 195050
    assert total(page, "deals_without_amount") == 0


def test_checks_that_find_nothing_stand_last(page: QualityPage) -> None:
    words = [page._lines.data(page._lines.index(place, 0)) for place in range(page._lines.rowCount())]
    assert words[0] == "Missing"
    assert words.index("Nothing to mend") > words.index("Open deals without an amount")
    assert "Websites that are no web addresses" in words[words.index("Nothing to mend") :]


def test_stale_is_what_the_user_says(page: QualityPage, wait: Wait) -> None:
    choose(page, "silent_customers", wait)
    assert page.after.isVisible()
    page.count_after(90)
    wait()
    assert page._title.text() == "Customers without a contact for 90 days"
    assert page.leave() == Place("quality", None, {"check": "silent_customers", "days": 90})


def test_a_row_opens_its_record(page: QualityPage, screen: Desk, wait: Wait) -> None:
    places: list[Place] = []
    screen.place_wanted.connect(places.append)
    page.table.go_to(0)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert places[-1] == Place("contact", page.model.id_at(0))


def test_the_switch_leads_to_the_duplicates(page: QualityPage, screen: Desk) -> None:
    places: list[Place] = []
    screen.place_wanted.connect(places.append)
    page._switch.choose("duplicates")
    assert places == [Place("duplicates")]
    assert page._switch.current == "quality"
