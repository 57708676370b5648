"""Templates of imports, and imports that are cancelled."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from crm_desktop.workspace import Workspace
from tests.ui.exchange.test_import_page import count, import_all, rehearse
from ui.exchange.import_page import ImportPage


def test_a_template_is_saved_offered_renamed_and_deleted(
    page: ImportPage, qtbot: QtBot, files: list[Path], workspace: Workspace
) -> None:
    rehearse(page, qtbot, files[:1])
    page.wizard.columns.changed.emit("colour", "source")
    qtbot.waitUntil(lambda: page.trial.fresh)
    button = page.wizard.template
    button._keep("Distributor list")
    qtbot.waitUntil(lambda: button.text() == "Template: Distributor list")
    page.give_up()
    rehearse(page, qtbot, files[:1])
    qtbot.waitUntil(lambda: page.trial.fresh)
    assert page.rehearsal is not None
    told = {each.name: (each.place, each.reason) for each in page.rehearsal.files[0].columns}
    assert told["colour"] == ("source", "template “Distributor list”")
    used = page.rehearsal.templates[0]
    button.chosen.emit(None)
    qtbot.waitUntil(lambda: button.text() == "Template")
    button._delete(used)
    qtbot.waitUntil(lambda: page.trial.fresh and page.rehearsal is not None and not page.rehearsal.templates)


def test_a_template_keeps_what_happens_to_all_rows(page: ImportPage, qtbot: QtBot, files: list[Path]) -> None:
    rehearse(page, qtbot, files[:1])
    page._on_matched("fill")
    page._on_source("Trade fair")
    qtbot.waitUntil(lambda: page.trial.fresh)
    page.wizard.template._keep("Fair")
    qtbot.waitUntil(lambda: page.wizard.template.text() == "Template: Fair")
    page.give_up()
    assert page.chosen.on_match == "update"
    rehearse(page, qtbot, files[:1])
    qtbot.waitUntil(lambda: page.trial.fresh and page.chosen.on_match == "fill")
    assert page.chosen.consent_source == "Trade fair"
    assert page.wizard.panel.on_match.buttons["fill"].isChecked()
    page._on_matched("skip")
    qtbot.waitUntil(lambda: page.trial.fresh)
    assert page.chosen.on_match == "skip"


def test_cancelling_a_rehearsal_leaves_the_files_where_they_were(
    page: ImportPage, qtbot: QtBot, files: list[Path]
) -> None:
    page.chosen.add(files)
    page.trial.again()
    task = page.desk.tasks.running[0]
    page.wizard.running._on_cancel()
    assert task.cancelled
    qtbot.waitUntil(lambda: not page.desk.tasks.busy)
    assert [each.path for each in page.chosen.sources] == files
    assert page.wizard.foot.next.text() == "Check again"
    page.go_on()
    qtbot.waitUntil(lambda: page.trial.fresh)


def test_an_import_that_is_cancelled_leaves_all_as_before_and_can_be_begun_again(
    page: ImportPage, qtbot: QtBot, files: list[Path], workspace: Workspace
) -> None:
    rehearse(page, qtbot, files)
    page.go_on()
    page.go_on()
    assert not page.wizard.foot.cancel.isVisible()
    page.wizard.running._on_cancel()
    qtbot.waitUntil(lambda: page.wizard.foot.cancel.isVisible())
    assert count(workspace, "companies") == 0
    import_all(page, qtbot)
    assert count(workspace, "companies") == 2
