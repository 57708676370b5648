from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from crm_desktop.acts import set_fields
from crm_desktop.workspace import Workspace
from tests.conftest import PASSPHRASE
from tests.ui.shell.conftest import Quiet
from ui.kit.desk import Place
from ui.shell.idle_lock import IdleLock
from ui.shell.input_watch import InputWatch
from ui.shell.unlock_form import UnlockForm
from ui.shell.window import Window


def unlock(window: Window, quiet: Quiet) -> None:
    form = window.gate.form
    assert isinstance(form, UnlockForm)
    form.field.setText(PASSPHRASE)
    form.unlock()
    quiet()


def test_ctrl_l_covers_everything_and_closes_the_file(opened: Window, workspace: Workspace, quiet: Quiet) -> None:
    QTest.keyClick(opened, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    quiet()

    assert opened.workplace is not None
    assert not opened.workplace.isVisible()
    assert opened.session is not None
    assert opened.session.core.locked
    assert opened.windowTitle() == "crm_desktop"


def test_unlocking_returns_to_the_same_place(opened: Window, acme: bytes, quiet: Quiet) -> None:
    opened.go(Place("contact", acme))
    quiet()
    before = opened.workplace
    opened.lock()
    quiet()
    unlock(opened, quiet)

    assert opened.workplace is before
    assert before is not None
    assert before.isVisible()
    assert before.trail.here is not None
    assert before.trail.here.record == acme


def test_what_was_being_typed_comes_back_after_unlocking(opened: Window, quiet: Quiet) -> None:
    assert opened.deck is not None
    dialog = opened.deck.new_with("company", {})
    dialog.form.inputs["name"].set_typed("Half a na")
    opened.lock()
    quiet()
    assert not dialog.isVisible()

    unlock(opened, quiet)
    assert dialog.isVisible()
    assert dialog.form.inputs["name"].typed() == "Half a na"
    dialog.reject()


def test_no_dialog_stands_open_above_a_locked_window(opened: Window, quiet: Quiet) -> None:
    assert opened.deck is not None
    opened.deck.show_keys()
    opened.deck.show_palette()
    opened.lock()
    quiet()

    assert [each for each in opened.findChildren(QDialog) if each.isVisible()] == []
    assert not opened.deck.palette.isVisible()


def test_keys_do_nothing_while_locked(opened: Window, quiet: Quiet) -> None:
    opened.lock()
    quiet()
    QTest.keyClick(opened, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)

    assert opened.deck is not None
    assert not opened.deck.palette.isVisible()


def test_changes_after_unlocking_reach_the_pages(opened: Window, acme: bytes, quiet: Quiet) -> None:
    opened.lock()
    quiet()
    unlock(opened, quiet)
    told: list[object] = []
    assert opened.session is not None
    opened.session.desk.committed.connect(told.append)
    opened.session.desk.act(set_fields, acme, {"name": "Acme Inc."})
    quiet()

    assert len(told) == 1


def test_the_lock_falls_after_the_chosen_minutes_without_use(qapp: QApplication) -> None:
    seconds = [0.0]
    watch = InputWatch(now=lambda: seconds[0])
    lock = IdleLock(watch, 10)
    asked: list[bool] = []
    lock.lock_wanted.connect(lambda: asked.append(True))

    seconds[0] = 599
    lock.look()
    assert asked == []
    seconds[0] = 601
    lock.look()
    assert asked == [True]


def test_time_asleep_counts_as_time_without_use(qapp: QApplication) -> None:
    seconds = [0.0]
    watch = InputWatch(now=lambda: seconds[0])
    lock = IdleLock(watch, 5)
    asked: list[bool] = []
    lock.lock_wanted.connect(lambda: asked.append(True))
    seconds[0] = 8 * 3600.0
    lock.look()

    assert asked == [True]


def test_never_means_never(qapp: QApplication) -> None:
    seconds = [0.0]
    watch = InputWatch(now=lambda: seconds[0])
    lock = IdleLock(watch, 0)
    asked: list[bool] = []
    lock.lock_wanted.connect(lambda: asked.append(True))
    seconds[0] = 1e6
    lock.look()

    assert asked == []
