"""Two programs on displays of their own edit one contact while apart; nothing that was typed is lost."""

from pathlib import Path

import pytest

from crm_desktop.contacts.actions import add_contact
from crm_desktop.store.content_hash import content_hash
from crm_desktop.sync.conflicts import count_conflicts
from crm_desktop.sync.status import set_paused, sharing_status
from crm_desktop.workspace import open_workspace
from tests.conftest import PASSPHRASE
from tests.sync.laptops import Firm
from tests.ui.display import Screen, missing, running_program, until
from ui.contacts.facts import ALWAYS, WHEN_EDITING

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"there is no {', '.join(missing())} on this computer")
FACTS = (*WHEN_EDITING["person"], *ALWAYS["person"])


class Seat:
    """A program on its display, and a look at its file beside it."""

    def __init__(self, screen: Screen, folder: Path) -> None:
        self.screen = screen
        self._file = open_workspace(folder, PASSPHRASE, read_only=True)

    def close(self) -> None:
        self._file.close()

    @property
    def job(self) -> object:
        with self._file.reader() as reader:
            return reader.execute("SELECT job_title FROM contact WHERE name = 'Dana Whitfield'").fetchone()[0]

    @property
    def waiting(self) -> tuple[int, int]:
        """How many steps are not sent, and how many conflicts wait."""
        with self._file.reader() as reader:
            sharing = sharing_status(reader)
            return (sharing.unsent if sharing is not None else -1), count_conflicts(reader)

    @property
    def hash(self) -> str:
        with self._file.reader() as reader:
            return content_hash(reader).all

    def type_job(self, job: str) -> None:
        self.screen.wait_title("Today")
        self.screen.press("ctrl+k", "text:Dana", "rest:1", "Return")
        self.screen.wait_title("Dana Whitfield")
        self.screen.press("e", *["Down"] * FACTS.index("job_title"), "Return", "ctrl+a", f"text:{job}", "Return")
        until(lambda: self.job == job or None, f"the job {job}")

    def run(self, command: str) -> None:
        self.screen.press("Escape", "ctrl+k", f"text:>{command}", "rest:1", "Return")


def test_two_windows_edit_one_contact_and_a_person_decides(firm: Firm, tmp_path: Path) -> None:
    first = firm.first()
    add_contact(first.journal, "person", {"name": "Dana Whitfield", "job_title": "Assistant"})
    first.sync()
    second = firm.another()
    second.sync()
    for laptop in (first, second):
        set_paused(laptop.journal, paused=True)
    folders = [laptop.workspace.folder for laptop in (first, second)]
    firm.close()
    homes = [tmp_path / "home1", tmp_path / "home2"]
    with (
        running_program(folders[0], PASSPHRASE, homes[0]) as left,
        running_program(folders[1], PASSPHRASE, homes[1]) as right,
    ):
        here, there = Seat(left, folders[0]), Seat(right, folders[1])
        here.type_job("Buyer")
        there.type_job("Owner")
        here.run("Sync now")
        until(lambda: here.waiting == (0, 0) or None, "what was written here to be sent")
        there.run("Sync now")
        until(lambda: there.waiting == (0, 1) or None, "the conflict there")
        here.run("Sync now")
        until(lambda: here.waiting == (0, 1) or None, "the conflict here")

        there.run("Sync and conflicts")
        there.screen.wait_title("Sync and conflicts")
        there.screen.press("rest:1", "Return", "2", "ctrl+Return")
        until(lambda: there.job == "Buyer" or None, "the value of the other computer")
        there.run("Sync now")
        until(lambda: there.waiting == (0, 0) or None, "the decision to be sent")
        here.run("Sync now")
        until(lambda: here.waiting == (0, 0) or None, "the decision to arrive")
        assert here.job == "Buyer"
        assert here.hash == there.hash
        here.close()
        there.close()
