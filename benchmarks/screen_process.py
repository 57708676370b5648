"""One start of the app, or of a bare Qt window, on a screen that nobody sees; prints what it took as JSON."""

import json
import os
import sys
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[1]))
SIZE = (1440, 900)


def process_started() -> float:
    """Return when this process began, in seconds since 1970: before the interpreter read its first line."""
    ticks = float(Path("/proc/self/stat").read_text().rsplit(")", 1)[1].split()[19]) / os.sysconf("SC_CLK_TCK")
    return time.time() - float(Path("/proc/uptime").read_text().split()[0]) + ticks


def memory_mb() -> float:
    """Return the memory that this process has resident now, its libraries' pages included."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def bare_window() -> None:
    """Show a bare Qt window and print when it was painted."""
    from PySide6.QtWidgets import QApplication, QMainWindow

    app = QApplication(["bare"])
    window = QMainWindow()
    window.resize(*SIZE)
    window.show()
    window.repaint()
    app.processEvents()
    told(time.time() - process_started())


def people_list(folder: Path) -> None:
    """Open the workspace `folder`, go to the people and print when their list was painted."""
    from ui.kit.quick_imports import hurry_imports

    hurry_imports()
    from PySide6.QtWidgets import QApplication

    from benchmarks.people import PASSPHRASE
    from benchmarks.rows_painted import RowsPainted
    from crm_desktop.vault.slots import open_with_passphrase
    from crm_desktop.workspace import opened_with
    from ui.kit.desk import Place
    from ui.kit.dress import dress
    from ui.kit.table_view import TableView
    from ui.kit.theme import Mode, Theme
    from ui.shell.window import Window

    begun = time.time()
    secret = open_with_passphrase(folder, PASSPHRASE)
    deriving = time.time() - begun
    workspace = opened_with(folder, secret, read_only=True)
    app = QApplication(["people"])
    theme = Theme(Mode.LIGHT)
    dress(app, theme)
    window = Window(theme)
    window.resize(*SIZE)
    window.show_workspace(workspace, Place("contacts"))
    window.show()
    table = None
    while table is None:
        app.processEvents()
        table = window.findChild(TableView)
    painted = RowsPainted(table)
    while not painted.seen:
        app.processEvents()
    told(time.time() - process_started() - deriving)
    window.close()


def told(painted_s: float) -> None:
    """Print what was measured."""
    sys.stdout.write(json.dumps([painted_s, memory_mb()]) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        people_list(Path(sys.argv[1]))
    else:
        bare_window()
    os._exit(0)
