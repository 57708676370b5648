"""An import in the app, from taking the file to the last row written, probed for stalls, which it prints as JSON."""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[1]))

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from benchmarks.people import PASSPHRASE
from benchmarks.ticks import ticking
from crm_desktop.workspace import open_workspace
from ui.exchange.import_page import ImportPage
from ui.kit.desk import Place
from ui.kit.dress import dress
from ui.kit.garbage import SETTLED_MS
from ui.kit.theme import Mode, Theme
from ui.shell.window import Window

SIZE = (1440, 900)
LONGEST_WAIT_S = 300


class Importing:
    """The app with its page of imports."""

    def __init__(self, folder: Path) -> None:
        self.workspace = open_workspace(folder, PASSPHRASE)
        self.app = QApplication(["imports"])
        theme = Theme(Mode.LIGHT)
        dress(self.app, theme)
        self.window = Window(theme)
        self.window.resize(*SIZE)
        self.window.show_workspace(self.workspace, Place("import"))
        self.window.show()
        QTest.qWait(SETTLED_MS)
        self.wait_for(lambda: self.window.findChild(ImportPage) is not None and not self.window.tasks.busy)
        page = self.window.findChild(ImportPage)
        assert page is not None
        self.page = page

    def wait_for(self, fits: Callable[[], bool]) -> None:
        """Let the app run until it `fits`."""
        begun = time.monotonic()
        while not fits():
            QTest.qWait(20)
            if time.monotonic() - begun > LONGEST_WAIT_S:
                raise RuntimeError("the import did not end")

    def rehearsed(self, path: Path) -> dict[str, float]:
        """Take `path` and return the stalls until it is rehearsed."""
        with ticking() as ticks:
            self.page.take_files([path])
            self.wait_for(lambda: self.page.rehearsal is not None and not self.window.tasks.busy)
        return ticks.plain()

    def imported(self, rows: int) -> dict[str, float]:
        """Import what is rehearsed and return the stalls until all `rows` are in."""
        before = self._people()
        self.page.go_on()
        self.wait_for(lambda: not self.window.tasks.busy)
        with ticking() as ticks:
            self.page.go_on()
            self.wait_for(lambda: not self.window.tasks.busy)
        came = self._people() - before
        if came < rows:
            raise AssertionError(f"{came} of {rows} rows came in")
        return ticks.plain()

    def _people(self) -> int:
        with self.workspace.reader() as reader:
            (count,) = reader.execute("SELECT count(*) FROM contact WHERE kind = 'person'").fetchone()
        return int(count)


if __name__ == "__main__":
    folder, path, rows = sys.argv[1:]
    importing = Importing(Path(folder))
    told = {"rehearsing": importing.rehearsed(Path(path)), "importing": importing.imported(int(rows))}
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    os._exit(0)
