"""When the program itself fails: a window that says so, with a report that holds no one's records."""

import platform
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from PySide6 import __version__ as qt_version
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from crm_desktop.words import _
from ui.kit.device_choices import log_folder
from ui.kit.dialogs import Dialog
from ui.kit.labels import Text
from ui.kit.theme import Theme
from ui.kit.version import version

MOST_REPORTS = 20


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


def crash_report(error: BaseException) -> str:
    """Return what a developer needs to know of `error`: its kind and its way through the program.

    The text of an error may quote a record, so it is left out, and so are the values of variables.
    """
    lines = [
        f"crm_desktop {version()}, Python {platform.python_version()}, Qt {qt_version}",
        f"{platform.system()} {platform.release()}, {QGuiApplication.platformName()}",
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "",
    ]
    told: BaseException | None = error
    while told is not None:
        lines.append(f"{type(told).__module__}.{type(told).__qualname__}")
        lines += [f"  {_place(frame)}" for frame in traceback.extract_tb(told.__traceback__)]
        told = told.__cause__ or told.__context__
    return "\n".join(lines)


def keep_report(report: str, folder: Path, now: datetime) -> Path:
    """Write `report` into `folder`, where only the newest reports are kept; return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"crash-{now:%Y-%m-%d-%H%M%S}.txt"
    path.write_text(report, encoding="utf-8")
    for old in sorted(folder.glob("crash-*.txt"))[:-MOST_REPORTS]:
        old.unlink()
    return path


def catch_crashes(window: QWidget, theme: Theme) -> None:
    """Show a crash window for every error that nothing else caught, one at a time."""
    showing: list[CrashDialog] = []

    def show(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not isinstance(error, Exception):
            sys.__excepthook__(kind, error, trace)
            return
        report = crash_report(error)
        sys.stderr.write(report + "\n")
        keep_report(report, log_folder(), datetime.now(UTC))
        if not showing:
            dialog = CrashDialog(theme, report, window)
            showing.append(dialog)
            dialog.finished.connect(showing.clear)
            dialog.open()

    sys.excepthook = show


def _place(frame: traceback.FrameSummary) -> str:
    # no machine's folders: the path from the package on says enough
    parts = Path(frame.filename).parts
    known = next((place for place, part in enumerate(parts) if part in {"ui", "crm_desktop"}), len(parts) - 1)
    return f"{'/'.join(parts[known:])}:{frame.lineno} {frame.name}"
