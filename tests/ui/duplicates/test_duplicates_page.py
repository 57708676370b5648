"""The page of duplicates, used as a person does."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from crm_desktop.contacts.actions import add_contact, edit_contact
from crm_desktop.contacts.consent import record_consent
from crm_desktop.vault.driver import Row
from crm_desktop.workspace import Workspace
from tests.ui.settling import come_to_rest
from ui.duplicates.duplicates_page import SETTLED_MS, DuplicatesPage
from ui.duplicates.merge_heads import SidesHeader
from ui.duplicates.merge_rows import MergeRow
from ui.duplicates.merge_table import MergeTable
from ui.duplicates.safe_dialog import SafeDialog
from ui.duplicates.why_popover import WhyPopover
from ui.kit.desk import Desk, Place, Saying

Wait = Callable[[], None]


def rows(workspace: Workspace, sql: str, *values: object) -> list[Row]:
    with workspace.reader() as reader:
        return reader.execute(sql, values).fetchall()


@pytest.fixture
def wait(qtbot: QtBot, screen: Desk) -> Wait:
    """Wait until nothing is read, written or looked for any more."""

    def quiet() -> None:
        # the page reads again a moment after something was written
        come_to_rest(qtbot, screen.tasks, SETTLED_MS + 50)

    return quiet


@pytest.fixture
def umbrellas(workspace: Workspace) -> tuple[bytes, bytes]:
    """A company that is there twice, one of them without consent; and somebody else."""
    journal = workspace.journal
    one = add_contact(
        journal,
        "company",
        {
            "name": "Umbrella Corporation",
            "phone": "+1 555 017 7400",
            "email": "office@umbrella.example",
            "sector": "medical",
            "employees": 5113,
        },
    )
    other = add_contact(
        journal,
        "company",
        {
            "name": "Umbrella Corp.",
            "phone": "+1 555 017 7400",
            "email": "lab@umbrella.example",
            "sector": "pharmacy",
        },
    )
    entry = {"purpose": "Newsletter", "channel": "email", "source": "Form"}
    record_consent(journal, {**entry, "contact": one, "state": "given"})
    record_consent(journal, {**entry, "contact": other, "state": "withdrawn"})
    add_contact(journal, "person", {"name": "Dana Whitfield"})
    return one, other


@pytest.fixture
def page(qtbot: QtBot, screen: Desk, umbrellas: tuple[bytes, bytes], wait: Wait) -> DuplicatesPage:
    """The page, once it has looked."""
    made = DuplicatesPage(screen)
    qtbot.addWidget(made)
    made.resize(1240, 760)
    made.show()
    made.arrive(Place("duplicates"))
    wait()
    return made


def row(page: DuplicatesPage, name: str) -> MergeRow:
    return next(each for each in page.choosing.rows if each.name == name)


def result(page: DuplicatesPage, name: str) -> str:
    return page.choosing.result(row(page, name))


def place(page: DuplicatesPage, name: str) -> int:
    return next(number for number, each in enumerate(page.sides.table.model.rows) if each.name == name)


def test_duplicates_are_listed_and_the_likeliest_is_shown_side_by_side(page: DuplicatesPage) -> None:
    line = page.list.current_line()
    assert line is not None
    assert (line.title, line.about) == ("Umbrella Corporation", "Umbrella Corp.")
    assert [each.name for each in page.choosing.sides] == ["Umbrella Corporation", "Umbrella Corp."]
    assert page.sides.why._strong.text() == "same phone,"
    assert "name" in page.sides.why._rest.text()


def test_the_weightiest_reason_is_read_whole_before_the_others(page: DuplicatesPage, qtbot: QtBot) -> None:
    lead, strong = page.sides.why._lead, page.sides.why._strong
    page.sides.why._rest.setText("same street, " * 20)
    page.resize(1240, 800)
    qtbot.waitUntil(lambda: strong.width() >= strong.sizeHint().width())
    assert lead.width() >= lead.sizeHint().width()
    page.resize(700, 800)
    qtbot.waitUntil(lambda: page.sides.why.width() < 700)
    why = page.sides.why
    assert why.turn.geometry().right() <= why.width()
    assert (why.turn.text(), why.turn.accessibleName()) == ("", "Swap sides")
    page.resize(1240, 800)
    qtbot.waitUntil(lambda: why.turn.text() == "Swap sides")


def test_who_stays_is_marked_below_a_name_that_needs_the_line(
    page: DuplicatesPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = page.sides.table.findChild(SidesHeader)
    assert head is not None
    rooms: dict[str, int] = {}

    def watched(_head: SidesHeader, _painter: QPainter, box: QRect, text: str, *_how: object) -> None:
        rooms[text] = box.width()

    monkeypatch.setattr(SidesHeader, "write", watched)
    side, other = page.choosing.sides
    picture = QPixmap(400, 120)
    for width in (400, 200):
        painter = QPainter(picture)
        head.paintSection(painter, QRect(0, 0, width, 120), 1)
        head.paintSection(painter, QRect(0, 0, width, 120), 0)
        painter.end()
        # beside the other name there is no mark
        assert (rooms[side.name] == rooms[other.name]) is (width == 200)


def test_rows_tell_what_each_has_and_what_comes_of_it(page: DuplicatesPage) -> None:
    assert row(page, "sector").cells == ("Medical", "Pharmacy")
    assert (result(page, "sector"), result(page, "employees")) == ("Medical", "5,113")
    assert row(page, "phone").same
    assert result(page, "email") == "office@umbrella.example, lab@umbrella.example"


def test_the_strictest_consent_is_shown_and_cannot_be_chosen_away(page: DuplicatesPage) -> None:
    consent = row(page, "consent email")
    assert result(page, "consent email") == "No, withdrawn 14 May 2026"
    page.choosing.choose(consent, 0)
    assert result(page, "consent email") == "No, withdrawn 14 May 2026"


def test_a_field_is_taken_by_key_and_by_click(page: DuplicatesPage, qtbot: QtBot) -> None:
    table = page.sides.table.sides
    table.setCurrentIndex(page.sides.table.model.index(place(page, "sector"), 1))
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert result(page, "sector") == "Pharmacy"
    QTest.keyClick(table, Qt.Key.Key_1)
    assert result(page, "sector") == "Medical"
    box = table.visualRect(page.sides.table.model.index(place(page, "email"), 0))
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert result(page, "email") == "lab@umbrella.example"


def test_what_is_merged_is_what_was_shown(
    page: DuplicatesPage, workspace: Workspace, umbrellas: tuple[bytes, bytes], wait: Wait
) -> None:
    page.choosing.choose(row(page, "name"), 1)
    page.choosing.choose(row(page, "email"), 0)
    page.merge()
    wait()
    one, _other = umbrellas
    assert rows(workspace, "SELECT id, name FROM contact WHERE kind = 'company' AND removed_at IS NULL") == [
        (one, "Umbrella Corp.")
    ]
    emails = "SELECT value FROM contact_point WHERE kind = 'email' AND removed_at IS NULL"
    assert rows(workspace, emails) == [("lab@umbrella.example",)]
    assert page._right.currentWidget() is page._empty


def test_a_merge_is_taken_back_by_undo_and_offered_again(
    page: DuplicatesPage, screen: Desk, workspace: Workspace, wait: Wait
) -> None:
    said: list[Saying] = []
    screen.said.connect(said.append)
    page.merge()
    wait()
    assert said[-1].text == "Merged into Umbrella Corporation"
    assert said[-1].undo
    screen.undo()
    wait()
    assert len(page.choosing.sides) == 2
    assert page._right.currentWidget() is page.sides


def test_the_other_one_may_stay(
    page: DuplicatesPage, workspace: Workspace, umbrellas: tuple[bytes, bytes], wait: Wait
) -> None:
    page.sides.why.turn.click()
    assert [each.name for each in page.choosing.sides] == ["Umbrella Corp.", "Umbrella Corporation"]
    assert result(page, "sector") == "Pharmacy"
    page.merge()
    wait()
    assert rows(workspace, "SELECT merged_into FROM contact WHERE id = ?", umbrellas[0]) == [(umbrellas[1],)]


def test_those_who_are_different_are_not_offered_again(page: DuplicatesPage, screen: Desk, wait: Wait) -> None:
    page.sides.foot.different.click()
    wait()
    assert page.list.current_line() is None
    page.search()
    wait()
    assert page.list.current_line() is None


def test_only_rows_that_differ_are_shown_where_that_is_wanted(page: DuplicatesPage) -> None:
    everything = len(page.sides.table.model.rows)
    page.sides.why.rows.choose("different")
    assert 0 < len(page.sides.table.model.rows) < everything
    assert all(each.different for each in page.sides.table.model.rows)


def test_a_later_twin_appears_by_itself(page: DuplicatesPage, workspace: Workspace, wait: Wait) -> None:
    add_contact(workspace.journal, "person", {"name": "Dana Whitfield"})
    wait()
    assert len(page._clusters) == 2


def test_what_changes_elsewhere_is_shown(
    page: DuplicatesPage, workspace: Workspace, umbrellas: tuple[bytes, bytes], wait: Wait
) -> None:
    edit_contact(workspace.journal, umbrellas[0], {"sector": "chemistry"})
    wait()
    assert row(page, "sector").cells == ("Chemistry", "Pharmacy")


def test_all_safe_ones_merge_after_a_look(page: DuplicatesPage, workspace: Workspace, wait: Wait) -> None:
    page.show_likely(page.kinds, 0.5)
    wait()
    page.merge_safe()
    dialog = page.findChild(SafeDialog)
    assert dialog is not None
    dialog.accept()
    wait()
    assert len(rows(workspace, "SELECT 1 FROM contact WHERE kind = 'company' AND removed_at IS NULL")) == 1


def test_weights_are_explained(page: DuplicatesPage, screen: Desk) -> None:
    preview = page.choosing.preview
    assert preview is not None
    assert preview.why is not None
    popover = WhyPopover(screen, preview.why, page)
    told = [each.text() for each in popover.findChildren(type(page.sides.why._lead))]
    assert "Same phone" in told
    assert any(each.startswith("Together") for each in told)


def test_given_contacts_are_put_side_by_side(page: DuplicatesPage, workspace: Workspace, wait: Wait) -> None:
    two = tuple(add_contact(workspace.journal, "person", {"name": name}) for name in ("Mei Tanaka", "Ola Brandt"))
    page.arrive(Place("duplicates", None, {"contacts": two}))
    wait()
    assert {each.name for each in page.choosing.sides} == {"Mei Tanaka", "Ola Brandt"}


def test_what_cannot_be_merged_is_told(page: DuplicatesPage, workspace: Workspace, wait: Wait) -> None:
    mixed = (
        add_contact(workspace.journal, "person", {"name": "Mei Tanaka"}),
        add_contact(workspace.journal, "company", {"name": "Acme"}),
    )
    page.arrive(Place("duplicates", None, {"contacts": mixed}))
    wait()
    assert page._right.currentWidget() is page._failed


def test_the_models_keep_to_the_rules(page: DuplicatesPage, qtbot: QtBot) -> None:
    tester = QAbstractItemModelTester(page.sides.table.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    page.choosing.choose(row(page, "sector"), 1)
    page.choosing.turn()
    page.sides.why.rows.choose("different")
    page.choosing.begin(None)
    assert tester.model() is page.sides.table.model


def test_screen_readers_hear_what_is_taken(page: DuplicatesPage) -> None:
    model = page.sides.table.model
    index = model.index(place(page, "sector"), 0)
    assert model.data(index, int(Qt.ItemDataRole.AccessibleTextRole)) == "Sector: Medical, taken"


def test_the_page_is_there_before_its_table_is_made(qtbot: QtBot, screen: Desk, wait: Wait) -> None:
    page = DuplicatesPage(screen)
    qtbot.addWidget(page)
    page.show()
    page.arrive(Place("duplicates"))
    assert page.findChild(MergeTable) is None
    wait()
    assert page.findChild(MergeTable) is page.sides.table
