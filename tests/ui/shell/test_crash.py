import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from ui.kit.theme import Mode, Theme
from ui.shell.crash import CrashDialog, catch_crashes, crash_report, keep_report


def failing() -> BaseException:
    secret = "Dana Whitfield"
    try:
        raise KeyError(secret)
    except KeyError as error:
        try:
            raise ValueError(f"cannot show {secret}") from error
        except ValueError as outer:
            return outer


def test_the_report_names_places_in_the_program_and_no_values(qapp: QApplication) -> None:
    report = crash_report(failing())

    assert "ValueError" in report
    assert "KeyError" in report
    assert "test_crash.py" in report
    assert "failing" in report
    assert "Dana" not in report


def test_the_report_names_no_folder_of_this_computer(qapp: QApplication) -> None:
    assert str(Path(__file__).parent.parent) not in crash_report(failing())


def test_only_the_newest_reports_are_kept(tmp_path: Path) -> None:
    for second in range(25):
        keep_report("report", tmp_path, datetime(2026, 5, 14, 12, 0, second, tzinfo=UTC))

    kept = sorted(path.name for path in tmp_path.iterdir())
    assert len(kept) == 20
    assert kept[-1] == "crash-2026-05-14-120024.txt"


def test_the_report_can_be_copied(qapp: QApplication) -> None:
    dialog = CrashDialog(Theme(Mode.LIGHT), "the report")
    dialog.accept()

    assert QGuiApplication.clipboard().text() == "the report"


def test_an_error_that_nothing_caught_opens_one_window(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    window = QWidget()
    catch_crashes(window, Theme(Mode.LIGHT))
    for _twice in range(2):
        error = failing()
        sys.excepthook(type(error), error, error.__traceback__)

    shown = window.findChildren(CrashDialog)
    assert len(shown) == 1
    shown[0].reject()
    window.deleteLater()
