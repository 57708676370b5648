"""Taking in what is new on the server: all of it in one transaction, with the cursor that the next pull begins at."""

from collections.abc import Iterable

from crm_desktop.errors import TooMuchWouldGo
from crm_desktop.jobs import Progress
from crm_desktop.journal.clock import milliseconds
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.remark import remark
from crm_desktop.sync.apply import Applied, apply_pages, take_away
from crm_desktop.sync.arrived_history import change_from, put_changes, put_made, put_steps, step_from
from crm_desktop.sync.arriving import fetched, forget_arrived
from crm_desktop.sync.binding import keep, known
from crm_desktop.sync.erasing import Erased, erase
from crm_desktop.sync.outbox import unsent_count
from crm_desktop.sync.push import Record
from crm_desktop.sync.remote import Hello, Remote
from crm_desktop.sync.renaming import settle_renamed, was_renamed
from crm_desktop.sync.rows import put_rows, row_from
from crm_desktop.words import ngettext

_ROWS_AT_ONCE = 500


def pull_new(
    journal: Journal,
    remote: Remote,
    epoch: str,
    progress: Progress | None = None,
    *,
    may_empty: bool = False,
    last: bool = False,
) -> Applied:
    """Take in what is new since the last pull; raises TooMuchWouldGo unless it `may_empty`, and ServerSetBack.

    Where it is the `last` that is asked of the server, that the exchange went well is kept with it.
    """
    arrived = fetched(journal, remote, epoch, progress or Progress())
    now_ms = milliseconds(journal.clock())
    try:
        with journal.receiving() as incoming:
            going, pages = arrived.going(incoming.connection), arrived.pages(incoming.connection)
            applied = apply_pages(incoming, pages, going, now_ms, may_empty=may_empty)
            for member, count in applied.left.items():
                told = ngettext("{n} record was erased for ever", "{n} records were erased for ever", count)
                remark(incoming.connection, told.format(n=count), member, now_ms)
            keep(incoming.connection, cursor=arrived.cursor, head=arrived.head)
            if last:
                keep(incoming.connection, last_ok_at=now_ms)
            forget_arrived(incoming.connection)
            if was_renamed(incoming.connection) and not unsent_count(incoming.connection):
                settle_renamed(incoming.connection)
    except TooMuchWouldGo:
        # until somebody decides, the server may be put right
        with journal.bookkeeping() as connection:
            forget_arrived(connection)
        raise
    if going.erased:
        # what was erased must not stay in the log beside the file
        with journal.store.writing:
            journal.store.writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return applied


def begin_pulling(journal: Journal, remote: Remote, epoch: str) -> None:
    """Note where on the server the next pull begins, where that is not known: what is there now comes another way."""
    with journal.store.reader() as reader:
        begun = known(reader).cursor is not None
    if begun:
        return
    page = remote.pulled_page(None, epoch, None, None)
    with journal.bookkeeping() as connection:
        forget_arrived(connection)
        keep(connection, cursor=page["cursor"], head=page["head"])


def check_head(journal: Journal, remote: Remote, hello: Hello) -> None:
    """Raise ServerSetBack where something waits and the server does not know the last push that was seen here.

    What is sent to a server that was set back would hide that it was. Its own last push is one that it knows: where
    `hello` named the one that was seen here, it need not be asked.
    """
    with journal.store.reader() as reader:
        head = known(reader).head
        waits = unsent_count(reader) > 0
    if waits and head not in (None, hello.head):
        remote.pulled_page(None, hello.epoch, head, None)


def as_the_server_has(journal: Journal, remote: Remote, records: Iterable[Record]) -> None:
    """Make `records` here what they are on the server, and take off this device what it does not show."""
    now_ms = milliseconds(journal.clock())
    for number, ids in _by_table(records).items():
        for start in range(0, len(ids), _ROWS_AT_ONCE):
            found = remote.rows(number, [each.hex() for each in ids[start : start + _ROWS_AT_ONCE]])
            with journal.receiving() as incoming:
                put_made(incoming.connection, put_rows(incoming, map(row_from, found["rows"]), instead=True))
                erase(incoming, [Erased(number, bytes.fromhex(each)) for each in found["erased"]], now_ms)
                for each in found["missing"]:
                    take_away(incoming, number, bytes.fromhex(each), now_ms)


def fetch_rows(journal: Journal, remote: Remote, records: Iterable[Record]) -> int:
    """Take in `records` as they are on the server, with their history; return how many came."""
    came = 0
    for number, ids in _by_table(records).items():
        for start in range(0, len(ids), _ROWS_AT_ONCE):
            found = remote.rows(number, [each.hex() for each in ids[start : start + _ROWS_AT_ONCE]])
            histories = [remote.history(number, bytes.fromhex(row[1])) for row in found["rows"]]
            with journal.receiving() as incoming:
                put_steps(incoming.connection, [step_from(each) for part in histories for each in part["steps"]])
                put_made(incoming.connection, put_rows(incoming, map(row_from, found["rows"])))
                put_changes(incoming, [change_from(each) for part in histories for each in part["changes"]])
            came += len(found["rows"])
    return came


def _by_table(records: Iterable[Record]) -> dict[int, list[bytes]]:
    found: dict[int, list[bytes]] = {}
    for each in dict.fromkeys(records):
        found.setdefault(each.table, []).append(each.record)
    return found
