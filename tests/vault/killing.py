"""Ending the program at each step of an act, as a power cut or a crash would."""

import itertools
import os
import sys
import traceback
from collections.abc import Callable
from typing import Any

import pytest

_STEPS = ("open", "os.rename", "os.remove", "os.truncate", "os.mkdir", "os.rmdir", "shutil.copyfile")
_CUT_OFF, _FAILED = 9, 10


def kill_at_each_step(prepare: Callable[[], None], act: Callable[[], None], check: Callable[[int], None]) -> int:
    """Run `act` again and again on what `prepare` makes, each time cut off one step later, and `check` what is left.

    A step is a call that opens, renames, removes or makes a file or waits for the disk. Returns how many there are.
    """
    if not hasattr(os, "fork"):
        pytest.skip("this system cannot copy a running program")
    for step in itertools.count():
        prepare()
        ended = _run_cut_off(act, step)
        assert ended in (0, _CUT_OFF), "the act failed by itself"
        check(step)
        if ended == 0:
            return step
    raise AssertionError


def _run_cut_off(act: Callable[[], None], step: int) -> int:
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    ended = _FAILED
    try:
        _cut_off_at(step)
        act()
        ended = 0
    finally:
        if ended:
            traceback.print_exc()
        os._exit(ended)


def _cut_off_at(step: int) -> None:
    counter = itertools.count()

    def count() -> None:
        if next(counter) == step:
            os._exit(_CUT_OFF)

    def heard(event: str, _arguments: tuple[Any, ...]) -> None:
        if event in _STEPS:
            count()

    to_disk = os.fsync

    def counted_fsync(descriptor: int) -> None:
        count()
        to_disk(descriptor)

    vars(os)["fsync"] = counted_fsync
    sys.addaudithook(heard)
