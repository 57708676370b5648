"""The real program on a display that nobody sees, used as a person does: by keys alone."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TypeVar

T = TypeVar("T")
NEEDED = ("Xvfb", "openbox", "xdotool")
SCREEN = "1500x960x24"
PATIENCE_S = 40.0
# After this time keys are pressed once more, where they may have come too early.
SHORT_S = 12.0
PAUSE_S = 0.15


class NeverSeen(AssertionError):
    """What was waited for did not come."""


class Screen(NamedTuple):
    """A running program on a display of its own; `display` is its number, as in ":7"."""

    display: str

    def press(self, *keys: str) -> None:
        """Press `keys` one after the other: "ctrl+k", "Return"; "text:…" is typed, "rest:…" waits so many seconds."""
        for key in keys:
            if key.startswith("text:"):
                self._xdotool("type", "--delay", "15", "--", key.removeprefix("text:"))
            elif key.startswith("rest:"):
                time.sleep(float(key.removeprefix("rest:")))
            else:
                self._xdotool("key", key)
            time.sleep(PAUSE_S)

    def title(self) -> str:
        """Return the title of the window that has the focus."""
        return self._xdotool("getactivewindow", "getwindowname").strip()

    def wait_title(self, beginning: str) -> None:
        """Wait until the window that has the focus is called so."""
        until(lambda: self.title().startswith(beginning) or None, f"the window “{beginning}”")
        time.sleep(PAUSE_S)

    def comes(self, beginning: str) -> bool:
        """Wait for a while until the window that has the focus is called so; return whether it is."""
        return comes(lambda: self.title().startswith(beginning))

    def _xdotool(self, *arguments: str) -> str:
        done = subprocess.run(
            ["xdotool", *arguments], env=os.environ | {"DISPLAY": self.display}, capture_output=True, text=True
        )
        return done.stdout


def comes(find: Callable[[], bool], patience_s: float = SHORT_S) -> bool:
    """Wait for a while until `find` says yes; return whether it did."""
    end = time.monotonic() + patience_s
    while time.monotonic() < end:
        if find():
            return True
        time.sleep(PAUSE_S)
    return False


def until(find: Callable[[], T | None], what: str) -> T:
    """Return what `find` finds as soon as it does; raises NeverSeen."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        found = find()
        if found is not None:
            return found
        time.sleep(PAUSE_S)
    raise NeverSeen(f"{what} was not there after {PATIENCE_S:.0f} s")


def missing() -> list[str]:
    """Return which of the programs that a display needs are not on this computer."""
    return [name for name in NEEDED if shutil.which(name) is None]


@contextmanager
def running_program(workspace: Path, passphrase: str, home: Path) -> Iterator[Screen]:
    """Show `workspace` in the program on a new display; both end with the block."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"],
        pass_fds=(writing,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    started = [server]
    try:
        with os.fdopen(reading) as told:
            screen = Screen(f":{told.readline().strip()}")
        environment = os.environ | {
            "DISPLAY": screen.display,
            "QT_QPA_PLATFORM": "xcb",
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_DATA_HOME": str(home / "data"),
            "CRM_WORKSPACE": str(workspace),
            "CRM_PASSPHRASE": passphrase,
        }
        started.append(subprocess.Popen(["openbox"], env=environment, stderr=subprocess.DEVNULL))
        started.append(subprocess.Popen([sys.executable, "-m", "crm_desktop"], env=environment))
        yield screen
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait()
