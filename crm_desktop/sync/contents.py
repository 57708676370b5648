"""The contents of attachments: sent after the records that name them, and fetched when somebody opens one."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Protocol

from crm_desktop.errors import MissingContent, ServerRefused
from crm_desktop.jobs import Progress
from crm_desktop.journal.journal import Journal
from crm_desktop.store.file_store import FileStore
from crm_desktop.sync.binding import binding, is_bound
from crm_desktop.sync.remote import Remote, reached
from crm_desktop.sync.uploads import Upload, drop_upload, next_upload, note_refused, note_sent, uploads
from crm_desktop.words import _

# So many chunks at most are read again after a cut.
_NOTED_EVERY = 4


class HasFiles(Protocol):
    """What fetching needs of an open workspace."""

    @property
    def journal(self) -> Journal:
        """The write path of the workspace."""
        ...

    @property
    def files(self) -> FileStore:
        """The contents of the workspace's attachments."""
        ...


def send_contents(journal: Journal, files: FileStore, remote: Remote, progress: Progress | None = None) -> int:
    """Send the contents that wait, the small ones first; return how many chunks the server lacked.

    A line that breaks loses one chunk. What the server does not take waits with its reason, and holds up no other.
    """
    told, sent = _Told(journal, progress or Progress()), 0
    refused: set[bytes] = set()
    while True:
        with journal.store.reader() as reader:
            upload = next_upload(reader, refused)
        if upload is None:
            return sent
        try:
            sent += _send(journal, files, remote, upload, told)
        except ServerRefused as error:
            refused.add(upload.content)
            with journal.bookkeeping() as connection:
                note_refused(connection, upload.content, str(error))
        else:
            with journal.bookkeeping() as connection:
                drop_upload(connection, upload.content)


def content_from_server(shared: HasFiles, content: bytes) -> Iterator[bytes]:
    """Yield the chunks of `content` from the server as they come, and keep them where the workspace may be written.

    Whoever asks no further leaves what came so far here: the rest comes another time.

    Raises MissingContent where the server does not have it, ServerUnreachable and ServerRefused.
    """
    with shared.journal.store.reader() as reader:
        bound = binding(reader) if is_bound(reader) else None
    if bound is None:
        raise MissingContent(
            _("The content of this file is not on this computer. Restore the newest backup that has it.")
        )
    remote = reached(bound.address)
    try:
        chunks = remote.chunk_count(content)
        if not chunks:
            raise _not_there()
        if shared.files.read_only:
            yield from (_fetched(remote, content, number) for number in range(chunks))
        else:
            yield from shared.files.arriving(content, chunks, lambda number: _fetched(remote, content, number))
    finally:
        remote.close()


class _Told:
    """Tells how many of the bytes that waited are there."""

    def __init__(self, journal: Journal, progress: Progress) -> None:
        self._progress = progress
        with journal.store.reader() as reader:
            self._total = uploads(reader).bytes_left
        self._done = 0

    def add(self, amount: int) -> None:
        """Tell that `amount` more bytes are there; raises Cancelled."""
        self._done += amount
        self._progress.report(min(self._done, self._total), self._total, in_bytes=True)


def _send(journal: Journal, files: FileStore, remote: Remote, upload: Upload, told: _Told) -> int:
    content, sent = upload.content, 0
    if files.size_of(content) is None:
        # it is not here any more: whoever has it sends it
        return 0
    there, chunks = remote.chunks_there(content), files.chunks_of(content)
    first = upload.sent if all(number in there for number in range(upload.sent)) else 0
    for number, chunk in enumerate(files.pieces(content, first), first):
        told.add(0)
        if there.get(number) != sha256(chunk).hexdigest():
            remote.put_chunk(content, number, chunks, chunk)
            sent += 1
        told.add(len(chunk))
        if number % _NOTED_EVERY == 0:
            with journal.bookkeeping() as connection:
                note_sent(connection, content, number + 1)
    return sent


def _fetched(remote: Remote, content: bytes, number: int) -> bytes:
    chunk = remote.chunk(content, number)
    if chunk is None:
        raise _not_there()
    return chunk


def _not_there() -> MissingContent:
    return MissingContent(
        _("The content of this file is not on the office server yet. The computer that added it has to send it first.")
    )
