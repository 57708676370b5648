"""The journal: opens labelled transactions and tells listeners what was committed."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from zoneinfo import ZoneInfo

from crm_desktop.jobs import Progress
from crm_desktop.journal.clock import CHANCES, Clock, milliseconds, next_stamp
from crm_desktop.journal.incoming import Incoming
from crm_desktop.journal.transaction import Commit, Stamp, Transaction
from crm_desktop.journal.written import MANY
from crm_desktop.schema.forms import Place
from crm_desktop.store.capture import OPEN
from crm_desktop.store.derived import Derived, Touched, make_derived
from crm_desktop.store.sites import LAST_STAMP, mute
from crm_desktop.store.store import Store
from crm_desktop.vault.driver import Connection

Listener = Callable[[Commit], None]
_GIVE_WAY_S = 0.002
_END = object()
# A laptop's clock that is wrong is put right by what it learned of the server's.
_CLOCK = (
    f"SELECT {LAST_STAMP}, site, coalesce((SELECT srv_off FROM sync), 0), "
    f"coalesce((SELECT max(seq) FROM change), 0), EXISTS (SELECT 1 FROM conflict), random() & {CHANCES - 1} FROM ctx"
)
# Nothing is closed while what is written is not noted. Told by the count, for returning a row takes four times as long.
_CLOSE = "UPDATE step SET state = 0 WHERE seq = ? AND (SELECT apply FROM ctx) = 0"


class Journal:
    """The write path of one open workspace, for the member who uses it."""

    def __init__(self, store: Store, derived: Sequence[Derived], clock: Clock, place: Place) -> None:
        self.store = store
        self.place = place
        self.clock = clock
        self.member: bytes | None = None
        self._derived = derived
        self._listeners: list[Listener] = []
        self._open = False

    @property
    def currency(self) -> str:
        """The workspace's currency."""
        return self.place.currency

    @property
    def region(self) -> str:
        """The workspace's country, by which phone numbers and addresses are read."""
        return self.place.region

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which days are computed."""
        return self.place.zone

    def write_as(self, member: bytes) -> None:
        """Write as `member` from now on."""
        self.member, self.place = member, self.place._replace(member=member)

    def on_commit(self, listener: Listener) -> None:
        """Call `listener` after each commit, in the thread that wrote."""
        self._listeners.append(listener)

    @contextmanager
    def transaction(self, label: str, undoes: int | None = None) -> Iterator[Transaction]:
        """Open the one transaction that everything in the block is written by: all of it, or nothing.

        A block that changes nothing leaves no step. Transactions do not nest: an action takes the journal, the parts
        that actions share take the open transaction.
        """
        with self._alone(notes=True) as connection:
            tx = Transaction(connection, self._stamp(connection, label, undoes))
            yield tx
            committed = self._finish(tx, tx.label or label)
        if committed is not None:
            self._tell(committed)

    @contextmanager
    def receiving(self, *, derive: bool = True) -> Iterator[Incoming]:
        """Open the transaction that takes in what others wrote: it leaves no step, and is told like any other.

        Where much comes in parts nothing needs to `derive` from each: `derive_anew` does so at the end.
        """
        with self._alone() as connection:
            mute(connection)
            incoming = Incoming(connection, [each.forget for each in self._derived])
            yield incoming
            touched = incoming.touched()
            if derive:
                for each in self._derived:
                    each.refresh(connection, touched)
            connection.execute("UPDATE ctx SET apply = 0")
            committed = Commit(0, "", _ids(connection, touched))
            connection.execute("COMMIT")
        if not incoming.empty:
            self._tell(committed)

    @contextmanager
    def bookkeeping(self) -> Iterator[Connection]:
        """Open a transaction for what is no record, such as clocks and what was sent: nothing of it is noted.

        A block that changes nothing does not reach the disk.
        """
        with self._alone() as connection:
            schema = connection.execute("PRAGMA schema_version").fetchone()
            mute(connection)
            before = connection.total_changes
            yield connection
            # tables and indexes that were made are no changes of rows
            if connection.total_changes == before and connection.execute("PRAGMA schema_version").fetchone() == schema:
                connection.execute("ROLLBACK")
                return
            connection.execute("UPDATE ctx SET apply = 0")
            connection.execute("COMMIT")

    def derive_anew(self) -> None:
        """Compute everything anew that is derived from the records."""
        with self.bookkeeping() as connection:
            connection.execute("DELETE FROM derived")
            make_derived(connection, self._derived)

    def purge(self, progress: Progress | None = None) -> bool:
        """Leave nothing of deleted rows in the file: in what is derived, in the rest of pages, in the log.

        Others write meanwhile. Return whether it is done: what was written at the wrong moment, or whoever reads all
        the time, may hold it up.
        """
        for each in self._derived:
            self._purge_derived(each, progress or Progress())
        return self.store.rewrite(progress)

    def _purge_derived(self, derived: Derived, told: Progress) -> None:
        steps = iter(derived.purge(self.store.writer))
        more = True
        while more:
            with self.store.writing:
                more = next(steps, _END) is not _END
            told.report(0, 0)
            # a lock that is let go is had at once by whoever let it go
            time.sleep(_GIVE_WAY_S)

    @contextmanager
    def _alone(self, *, notes: bool = False) -> Iterator[Connection]:
        """Open the one transaction; where the block fails nothing of it stays.

        Where it `notes` what is written, the triggers for that are made first: they take longer than most exchanges.
        """
        with self.store.writing:
            if self._open:
                raise RuntimeError("a transaction is open already: hand it down instead of opening another")
            connection = self.store.capturing_writer if notes else self.store.writer
            connection.execute("BEGIN IMMEDIATE")
            self._open = True
            try:
                yield connection
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            finally:
                self._open = False

    def _tell(self, committed: Commit) -> None:
        for listener in list(self._listeners):
            listener(committed)

    def _stamp(self, connection: Connection, label: str, undoes: int | None) -> Stamp:
        now = self.clock()
        now_ms = milliseconds(now)
        last, site, ahead, since, disputed, chance = connection.execute(_CLOCK).fetchone()
        hlc = next_stamp(last, now_ms + ahead, chance)
        done = connection.execute(
            "INSERT INTO step(hlc, site, member, at, label, undoes, state) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (hlc, site, self.member, now_ms + ahead, label, undoes, OPEN),
        )
        step = int(done.lastrowid)
        return Stamp(step, hlc, site, now, now_ms, self.member, self.zone, since, disputed=bool(disputed))

    def _finish(self, tx: Transaction, label: str) -> Commit | None:
        touched = tx.touched()
        if not touched.rows and not touched.ranges:
            tx.connection.execute("ROLLBACK")
            return None
        for number, each in enumerate(self._derived):
            if tx.finishing is not None:
                tx.finishing(number, len(self._derived))
            each.refresh(tx.connection, touched)
        if tx.connection.execute(_CLOSE, (tx.step,)).rowcount != 1:
            raise RuntimeError("capture is still muted at commit")
        committed = Commit(tx.step, label, _ids(tx.connection, touched))
        tx.connection.execute("COMMIT")
        return committed


def _ids(connection: Connection, touched: Touched) -> dict[str, frozenset[bytes] | None]:
    named: dict[str, frozenset[bytes] | None] = dict.fromkeys(touched.ranges)
    for table in touched.rows.keys() - touched.ranges.keys():
        if table in touched.many or len(touched.rows[table]) > MANY:
            named[table] = None
            continue
        rids = touched.rows[table]
        marks = ", ".join("?" * len(rids))
        found = connection.execute(f"SELECT id FROM {table} WHERE rid IN ({marks})", tuple(rids))
        named[table] = frozenset(row[0] for row in found)
    return named
