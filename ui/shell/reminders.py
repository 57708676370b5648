"""Tells of reminders when it is time, and at the next start of what came meanwhile."""

from collections.abc import Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from crm_desktop.activities.reminders import Reminder, due_reminders, next_reminder, note_told, told_reminders
from crm_desktop.errors import CrmError
from crm_desktop.journal.clock import milliseconds
from crm_desktop.store.workspace_settings import setting_value
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _, ngettext
from ui.kit.core import Commit
from ui.kit.desk import Desk, touches
from ui.kit.theme import Tone
from ui.shell.tray import Tray

# No timer runs while a computer sleeps, and clocks are set: so one looks at the clock this often.
LOOK_EVERY_MS = 30_000
LATE_MS = 60_000
TOLD_ONE_BY_ONE = 3


class Waiting(NamedTuple):
    """What is due and not dismissed, what of it was told here, when the next comes, and whether the system may tell."""

    due: list[Reminder]
    told: frozenset[str]
    next_ms: int | None
    by_system: bool


class Reminders(QObject):
    """Looks at the clock and tells by a notification of the system, else by a toast.

    While the workspace is locked it only says that something is due: no word of a record leaves the vault.
    """

    def __init__(self, desk: Desk, tray: Tray, window: QWidget, *, read_only: bool) -> None:
        super().__init__(desk)
        self._desk = desk
        self._window = window
        self.tray = tray
        self._read_only = read_only
        self._locked = False
        self._by_system = False
        self._next_ms: int | None = None
        self._told: frozenset[str] = frozenset()
        self._first = True
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        tray.clicked.connect(self._come)
        desk.committed.connect(self._on_committed)
        desk.settings_changed.connect(self._on_setting)
        self.look()

    def pause(self) -> None:
        """The file is closed: say only that something is due."""
        self._locked = True

    def resume(self) -> None:
        """Tell of records again, also of what came meanwhile."""
        self._locked = False
        self._first = True
        self.look()

    def look(self) -> None:
        """Tell of what is due by the clock as it is now."""
        now_ms = milliseconds(self._desk.now())
        if self._locked:
            self._look_locked(now_ms)
            return
        desk = self._desk
        desk.read(
            _waiting, desk.member, desk.place.zone, now_ms, owner=self, then=self._tell, on_error=_later, key="due"
        )

    def show_list(self) -> None:
        """List what is due and neither done nor dismissed."""
        from ui.shell.reminders_dialog import RemindersDialog

        shown = self._window.findChild(RemindersDialog)
        if shown is not None and shown.isVisible():
            shown.raise_()
            return
        dialog = RemindersDialog(self._desk, self._window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _come(self) -> None:
        """Come to the front and list what is due: a notification was clicked."""
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()
        if not self._locked:
            self.show_list()

    def _look_locked(self, now_ms: int) -> None:
        if self._by_system and self._next_ms is not None and self._next_ms <= now_ms:
            self._next_ms = None
            self.tray.notify(_("A reminder is due"), _("Unlock the workspace to see it."))

    def _tell(self, waiting: Waiting) -> None:
        self._next_ms, self._by_system = waiting.next_ms, waiting.by_system
        told = waiting.told | self._told
        new = [each for each in waiting.due if each.key not in told]
        now_ms = milliseconds(self._desk.now())
        if self._first and any(each.remind_ms < now_ms - LATE_MS for each in new):
            self._say_missed(len(new))
        elif len(new) > TOLD_ONE_BY_ONE:
            self._say_many(len(new))
        else:
            for each in reversed(new):
                self._say(_("Reminder: {title}").format(title=each.title), self._words(each))
        self._first = False
        self._timer.setInterval(LOOK_EVERY_MS)
        if self._next_ms is not None:
            self._timer.setInterval(max(min(LOOK_EVERY_MS, self._next_ms - now_ms + 1), 1))
        if new:
            self._note(waiting.due, told, new)

    def _note(self, due: Sequence[Reminder], told: frozenset[str], new: Sequence[Reminder]) -> None:
        """Remember what was told, of what still waits."""
        waits = {each.key for each in due}
        self._told = (told & waits) | {each.key for each in new}
        if not self._read_only:
            self._desk.act(note_told, self._told, owner=self, on_error=_later)

    def _words(self, reminder: Reminder) -> str:
        from ui.shell.reminders_dialog import due_words

        return " · ".join(each for each in (due_words(self._desk.formats, reminder), reminder.who) if each)

    def _say(self, title: str, text: str) -> None:
        if not (self._by_system and self.tray.notify(title, text)):
            self._desk.say(f"{title} · {text}" if text else title, tone=Tone.NEUTRAL)

    def _say_many(self, count: int) -> None:
        many = ngettext("{n} reminder is due", "{n} reminders are due", count).format(n=count)
        self._say(many, _("Reminders in the menu Go lists them."))

    def _say_missed(self, count: int) -> None:
        missed = ngettext(
            "{n} reminder came while you were away", "{n} reminders came while you were away", count
        ).format(n=count)
        # one looks at the window right now: the system need not say it
        self._desk.say(_("{missed}. Ctrl+Shift+R shows what is due.").format(missed=missed), tone=Tone.WARNING)

    def _on_committed(self, commit: Commit) -> None:
        if touches(commit, "task", "interaction") and not self._locked:
            self.look()

    def _on_setting(self, name: str) -> None:
        if name == "notifications" and not self._locked:
            self.look()


def _waiting(reader: Connection, member: bytes | None, zone: ZoneInfo, now_ms: int) -> Waiting:
    return Waiting(
        due_reminders(reader, member, zone, now_ms),
        told_reminders(reader),
        next_reminder(reader, member, zone, now_ms),
        setting_value(reader, "notifications") == "on",
    )


def _later(_error: CrmError) -> None:
    """Say nothing: the file was closed meanwhile, and the next look finds the same."""
