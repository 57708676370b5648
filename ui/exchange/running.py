"""The strip at the foot of the import that shows how far the rehearsal or the import is: rows, rate, time left."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressBar

from crm_desktop.words import _, ngettext
from ui.kit.buttons import Button
from ui.kit.desk import Desk
from ui.kit.labels import Text
from ui.kit.layouts import column, row
from ui.kit.panels import Bar
from ui.kit.task_strip import LOOK_EVERY_MS, MINUTE_S, STEPS_OF_BAR
from ui.kit.tasks import LongTask

HEIGHT = 56


class Running(Bar):
    """Shows a task from when it takes longer than a moment until it ends; it may be cancelled here."""

    def __init__(self, desk: Desk) -> None:
        theme = desk.theme
        self._desk = desk
        self._task: LongTask | None = None
        self._title = Text(theme, "", "body", weight=500)
        self._state = Text(theme, "", "small", "text2")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, STEPS_OF_BAR)
        self.cancel = Button(theme, _("Cancel"), size="small")
        self.cancel.clicked.connect(self._on_cancel)
        lines = column(theme, None, row(theme, self._title, None, self._state), self._bar, None, gap=6)
        super().__init__(
            theme,
            lines,
            self.cancel,
            height=HEIGHT,
            gap=12,
            margins=(24, 0, 24, 0),
            ground="surfaceSunken",
            line_above=True,
        )
        self.parts.setStretch(0, 1)
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)
        desk.tasks.ended.connect(self._on_ended)
        self.hide()

    def follow(self, task: LongTask | None, title: str) -> None:
        """Show how far `task` is, called `title`; the strip of the whole window need not tell it too."""
        self._task = task
        self._title.setText(title)
        self._bar.setAccessibleName(title)
        self.cancel.setEnabled(True)
        if task is not None:
            task.shown_by = self
            self._timer.start()

    def _look(self) -> None:
        task = self._task
        if task is None:
            return
        if task.seconds >= self._desk.theme.duration("spinnerDelay") / 1000:
            self.show()
        share = min(task.done / task.total, 1.0) if task.total else 0.0
        self._bar.setValue(round(share * STEPS_OF_BAR))
        self._state.setText(self._words(task))

    def _words(self, task: LongTask) -> str:
        """Return how far `task` is: "3,214 of 5,020 rows · 1,210 a second · about 4 s left"."""
        number = self._desk.formats.number
        if task.cancelled:
            return _("Cancelling")
        if task.note:
            return task.note
        if not task.total:
            return _("Looking at the files")
        told = ngettext("{done} of {n} row", "{done} of {n} rows", task.total)
        words = [told.format(done=number(task.done), n=number(task.total))]
        if task.rate:
            words.append(_("{n} a second").format(n=number(round(task.rate))))
        left = task.seconds_left
        if left is not None and task.done:
            words.append(
                _("about {seconds} s left").format(seconds=max(round(left), 1))
                if left < MINUTE_S
                else _("about {minutes} min left").format(minutes=round(left / MINUTE_S))
            )
        return " · ".join(words)

    def _on_cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self.cancel.setEnabled(False)
            self._state.setText(_("Cancelling"))

    def _on_ended(self, task: LongTask) -> None:
        if task is self._task:
            self._task = None
            self._timer.stop()
            self.hide()
