import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from ui.kit.theme import Mode, Theme
from ui.shell.crash import CrashDialog, catch_crashes


def failing() -> BaseException:
    try:
        raise ValueError("cannot show Dana Whitfield")
    except ValueError as error:
        return error


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
