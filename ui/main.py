"""Starts the app."""

import sys
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QLibraryInfo, QLocale, QSize, QTranslator
from PySide6.QtWidgets import QApplication

from crm_desktop.errors import CrmError
from crm_desktop.program import PROGRAM
from crm_desktop.words import speak
from crm_desktop.workspace import Workspace, open_workspace
from ui.kit.device_choices import DeviceChoices
from ui.kit.dress import dress
from ui.kit.theme import Mode, Theme
from ui.shell.crash import catch_crashes
from ui.shell.window import Window

TITLE_BAR = 32  # pixels that the system adds above a window, about


class Opening(NamedTuple):
    """What the command line already knows: the workspace to open and what opens it."""

    folder: Path | None = None
    passphrase: str | None = None
    recovery_key: str | None = None
    read_only: bool = False


def run(argv: Sequence[str], opening: Opening | None = None, *, choices: DeviceChoices | None = None) -> int:
    """Show the app until its window is closed; return the exit code.

    Where `opening` has a passphrase or key, the file is opened in a thread while Qt starts, and no gate is shown.
    """
    opening = opening or Opening()
    opened = _opened_meanwhile(opening)
    app = QApplication([PROGRAM, *argv])
    app.setApplicationName(PROGRAM)
    app.setDesktopFileName(PROGRAM)
    choices = choices or DeviceChoices()
    look = choices.look
    language = look.language or QLocale.system().name()
    speak(language)
    _translate_qt(app, language)
    theme = Theme(Mode(look.theme), look.zoom / 100)
    dress(app, theme)
    window = Window(theme, choices)
    catch_crashes(window, theme)
    _fill(window, choices, opening, opened)
    # never larger than the screen that it opens on, where its title bar needs room as well
    window.resize(window.size().boundedTo(window.screen().availableSize() - QSize(0, TITLE_BAR)))
    window.show()
    return app.exec()


def _fill(window: Window, choices: DeviceChoices, opening: Opening, opened: "Future[Workspace] | None") -> None:
    """Show the workspace that was opened meanwhile, or the gate with the reason why there is none."""
    if opened is None:
        if opening.folder is not None:
            choices.note_opened(opening.folder)
        window.show_gate()
        return
    try:
        window.show_workspace(opened.result())
    except CrmError as error:
        window.show_gate(opening.folder, error)


def _opened_meanwhile(opening: Opening) -> "Future[Workspace] | None":
    if opening.folder is None or (opening.passphrase is None and opening.recovery_key is None):
        return None
    pool = ThreadPoolExecutor(1, "opening")
    opened = pool.submit(
        open_workspace,
        opening.folder,
        opening.passphrase,
        recovery_key=opening.recovery_key,
        read_only=opening.read_only,
    )
    pool.shutdown(wait=False)
    return opened


def _translate_qt(app: QApplication, language: str) -> None:
    """Let Qt's own dialogs speak `language` as well."""
    translator = QTranslator(app)
    if translator.load(QLocale(language), "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
