"""What a command was called with, and where it finds the workspace."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import typer

from crm_desktop.cli.given import OpenApp
from crm_desktop.cli.output import Output
from crm_desktop.workspace import Workspace


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
