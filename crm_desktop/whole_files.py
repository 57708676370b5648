"""Files that the user asked for: there whole or not at all, and with the rights that the system gives new files."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import IO

from crm_desktop.errors import CrmError
from crm_desktop.words import _


@contextmanager
def atomic_text(path: Path) -> Iterator[IO[str]]:
    """Open `path` for writing text that spreadsheets know as UTF-8; it takes its name when the block ends well."""
    with _draft_of(path) as draft, draft.open("x", encoding="utf-8-sig", newline="") as file:
        yield file
        _settle(file)


@contextmanager
def atomic_bytes(path: Path) -> Iterator[IO[bytes]]:
    """Open `path` for writing bytes; it takes its name when the block ends well."""
    with _draft_of(path) as draft, draft.open("xb") as file:
        yield file
        _settle(file)


def write_whole(path: Path, content: bytes) -> None:
    """Write `content` to `path`; where that fails, nothing half-written stays behind."""
    with atomic_bytes(path) as file:
        file.write(content)


def _settle(file: IO[str] | IO[bytes]) -> None:
    if not file.closed:
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _draft_of(path: Path) -> Iterator[Path]:
    # not made by `tempfile`, whose files nobody else may read
    draft = path.with_name(f".{path.name}.{token_hex(4)}.part")
    try:
        yield draft
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise CrmError(
            _("“{file}” could not be written: {reason}. Choose another place or free some space.").format(
                file=path.name, reason=error.strerror or str(error)
            )
        ) from error
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
