"""The thread on which the workspace is kept in step with the office server."""

import threading
from collections.abc import Callable
from contextvars import copy_context

from crm_desktop.jobs import Progress, ProgressListener
from crm_desktop.sync.background import Background
from crm_desktop.sync.exchange import Shared, Synced

# Longer than a message takes on any line; whoever waits for the end of it goes on then.
PATIENCE_S = 10.0


class SharingThread:
    """Exchanges until it is stopped; `told` is called on the thread itself after each attempt.

    `moved` and `files_moved` are told how far what is sent and fetched has come, on the threads that do it.
    """

    def __init__(
        self, shared: Shared, told: Callable[[], None], moved: ProgressListener, files_moved: ProgressListener
    ) -> None:
        self._background = Background(shared, moved=moved, files_moved=files_moved)
        # it speaks the language of whoever begins it: what goes wrong is told in it
        speaking = copy_context().run
        self._thread = threading.Thread(target=speaking, args=(self._background.run, told), name="sharing", daemon=True)
        self._thread.start()

    def nudge(self) -> None:
        """Exchange soon."""
        self._background.nudge()

    def exchange(self, *, progress: Progress, may_empty: bool = False) -> Synced:
        """Exchange at once on the thread that asks, files as well; raises CrmError."""
        self._background.want_files()
        return self._background.exchange(progress, may_empty=may_empty)

    def hold_files(self) -> None:
        """Send no more files until an exchange is asked for."""
        self._background.hold_files()

    def stop(self) -> None:
        """Ask the thread to end."""
        self._background.stop()

    def join(self) -> None:
        """Wait until the thread has ended: not longer than a message takes."""
        self._thread.join(PATIENCE_S)
