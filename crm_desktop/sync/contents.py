"""The contents of attachments: sent before the records that name them, and fetched when somebody opens one."""

import json
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Protocol

from crm_desktop.errors import MissingContent, NotAllowed
from crm_desktop.jobs import Progress
from crm_desktop.journal.journal import Journal
from crm_desktop.schema.attachments import ATTACHMENT
from crm_desktop.store.capture import INSERTED_RANGE
from crm_desktop.store.file_store import FileStore
from crm_desktop.store.sites import local_value, set_local_value
from crm_desktop.sync.binding import binding, is_bound
from crm_desktop.sync.outbox import ACCEPTED
from crm_desktop.sync.remote import Remote, reached
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _

# Contents that the server had no room for: they are tried again with each exchange.
_WAITING = "contents_waiting"


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
    """Send the contents that records name which wait to be sent; return how many chunks the server lacked.

    A line that breaks loses one chunk. What the server has no room for waits, and holds up nothing else.
    """
    told, sent = progress or Progress(), 0
    with journal.store.reader() as reader:
        before = json.loads(local_value(reader, _WAITING) or "[]")
        wanted = dict.fromkeys([*before, *_named(reader)])
    without_room: list[str] = []
    for number, content in enumerate(wanted):
        told.report(number, len(wanted))
        try:
            sent += _send(files, remote, bytes.fromhex(content), told)
        except NotAllowed:
            without_room.append(content)
    if without_room != before:
        with journal.bookkeeping() as connection:
            set_local_value(connection, _WAITING, json.dumps(without_room))
    return sent


def content_from_server(shared: HasFiles, content: bytes) -> Iterator[bytes]:
    """Yield the chunks of `content` from the server; they are kept here as well where the workspace may be written.

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
            return
        shared.files.receive(content, chunks, lambda number: _fetched(remote, content, number))
    finally:
        remote.close()
    yield from shared.files.pieces(content)


def _named(reader: Connection) -> Sequence[str]:
    """Return the contents that records name which changes that wait have touched."""
    rows = (
        f"SELECT c.rid AS first, iif(c.op = {INSERTED_RANGE}, json_extract(c.delta, '$[1]'), c.rid) AS last "
        f"FROM change c JOIN step s ON s.seq = c.step WHERE s.state < {ACCEPTED} AND c.tbl = {ATTACHMENT.number}"
    )
    found = reader.execute(
        f"SELECT DISTINCT a.hash FROM ({rows}) w JOIN {ATTACHMENT.name} a ON a.rid BETWEEN w.first AND w.last "
        "WHERE a.hash IS NOT NULL AND a.hash <> ''"
    )
    return [str(row[0]) for row in found]


def _send(files: FileStore, remote: Remote, content: bytes, told: Progress) -> int:
    size, sent = files.size_of(content), 0
    if size is None:
        # it was never here: whoever added it sends it
        return 0
    there = remote.chunks_there(content)
    chunks = files.chunks_of(content)
    for number, chunk in enumerate(files.pieces(content)):
        told.report(number, chunks)
        if there.get(number) != sha256(chunk).hexdigest():
            remote.put_chunk(content, number, chunks, chunk)
            sent += 1
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
