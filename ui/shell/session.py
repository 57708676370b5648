"""An open workspace with what its window stands on: core, tasks, desk."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject

from crm_desktop.journal.drafts import kept_drafts
from crm_desktop.store.workspace_settings import setting_value
from crm_desktop.workspace import Workspace
from ui.kit.desk import Desk
from ui.kit.lockable_core import LockableCore
from ui.kit.tasks import Tasks
from ui.kit.theme import Theme
from ui.shell.peek import Peek


class Session(QObject):
    """Everything that lives as long as one workspace is used in a window, locked or not."""

    def __init__(
        self,
        workspace: Workspace,
        theme: Theme,
        tasks: Tasks,
        clock: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.folder = workspace.folder
        self.name = workspace.name
        self.member_name = workspace.member_name
        self.read_only = workspace.read_only
        self.theme = theme
        self.core = LockableCore(workspace)
        self.tasks = tasks
        self.desk = Desk(
            self.core,
            theme,
            self.tasks,
            clock,
            place=workspace.place._replace(hides_amounts=_hides_amounts(workspace)),
            member=workspace.journal.member,
            file=self.core,
            parent=self,
        )
        with workspace.reader() as reader:
            self.desk.drafts.begin(kept_drafts(reader))
        if self.desk.place.hides_amounts:
            self.peek = Peek(self)

    def lock(self, then: Callable[[None], None] | None = None) -> None:
        """Close the file once all that was asked to be written is written, and what is typed and not saved."""
        self.desk.drafts.write()
        self.tasks.run(self.core.lock, then=then, writer=True)

    def reopen(self, workspace: Workspace) -> None:
        """Go on with another opening of the same file."""
        self.read_only = workspace.read_only
        self.core.open(workspace)
        self.desk.drafts.write()


def _hides_amounts(workspace: Workspace) -> bool:
    with workspace.reader() as reader:
        return setting_value(reader, "presentation") == "on"
