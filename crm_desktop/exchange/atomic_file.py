"""Files that are there whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from crm_desktop.errors import CrmError
from crm_desktop.words import _


@contextmanager
def atomic_text(path: Path) -> Iterator[IO[str]]:
    """Open `path` for writing text that spreadsheets know as UTF-8; it takes its name when the block ends well."""
    with _draft_of(path) as draft, draft.open("w", encoding="utf-8-sig", newline="") as file:
        yield file


@contextmanager
def atomic_bytes(path: Path) -> Iterator[IO[bytes]]:
    """Open `path` for writing bytes; it takes its name when the block ends well."""
    with _draft_of(path) as draft, draft.open("wb") as file:
        yield file


@contextmanager
def _draft_of(path: Path) -> Iterator[Path]:
    draft = path.with_name(f".{path.name}.part")
    try:
        yield draft
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise CrmError(
            _("{path} could not be written: {reason}. Choose another place.").format(path=path, reason=error.strerror)
        ) from error
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
