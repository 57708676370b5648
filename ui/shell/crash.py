"""When the program itself fails: a window that says so, with a report that holds no one's records."""

import sys
from datetime import UTC, datetime
from types import TracebackType

from PySide6 import __version__ as qt_version
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from crm_desktop.crash_report import crash_report, keep_report
from crm_desktop.program import log_folder
from crm_desktop.words import _
from ui.kit.dialogs import Dialog
from ui.kit.labels import Text
from ui.kit.theme import Theme


class CrashDialog(Dialog):
    """Says that something went wrong, and gives the report to copy."""

    def __init__(self, theme: Theme, report: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Something went wrong"), _("Copy report"), "medium", cancel=_("Close"), parent=parent)
        said = _("The program met an error of its own. What you had saved is safe; look at what you did last.")
        holds = _("The report names places in the program, not what is in your records.")
        self.body.addWidget(Text(theme, said, wrap=True))
        self.body.addWidget(Text(theme, holds, "small", "text2", wrap=True))
        self.report = QPlainTextEdit(report)
        self.report.setReadOnly(True)
        self.report.setAccessibleName(_("Report"))
        self.report.setFont(theme.font("mono"))
        self.report.setMinimumHeight(theme.px(220))
        self.body.addWidget(self.report)

    def accept(self) -> None:
        """Copy the report and stay open."""
        QGuiApplication.clipboard().setText(self.report.toPlainText())
        self.accept_button.setText(_("Copied"))


def catch_crashes(window: QWidget, theme: Theme) -> None:
    """Show a crash window for every error that nothing else caught, one at a time."""
    showing: list[CrashDialog] = []

    def show(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not isinstance(error, Exception):
            sys.__excepthook__(kind, error, trace)
            return
        report = crash_report(error, f"Qt {qt_version}", QGuiApplication.platformName())
        sys.stderr.write(report + "\n")
        keep_report(report, log_folder(), datetime.now(UTC))
        if not showing:
            dialog = CrashDialog(theme, report, window)
            showing.append(dialog)
            dialog.finished.connect(showing.clear)
            dialog.open()

    sys.excepthook = show
