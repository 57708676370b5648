"""The workspace locks when the computer sleeps."""

import time

from crm_desktop.journal.setting_actions import save_setting
from crm_desktop.workspace import Workspace
from tests.ui.shell.conftest import Quiet
from ui.shell.sleep_watch import SleepWatch
from ui.shell.slept_time import slept_so_far
from ui.shell.window import Window


class Told:
    """How often it was told that the computer slept, where the test says how long it did."""

    def __init__(self) -> None:
        self.slept_s = 0.0
        self.times = 0
        self.watch = SleepWatch(slept_s=lambda: self.slept_s)
        self.watch.slept.connect(self._count)

    def _count(self) -> None:
        self.times += 1


def test_time_spent_in_sleep_is_told_once(qapp: object) -> None:
    told = Told()
    told.watch.watch(on=True)
    told.watch.look()
    assert told.times == 0
    told.slept_s += 20.0
    told.watch.look()
    assert told.times == 1
    told.watch.look()
    assert told.times == 1


def test_a_program_that_has_to_wait_its_turn_did_not_sleep(qapp: object) -> None:
    before = slept_so_far()
    time.sleep(1.2)
    assert abs(slept_so_far() - before) < 0.5


def test_sleep_that_the_system_announces_is_told_once_and_waking_is_not(qapp: object) -> None:
    told = Told()
    told.watch.watch(on=True)
    told.watch.on_announced(True)
    told.watch.on_announced(False)
    assert told.times == 1


def test_nothing_is_told_where_it_is_not_wanted(qapp: object) -> None:
    told = Told()
    told.watch.watch(on=True)
    told.watch.watch(on=False)
    told.slept_s = 3600.0
    told.watch.look()
    told.watch.on_announced(True)
    assert told.times == 0


def test_the_window_locks_when_the_computer_sleeps(opened: Window, quiet: Quiet) -> None:
    opened.asleep.on_announced(True)
    quiet()
    assert opened.session is not None
    assert opened.session.core.locked


def test_the_window_stays_open_where_that_was_switched_off(opened: Window, workspace: Workspace, quiet: Quiet) -> None:
    save_setting(workspace.journal, "lock_on_sleep", "off")
    assert opened.session is not None
    opened.session.desk.settings_changed.emit("lock_on_sleep")
    opened.asleep.on_announced(True)
    quiet()
    assert not opened.session.core.locked
