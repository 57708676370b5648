"""How far what is sent and fetched in the background has come, shown in the strip of long work."""

from collections.abc import Callable
from functools import partial

from ui.kit.tasks import FollowedTask, Tasks


class SharingProgress:
    """Shows what goes on in the background; `moved` comes on the thread that does it.

    `title` returns what is said of it, by the whole that is to be done: 0 where nobody knows.
    """

    def __init__(
        self, tasks: Tasks, title: Callable[[int], str], stop: Callable[[], None], *, in_bytes: bool = False
    ) -> None:
        self._tasks = tasks
        self._title = title
        self._stop = stop
        self._in_bytes = in_bytes
        self._task: FollowedTask | None = None

    def moved(self, done: int, total: int) -> None:
        """Show that `done` of `total` is done; 0 of 0 shows nothing any more. Raises Cancelled once it is to rest."""
        title = self._title(total) if done or total else ""
        if self._task is not None and self._task.title != title:
            self._tasks.call_soon(partial(self._tasks.let_go, self._task))
            self._task = None
        if not title:
            return
        if self._task is None:
            self._task = FollowedTask(title, self._stop)
            self._task.begun = done
            self._tasks.call_soon(partial(self._tasks.follow, self._task))
        self._task.progress.report(done, total, in_bytes=self._in_bytes)
