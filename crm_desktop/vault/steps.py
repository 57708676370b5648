"""Progress of several passes over the same files."""

from crm_desktop.jobs import Progress


class Steps:
    """Adds up the bytes of several passes over the files and reports them to a job's progress."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress = progress
        self._total = total
        self._done = 0

    def add(self, amount: int) -> None:
        """Report `amount` more bytes; raises Cancelled when the job was cancelled."""
        self._done += amount
        self._progress.report(min(self._done, self._total), self._total, in_bytes=True)

    def finish(self) -> None:
        """Report that all is done, for passes whose length was guessed."""
        self._progress.report(self._total, self._total, in_bytes=True)
