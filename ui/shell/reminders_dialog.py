"""The reminders that wait: done, put off, opened or dismissed one by one, or dismissed all at once."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtWidgets import QFrame, QMenu, QScrollArea, QStackedWidget, QWidget

from crm_desktop.activities.actions import complete_tasks
from crm_desktop.activities.reminders import Reminder, dismiss_reminders, due_reminders
from crm_desktop.activities.series import Target, edit_planned
from crm_desktop.activities.snooze import Until, put_off_reminder
from crm_desktop.journal.clock import instant, milliseconds
from crm_desktop.words import _, ngettext
from ui.kit.buttons import Button, IconButton, LinkButton
from ui.kit.core import Commit
from ui.kit.desk import Desk, Place, touches
from ui.kit.dialogs import Dialog
from ui.kit.formats import Formats
from ui.kit.labels import Text
from ui.kit.layouts import Row, Stack, column, row
from ui.kit.notices import EmptyState
from ui.kit.snooze_menu import add_snoozes

SHOWN = 30
HEIGHT = 420


def due_words(formats: Formats, reminder: Reminder) -> str:
    """Return when what `reminder` is about takes place."""
    if reminder.at_ms is not None:
        at = formats.local(instant(reminder.at_ms))
        return f"{formats.due(at.date())}, {formats.time(at)}"
    return formats.due(date.fromisoformat(reminder.day)) if reminder.day else ""


class RemindersDialog(Dialog):
    """Lists what one was to be reminded of, the newest first."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk.theme, _("Reminders"), _("Dismiss all"), "large", cancel=_("Close"), parent=parent)
        self._desk = desk
        self.reminders: list[Reminder] = []
        self._said = Text(desk.theme, "", "body", "text2", wrap=True)
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setMinimumHeight(desk.theme.px(HEIGHT))
        nothing = EmptyState(desk.theme, "snooze", _("Nothing waits"), _("Reminders come here at their time."))
        self._stack = QStackedWidget()
        self._stack.addWidget(self._area)
        self._stack.addWidget(nothing)
        self.body.addWidget(self._said)
        self.body.addWidget(self._stack, 1)
        self.accept_button.setEnabled(False)
        self.reject_button.setFocus()
        desk.committed.connect(self._on_committed)
        self.read()

    def accept(self) -> None:
        """Dismiss all."""
        self._desk.act(dismiss_reminders, self.reminders, done=self._dismissed(len(self.reminders)))
        super().accept()

    def read(self) -> None:
        """Read what waits now."""
        desk = self._desk
        now_ms = milliseconds(desk.now())
        desk.read(due_reminders, desk.member, desk.place.zone, now_ms, owner=self, then=self._show, key="due")

    def finish(self, reminder: Reminder) -> None:
        """Mark what `reminder` is about as done or held."""
        if reminder.table == "task":
            told = _("Done: {title}").format(title=reminder.title)
            self._desk.act(complete_tasks, [reminder.record], done=told)
        else:
            held = _("Held: {title}").format(title=reminder.title)
            target = Target(reminder.table, reminder.record, reminder.occurrence)
            self._desk.act(edit_planned, target, {"planned": 0}, done=held)

    def dismiss(self, reminder: Reminder) -> None:
        """Let `reminder` not come again."""
        self._desk.act(dismiss_reminders, [reminder], done=self._dismissed(1))

    def put_off(self, reminder: Reminder, until: Until) -> None:
        """Let `reminder` come again `until` then."""
        day = self._desk.formats.day(until.day, weekday=True)
        told = _("Reminds again on {day}").format(day=day)
        if until.clock is not None:
            told = _("Reminds again on {day} at {time}").format(day=day, time=f"{until.clock:%H:%M}")
        target = Target(reminder.table, reminder.record, reminder.occurrence)
        self._desk.act(put_off_reminder, target, until, done=told)

    def go(self, reminder: Reminder) -> None:
        """Go to whom `reminder` is about, else to its day in the calendar."""
        self.reject()
        if reminder.contact is not None:
            self._desk.go(Place("contact", reminder.contact))
            return
        moment = reminder.remind_ms if reminder.at_ms is None else reminder.at_ms
        day = reminder.day or self._desk.formats.local(instant(moment)).date().isoformat()
        self._desk.go(Place("calendar", None, {"day": day, "view": "day"}))

    def _show(self, reminders: list[Reminder]) -> None:
        self.reminders = reminders
        count = len(reminders)
        words = ngettext("{n} reminder waits.", "{n} reminders wait.", count).format(n=count)
        if count > SHOWN:
            words = _("{n} reminders wait; here are the newest {shown}.").format(n=count, shown=SHOWN)
        self._said.setText(words)
        self._said.setVisible(bool(count))
        self._stack.setCurrentIndex(0 if count else 1)
        self.accept_button.setEnabled(bool(reminders))
        self._area.setWidget(self._rows(reminders[:SHOWN]))

    def _rows(self, reminders: Sequence[Reminder]) -> QWidget:
        rows = QWidget()
        whole = Stack(self.theme, gap=10)
        for each in reminders:
            whole.addLayout(self._row(each))
        whole.addStretch(1)
        rows.setLayout(whole)
        return rows

    def _row(self, reminder: Reminder) -> Row:
        theme = self.theme
        title = LinkButton(theme, reminder.title or _("Without a title"), style="bodyStrong")
        title.clicked.connect(partial(self.go, reminder))
        when = " · ".join(each for each in (due_words(self._desk.formats, reminder), reminder.who) if each)
        finished = Button(theme, _("Done") if reminder.table == "task" else _("Held"), size="small", icon="check")
        finished.clicked.connect(partial(self.finish, reminder))
        later = Button(theme, _("Snooze"), size="small", icon="snooze")
        later.clicked.connect(partial(self._open_snoozes, reminder, later))
        dismiss = IconButton(theme, "close", _("Dismiss the reminder {title}").format(title=reminder.title))
        dismiss.clicked.connect(partial(self.dismiss, reminder))
        words = column(theme, title, Text(theme, when, "small", "text2"), gap=2)
        return row(theme, words, None, finished, later, dismiss)

    def _open_snoozes(self, reminder: Reminder, button: Button) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        add_snoozes(menu, self._desk, self, partial(self.put_off, reminder))
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _dismissed(self, count: int) -> str:
        return ngettext("{n} reminder dismissed", "{n} reminders dismissed", count).format(n=count)

    def _on_committed(self, commit: Commit) -> None:
        if touches(commit, "task", "interaction"):
            self.read()
