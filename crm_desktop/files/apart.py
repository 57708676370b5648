"""Asks a process of its own for what is in a file that somebody else made, and ends it when it takes too long."""

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator

from crm_desktop.errors import UnreadableFile
from crm_desktop.files.page_image import PageImage
from crm_desktop.jobs import Progress
from crm_desktop.words import _

# The words that `reading` answers to; it is not imported here, for its parts cost what only it needs.
TEXT, PAGE, BOOK = "text", "page", "book"
# In the built program the same program answers under this name.
COMMAND = "read-file"
PATIENCE_S = 30.0
_LOOK_EVERY_S = 0.1
# Passphrase and recovery key may be in variables of this name: no business of what reads the files of others.
_SECRET = "CRM_"


def text_apart(content: Iterable[bytes], media_type: str, progress: Progress | None = None) -> str | None:
    """Return the text of `content`, or None where it is damaged, protected or too much to read; raises Cancelled."""
    answer = _answer([TEXT, media_type], content, progress or Progress())
    return None if answer is None else answer.decode("utf-8", "replace")


def page_apart(content: Iterable[bytes], number: int, dpi: float, progress: Progress | None = None) -> PageImage:
    """Return the page `number` of the PDF `content` at `dpi`; raises UnreadableFile and Cancelled."""
    answer = _answer([PAGE, str(number), str(dpi)], content, progress or Progress())
    if answer is None:
        raise UnreadableFile(
            _("This PDF cannot be shown: it is damaged or protected by a password. Save a copy to open it elsewhere.")
        )
    head, _end, pixels = answer.partition(b"\n")
    width, height, shown, pages = json.loads(head)
    return PageImage(width, height, shown, pages, pixels)


def is_book_harmless(content: Iterable[bytes]) -> bool:
    """Tell whether reading the workbook `content` ends, in memory that a workbook may take; it may still be refused."""
    return _answer([BOOK], content, Progress()) is not None


def _answer(words: list[str], content: Iterable[bytes], progress: Progress) -> bytes | None:
    """Return what the process answers to `words` about `content`, or None where it fails or takes too long."""
    with subprocess.Popen(
        [*_program(), *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    ) as process:
        try:
            _tell(process, content, progress)
            with _ended_when_late(process):
                said = _hear(process, progress)
        except BaseException:
            process.kill()
            raise
    return said if process.returncode == 0 else None


@contextlib.contextmanager
def _ended_when_late(process: "subprocess.Popen[bytes]") -> Iterator[None]:
    late = threading.Timer(PATIENCE_S, process.kill)
    late.start()
    try:
        yield
    finally:
        late.cancel()


def _tell(process: "subprocess.Popen[bytes]", content: Iterable[bytes], progress: Progress) -> None:
    asking = process.stdin
    if asking is None:
        return
    # a process that has heard enough, or was ended, hears no more
    with contextlib.suppress(BrokenPipeError):
        for chunk in content:
            progress.report(0, 0)
            # how long the content itself takes to come is nothing that the process could be blamed for
            with _ended_when_late(process):
                asking.write(chunk)
        asking.close()
    process.stdin = None


def _hear(process: "subprocess.Popen[bytes]", progress: Progress) -> bytes:
    while True:
        try:
            said, _errors = process.communicate(timeout=_LOOK_EVERY_S)
        except subprocess.TimeoutExpired:
            progress.report(0, 0)
        else:
            return said


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_SECRET)}
    return {**kept, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def _program() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, COMMAND]
    # not the folder that the user happens to be in
    return [sys.executable, "-P", "-m", "crm_desktop.files.reading"]
