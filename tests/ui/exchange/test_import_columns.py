"""The columns of a file on the import page, and what stands there where a file has none."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from crm_desktop.contacts.actions import add_contact
from crm_desktop.workspace import Workspace
from tests.ui.exchange.test_import_page import import_all, rehearse
from ui.exchange.chosen import CELLS, TEXT
from ui.exchange.column_painting import fitting_cells
from ui.exchange.import_page import ImportPage
from ui.kit.buttons import Button, LinkButton
from ui.kit.desk import Desk
from ui.kit.labels import Text


def test_the_table_of_columns_grows_with_the_text_size(
    page: ImportPage, screen: Desk, qtbot: QtBot, files: list[Path]
) -> None:
    rehearse(page, qtbot, files)
    table, panel = page.wizard.columns, page.wizard.panel
    before = table.rowHeight(0), panel.width()
    screen.theme.set_zoom(1.5)
    qtbot.waitUntil(lambda: panel.width() > before[1])
    assert table.rowHeight(0) == before[0] * 3 // 2
    assert table.rowHeight(0) >= table.cellWidget(0, 2).sizeHint().height()


def test_the_first_rows_show_a_value_of_several_lines_as_one(page: ImportPage, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text('name,notes\nDana,"Gate code\n\nat reception"\nReed,Short\n', encoding="utf-8")
    rehearse(page, qtbot, [path])
    shown = page.wizard.columns.item(1, 1)
    assert shown is not None
    assert shown.text() == "Gate code at reception · Short"


def test_where_there_is_little_room_one_value_is_shown_that_can_be_read() -> None:
    assert fitting_cells(["Dana", "Reed"], 160, 72) == ["Dana", "Reed"]
    assert fitting_cells(["Dana", "Reed"], 110, 72) == fitting_cells(["Dana", "Reed"], 40, 72) == ["Dana"]


def test_what_the_rows_are_is_asked_where_no_column_tells(
    page: ImportPage, qtbot: QtBot, files: list[Path], tmp_path: Path
) -> None:
    rehearse(page, qtbot, files[:1])
    page.give_up()
    assert page.wizard.columns.rowCount() == 0
    unclear = tmp_path / "list.csv"
    unclear.write_text("alpha,beta\nDana Whitfield,dana@acme.example\n", encoding="utf-8")
    page.take_files([unclear])
    qtbot.waitUntil(lambda: page.trial.stopped)
    assert page.wizard.kind.isVisible()
    assert page.wizard.kind.currentIndex() == -1
    assert any("list.csv" in each.text() for each in page.wizard.panel.findChildren(Text))
    page.wizard.kind.setCurrentIndex(page.wizard.kind.findData("people"))
    qtbot.waitUntil(lambda: page.trial.fresh)
    assert page.rehearsal is not None
    assert page.rehearsal.files[0].kind == "people"
    assert [each.name for each in page.rehearsal.files[0].columns] == ["alpha", "beta"]


def test_a_calendar_says_that_it_has_no_columns_to_match(page: ImportPage, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "plan.ics"
    event = "BEGIN:VEVENT\nUID:one\nSUMMARY:Review\nDTSTART:20260519T090000Z\nEND:VEVENT\n"
    path.write_text(f"BEGIN:VCALENDAR\nVERSION:2.0\n{event}END:VCALENDAR\n", encoding="utf-8")
    rehearse(page, qtbot, [path])
    assert page.wizard._matched.accessibleName().startswith("There are no columns to match here")


def test_a_table_of_many_columns_comes_in_turns_and_all_of_it(page: ImportPage, qtbot: QtBot, tmp_path: Path) -> None:
    path, columns = tmp_path / "wide.csv", page.wizard.columns
    names = ["Name", "Email", *(f"measured {number}" for number in range(60))]
    path.write_text(f"{','.join(names)}\nDana,dana@acme.example{',1' * 60}\n", encoding="utf-8")
    rehearse(page, qtbot, [path])
    assert columns.rowCount() == 62
    assert columns.cellWidget(0, 2) is not None
    qtbot.waitUntil(lambda: columns.cellWidget(61, 2) is not None)
    assert [columns.model().index(row, 0).data() for row in range(62)] == names
    page.wizard.columns.changed.emit("measured 59", "source")
    qtbot.waitUntil(lambda: page.trial.fresh)
    qtbot.waitUntil(lambda: columns._boxes[61].place.currentData() == "source")


def test_a_column_that_begins_empty_shows_what_it_holds_further_down(
    page: ImportPage, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "firms.csv"
    lines = "".join(f"Firm {number},{'Acme' if number == 40 else ''}\n" for number in range(60))
    path.write_text(f"Company,Parent company\n{lines}", encoding="utf-8")
    rehearse(page, qtbot, [path])
    assert page.rehearsal is not None
    assert {each.name: each.values for each in page.rehearsal.files[0].columns} == {
        "Company": ("Firm 0", "Firm 1"),
        "Parent company": ("", "Acme"),
    }


def deals(tmp_path: Path, *amounts: str) -> Path:
    path = tmp_path / "deals.csv"
    rows = "".join(f'D{number},Deal {number},"{each}"\n' for number, each in enumerate(amounts))
    path.write_text(f"Deal ID,Deal name,Amount\n{rows}", encoding="utf-8")
    return path


def test_numbers_that_can_be_read_in_two_ways_are_asked_before_anything_goes_on(
    page: ImportPage, qtbot: QtBot, tmp_path: Path, workspace: Workspace
) -> None:
    rehearse(page, qtbot, [deals(tmp_path, "2,500", "75")])
    question = page.wizard.question
    assert question.isVisible()
    assert not page.wizard.foot.next.isEnabled()
    assert {answer: each.text() for answer, each in question.buttons.items()} == {"comma": "2.5", "point": "2500"}
    question.buttons["point"].click()
    qtbot.waitUntil(page.wizard.foot.next.isEnabled)
    assert not question.isVisible()
    import_all(page, qtbot)
    with workspace.reader() as reader:
        assert reader.execute("SELECT amount FROM deal ORDER BY title").fetchall() == [(250000,), (7500,)]


def test_a_sign_of_several_currencies_is_asked_below_the_place_of_its_column(
    page: ImportPage, qtbot: QtBot, tmp_path: Path, workspace: Workspace
) -> None:
    rehearse(page, qtbot, [deals(tmp_path, "¥ 1200", "75")])
    boxes = page.wizard.columns._boxes
    qtbot.waitUntil(lambda: len(boxes) == 3)
    box = boxes[2].currency
    assert box is not None
    assert box.isVisible()
    assert [box.itemData(number) for number in range(box.count())] == ["", "JPY", "CNY"]
    assert page.rehearsal is not None
    assert page.rehearsal.report.total.rejected == 1
    box.setCurrentIndex(1)
    qtbot.waitUntil(lambda: page.trial.fresh)
    assert page.rehearsal.report.total.rejected == 0
    assert box.currentData() == "JPY"
    import_all(page, qtbot)
    with workspace.reader() as reader:
        found = reader.execute("SELECT amount, currency FROM deal ORDER BY title").fetchall()
    assert found == [(1200, "JPY"), (75, "JPY")]


def test_amounts_with_further_decimals_are_rounded_where_the_user_says_so_and_back(
    page: ImportPage, qtbot: QtBot, tmp_path: Path
) -> None:
    rehearse(page, qtbot, [deals(tmp_path, "7.125", "0.75")])

    def press(button: type[Button | LinkButton], words: str) -> None:
        def there() -> Button | LinkButton | None:
            found = page.wizard.panel.refused.findChildren(button)
            return next((each for each in found if each.text() == words and each.isVisible()), None)

        # a new part of the panel is shown a turn of the loop later
        qtbot.waitUntil(lambda: there() is not None)
        wanted = there()
        assert wanted is not None
        wanted.click()
        qtbot.waitUntil(lambda: page.trial.fresh)

    def refused() -> int:
        assert page.rehearsal is not None
        return page.rehearsal.report.total.rejected

    assert refused() == 1
    press(Button, "Round amounts")
    assert refused() == 0
    press(LinkButton, "Take back")
    assert refused() == 1


def test_empty_cells_empty_what_is_filled_where_the_box_is_ticked(
    page: ImportPage, qtbot: QtBot, tmp_path: Path, workspace: Workspace
) -> None:
    dana = {"name": "Dana", "email": "dana@acme.example", "phone": "+44 20 7946 0958"}
    add_contact(workspace.journal, "person", dana)
    path = tmp_path / "people.csv"
    path.write_text("Name,Email,Phone\nDana,dana@acme.example,\n", encoding="utf-8")
    rehearse(page, qtbot, [path])
    assert page.rehearsal is not None
    assert page.rehearsal.report.total.unchanged == 1
    page.wizard.panel.on_match.empties.click()
    qtbot.waitUntil(lambda: page.trial.fresh)
    assert [(each.field, each.after) for each in page.rehearsal.report.changes] == [("Phone", "")]
    import_all(page, qtbot)
    with workspace.reader() as reader:
        left = reader.execute("SELECT kind FROM contact_point WHERE removed_at IS NULL").fetchall()
    assert left == [("email",)]


@pytest.mark.parametrize(("answer", "shown"), [(CELLS, ["Name", "Email", "Phone"]), (TEXT, ["Name,Email,Phone"])])
def test_whether_rows_that_are_quoted_as_a_whole_hold_cells_is_asked(
    page: ImportPage, qtbot: QtBot, tmp_path: Path, answer: str, shown: list[str]
) -> None:
    path = tmp_path / "people.csv"
    path.write_text('"Name,Email,Phone"\n"Ana Roe,ana@x.example,"\n"Bo Lee,bo@x.example,"\n', encoding="utf-8")
    rehearse(page, qtbot, [path])
    question = page.wizard.question
    assert question.isVisible()
    assert {key: each.text() for key, each in question.buttons.items()} == {CELLS: "3 columns", TEXT: "One text"}
    question.buttons[answer].click()
    qtbot.waitUntil(lambda: page.trial.fresh)
    assert not question.isVisible()
    assert page.rehearsal is not None
    assert [each.name for each in page.rehearsal.files[0].columns] == shown
