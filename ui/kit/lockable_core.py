"""The core that a desk holds for as long as its window lives, with or without an open workspace in it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime

from crm_desktop.errors import CrmError
from crm_desktop.journal.journal import Journal
from crm_desktop.schema.own import Kinds
from crm_desktop.store.file_store import FileStore
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _
from crm_desktop.workspace import Workspace
from ui.kit.core import Commit


class LockableCore:
    """Stands for the workspace: pages keep their desk, and their text, while the file is closed behind it."""

    def __init__(self, workspace: Workspace) -> None:
        self._listeners: list[Callable[[Commit], None]] = []
        self._workspace: Workspace | None = None
        self.confirmed_at: datetime | None = None
        self.open(workspace)

    @property
    def locked(self) -> bool:
        """Whether the file is closed."""
        return self._workspace is None

    @property
    def workspace(self) -> Workspace:
        """The open workspace; raises CrmError while it is locked."""
        if self._workspace is None:
            raise CrmError(_("The workspace is locked. Unlock it and try again."))
        return self._workspace

    @property
    def journal(self) -> Journal:
        """What actions write through."""
        return self.workspace.journal

    @property
    def files(self) -> FileStore:
        """The contents of attachments."""
        return self.workspace.files

    @property
    def kinds(self) -> Kinds:
        """The kinds of record with the workspace's own fields, as they were last while it is locked."""
        return self._kinds if self._workspace is None else self._workspace.kinds

    def open(self, workspace: Workspace) -> None:
        """Stand for `workspace` from here on; its commits reach all who listened before."""
        self._workspace = workspace
        self._kinds = workspace.kinds
        workspace.on_commit(self._on_commit)

    def lock(self) -> None:
        """Close the file; nothing can be read or written until another opening is handed in."""
        if self._workspace is not None:
            self._kinds = self._workspace.kinds
            self._workspace.close()
            self._workspace = None
            self.confirmed_at = None

    def exchange(self, make: Callable[[Workspace], Workspace]) -> None:
        """Close the file and stand for what `make` opens in its stead; it gets the workspace as it was."""
        before, self._workspace = self.workspace, None
        self.open(make(before))

    def forget_listeners(self) -> None:
        """Tell nobody of commits any more: their desk is taken away."""
        self._listeners.clear()

    def reader(self) -> AbstractContextManager[Connection]:
        """Lend a read-only connection."""
        return self.workspace.reader()

    def on_commit(self, listener: Callable[[Commit], None]) -> None:
        """Call `listener` after each commit, on the thread that committed."""
        self._listeners.append(listener)

    def undo_last(self) -> str | None:
        """Undo the last step and return its label."""
        return self.workspace.undo_last()

    def redo_last(self) -> str | None:
        """Redo the step undone last and return its label."""
        return self.workspace.redo_last()

    def _on_commit(self, commit: Commit) -> None:
        for listener in list(self._listeners):
            listener(commit)
