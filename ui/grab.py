"""Keep one page of the app, with the sample workspace, as a picture: `python -m ui.grab PAGE OUT.png`."""

import argparse
import json
import os
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication

from crm_desktop.errors import CrmError
from crm_desktop.jobs import Progress
from crm_desktop.vault.argon import FLOOR_KIB, Argon
from crm_desktop.workspace import Workspace, open_workspace
from ui.kit.desk import Place
from ui.kit.dress import dress
from ui.kit.theme import Mode, Theme
from ui.sample import make_sample
from ui.shell.window import Window

SAMPLE_PASSPHRASE = "sample harbour violet lantern"
QUIET_S = 0.45  # longer than every delay after which a page asks for something more
LONGEST_WAIT_S = 30.0
SCREEN = (3200, 2000)
QUICK_ARGON = Argon(FLOOR_KIB, 1)


class NeverQuiet(RuntimeError):
    """A page kept asking for something."""


def main(argv: Sequence[str]) -> int:
    """Grab the page named in `argv` and write it where `argv` says."""
    wanted = _parser().parse_args(argv)
    with TemporaryDirectory(prefix="crm-grab-") as folder:
        app = offscreen_app(Path(folder))
        theme = Theme(Mode.DARK if wanted.dark else Mode.LIGHT, wanted.scale, reduced_motion=True)
        dress(app, theme)
        workspace = sample_workspace(Path(folder), Path(gettempdir()) / "demo.crm", fresh=wanted.fresh)
        window = Window(theme)
        window.resize(*(int(side) for side in wanted.size.split("x")))
        window.show()
        window.show_workspace(workspace)
        record = bytes.fromhex(wanted.record) if wanted.record else _first_record(workspace, wanted.first)
        window.go(Place(wanted.page, record, json.loads(wanted.arguments)))
        wait_until_quiet(window)
        window.grab().save(wanted.out)
        window.close()
    return 0


def offscreen_app(folder: Path) -> QApplication:
    """Return the application on a screen that nobody sees and all windows fit on, unless a platform was chosen."""
    screens = folder / "screens.json"
    screen = {"name": "screen", "x": 0, "y": 0, "width": SCREEN[0], "height": SCREEN[1], "logicalDpi": 96, "dpr": 1}
    screens.write_text(json.dumps({"screens": [screen]}), encoding="utf-8")
    os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={screens}")
    app = QApplication(["crm_desktop"])
    QCursor.setPos(SCREEN[0] - 1, SCREEN[1] - 1)
    return app


def sample_workspace(folder: Path, cache: Path, *, fresh: bool = False) -> Workspace:
    """Open a copy in `folder` of the sample workspace kept at `cache`, which is made where it is not yet."""
    if fresh or not cache.exists():
        _make_sample(cache)
    own = folder / cache.name
    shutil.copytree(cache, own)
    try:
        return open_workspace(own, SAMPLE_PASSPHRASE)
    except CrmError:
        # made by another state of the program
        if fresh:
            raise
        shutil.rmtree(own)
        return sample_workspace(folder, cache, fresh=True)


def wait_until_quiet(window: Window) -> None:
    """Let the app run until no task is running and none was for a while; raises NeverQuiet."""
    started = quiet_since = time.monotonic()
    while time.monotonic() - quiet_since < QUIET_S:
        QApplication.processEvents()
        time.sleep(0.005)
        if window.session is not None and window.session.tasks.busy:
            quiet_since = time.monotonic()
        if time.monotonic() - started > LONGEST_WAIT_S:
            raise NeverQuiet("tasks are still running")
    QApplication.processEvents()


def _make_sample(cache: Path) -> None:
    being_made = cache.with_name(f"{os.getpid()}-{cache.name}")
    make_sample(being_made, SAMPLE_PASSPHRASE, progress=Progress(), argon=QUICK_ARGON).close()
    shutil.rmtree(cache, ignore_errors=True)
    being_made.rename(cache)


def _first_record(workspace: Workspace, table: str) -> bytes | None:
    if not table:
        return None
    name, _eq, kind = table.partition("=")
    narrowed = f"AND kind = '{kind}'" if kind else ""
    with workspace.reader() as reader:
        row = reader.execute(
            f"SELECT id FROM {name} WHERE removed_at IS NULL {narrowed} ORDER BY rid LIMIT 1"
        ).fetchone()
    return None if row is None else bytes(row[0])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ui.grab", description=__doc__)
    parser.add_argument("page", help="name of the place: today, contacts, contact, pipeline, …")
    parser.add_argument("out", help="picture to write")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--size", default="1440x900")
    parser.add_argument("--scale", type=float, default=1.0, help="text size, 0.9 to 2.0")
    parser.add_argument("--record", default="", help="id of the record, in hex")
    parser.add_argument("--first", default="", help="the first record of a table: deal, contact=company")
    parser.add_argument("--arguments", default="{}", help="the place's arguments as JSON")
    parser.add_argument("--fresh", action="store_true", help="make the sample workspace anew")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
