"""Work off the interface thread."""

import gc
import threading
import time
from functools import partial

import pytest
import shiboken6
from PySide6.QtCore import QObject, QThread, QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from crm_desktop.errors import Cancelled, CrmError
from crm_desktop.jobs import Progress
from crm_desktop.words import _, speak
from ui.kit.tasks import DELIVERING_S, Tasks


def test_a_job_runs_elsewhere_and_its_result_arrives_here(tasks: Tasks, qtbot: QtBot) -> None:
    seen: list[tuple[str, bool]] = []

    def arrive(name: str) -> None:
        seen.append((name, QThread.isMainThread()))

    tasks.run(lambda: threading.current_thread().name, then=arrive)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0][0].startswith("reader")
    assert seen[0][1]


def test_a_result_is_dropped_when_its_page_is_gone(tasks: Tasks, qtbot: QtBot) -> None:
    gate = threading.Event()
    seen: list[bool] = []
    page = QWidget()
    tasks.run(gate.wait, owner=page, then=seen.append)
    page.deleteLater()
    qtbot.wait(10)
    gate.set()
    qtbot.waitUntil(lambda: not tasks.busy)
    assert seen == []


def test_only_the_newest_search_arrives(tasks: Tasks, qtbot: QtBot) -> None:
    gate, page = threading.Event(), QObject()
    seen: list[str] = []

    def search(text: str) -> str:
        gate.wait(5)
        return text

    for text in ("a", "ac", "acm", "acme", "acme c"):
        tasks.run(search, text, owner=page, then=seen.append, key="search")
    gate.set()
    qtbot.waitUntil(lambda: not tasks.busy)
    qtbot.wait(20)
    assert seen == ["acme c"]


def test_writes_run_one_after_the_other_in_the_order_asked_for(tasks: Tasks, qtbot: QtBot) -> None:
    done: list[int] = []
    for number in range(20):
        tasks.run(done.append, number, writer=True)
    qtbot.waitUntil(lambda: not tasks.busy)
    assert done == list(range(20))


def test_the_window_goes_on_between_outcomes_that_arrive_together(tasks: Tasks, qtbot: QtBot) -> None:
    happened: list[str] = []
    painting = QTimer(interval=0)
    painting.timeout.connect(lambda: happened.append("painted"))
    painting.start()

    def compute(name: str) -> None:
        time.sleep(2 * DELIVERING_S)
        happened.append(name)

    for name in ("first", "second", "third"):
        tasks.call_soon(partial(compute, name))
    qtbot.waitUntil(lambda: not tasks.busy)
    assert [each for each in happened if each != "painted"] == ["first", "second", "third"]
    assert "painted" in happened[happened.index("first") : happened.index("third")]


def test_an_outcome_that_fails_keeps_no_other_back(tasks: Tasks, qtbot: QtBot) -> None:
    seen: list[str] = []

    def fail() -> None:
        raise ValueError("a defect")

    tasks.call_soon(lambda: time.sleep(2 * DELIVERING_S))
    tasks.call_soon(fail)
    tasks.call_soon(lambda: seen.append("told"))
    with capture_exceptions() as defects:
        qtbot.waitUntil(lambda: not tasks.busy)
    assert [str(each[1]) for each in defects] == ["a defect"]
    assert seen == ["told"]


def test_what_the_user_can_act_on_goes_to_the_one_who_asked(tasks: Tasks, qtbot: QtBot) -> None:
    told: list[str] = []

    def fail() -> None:
        raise CrmError("The server cannot be reached.")

    tasks.run(fail, on_error=lambda error: told.append(str(error)))
    qtbot.waitUntil(lambda: bool(told))
    with qtbot.waitSignal(tasks.failed) as failed:
        tasks.run(fail)
    assert told == ["The server cannot be reached."]
    assert isinstance(failed.args[0], CrmError)


def test_a_failed_write_is_told_even_when_its_page_is_gone(tasks: Tasks, qtbot: QtBot) -> None:
    def fail() -> None:
        raise CrmError("The disk is full.")

    page = QWidget()
    with qtbot.waitSignal(tasks.failed):
        tasks.run(fail, owner=page, on_error=lambda _error: None, writer=True)
        shiboken6.delete(page)


def test_a_bug_in_a_worker_is_never_swallowed(tasks: Tasks, qtbot: QtBot) -> None:
    with capture_exceptions() as raised:
        tasks.run(lambda: 1 / 0)
        qtbot.waitUntil(lambda: not tasks.busy)
        qtbot.wait(10)
    assert raised[0][0] is ZeroDivisionError


def test_the_crash_window_gets_the_bug_where_there_is_one(tasks: Tasks, qtbot: QtBot) -> None:
    with qtbot.waitSignal(tasks.crashed) as crashed:
        tasks.run(lambda: 1 / 0)
    assert isinstance(crashed.args[0], ZeroDivisionError)


def test_a_long_task_says_how_far_it_is_and_stops_when_cancelled(tasks: Tasks, qtbot: QtBot) -> None:
    started = threading.Event()
    told: list[CrmError] = []

    def count(progress: Progress) -> None:
        for number in range(10_000_000):
            progress.report(number, 10_000_000)
            started.set()

    task = tasks.run(count, title="Importing", on_error=told.append)
    assert task is not None
    started.wait(5)
    assert tasks.running == [task]
    task.cancel()
    qtbot.waitUntil(lambda: bool(told))
    assert isinstance(told[0], Cancelled)
    assert task.total == 10_000_000
    assert tasks.running == []


def test_workers_speak_the_language_of_the_user(tasks: Tasks, qtbot: QtBot) -> None:
    seen: list[str] = []
    speak("xx")
    tasks.run(lambda: _("Undo"), then=seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    speak("en")
    assert seen == ["Undo"]


def test_closing_lets_asked_for_writes_finish() -> None:
    tasks = Tasks()
    done: list[int] = []
    for number in range(50):
        tasks.run(done.append, number, writer=True)
    tasks.close()
    assert len(done) == 50


def test_what_is_asked_for_after_closing_is_not_begun() -> None:
    tasks = Tasks()
    tasks.close()
    done: list[int] = []
    assert tasks.run(done.append, 1, writer=True) is None
    assert tasks.run(done.append, 2) is None
    assert (done, tasks.busy) == ([], False)


def test_garbage_is_collected_on_the_interface_thread_alone(tasks: Tasks, qtbot: QtBot) -> None:
    assert not gc.isenabled()
    where: list[bool] = []

    class Page(QObject):
        def __init__(self) -> None:
            super().__init__()
            self.itself = self

        def __del__(self) -> None:
            where.append(QThread.isMainThread())

    for _number in range(30):
        Page()
    tasks.run(lambda: [[] for _number in range(20_000)])
    qtbot.waitUntil(lambda: not tasks.busy)
    gc.collect()
    assert where
    assert all(where)


@pytest.mark.parametrize("rows", [5000])
def test_many_small_jobs_arrive_all_and_in_order_of_writing(tasks: Tasks, qtbot: QtBot, rows: int) -> None:
    seen: list[int] = []
    for number in range(rows):
        tasks.run(lambda number=number: number, then=seen.append, writer=True)
    qtbot.waitUntil(lambda: len(seen) == rows, timeout=20_000)
    assert seen == list(range(rows))
