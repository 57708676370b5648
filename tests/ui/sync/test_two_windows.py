"""Two programs on displays of their own edit one contact while apart; nothing that was typed is lost."""

from collections.abc import Callable
from pathlib import Path

import pytest

from crm_desktop.contacts.actions import add_contact
from crm_desktop.store.content_hash import content_hash
from crm_desktop.sync.conflicts import count_conflicts
from crm_desktop.sync.status import set_paused, sharing_status
from crm_desktop.workspace import open_workspace
from tests.conftest import PASSPHRASE
from tests.sync.laptops import Firm
from tests.ui.display import NeverSeen, Screen, comes, missing, running_program, until
from ui.contacts.facts import ALWAYS, WHEN_EDITING

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"there is no {', '.join(missing())} on this computer")
# A busy machine may be behind the keys: they are pressed again then.
TRIES = 4
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

    def is_online(self) -> bool:
        with self._file.reader() as reader:
            sharing = sharing_status(reader)
        return sharing is not None and not sharing.paused

    @property
    def hash(self) -> str:
        with self._file.reader() as reader:
            return content_hash(reader).all

    def open_dana(self) -> None:
        """Go to Dana from another page; a search that had not found her yet at Return is made again."""
        for _try in range(TRIES):
            self.screen.press("Escape", "Escape", "ctrl+1", "ctrl+k", "text:Dana", "rest:1", "Return")
            if self.screen.comes("Dana Whitfield"):
                return
        raise NeverSeen("the page of Dana was not opened")

    def type_job(self, job: str) -> None:
        """Write the job on Dana's page, where it is not the one already."""
        for _try in range(TRIES):
            # who comes from another page is led to the first of all facts by the key
            self.open_dana()
            to_job = ["Down"] * FACTS.index("job_title")
            self.screen.press("e", *to_job, "Return", "ctrl+a", f"text:{job}", "Return")
            if comes(lambda: self.job == job):
                return
        raise NeverSeen(f"the job {job} was not written")

    def run(self, command: str, then: Callable[[], bool]) -> None:
        """Run `command` from the palette, and again while what is to come of it does not come."""
        for _try in range(TRIES):
            self.screen.press("Escape", "ctrl+k", f"text:>{command}", "rest:1", "Return")
            if comes(then):
                return
        raise NeverSeen(f"nothing came of {command}")


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
        for seat in (here, there):
            seat.screen.wait_title("Today")
        here.type_job("Buyer")
        there.type_job("Owner")
        here.run("Sync now", lambda: here.waiting == (0, 0))
        there.run("Sync now", lambda: there.waiting == (0, 1))
        here.run("Sync now", lambda: here.waiting == (0, 1))

        there.run("Sync and conflicts", lambda: there.screen.title().startswith("Sync and conflicts"))
        there.screen.press("rest:1", "Return", "2", "ctrl+Return")
        until(lambda: there.job == "Buyer" or None, "the value of the other computer")
        there.run("Sync now", lambda: there.waiting == (0, 0))
        here.run("Sync now", lambda: here.waiting == (0, 0))
        assert here.job == "Buyer"
        assert here.hash == there.hash

        # online again, what is written in one window comes to the other by itself
        for seat in (here, there):
            seat.run("Work offline", seat.is_online)
        here.type_job("Head of purchasing")
        until(lambda: there.job == "Head of purchasing" or None, "the edit to come by itself")
        there.type_job("Director")
        until(lambda: here.job == "Director" or None, "the answer to come by itself")
        until(lambda: here.waiting == there.waiting == (0, 0) or None, "all to be sent")
        assert here.hash == there.hash
        here.close()
        there.close()
