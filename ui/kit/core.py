"""What the kit asks of the CRM behind it; the workspace fits this without knowing."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from crm_desktop.schema.own import Kinds
from crm_desktop.workspace import Workspace


class Commit(Protocol):
    """One committed step: its number and label, and the ids touched per table (None: many)."""

    @property
    def step(self) -> int:
        """The number of the step in the journal."""

    @property
    def label(self) -> str:
        """What was done, in the user's words."""

    @property
    def touched(self) -> Mapping[str, frozenset[bytes] | None]:
        """The ids that changed, by table; None where they are too many to name."""


class FileAccess(Protocol):
    """The file behind the core, for what concerns the file itself: passphrase, recovery key, backups.

    `confirmed_at` is when the passphrase was last asked again and fitted.
    """

    confirmed_at: datetime | None

    @property
    def workspace(self) -> Workspace:
        """The open workspace; raises CrmError while it is locked."""

    def exchange(self, make: Callable[[Workspace], Workspace]) -> None:
        """Go on with what `make` opens in the stead of the workspace that it gets."""


class Core(Protocol):
    """An open workspace, as the desk sees it."""

    @property
    def journal(self) -> object:
        """What actions write through; handed to them as their first argument, on the writer thread."""

    @property
    def kinds(self) -> Kinds:
        """The kinds of record, with the workspace's own fields as they are now."""

    def reader(self) -> AbstractContextManager[object]:
        """Lend a read-only connection; called on worker threads."""

    def on_commit(self, listener: Callable[[Commit], None]) -> None:
        """Call `listener` after each commit, on the thread that committed."""

    def undo_last(self) -> str | None:
        """Undo the last step and return its label, or None where nothing can be undone."""

    def redo_last(self) -> str | None:
        """Redo the step that was undone last and return its label, or None where there is none."""
