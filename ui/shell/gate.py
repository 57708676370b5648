"""The gate: what the window shows while no workspace is open, or while the one that was open is locked."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QWidget

from crm_desktop.errors import CrmError
from crm_desktop.schema.forms import Place
from crm_desktop.vault.backup_list import BackupFile, list_backups
from crm_desktop.vault.replacing import BACKUPS
from crm_desktop.words import _
from crm_desktop.workspace import DATABASE, Workspace
from ui.kit import desk
from ui.kit.device_choices import DeviceChoices
from ui.kit.formats import Formats
from ui.kit.layouts import row
from ui.kit.local_zone import local_zone
from ui.kit.task_strip import TaskStrip
from ui.kit.tasks import Tasks
from ui.kit.theme import Theme
from ui.shell.gate_form import GateForm
from ui.shell.gate_side import GateSide
from ui.shell.kit_form import KitForm
from ui.shell.new_workspace_form import NewWorkspaceForm
from ui.shell.recovery_form import RecoveryForm
from ui.shell.restore_form import RestoreForm
from ui.shell.sample_form import SampleForm
from ui.shell.unlock_form import UnlockForm
from ui.shell.warm_up import AT_GATE_MS, FOR_GATE, WarmUp
from ui.shell.welcome import Welcome

INVITE_SUFFIX = ".crminvite"


class Gate(QWidget):
    """Workspaces and ways in at the start, what one of them asks for at the end.

    `opened` carries the Workspace that was opened and the Place to begin at, if any; `language_chosen` the language to
    speak from here on.
    """

    opened = Signal(object, object)
    language_chosen = Signal(str)

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        choices: DeviceChoices,
        clock: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tasks = tasks
        self._choices = choices
        self._language = choices.look.language or "en_US"
        self._formats = Formats(Place(self._language, "US", "USD", local_zone()), clock)
        self._backups: list[tuple[Path, BackupFile]] = []
        self._invite: Path | None = None
        self.forms = QStackedWidget()
        self.side = GateSide(theme, choices, self._formats)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.side)
        whole.addWidget(_Ground(theme, self.forms), 1)
        self._strip = TaskStrip(theme, tasks, self)
        self._strip.installEventFilter(self)
        for keys, act in (("Ctrl+N", self.show_new), ("Ctrl+O", self.choose_folder)):
            QShortcut(QKeySequence(keys), self, act, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._connect()
        self._warm_up = WarmUp(tasks, FOR_GATE, AT_GATE_MS, self)

    @property
    def form(self) -> GateForm:
        """The form that is shown."""
        shown = self.forms.currentWidget()
        assert isinstance(shown, GateForm)
        return shown

    def start(self) -> None:
        """Show the workspaces on this computer as they are now, and what opens the last of them."""
        folders = self._choices.workspaces
        self._backups = [(folder, each) for folder in folders for each in list_backups(folder / BACKUPS)]
        self.side.show_known(folders, [backup for _folder, backup in self._backups])
        if folders:
            self.choose(folders[0])
        else:
            self._show(self._welcome())

    def show_locked(self, folder: Path, since: datetime) -> None:
        """Ask for the passphrase of the workspace that was locked at `since`."""
        self.start()
        form = self.choose(folder)
        form.show_locked(since, self._formats)

    def choose(self, folder: Path, error: CrmError | None = None) -> UnlockForm:
        """Ask for the passphrase of the workspace `folder`; `error` is what its opening met already."""
        form = UnlockForm(self._theme, self._tasks, folder)
        form.recovery_wanted.connect(lambda: self.show_recovery(folder))
        form.restore_wanted.connect(lambda: self.show_restore(folder))
        self._show(form)
        if error is not None:
            form.show_error(error)
        return form

    def show_new(self) -> None:
        """Ask for what a new workspace needs."""
        self._show_new(NewWorkspaceForm(self._theme, self._tasks, self._language))

    def choose_invite(self) -> None:
        """Ask for the invite to a shared workspace, then for a new workspace to join it with."""
        kinds = _("Invites (*{suffix})").format(suffix=INVITE_SUFFIX)
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Open an invite"), str(Path.home()), kinds)
        if chosen:
            self.join_with(Path(chosen))

    def join_with(self, path: Path) -> NewWorkspaceForm:
        """Ask for a new workspace that joins the one that the invite at `path` leads to once it is open."""
        # the driver of the server is needed by those who share
        from crm_desktop.sync.invite import read_invite

        form = NewWorkspaceForm(self._theme, self._tasks, self._language)
        try:
            invite = read_invite(path)
        except CrmError as error:
            self._show_new(form)
            form.wrong.tell(str(error))
            return form
        form.suggest_names(invite.workspace, invite.member)
        self._show_new(form)
        self._invite = path
        return form

    def show_sample(self) -> None:
        """Offer a workspace of sample records."""
        self._show(SampleForm(self._theme, self._tasks))

    def show_restore(self, folder: Path | None = None) -> None:
        """Offer the backups that were found, those of the workspace `folder` only where it is given."""
        found = [(each, backup) for each, backup in self._backups if folder in (None, each) and backup.good]
        self._show(RestoreForm(self._theme, self._tasks, found, self._formats, folder))

    def show_recovery(self, folder: Path | None = None) -> None:
        """Ask for the recovery key of `folder`, or first for the folder."""
        known = self._choices.workspaces
        chosen = folder or (known[0] if known else self._asked_folder())
        if chosen is not None:
            self._show(RecoveryForm(self._theme, self._tasks, chosen))

    def choose_folder(self) -> None:
        """Ask for the folder of a workspace, then for its passphrase."""
        chosen = self._asked_folder()
        if chosen is not None:
            self.choose(chosen)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the strip of running tasks in its corner."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._place_strip()
        return super().eventFilter(watched, event)

    def _connect(self) -> None:
        side = self.side
        side.chosen.connect(self.choose)
        side.new_wanted.connect(self.show_new)
        side.open_wanted.connect(self.choose_folder)
        side.join_wanted.connect(self.choose_invite)
        side.restore_wanted.connect(self.show_restore)
        side.recovery_wanted.connect(self.show_recovery)
        side.sample_wanted.connect(self.show_sample)
        side.language_chosen.connect(self.language_chosen)

    def _welcome(self) -> Welcome:
        welcome = Welcome(self._theme)
        welcome.new_wanted.connect(self.show_new)
        welcome.sample_wanted.connect(self.show_sample)
        return welcome

    def _show_new(self, form: NewWorkspaceForm) -> None:
        self._invite = None
        form.created.connect(self._show_kit)
        self._show(form)

    def _show_kit(self, workspace: Workspace) -> None:
        self._choices.note_opened(workspace.folder)
        self._show(KitForm(self._theme, self._tasks, workspace))

    def _show(self, form: GateForm) -> None:
        form.opened.connect(self._on_opened)
        form.left.connect(self._on_left)
        self.side.choose(form.folder if isinstance(form, UnlockForm) else None)
        shown = self.forms.currentWidget()
        self.forms.addWidget(form)
        self.forms.setCurrentWidget(form)
        if shown is not None:
            self.forms.removeWidget(shown)
            shown.deleteLater()
        form.focus_first()

    def _on_left(self) -> None:
        self._invite = None
        self.start()

    def _on_opened(self, workspace: Workspace) -> None:
        self._choices.note_opened(workspace.folder)
        invite, self._invite = self._invite, None
        arguments = {"section": "sharing", "files": [str(invite)]}
        self.opened.emit(workspace, None if invite is None else desk.Place("settings", None, arguments))

    def _asked_folder(self) -> Path | None:
        chosen = QFileDialog.getExistingDirectory(self, _("Open a workspace: choose its folder"), str(Path.home()))
        if not chosen:
            return None
        folder = Path(chosen)
        # people also point at a folder around the workspace or into it
        inside = [each.parent for each in (*folder.glob(DATABASE), *folder.glob(f"*/{DATABASE}"))]
        return inside[0] if len(inside) == 1 else folder

    def _place_strip(self) -> None:
        edge = self._theme.px(24)
        self._strip.setFixedWidth(self._theme.px(380))
        corner = self.rect().bottomRight()
        self._strip.move(corner.x() - self._strip.width() - edge, corner.y() - self._strip.height() - edge)
        self._strip.raise_()


class _Ground(QWidget):
    def __init__(self, theme: Theme, content: QWidget) -> None:
        super().__init__()
        self._theme = theme
        self.setLayout(row(theme, content, gap=0))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the surface below the form."""
        QPainter(self).fillRect(self.rect(), self._theme.colour("surface"))
