"""What a command says: its result on stdout, everything else on stderr."""

import json
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from threading import current_thread, main_thread
from types import FrameType
from typing import Any

from crm_desktop.jobs import Progress
from crm_desktop.values.file_name import shown_size
from crm_desktop.words import spoken_language

# A document of the command line's contract: JSON is a border where any value may stand.
Document = Mapping[str, Any]
_STEPS_SAID = 10
_WIDE = 1000
# Two lines of most terminals: more of one cell would hide the rows around it.
_BRIEF = 120


@dataclass
class Output:
    """Where results and messages go; with `keep` a result is kept for `shell` instead of printed."""

    as_json: bool = False
    quiet: bool = False
    keep: Callable[[Document], None] | None = None
    refused: Callable[[str], None] | None = None

    def result(self, document: Document, show: Callable[[], None]) -> None:
        """Give the result: the `document` for scripts, or what `show` prints for people."""
        if self.keep is not None:
            self.keep(document)
        elif self.as_json:
            sys.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")
        else:
            show()

    def say(self, message: str) -> None:
        """Tell `message` beside the result, on stderr."""
        if not self.quiet and self.keep is None:
            sys.stderr.write(message + "\n")

    def refuse(self, reason: str) -> None:
        """Tell why nothing was done, on one line of stderr."""
        line = " ".join(reason.split())
        if self.refused is not None:
            self.refused(line)
        else:
            sys.stderr.write(line + "\n")

    @contextmanager
    def progress(self, title: str) -> Iterator[Progress]:
        """Show how far a long act is: a bar on a terminal, lines otherwise, nothing when quiet."""
        if self.quiet or self.keep is not None:
            shown: AbstractContextManager[Progress] = nullcontext(Progress())
        elif sys.stderr.isatty():
            shown = _bar(title)
        else:
            shown = nullcontext(_lines(title))
        with shown as progress, _ended_by_ctrl_c(progress):
            yield progress


def print_text(text: str) -> None:
    """Print `text` for people, on stdout."""
    sys.stdout.write(text + "\n")


def print_table(
    columns: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[int] = (), brief: bool = False
) -> None:
    """Print a table for people; the columns at the positions `right` hold numbers.

    On a terminal a `brief` one cuts long cells off, as of a name of thousands of characters; a file or a pipe has all.
    """
    # rich costs 0.1 s, which commands with --json need not pay
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for position, column in enumerate(columns):
        table.add_column(Text(column), justify="right" if position in right else "left", overflow="fold")
    most = _BRIEF if brief and sys.stdout.isatty() else None
    for row in rows:
        table.add_row(*(Text(_beginning(cell, most)) for cell in row))
    # A file or a pipe takes whole rows; only a terminal has an edge to fold them at.
    console = Console(file=sys.stdout, highlight=False, width=None if sys.stdout.isatty() else _WIDE)
    console.print(table)


def _beginning(cell: str, most: int | None) -> str:
    return cell if most is None or len(cell) <= most else f"{cell[: most - 1].rstrip()}…"


@contextmanager
def _ended_by_ctrl_c(progress: Progress) -> Iterator[None]:
    """Let Ctrl+C end what runs here as such: in a function that SQLite calls, the driver makes another error of it.

    Where Python drops it, as in what is called when an object goes, the next report to `progress` ends the work.
    """
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler or current_thread() is not main_thread():
        yield
        return

    pressed = False

    def interrupted(number: int, frame: FrameType | None) -> None:
        nonlocal pressed
        pressed = True
        progress.cancel()
        signal.default_int_handler(number, frame)

    signal.signal(signal.SIGINT, interrupted)
    try:
        yield
    except Exception as error:
        if pressed:
            raise KeyboardInterrupt from error
        raise
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@contextmanager
def _bar(title: str) -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import Progress as Bars

    with Bars(console=Console(stderr=True), transient=True) as bars:
        bar = bars.add_task(title, total=None)

        def moved(done: int, total: int) -> None:
            bars.update(bar, completed=done, total=total or None)

        yield Progress(moved)


def _lines(title: str) -> Progress:
    """Return what writes a line at each tenth of the way."""
    said = [-1]

    def told(amount: int) -> str:
        return shown_size(amount, spoken_language()) if progress.in_bytes else str(amount)

    def moved(done: int, total: int) -> None:
        step = done * _STEPS_SAID // total if total else -1
        if step > said[0]:
            said[0] = step
            sys.stderr.write(f"{title}: {told(done)}/{told(total)}\n")

    progress = Progress(moved)
    return progress
