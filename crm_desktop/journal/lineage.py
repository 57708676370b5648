"""Which steps stand: a step is undone by a later one, which may be undone in turn."""

from crm_desktop.store.sites import BY_ITSELF, local_value
from crm_desktop.vault.driver import Connection

# The step that made the workspace, with its member and stages: without them nothing could go on.
BEGINNING = 1
# What the program did by itself nobody means who takes back what he did last.
_MEANT = f"NOT EXISTS (SELECT 1 FROM local WHERE name = '{BY_ITSELF}' || step.seq)"
_UNDO_TARGET = f"""
    SELECT seq FROM step WHERE undoes IS NULL AND site = (SELECT site FROM ctx) AND seq > {BEGINNING} AND seq < ?
    AND EXISTS (SELECT 1 FROM change WHERE change.step = step.seq) AND {_MEANT}
    ORDER BY seq DESC LIMIT 50
"""


class Lineage:
    """Answers for one state of the file, as if the step `leaving_out` were not there; steps are looked up once."""

    def __init__(self, connection: Connection, leaving_out: int | None = None) -> None:
        self._connection = connection
        self._leaving_out = leaving_out
        self._undoers: dict[int, list[int]] = {}
        self._origins: dict[int, int] = {}

    def stands(self, step: int) -> bool:
        """Tell whether `step` is in force: no standing step undoes it."""
        return not any(self.stands(each) for each in self._undone_by(step))

    def origin(self, step: int) -> int:
        """Return the first step of the chain of undoing and redoing that `step` belongs to."""
        if step not in self._origins:
            row = self._connection.execute("SELECT undoes FROM step WHERE seq = ?", (step,)).fetchone()
            above = None if row is None else row[0]
            self._origins[step] = step if above is None else self.origin(above)
        return self._origins[step]

    def counts_against(self, step: int, later: int) -> bool:
        """Tell whether what `later` wrote would be lost by undoing `step`."""
        origin = self.origin(later)
        return origin != self.origin(step) and self.stands(origin) and not self._by_itself(origin)

    def last_standing(self) -> int | None:
        """Return the step that undo takes back next: the newest of this device that stands."""
        before = 1 << 62
        while True:
            found = [row[0] for row in self._connection.execute(_UNDO_TARGET, (before,))]
            for step in found:
                if self.stands(step):
                    return int(step)
            if not found:
                return None
            before = found[-1]

    def last_undone(self) -> int | None:
        """Return the undoing step that redo takes back next, or None once something new was done since."""
        newest_own = (
            f"SELECT seq, undoes FROM step WHERE site = (SELECT site FROM ctx) AND seq < ? AND {_MEANT} "
            "ORDER BY seq DESC LIMIT 50"
        )
        before = 1 << 62
        while True:
            found = self._connection.execute(newest_own, (before,)).fetchall()
            for step, undoes in found:
                if undoes is None:
                    return None
                if self.origin(undoes) == undoes and self.stands(step):
                    return int(step)
            if not found:
                return None
            before = found[-1][0]

    def _by_itself(self, step: int) -> bool:
        """Tell whether `step` was done by the program, so that nobody loses anything with it."""
        return local_value(self._connection, f"{BY_ITSELF}{step}") is not None

    def _undone_by(self, step: int) -> list[int]:
        if step not in self._undoers:
            found = self._connection.execute("SELECT seq FROM step WHERE undoes = ?", (step,))
            self._undoers[step] = [row[0] for row in found if row[0] != self._leaving_out]
        return self._undoers[step]
