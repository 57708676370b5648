"""How far a large push has come: of the records that waited when it began, and of those that were sent before a cut."""

import json

from crm_desktop.jobs import Progress
from crm_desktop.store.capture import INSERTED_RANGE, UPDATED
from crm_desktop.store.store import Store
from crm_desktop.sync.outbox import ACCEPTED
from crm_desktop.vault.driver import Connection

_WAITING = f"FROM step s CROSS JOIN change c ON c.step = s.seq WHERE s.state < {ACCEPTED}"
_LOADED = "json_extract(c.delta, '$[1]') - json_extract(c.delta, '$[0]') + 1"


class Sent:
    """Tells how many of the records that waited are on the server."""

    def __init__(self, store: Store, progress: Progress) -> None:
        self._store = store
        self._progress = progress
        self._done = 0
        self._total: int | None = None

    def add(self, changes: int) -> None:
        """Note that the server took so many `changes`."""
        self._done += changes

    def tell(self, *, more: bool) -> None:
        """Tell how far it is; nothing where it fits one batch and no `more` waits. Raises Cancelled."""
        if self._total is None and not more:
            self._progress.check()
            return
        if self._total is None:
            with self._store.reader() as reader:
                self._total, before = self._done + waiting_changes(reader), sent_of_step(reader)
            self._done += before
        self._progress.report(min(self._done, self._total), self._total)


def waiting_changes(reader: Connection) -> int:
    """Return how many records are to be sent, those of a step that was sent in part among them."""
    (made,) = reader.execute(
        f"SELECT total(iif(c.op = {INSERTED_RANGE}, {_LOADED}, 1)) {_WAITING} AND c.op <> {UPDATED}"
    ).fetchone()
    (edited,) = reader.execute(
        f"SELECT count(*) FROM (SELECT DISTINCT c.step, c.tbl, c.rid {_WAITING} AND c.op = {UPDATED})"
    ).fetchone()
    return int(made) + int(edited)


def sent_of_step(reader: Connection) -> int:
    """Return how many records of the step that was sent in part are on the server."""
    row = reader.execute("SELECT part FROM outbox_meta WHERE site = (SELECT site FROM ctx)").fetchone()
    if row is None or row[0] is None:
        return 0
    step, seq, rid = json.loads(row[0])
    (sent,) = reader.execute(
        f"SELECT total(CASE WHEN c.op <> :range THEN 1 WHEN c.seq < :seq THEN {_LOADED} "
        "ELSE :rid - json_extract(c.delta, '$[0]') + 1 END) FROM change c WHERE c.step = :step AND c.seq <= :seq",
        {"range": INSERTED_RANGE, "seq": seq, "rid": rid, "step": step},
    ).fetchone()
    return int(sent)
