"""What a command says while it works."""

import os
import signal
import sys

import pytest

from crm_desktop.cli.output import Output
from crm_desktop.errors import Cancelled


def test_ctrl_c_whose_error_is_dropped_cancels_at_the_next_report() -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with Output(quiet=True).progress("Importing") as progress:
            progress.report(1, 3)
            with pytest.raises(KeyboardInterrupt):
                signal.raise_signal(signal.SIGINT)
            with pytest.raises(Cancelled):
                progress.report(2, 3)
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends the process")
def test_who_ignores_ctrl_c_goes_on_ignoring_it() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with Output(quiet=True).progress("Importing") as progress:
            os.kill(os.getpid(), signal.SIGINT)
            progress.report(1, 3)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
