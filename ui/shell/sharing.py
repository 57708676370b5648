"""Keeps the workspace in step with the office server while it is used, and says at the rail how that stands."""

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from crm_desktop.errors import Cancelled, CrmError
from crm_desktop.journal.journal import Journal
from crm_desktop.sync.status import Sharing, count_to_review, set_paused, sharing_status
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _, ngettext
from ui.kit.core import Commit
from ui.kit.desk import SHARING, Place
from ui.kit.dialogs import confirm
from ui.kit.theme import Tone
from ui.shell.sharing_progress import SharingProgress
from ui.shell.sharing_words import headline, icon, note
from ui.shell.workplace import Workplace

if TYPE_CHECKING:
    from crm_desktop.sync.exchange import Synced
    from ui.shell.sharing_thread import SharingThread

# After this time without another change: a form or an import writes several.
SETTLED_MS = 1500


class SharingWatch(QObject):
    """Runs the exchange in the background; without an office server it says that the work is here alone.

    `told` carries how the sharing stands whenever that was looked up, None where nothing is shared.
    """

    told = Signal(object)

    def __init__(self, workplace: Workplace, *, read_only: bool) -> None:
        super().__init__(workplace)
        self._workplace = workplace
        self._desk = workplace.desk
        self._read_only = read_only
        self._sharing: Sharing | None = None
        # what came in parcels may clash without any server
        self._conflicts = 0
        self._backup = _("Saved, nothing is sent")
        self._thread: SharingThread | None = None
        self._resting = False
        # until it is written down that nothing is to be sent, no exchange is begun
        self._going_offline = False
        tasks = self._desk.tasks
        self._moving = SharingProgress(tasks, _moving_title, partial(self.set_offline, on=True))
        self._files_moving = SharingProgress(tasks, _files_title, self.hold_files, in_bytes=True)
        self._settle = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._settle.timeout.connect(self._send)
        workplace.rail.state_wanted.connect(self.show_state)
        self._desk.committed.connect(self._on_committed)
        self._desk.settings_changed.connect(self._on_setting)
        self.resume()

    def resume(self) -> None:
        """Look how it stands, and go on exchanging."""
        self._resting = False
        self._look()

    def pause(self) -> None:
        """Exchange no more: the file is closed."""
        self._resting = True
        self._settle.stop()
        self._end_thread()

    def show_backup(self, newest: datetime | None) -> None:
        """Say below the state when the file was backed up last, where nothing is shared."""
        formats = self._desk.formats
        self._backup = _("No backup yet")
        if newest is not None:
            told = _("Last backup: {day}, {time}")
            self._backup = told.format(day=formats.ago_within(newest), time=formats.time(newest))
        self._show()

    def show_state(self) -> None:
        """Open what stands behind the state: the computers that share, or the backups where none do."""
        if self._sharing is None:
            backups = Place("settings", None, {"section": "backups"})
            self._desk.go(Place("conflicts") if self._conflicts else backups)
            return
        from ui.shell.sharing_popover import SharingPopover

        state = self._workplace.rail.state
        popover = SharingPopover(self._desk.theme, self._desk.formats, self._sharing, state)
        popover.review_wanted.connect(lambda: self._desk.go(Place("conflicts")))
        popover.sync_wanted.connect(self.sync_now)
        popover.removal_wanted.connect(self.let_go)
        popover.pause_wanted.connect(lambda on: self.set_offline(on=on))
        popover.settings_wanted.connect(lambda: self._desk.go(Place("settings", None, {"section": "sharing"})))
        popover.closed.connect(popover.deleteLater)
        popover.open_below(state, inset=self._desk.theme.px(8))

    def sync_now(self) -> None:
        """Send and fetch at once, and say what came of it."""
        if self._sharing is None:
            self._say_unshared()
        else:
            self._exchange(self._sharing.host)

    def let_go(self) -> None:
        """Ask whether the office may take off this computer as many records as it would, and go on then."""
        if self._sharing is None or not self._sharing.would_go:
            return
        count, host = self._sharing.would_go, self._sharing.host
        question = ngettext("Let {n} record go?", "Let {n} records go?", count).format(n=count)
        consequence = _("They leave this computer. What you wrote in them and did not send is kept aside and shown.")
        if confirm(self._workplace, self._desk.theme, question, consequence, _("Let them go"), destructive=True):
            self._exchange(host, may_empty=True)

    def _exchange(self, host: str, *, may_empty: bool = False) -> None:
        self._thread = self._thread or self._started()
        title = _("Syncing with {host}").format(host=host)
        work = partial(self._thread.exchange, may_empty=may_empty)
        self._desk.tasks.run(work, owner=self, then=self._on_synced, on_error=self._on_error, title=title)

    def toggle_offline(self) -> None:
        """Work offline, or online again."""
        if self._sharing is None:
            self._say_unshared()
        else:
            self.set_offline(on=not self._sharing.paused)

    def _say_unshared(self) -> None:
        self._desk.say(_("This workspace is not shared. It can be in Settings, Sharing."), tone=Tone.NEUTRAL)

    def set_offline(self, *, on: bool) -> None:
        """Send and fetch nothing for a while, or do it again."""
        if on:
            # what is written from here on does not go with an exchange that is under way
            self._going_offline = True
            self._end_thread()
        self._desk.act(
            _offline if on else _online,
            owner=self,
            then=lambda _none: self._after_pause(on=on),
            on_error=self._on_pause_error,
        )

    def _on_pause_error(self, error: CrmError) -> None:
        self._going_offline = False
        self._on_error(error)

    def _after_pause(self, *, on: bool) -> None:
        self._going_offline = False
        self._desk.say(_("Working offline: what you do is kept here") if on else _("Syncing again"))
        self._look()

    def hold_files(self) -> None:
        """Let the files that wait to be sent rest until the next exchange that is asked for."""
        if self._thread is not None:
            self._thread.hold_files()
            self._desk.say(_("The files wait: Sync now sends the rest"), tone=Tone.NEUTRAL)

    def _on_synced(self, synced: "Synced") -> None:
        told = _("Synced: {sent} sent, {fetched} fetched").format(sent=synced.pushed, fetched=synced.pulled)
        self._desk.say(told)
        self._look()

    def _on_error(self, error: CrmError) -> None:
        if isinstance(error, Cancelled):
            # it would begin again by itself
            self.set_offline(on=True)
            return
        self._desk.warn(str(error))
        self._look()

    def _look(self) -> None:
        if not self._resting:
            self._desk.read(_standing, owner=self, then=self._take, key="sharing")

    def _take(self, found: tuple[Sharing | None, int]) -> None:
        if self._resting:
            return
        sharing, self._conflicts = found
        self._sharing = sharing
        self._show()
        self.told.emit(sharing)
        if sharing is not None:
            self._desk.renewed.emit(SHARING)
        if sharing is None or self._read_only:
            self._end_thread()
        elif self._thread is None and not self._going_offline:
            self._thread = self._started()

    def _started(self) -> "SharingThread":
        # the driver of the server is no part of starting the app
        from ui.shell.sharing_thread import SharingThread

        core = self._workplace.session.core
        return SharingThread(core, self._on_told, self._moving.moved, self._files_moving.moved)

    def _end_thread(self) -> None:
        if self._thread is not None:
            self._thread.stop()
            # what closes the file is asked for after this, and waits for its end
            self._desk.tasks.run(self._thread.join, writer=True)
            self._thread = None

    def _on_told(self) -> None:
        # Comes on the thread of the exchange, and on that of the files.
        self._desk.tasks.call_soon(self._look)

    def _show(self) -> None:
        state, sharing = self._workplace.rail.state, self._sharing
        if sharing is None and self._conflicts:
            told = ngettext("{n} conflict to review", "{n} conflicts to review", self._conflicts)
            state.show_state(told.format(n=self._conflicts), _("Nothing is lost"), "conflict", "warning")
        elif sharing is None:
            state.show_state(_("On this computer only"), self._backup)
        else:
            state.show_state(headline(sharing), note(sharing, self._desk.formats), *icon(sharing))

    def _on_committed(self, _commit: Commit) -> None:
        if self._thread is not None or self._conflicts:
            self._settle.start()

    def _send(self) -> None:
        if self._thread is not None:
            self._thread.nudge()
        self._look()

    def _on_setting(self, name: str) -> None:
        if name == SHARING:
            self._look()


def _standing(reader: Connection) -> tuple[Sharing | None, int]:
    return sharing_status(reader), count_to_review(reader)


def _offline(journal: Journal) -> None:
    set_paused(journal, paused=True)


def _online(journal: Journal) -> None:
    set_paused(journal, paused=False)


def _moving_title(total: int) -> str:
    return _("Sending records") if total else _("Fetching records")


def _files_title(_total: int) -> str:
    return _("Sending files")
