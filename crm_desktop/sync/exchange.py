"""One exchange with the server: send what waits, take in what is new, and put right what went wrong between."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import NamedTuple, Protocol

from crm_desktop.errors import (
    Cancelled,
    ClockAhead,
    CrmError,
    NewEpoch,
    OtherWire,
    ProgramTooOld,
    PushGap,
    ServerReadOnly,
    ServerSetBack,
    ServerTooOld,
    SiteTaken,
    TooMuchWouldGo,
)
from crm_desktop.jobs import Progress
from crm_desktop.journal.clock import milliseconds
from crm_desktop.journal.journal import Journal
from crm_desktop.store.file_store import FileStore
from crm_desktop.sync.apply import Applied
from crm_desktop.sync.binding import Binding, binding, keep, known
from crm_desktop.sync.conflicts import waiting_conflicts
from crm_desktop.sync.connection import Address
from crm_desktop.sync.contents import send_contents
from crm_desktop.sync.erasures import check_erased, send_erasures
from crm_desktop.sync.first_download import download, download_anew
from crm_desktop.sync.former import push_former
from crm_desktop.sync.greeting import greet
from crm_desktop.sync.healing import COMPARED_EVERY_MS, heal, send_rows
from crm_desktop.sync.lacking import lacking, note_lacking, send_edits_again
from crm_desktop.sync.ledger import settle_soon
from crm_desktop.sync.numbering import give_numbers, part_same_numbers
from crm_desktop.sync.numbers import top_up_numbers
from crm_desktop.sync.outbox import unsent_count
from crm_desktop.sync.pull import as_the_server_has, begin_pulling, check_head, pull_new
from crm_desktop.sync.push import Pushed, Record, push_waiting
from crm_desktop.sync.receipts import show_receipts
from crm_desktop.sync.remote import Hello, Remote, reached
from crm_desktop.sync.renaming import become_another, must_wait, restamp
from crm_desktop.sync.sending import call_back
from crm_desktop.sync.status import note_removal
from crm_desktop.sync.trouble import note_trouble
from crm_desktop.sync.uploads import next_upload, queue_uploads
from crm_desktop.sync.wire import WIRE
from crm_desktop.words import _

# Each finding (a gap, a wrong clock, a copy) is put right and the exchange begun again; none should come twice.
_TRIES = 6
_SAME_MOMENT_MS = 1_000
_NOTHING = Pushed(0, ())
Lend = Callable[[Address], AbstractContextManager[Remote]]


class _Wish(NamedTuple):
    """Whether a pull may take off this device much of what is there, and whether anything is to be sent."""

    may_empty: bool
    sends: bool


class Shared(Protocol):
    """What an exchange needs of an open workspace."""

    @property
    def journal(self) -> Journal:
        """The write path of the workspace."""
        ...

    @property
    def files(self) -> FileStore:
        """The contents of the workspace's attachments."""
        ...


class Synced(NamedTuple):
    """What an exchange did: changes sent, records taken in, conflicts that are new, and what it cost."""

    pushed: int
    pulled: int
    conflicts: int
    seconds: float
    bytes: int


@contextmanager
def connection(address: Address) -> Iterator[Remote]:
    """Lend a new connection to the server; raises ServerUnreachable and ServerRefused."""
    remote = reached(address)
    try:
        yield remote
    finally:
        remote.close()


def sync_once(
    shared: Shared,
    progress: Progress | None = None,
    *,
    may_empty: bool = False,
    files: bool = True,
    lend: Lend = connection,
) -> Synced:
    """Send and take in records once over a connection that is lent, and then send the contents of `files` that wait.

    Raises NotShared, ServerUnreachable, ServerRefused, and TooMuchWouldGo unless the pull `may_empty` this device.
    """
    started, journal = time.monotonic(), shared.journal
    with journal.store.reader() as reader:
        bound, waited = binding(reader), waiting_conflicts(reader)
    with ExitStack() as closing:
        with _noted(journal):
            remote = closing.enter_context(lend(bound.address))
            before = remote.bytes
            pushed, applied = _exchange(shared, remote, bound, progress or Progress(), may_empty=may_empty)
        if files and remote.takes_edits:
            send_contents(journal, shared.files, remote, progress)
        with journal.store.reader() as reader:
            conflicts = len(waiting_conflicts(reader) - waited)
        took = round(time.monotonic() - started, 3)
        return Synced(pushed.changes, applied.rows, conflicts, took, remote.bytes - before)


def send_files(shared: Shared, progress: Progress | None = None) -> int:
    """Send the contents of files that wait, over a connection of their own; return how many chunks were sent.

    Raises NotShared, ServerUnreachable and ServerRefused.
    """
    with shared.journal.store.reader() as reader:
        bound = binding(reader)
        waits = next_upload(reader) is not None
    if not waits:
        return 0
    with connection(bound.address) as remote:
        return send_contents(shared.journal, shared.files, remote, progress)


def _exchange(
    shared: Shared, remote: Remote, bound: Binding, progress: Progress, *, may_empty: bool
) -> tuple[Pushed, Applied]:
    moved: list[Record] = []
    waits: ClockAhead | None = None
    journal = shared.journal
    for attempt in range(_TRIES):
        try:
            done = _attempt(shared, remote, bound, progress, moved, _Wish(may_empty, waits is None))
            if waits is not None:
                raise _waiting(waits)
            return done
        except ClockAhead as ahead:
            if waits is not None:
                raise
            _again(attempt, ahead)
            with journal.bookkeeping() as connection:
                if must_wait(connection, int(ahead.detail)):
                    # what others do is taken in all the same
                    waits = ahead
                    call_back(connection)
                    continue
                moved += [Record(*each) for each in restamp(connection, int(ahead.detail))]
        except SiteTaken as taken:
            _again(attempt, taken)
            with journal.bookkeeping() as connection:
                become_another(connection)
        except ServerSetBack as set_back:
            _again(attempt, set_back)
            with journal.bookkeeping() as connection:
                # as if it were another server: the next greeting sends all of this device again
                keep(connection, cursor=None, head=None, last_digest_at=None, timeline=0)
                download_anew(connection)
        except (PushGap, NewEpoch) as stale:
            # saying hello anew finds out what the server lacks
            _again(attempt, stale)
    raise AssertionError("the last try returns or raises")


def _attempt(
    shared: Shared,
    remote: Remote,
    bound: Binding,
    progress: Progress,
    moved: list[Record],
    wish: _Wish,
) -> tuple[Pushed, Applied]:
    journal = shared.journal
    hello = greet(journal, remote, bound)
    show_receipts(journal, remote, hello)
    send_erasures(journal, remote, hello)
    came = download(journal, remote, hello, progress)
    begin_pulling(journal, remote, hello.epoch)
    speaks = hello.wire is not None
    if speaks and not hello.read_only:
        # contents follow the records that name them: nobody's edits wait for a large file
        queue_uploads(journal, shared.files)
        top_up_numbers(journal, remote)
        give_numbers(journal)
    sends = wish.sends and speaks and not hello.read_only
    pushed = _push(journal, remote, hello, progress) if sends else _NOTHING
    as_the_server_has(journal, remote, pushed.refused)
    compares = speaks and not hello.read_only and _comparing_due(journal)
    last = speaks and not hello.read_only and not compares
    applied = pull_new(journal, remote, hello.epoch, progress, may_empty=wish.may_empty, last=last)
    if part_same_numbers(journal) and sends:
        again = push_waiting(journal, remote, hello.epoch, progress)
        as_the_server_has(journal, remote, again.refused)
        pushed = pushed._replace(changes=pushed.changes + again.changes)
    if applied.erased:
        # nobody's exchange waits for a large file to be written anew
        settle_soon(journal, shared.files)
    if moved:
        as_the_server_has(journal, remote, moved)
        moved.clear()
    if compares:
        heal(journal, remote, hello, progress)
    if not speaks:
        raise _other_wire(hello)
    if hello.read_only and _has_unsent(journal):
        raise ServerReadOnly(
            _("The office server only lets us read for now. What others did was taken in; your changes wait.")
        )
    if not hello.read_only:
        check_erased(journal)
    return pushed, applied._replace(rows=applied.rows + came)


def _has_unsent(journal: Journal) -> bool:
    with journal.store.reader() as reader:
        return bool(unsent_count(reader))


def _push(journal: Journal, remote: Remote, hello: Hello, progress: Progress) -> Pushed:
    """Send what waits; where the server lacks records of it, those as they stand, and then their edits once more."""
    epoch = hello.epoch
    check_head(journal, remote, hello)
    gone = push_former(journal, remote, epoch)
    if gone:
        with journal.bookkeeping() as connection:
            note_lacking(connection, gone)
    pushed = push_waiting(journal, remote, epoch, progress)
    with journal.store.reader() as reader:
        wanting = lacking(reader)
    if not wanting:
        return pushed
    refused = send_rows(journal, remote, epoch, [Record(*each) for each in wanting])
    with journal.bookkeeping() as connection:
        send_edits_again(connection)
    again = push_waiting(journal, remote, epoch, progress)
    return Pushed(pushed.changes + again.changes, (*pushed.refused, *again.refused, *refused))


def _comparing_due(journal: Journal) -> bool:
    with journal.store.reader() as reader:
        last = known(reader).last_digest_at
    return last is None or milliseconds(journal.clock()) - last > COMPARED_EVERY_MS


def _waiting(ahead: ClockAhead) -> ClockAhead:
    return ClockAhead(
        _(
            "Edits that left this computer in a parcel bear a time that has not come yet, for its clock was ahead. "
            "They are sent when it has come. What others did was taken in."
        ),
        ahead.code,
        ahead.detail,
    )


def _other_wire(hello: Hello) -> OtherWire:
    """Return why nothing was sent, and who has to do what; what others did was taken in."""
    if hello.wire_min > WIRE:
        return ProgramTooOld(
            _("The office server asks for a newer version of this program. Your edits wait until it is updated.")
        )
    return ServerTooOld(
        _(
            "The office server is too old for this version of the program. Your edits wait until whoever set it up "
            "runs `server upgrade`."
        )
    )


def _again(attempt: int, error: CrmError) -> None:
    if attempt == _TRIES - 1:
        raise error


@contextmanager
def _noted(journal: Journal) -> Iterator[None]:
    """Keep when an exchange last went well, or why it did not."""
    try:
        yield
    except Cancelled:
        raise
    except CrmError as error:
        with journal.bookkeeping() as connection:
            keep(connection, last_error=str(error))
            note_trouble(connection, error)
            note_removal(connection, error.records if isinstance(error, TooMuchWouldGo) else 0)
        raise
    with journal.bookkeeping() as connection:
        note_removal(connection, 0)
        note_trouble(connection, None)
        before, now_ms = known(connection), milliseconds(journal.clock())
        # it was kept with what came: another commit a moment later would tell nothing
        if before.last_error is not None or abs(now_ms - (before.last_ok_at or 0)) > _SAME_MOMENT_MS:
            keep(connection, last_error=None, last_ok_at=now_ms)
