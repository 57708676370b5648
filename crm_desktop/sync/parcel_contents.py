"""The contents of attachments in parcels: files of their own beside the parcel with the records, each small.

Each of these files is sealed like a parcel, whole by itself, and read in any order, before or after the records, more
than once. A content is there once all of its chunks are, wherever they came from.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from crm_desktop.errors import MissingContent, RefusedParcel
from crm_desktop.jobs import Progress
from crm_desktop.schema.attachments import ATTACHMENT
from crm_desktop.store.content_rows import CHUNK_BYTES
from crm_desktop.store.file_store import FileStore
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _

# What a plaintext begins with that holds chunks instead of steps.
CONTENTS = b"crm contents 1\n"
# 16 MB of chunks: small enough for a mail, and for memory.
CHUNKS_AT_ONCE = 32
# So much goes along unless the user says otherwise.
USUAL_BYTES = 1_000_000_000
# So many contents are asked for at once.
_MOST_LACKING = 5000
_LENGTH_BYTES = 4
_MOST_CHUNKS = 200_001


class Contents(NamedTuple):
    """Which contents go along, and how many files (with how many bytes) are too large together with the rest."""

    going: tuple[bytes, ...]
    bytes: int
    left_out: int
    left_out_bytes: int


class Piece(NamedTuple):
    """One chunk of a content, the `number`th of `of`."""

    content: bytes
    number: int
    of: int
    chunk: bytes


def chosen(files: FileStore, wanted: Collection[bytes], most_bytes: int) -> Contents:
    """Return which of the `wanted` contents that are here go along: the smallest first, `most_bytes` together."""
    sizes = {content: size for content in wanted if (size := files.size_of(content)) is not None}
    going: list[bytes] = []
    total = 0
    for content in sorted(sizes, key=lambda each: (sizes[each], each)):
        if total + sizes[content] > most_bytes:
            break
        going.append(content)
        total += sizes[content]
    return Contents(tuple(going), total, len(sizes) - len(going), sum(sizes.values()) - total)


def packs(files: FileStore, contents: Sequence[bytes], progress: Progress) -> Iterator[bytes]:
    """Yield what each file beside a parcel holds, to be sealed; memory holds one at a time."""
    held: list[Piece] = []
    for number, content in enumerate(contents):
        progress.report(number, len(contents))
        chunks = files.chunks_of(content)
        try:
            for at, chunk in enumerate(files.pieces(content)):
                held.append(Piece(content, at, chunks, chunk))
                if len(held) == CHUNKS_AT_ONCE:
                    yield _packed(held)
                    held = []
        except MissingContent:
            # it went from here meanwhile
            continue
    if held:
        yield _packed(held)


def take_pieces(files: FileStore, text: bytes) -> int:
    """Keep the chunks of a file beside a parcel; return how many contents are whole now that were not."""
    by_content: dict[tuple[bytes, int], dict[int, bytes]] = {}
    for each in _pieces(text):
        by_content.setdefault((each.content, each.of), {})[each.number] = each.chunk
    return sum(files.take(content, of, chunks) for (content, of), chunks in by_content.items())


def all_contents(reader: Connection) -> set[bytes]:
    """Return all contents that records here name."""
    found = reader.execute(
        f"SELECT DISTINCT hash FROM {ATTACHMENT.name} WHERE length(hash) = 64 AND removed_at IS NULL"
    )
    return {bytes.fromhex(row[0]) for row in found}


def lacking(reader: Connection, files: FileStore) -> list[str]:
    """Return the contents that records here name and that are not here, for others to put into their next parcel."""
    here = {each.hash for each in files.contents()}
    return [each.hex() for each in sorted(all_contents(reader) - here)][:_MOST_LACKING]


def _packed(pieces: Sequence[Piece]) -> bytes:
    lines = [[each.content.hex(), each.number, each.of, len(each.chunk)] for each in pieces]
    head = json.dumps(lines).encode()
    return CONTENTS + len(head).to_bytes(_LENGTH_BYTES) + head + b"".join(each.chunk for each in pieces)


def _pieces(text: bytes) -> Iterator[Piece]:
    start = len(CONTENTS) + _LENGTH_BYTES
    at = start + int.from_bytes(text[len(CONTENTS) : start])
    try:
        for name, number, of, length in json.loads(text[start:at]):
            content, chunk = bytes.fromhex(name), text[at : at + length]
            fits = len(content) == 32 and 0 <= number < of <= _MOST_CHUNKS and 0 < length <= CHUNK_BYTES
            if not fits or len(chunk) != length:
                raise ValueError(name)
            yield Piece(content, number, of, chunk)
            at += length
    except (ValueError, TypeError) as error:
        raise RefusedParcel(
            _("What is in the parcel cannot be read. Nothing was taken over; let it be written again.")
        ) from error
