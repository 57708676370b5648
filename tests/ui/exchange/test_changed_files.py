"""The import page where a file changes, goes or hangs between the look at it and the import."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from crm_desktop.workspace import Workspace
from tests.exchange.hanging import hanging
from tests.ui.exchange.test_import_page import count, import_all, rehearse
from ui.exchange.import_page import ImportPage
from ui.kit.desk import Place
from ui.kit.labels import Text


def test_a_file_that_changed_since_it_was_looked_at_is_told_and_looked_at_again(
    page: ImportPage, qtbot: QtBot, files: list[Path], workspace: Workspace
) -> None:
    rehearse(page, qtbot, files[:1])
    page.go_on()
    files[0].write_text("account,sector,colour\nAcme,Retail,red\n", encoding="utf-8")
    page.go_on()
    qtbot.waitUntil(lambda: page.trial.stopped)
    told = " ".join(each.text() for each in page.wizard.panel.findChildren(Text))
    assert "“accounts.csv” has changed since it was looked at: look again" in told
    assert count(workspace, "companies") == 0
    assert page.wizard.foot.next.text() == "Check again"
    page.go_on()
    qtbot.waitUntil(lambda: page.trial.fresh)
    import_all(page, qtbot)
    assert count(workspace, "companies") == 1


def test_what_was_decided_about_rows_goes_when_the_file_has_others(
    page: ImportPage, qtbot: QtBot, files: list[Path]
) -> None:
    rehearse(page, qtbot, files[1:])
    assert page.rehearsal is not None
    page._leave_out(page.rehearsal.report.refused[0])
    qtbot.waitUntil(lambda: page.trial.fresh)
    files[1].write_text("name,company,email\nDana,Acme,dana@acme.example\nReed,Acme,reed@acme.example\n")
    page._on_matched("fill")
    qtbot.waitUntil(lambda: page.trial.stopped)
    told = " ".join(each.text() for each in page.wizard.panel.findChildren(Text))
    assert "What you decided about single rows of it was let go" in told
    page.go_on()
    qtbot.waitUntil(lambda: page.trial.fresh)
    assert page.rehearsal.report.kinds["people"].created == 2


def test_an_import_that_failed_for_good_is_not_begun_again_without_looking(
    page: ImportPage, qtbot: QtBot, files: list[Path]
) -> None:
    rehearse(page, qtbot, files)
    page.go_on()
    files[0].unlink()
    page.go_on()
    qtbot.waitUntil(lambda: page.trial.stopped)
    assert not page.trial.fresh
    told = " ".join(each.text() for each in page.wizard.panel.findChildren(Text))
    assert "is gone now" in told


def test_a_drive_that_hangs_leaves_the_window_alive_and_is_given_up_at_once(
    page: ImportPage, qtbot: QtBot, files: list[Path], monkeypatch: pytest.MonkeyPatch, workspace: Workspace
) -> None:
    with hanging(files[0], 1, monkeypatch) as drive:
        page.arrive(Place("import", None, {"paths": [str(files[0])]}))
        qtbot.waitUntil(drive.hangs.is_set)
        qtbot.waitUntil(page.wizard.running.isVisible)
        qtbot.waitUntil(lambda: "Waiting for the drive" in page.wizard.running._state.text())
        page.wizard.running.cancel.click()
        with qtbot.waitSignal(page.trial.failed, timeout=1000):
            pass
        assert not drive.answering.is_set()
    told = " ".join(each.text() for each in page.wizard.panel.findChildren(Text))
    assert "Nothing was changed." in told
    page.go_on()
    qtbot.waitUntil(lambda: page.trial.fresh)
    import_all(page, qtbot)
    assert count(workspace, "companies") == 2
