"""Unlocking one workspace with its passphrase."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QTimer, Signal

from crm_desktop.errors import CrmError, DamagedWorkspace, WorkspaceOpenElsewhere, WrongPassphrase
from crm_desktop.words import _
from crm_desktop.workspace import Workspace, open_workspace
from ui.kit.buttons import Button, LinkButton
from ui.kit.fields.passphrase import PassphraseField
from ui.kit.formats import Formats
from ui.kit.labels import Avatar, Text
from ui.kit.layouts import column, row
from ui.kit.painting import Face
from ui.kit.tasks import Tasks
from ui.kit.theme import Theme
from ui.kit.told import Told
from ui.shell.gate_form import GateForm, Reassurance, label, main_button, short_path

LONGEST_WAIT_S = 30
SECOND_MS = 1000


class Waits:
    """How long to wait after each wrong passphrase: 1, 2, 4 … 30 seconds."""

    def __init__(self) -> None:
        self._next = 1

    def after_wrong(self) -> int:
        """Return the seconds to wait now."""
        now = self._next
        self._next = min(self._next * 2, LONGEST_WAIT_S)
        return now


class UnlockForm(GateForm):
    """Asks for the passphrase of one workspace.

    `recovery_wanted` and `restore_wanted` ask for the other ways in; `restore_wanted` after damage.
    """

    recovery_wanted = Signal()
    restore_wanted = Signal()

    def __init__(self, theme: Theme, tasks: Tasks, folder: Path) -> None:
        self.folder = folder
        self._tasks = tasks
        self._waits = Waits()
        self._left_s = 0
        name = folder.stem
        self._note = Text(theme, short_path(folder), role="text2")
        self.field = PassphraseField(theme, large=True)
        self._caps = Told(theme, "caps lock", "warning")
        self._caps.tell(_("Caps Lock is on"))
        self._caps.hide()
        self.wrong = Told(theme)
        self.button = main_button(theme, _("Unlock"))
        self.second = Button(theme, "", size="large")
        self.second.set_wide()
        self.second.hide()
        recovery = LinkButton(theme, _("Use recovery key"))
        words = Text(theme, _("Forgot it? Only the recovery key can help."), role="text2")
        forgot = row(theme, words, None, recovery, margins=(0, 0, 0, 24))
        title = Text(theme, _("Unlock {name}").format(name=name), "display")
        face = Avatar(theme, Face(name, name.encode(), company=True), "xl")
        head = column(theme, face, column(theme, title, self._note, gap=4), gap=18)
        told = (self._caps, self.wrong)
        asked = label(theme, _("Passphrase"), self.field)
        entry = column(theme, asked, self.field, *told, gap=6, margins=(0, 10, 0, 6))
        super().__init__(theme, head, entry, self.button, self.second, forgot, _stays(theme), gap=16)
        recovery.clicked.connect(self.recovery_wanted)
        self._offered: Callable[[], None] = self.restore_wanted.emit
        self._timer = QTimer(self, interval=SECOND_MS)
        self._timer.timeout.connect(self._count_down)
        self.field.caps_lock.connect(self._caps.setVisible)
        self.field.returnPressed.connect(self.unlock)
        self.field.textEdited.connect(self._on_edited)
        self.button.clicked.connect(self.unlock)
        self.second.clicked.connect(self._take_offer)

    def show_locked(self, since: datetime, formats: Formats) -> None:
        """Say that the workspace was locked at `since` and that nothing typed was lost."""
        when = formats.time(since)
        self._note.setText(_("Locked at {time}. What you were typing was kept.").format(time=when))

    def focus_first(self) -> None:
        """Put the focus into the passphrase."""
        self.field.setFocus()

    def unlock(self) -> None:
        """Try what is typed."""
        if self._left_s or not self.field.isEnabled():
            return
        if not self.field.text():
            self.wrong.tell(_("Type the passphrase first."))
            return
        self._open(read_only=False)

    def _open(self, *, read_only: bool) -> None:
        self._show_busy(on=True)
        self._tasks.run(
            _opened,
            self.folder,
            self.field.text(),
            read_only,
            owner=self,
            then=self._on_open,
            on_error=self.show_error,
            writer=True,
        )

    def _on_open(self, workspace: Workspace) -> None:
        self.field.clear()
        self._show_busy(on=False)
        self._waits = Waits()
        self.opened.emit(workspace)

    def show_error(self, error: CrmError) -> None:
        """Say why the workspace was not opened, and what can be done about it."""
        self._show_busy(on=False)
        self.wrong.tell(str(error))
        self.field.show_wrong(wrong=isinstance(error, WrongPassphrase))
        if isinstance(error, WrongPassphrase):
            self.field.selectAll()
            self._left_s = self._waits.after_wrong()
            self._timer.start()
            self._show_wait()
        elif isinstance(error, WorkspaceOpenElsewhere):
            self._offer(_("Open for reading only"), self._open_for_reading)
        elif isinstance(error, DamagedWorkspace):
            self._offer(_("Restore the newest backup…"), self.restore_wanted.emit)
        self.field.setFocus()

    def _offer(self, text: str, act: Callable[[], None]) -> None:
        self._offered = act
        self.second.setText(text)
        self.second.show()

    def _take_offer(self) -> None:
        self._offered()

    def _open_for_reading(self) -> None:
        self._open(read_only=True)

    def _on_edited(self) -> None:
        if not self._left_s:
            self.wrong.tell("")
            self.field.show_wrong(wrong=False)
            self.second.hide()

    def _count_down(self) -> None:
        self._left_s -= 1
        if self._left_s <= 0:
            self._timer.stop()
        self._show_wait()

    def _show_wait(self) -> None:
        waiting = self._left_s > 0
        text = _("Try again in {n} s").format(n=self._left_s) if waiting else _("Unlock")
        self.button.setText(text)
        self.button.setEnabled(not waiting)

    def _show_busy(self, *, on: bool) -> None:
        self.field.setEnabled(not on)
        self.button.setEnabled(not on)
        self.button.setText(_("Unlocking…") if on else _("Unlock"))
        if not on:
            self.field.setFocus()


def _stays(theme: Theme) -> Reassurance:
    return Reassurance(
        theme,
        "shield",
        _("Everything stays on this computer."),
        _(
            "The file is encrypted. There is no account and nobody can reset the passphrase, "
            "so keep the recovery key in a safe place."
        ),
    )


def _opened(folder: Path, passphrase: str, read_only: object) -> Workspace:
    return open_workspace(folder, passphrase, read_only=bool(read_only))
