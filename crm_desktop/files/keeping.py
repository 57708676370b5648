"""Taking a file in: its bytes are kept and its text is read before anything is written about it."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from crm_desktop.errors import CrmError
from crm_desktop.files.apart import text_apart
from crm_desktop.files.media import BEGINNING, has_text, media_type
from crm_desktop.files.source import Source, check_size, opened_source
from crm_desktop.jobs import Progress
from crm_desktop.store.content_rows import CHUNK_BYTES
from crm_desktop.store.file_store import FileStore
from crm_desktop.store.workspace_settings import setting_value
from crm_desktop.values.file_name import file_name
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _

# Of larger files the text is not read: it would take minutes, and no person wrote so much.
MOST_READ_BYTES = 64 << 20
# Of plain text the beginning is enough; the rest would be cut off anyway.
_MOST_PLAIN_BYTES = 2 << 20
_MEGABYTE = 1 << 20


class NewFile(NamedTuple):
    """A file whose bytes are kept, and that no record names yet; `text` is None where it has none that can be read."""

    name: str
    media_type: str
    size: int
    hash: bytes
    text: str | None


def most_bytes(reader: Connection) -> int:
    """Return how large a file may be here."""
    typed = setting_value(reader, "largest_file_mb")
    return int(typed) * _MEGABYTE if typed.isdecimal() else 0


def keep_path(
    files: FileStore, path: Path, most: int, progress: Progress | None = None, language: str = "en"
) -> NewFile:
    """Keep the file at `path`, which may have `most` bytes; raises UnreadableFile, Cancelled and CrmError."""
    with opened_source(path, most, language) as source:
        return _kept(files, source, progress or Progress())


def keep_content(
    files: FileStore, name: str, content: bytes, most: int, progress: Progress | None = None, language: str = "en"
) -> NewFile:
    """Keep `content`, which came from elsewhere than a file, under `name`; raises as `keep_path`."""
    check_size(name, len(content), most, language)
    return _kept(files, Source(name, len(content), io.BytesIO(content)), progress or Progress())


def _kept(files: FileStore, source: Source, progress: Progress) -> NewFile:
    name = file_name(source.name) or _("File")
    try:
        kind = media_type(name, source.stream.read(BEGINNING))
        source.stream.seek(0)
        kept = files.keep(source.stream, progress, source.size)
        text = _text(source.stream, kept.size, kind, progress)
    except CrmError as error:
        raise type(error)(_("“{name}” was not added. {reason}").format(name=name, reason=error)) from error
    return NewFile(name, kind, kept.size, kept.hash, text)


def _text(stream: BinaryIO, size: int, kind: str, progress: Progress) -> str | None:
    plain = kind.startswith("text/")
    if not has_text(kind) or not size or (size > MOST_READ_BYTES and not plain):
        return None
    stream.seek(0)
    return text_apart(_chunks(stream, _MOST_PLAIN_BYTES if plain else size), kind, progress)


def _chunks(stream: BinaryIO, most: int) -> Iterator[bytes]:
    left = most
    while left > 0 and (chunk := stream.read(min(CHUNK_BYTES, left))):
        left -= len(chunk)
        yield chunk
