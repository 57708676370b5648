from pytestqt.qtbot import QtBot

from crm_desktop.acts import add_record, remove_records
from crm_desktop.journal.bin import binned_records
from crm_desktop.workspace import Workspace
from tests.conftest import MovedClock
from tests.ui.shell.conftest import Quiet
from ui.shell.bin_dialog import BinDialog, _with_what
from ui.shell.window import Window


def show(window: Window, quiet: Quiet) -> BinDialog:
    assert window.deck is not None
    window.deck.show_bin()
    quiet()
    return next(each for each in window.findChildren(BinDialog) if each.isVisible())


def test_what_was_deleted_is_listed_the_last_first(
    opened: Window, workspace: Workspace, acme: bytes, clock: MovedClock, quiet: Quiet
) -> None:
    deal = add_record(workspace.journal, "deal", {"title": "Cables"})
    remove_records(workspace.journal, [acme])
    clock.move(minutes=5)
    remove_records(workspace.journal, [deal])
    dialog = show(opened, quiet)

    assert [row.title for row in dialog.model.rows()] == ["Cables", "Acme Corporation"]
    dialog.reject()


def test_what_went_along_stands_beside_both(
    opened: Window, workspace: Workspace, acme: bytes, quiet: Quiet, qtbot: QtBot
) -> None:
    add_record(workspace.journal, "task", {"title": "Call back", "company": "Acme Corporation"})
    remove_records(workspace.journal, [acme])
    dialog = show(opened, quiet)
    assert [_with_what(row) for row in dialog.model.rows()] == ["1 task", "with Acme Corporation"]
    dialog.model.select([0], on=True)
    dialog.accept()
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 0)
    dialog.reject()


def test_restoring_brings_the_record_back(
    opened: Window, workspace: Workspace, acme: bytes, quiet: Quiet, qtbot: QtBot
) -> None:
    remove_records(workspace.journal, [acme])
    dialog = show(opened, quiet)
    dialog.model.select([0], on=True)
    assert dialog.accept_button.text() == "Restore 1"
    dialog.accept()
    quiet()

    with workspace.reader() as reader:
        assert reader.execute("SELECT removed_at FROM contact WHERE id = ?", (acme,)).fetchone()[0] is None
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 0)
    dialog.reject()


def test_an_empty_bin_says_so(opened: Window, quiet: Quiet) -> None:
    dialog = show(opened, quiet)

    assert not dialog.accept_button.isEnabled()
    dialog.reject()


def test_the_bin_is_read_page_by_page(workspace: Workspace, clock: MovedClock) -> None:
    records = [add_record(workspace.journal, "company", {"name": f"Firm {number}"}) for number in range(5)]
    for record in records:
        clock.move(seconds=1)
        remove_records(workspace.journal, [record])
    with workspace.reader() as reader:
        first = binned_records(reader, None, 2)
        second = binned_records(reader, first[-1], 10)

    assert [row.title for row in (*first, *second)] == ["Firm 4", "Firm 3", "Firm 2", "Firm 1", "Firm 0"]


def test_all_that_is_in_the_bin_is_selected_and_restored_at_once_also_what_is_not_loaded(
    opened: Window, workspace: Workspace, quiet: Quiet, qtbot: QtBot
) -> None:
    records = [add_record(workspace.journal, "company", {"name": f"Firm {number}"}) for number in range(230)]
    remove_records(workspace.journal, records)
    dialog = show(opened, quiet)
    assert dialog.model.rowCount() < len(records)
    dialog.table.all_wanted.emit()
    assert dialog.accept_button.text() == "Restore 230"
    dialog.accept()
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 0)
    with workspace.reader() as reader:
        assert reader.execute("SELECT count(*) FROM contact WHERE removed_at IS NOT NULL").fetchone()[0] == 0
    dialog.reject()
