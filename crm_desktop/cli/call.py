"""What a command was called with, and where it finds the workspace."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Protocol

import typer

from crm_desktop.cli.output import Output
from crm_desktop.workspace import Workspace


class Opening(NamedTuple):
    """What the command line knows of the workspace that the app shall open."""

    folder: Path | None
    passphrase: str | None
    recovery_key: str | None


OpenApp = Callable[[Opening], int]


class Unlocked(Protocol):
    """A workspace that is unlocked once for several commands."""

    def workspace(self, *, writing: bool) -> Workspace:
        """Return the workspace, open for reading or for writing."""
        ...


@dataclass
class Call:
    """The options that all commands share, how the app is opened, and what `shell` keeps unlocked."""

    open_app: OpenApp
    output: Output = field(default_factory=Output)
    folder: Path | None = None
    passphrase_file: Path | None = None
    recovery_key_file: Path | None = None
    as_member: str | None = None
    unlocked: Unlocked | None = None
    exit_code: int = 0


def call_of(context: typer.Context) -> Call:
    """Return what the command that runs in `context` was called with."""
    call = context.find_object(Call)
    if call is None:
        raise RuntimeError("a command ran without its call")
    return call


@contextmanager
def leaving(call: Call, code: int) -> Iterator[None]:
    """End the command with the exit code `code` once the block has given its result."""
    yield
    call.exit_code = code
