from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from crm_desktop.acts import add_record
from crm_desktop.files.actions import Holder
from crm_desktop.search.used import used_here
from crm_desktop.workspace import Workspace
from tests.files.conftest import attached
from tests.ui.shell.conftest import Quiet, titles
from ui.files.preview import PreviewDialog
from ui.kit.desk import Place
from ui.kit.notices import NoResults
from ui.shell.palette import Palette
from ui.shell.palette_rows import Piece, marked
from ui.shell.window import Window

CTRL = Qt.KeyboardModifier.ControlModifier


def test_ctrl_k_opens_with_what_was_used_last_and_closes_again(palette: Palette) -> None:
    assert palette.isVisible()
    assert "#12 Question 12" in titles(palette) or "Question 12" in titles(palette)

    QTest.keyClick(palette.line, Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_enter_opens_the_best_match(palette: Palette, opened: Window, acme: bytes, quiet: Quiet) -> None:
    QTest.keyClicks(palette.line, "acme corp")
    quiet()
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    quiet()

    assert opened.workplace is not None
    assert opened.workplace.trail.here == Place("contact", acme)
    assert not palette.isVisible()


def test_enter_pressed_before_the_answer_is_there_means_what_was_typed(
    palette: Palette, opened: Window, acme: bytes, quiet: Quiet
) -> None:
    QTest.keyClicks(palette.line, "cables")
    quiet()
    palette.line.clear()
    QTest.keyClicks(palette.line, "acme corp")
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    quiet()

    assert opened.workplace is not None
    assert opened.workplace.trail.here == Place("contact", acme)


def test_what_is_found_is_marked(palette: Palette, quiet: Quiet) -> None:
    QTest.keyClicks(palette.line, "acme")
    quiet()
    best = palette.list.current()

    assert best is not None
    assert Piece("Acme", marked=True) in best.title


def test_tab_narrows_to_one_kind_and_shift_tab_back(palette: Palette, quiet: Quiet) -> None:
    QTest.keyClicks(palette.line, "acme")
    QTest.keyClick(palette.line, Qt.Key.Key_Tab)
    quiet()
    assert titles(palette) == ["Dana Whitfield"]

    QTest.keyClick(palette.line, Qt.Key.Key_Backtab)
    quiet()
    assert len(titles(palette)) > 1


def test_a_number_sign_finds_a_ticket_by_its_number(palette: Palette, quiet: Quiet) -> None:
    QTest.keyClicks(palette.line, "#3")
    quiet()

    assert titles(palette)[0] == "#3 Question 3"


def test_a_number_that_is_still_being_typed_finds_those_that_begin_so(palette: Palette, quiet: Quiet) -> None:
    QTest.keyClicks(palette.line, "#1")
    quiet()

    assert [each for each in titles(palette) if each.startswith("#")] == [
        "#1 Question 1",
        "#12 Question 12",
        "#11 Question 11",
        "#10 Question 10",
    ]


def test_a_dollar_sign_finds_deals_by_their_amount(palette: Palette, quiet: Quiet) -> None:
    QTest.keyClicks(palette.line, "$>5000")
    quiet()

    assert titles(palette)[0] == "GTX Plus Pro × 40"
    assert "Cables" not in titles(palette)


def test_a_command_typed_by_its_whole_name_comes_before_records_that_hold_the_word(
    palette: Palette, opened: Window, workspace: Workspace, quiet: Quiet
) -> None:
    add_record(workspace.journal, "ticket", {"subject": "Is that per calendar year?"})
    quiet()
    QTest.keyClicks(palette.line, "calendar")
    quiet()

    assert titles(palette)[:2] == ["Calendar", "#13 Is that per calendar year?"]
    assert titles(palette).count("Calendar") == 1
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    quiet()
    assert opened.workplace is not None
    assert opened.workplace.trail.here == Place("calendar")


def test_a_command_that_is_typed_right_comes_before_records_that_are_spelt_nearly_so(
    palette: Palette, workspace: Workspace, quiet: Quiet
) -> None:
    add_record(workspace.journal, "ticket", {"subject": "Contract for another year"})
    quiet()
    QTest.keyClicks(palette.line, "contrast")
    quiet()

    found = titles(palette)
    assert found[0] == "Settings: Look and language, Contrast"
    assert "#13 Contract for another year" in found


def test_a_greater_sign_finds_commands_alone(palette: Palette, quiet: Quiet) -> None:
    QTest.keyClicks(palette.line, "> lock")
    quiet()

    first, *others = titles(palette)
    assert first == "Lock now"
    assert all(each.startswith("Settings: Security") for each in others)


@pytest.mark.parametrize(("typed", "section"), [(">fields", "fields"), (">contrast", "look"), (">members", "members")])
def test_settings_are_found_by_their_names(
    palette: Palette, opened: Window, quiet: Quiet, typed: str, section: str
) -> None:
    QTest.keyClicks(palette.line, typed)
    quiet()
    assert titles(palette)[0].startswith("Settings: ")
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    quiet()
    assert opened.workplace is not None
    assert opened.workplace.trail.here == Place("settings", None, {"section": section})


@pytest.mark.parametrize("typed", ["> pipeline by stage", "pipeline by stage"])
def test_a_report_is_found_by_its_name(palette: Palette, opened: Window, quiet: Quiet, typed: str) -> None:
    QTest.keyClicks(palette.line, typed)
    quiet()
    assert "Open report Pipeline by stage" in titles(palette)
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    quiet()
    assert opened.workplace is not None
    here = opened.workplace.trail.here
    assert here is not None
    assert (here.page, here.arguments["name"]) == ("report", "pipeline_by_stage")


def test_a_question_mark_lists_keys(palette: Palette, quiet: Quiet) -> None:
    QTest.keyClicks(palette.line, "?undo")
    quiet()
    current = palette.list.current()

    assert current is not None
    assert current.keys == "Ctrl Z"


def test_what_new_makes_is_listed_with_the_letters_that_make_it(palette: Palette, quiet: Quiet) -> None:
    QTest.keyClicks(palette.line, "> new deal")
    quiet()
    current = palette.list.current()

    assert current is not None
    assert current.keys == "N D"


def test_nothing_found_says_what_was_searched(palette: Palette, quiet: Quiet) -> None:
    QTest.keyClicks(palette.line, "zzqqxx")
    quiet()

    notice = palette.findChild(NoResults)
    assert notice is not None
    assert "zzqqxx" in notice.accessibleName()


def test_the_same_notice_says_what_was_searched_next(palette: Palette, quiet: Quiet) -> None:
    QTest.keyClicks(palette.line, "zzqqxx")
    quiet()
    notice = palette.findChild(NoResults)
    QTest.keyClicks(palette.line, "y")
    quiet()

    assert notice is not None
    assert palette.findChildren(NoResults) == [notice]
    assert "zzqqxxy" in notice.accessibleName()
    assert notice.isVisible()


def test_right_offers_more_to_do_with_the_hit(palette: Palette, opened: Window, quiet: Quiet) -> None:
    QTest.keyClicks(palette.line, "dana")
    quiet()
    QTest.keyClick(palette.line, Qt.Key.Key_Right)
    menu = QApplication.activePopupWidget()

    assert isinstance(menu, QMenu)
    assert "New deal for Dana Whitfield…" in [each.text() for each in menu.actions()]
    menu.close()


def test_the_newest_text_is_what_is_shown_at_last(palette: Palette, quiet: Quiet) -> None:
    for letter in "cables":
        QTest.keyClicks(palette.line, letter)
    quiet()

    assert titles(palette)[0] == "Cables"


def test_what_was_found_is_seen_where_much_stands_before_it(palette: Palette) -> None:
    painter = palette.list._painter
    found = Piece("calendar", marked=True)
    note = [Piece("Megan Carringshaw · Closed"), Piece("   "), Piece("“"), Piece("Is that per "), found]

    def width(pieces: Sequence[Piece]) -> int:
        return sum(painter._laid(piece.text, "small").width for piece in pieces)

    whole = width(note)
    assert painter.with_mark(note, "small", whole) == note
    cut = painter.with_mark(note, "small", whole - 100)
    assert cut[-1] == found
    assert width(cut) <= whole - 100


def test_words_are_marked_where_they_stand() -> None:
    assert marked("New deal for Acme", ["acme", "deal"]) == [
        Piece("New "),
        Piece("deal", marked=True),
        Piece(" for "),
        Piece("Acme", marked=True),
    ]


def test_a_file_is_found_by_its_text_and_shown(
    palette: Palette, opened: Window, workspace: Workspace, acme: bytes, quiet: Quiet
) -> None:
    file = attached(workspace, Holder("contact", acme), "Frame contract.txt", b"The GTX series at 12 %")
    QTest.keyClicks(palette.line, "gtx series")
    quiet()
    best = palette.list.current()
    assert best is not None
    assert (best.target and best.target.record, best.icon, best.end) == (file, "document", "22 B")
    assert "".join(piece.text for piece in best.note).endswith("“The GTX series at 12 %”")

    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    quiet()
    preview = opened.findChild(PreviewDialog)
    assert preview is not None
    assert preview.windowTitle() == "Frame contract.txt"
    preview.close()


def test_right_offers_to_save_a_copy_of_a_file(
    palette: Palette, workspace: Workspace, acme: bytes, quiet: Quiet, opened: Window
) -> None:
    attached(workspace, Holder("contact", acme), "Frame contract.txt", b"plan")
    QTest.keyClicks(palette.line, "frame")
    quiet()
    QTest.keyClick(palette.line, Qt.Key.Key_Right)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    acts = {each.text(): each for each in menu.actions()}
    assert "Save a copy…" in acts
    acts["Go to the record it is kept with"].trigger()
    menu.close()
    quiet()
    assert opened.workplace is not None
    assert opened.workplace.trail.here == Place("contact", acme)


def test_a_purchase_opens_the_page_of_its_customer(
    palette: Palette, opened: Window, workspace: Workspace, acme: bytes, quiet: Quiet
) -> None:
    add_record(workspace.journal, "purchase", {"description": "Heavy cart", "customer": acme.hex()})
    QTest.keyClicks(palette.line, "heavy cart")
    quiet()
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    quiet()
    assert opened.workplace is not None
    assert opened.workplace.trail.here == Place("contact", acme)


def test_what_was_typed_can_be_reminded_of(palette: Palette, workspace: Workspace, quiet: Quiet) -> None:
    QTest.keyClicks(palette.line, "acme")
    quiet()
    QTest.keyClick(palette.line, Qt.Key.Key_Up)
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    quiet()
    with workspace.reader() as reader:
        row = reader.execute("SELECT title, due_day, remind_at FROM task").fetchone()
    # nine in New York
    assert row == ("acme", "2026-05-15", 1778850000000)


def test_records_and_commands_used_here_come_first_after_a_restart(
    palette: Palette, opened: Window, workspace: Workspace, acme: bytes, quiet: Quiet
) -> None:
    assert opened.deck is not None
    used = opened.deck.answers._used
    QTest.keyClicks(palette.line, "acme corp")
    quiet()
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    quiet()
    palette.open(">light or dark")
    quiet()
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    quiet()
    used._keep()
    quiet()
    with workspace.reader() as reader:
        kept = used_here(reader)
    assert kept.records[0] == acme
    assert kept.commands == {"dark": 1}
    palette.open()
    quiet()
    assert titles(palette)[0] == "Acme Corporation"
    assert "Light or dark colours" in titles(palette)
