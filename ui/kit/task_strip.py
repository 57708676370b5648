"""The strip at the bottom right where long work shows how far it is and can be cancelled."""

from PySide6.QtCore import QRectF, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from crm_desktop.values.counts import shown_number
from crm_desktop.values.file_name import shown_size
from crm_desktop.words import _, ngettext, spoken_language
from ui.kit.buttons import Button
from ui.kit.cards import paint_card
from ui.kit.labels import Text
from ui.kit.layouts import column, row
from ui.kit.tasks import FollowedTask, LongTask, Tasks
from ui.kit.theme import Theme

LOOK_EVERY_MS = 100
STEPS_OF_BAR = 1000
MINUTE_S = 60


class TaskLine(QWidget):
    """One long task: title, how far it is and how long it will take, a bar, Cancel."""

    def __init__(self, theme: Theme, task: LongTask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._task = task
        self._state = Text(theme, "", "small", "text2")
        # how far it is is read whole: the title gives way
        self._state.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, STEPS_OF_BAR)
        self._bar.setAccessibleName(task.title)
        self._cancel = Button(theme, _("Cancel"), size="small")
        if not task.cancellable:
            self._cancel.hide()
        self._cancel.clicked.connect(self._on_cancel)
        words = row(theme, Text(theme, task.title, "small", weight=500), None, self._state)
        self.setLayout(row(theme, column(theme, words, self._bar, gap=4), self._cancel, gap=12))
        self.look()

    @property
    def is_shown_elsewhere(self) -> bool:
        """Whether another widget shows the task."""
        return self._task.is_shown

    def look(self) -> None:
        """Show how far the task is now."""
        task = self._task
        share = min(task.done / task.total, 1.0) if task.total else 0.0
        self._bar.setValue(round(share * STEPS_OF_BAR))
        self._bar.setVisible(bool(task.total))
        self._state.setText(progress_words(task))

    def _on_cancel(self) -> None:
        self._task.cancel()
        self._cancel.setEnabled(False)
        self._state.setText(_("Cancelling"))


class TaskStrip(QWidget):
    """Shows the tasks that take longer than 300 ms; put it where it may float, it hides itself."""

    def __init__(self, theme: Theme, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tasks = tasks
        self._lines: dict[int, TaskLine] = {}
        self._column = column(theme, gap=10, margins=(14, 10, 14, 10))
        self.setLayout(self._column)
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)
        tasks.started.connect(self._on_started)
        tasks.ended.connect(self._on_ended)
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the box."""
        paint_card(QPainter(self), self._theme, QRectF(self.rect()), "popup", "hairlineStrong")

    def _on_started(self, _task: LongTask) -> None:
        self._timer.start()

    def _on_ended(self, task: LongTask) -> None:
        line = self._lines.pop(id(task), None)
        if line is not None:
            self._column.removeWidget(line)
            line.deleteLater()
        self._look()

    def _look(self) -> None:
        patience_s = self._theme.duration("spinnerDelay") / 1000
        for task in self._tasks.running:
            if id(task) not in self._lines and task.seconds >= patience_s:
                self._lines[id(task)] = TaskLine(self._theme, task)
                self._column.addWidget(self._lines[id(task)])
        for line in self._lines.values():
            line.look()
            line.setVisible(not line.is_shown_elsewhere)
        self.setVisible(any(not line.isHidden() for line in self._lines.values()))
        self.adjustSize()
        if not self._tasks.running:
            self._timer.stop()


def progress_words(task: LongTask) -> str:
    """Return how far `task` is in words: "3,100 done, 2 s left"."""
    if task.cancelled:
        return _("Cancelling")
    if task.note:
        return task.note
    if not (task.done or task.begun or isinstance(task, FollowedTask)):
        return _("Starting")
    done = _done(task)
    left = task.seconds_left
    if left is None:
        return done
    if left < MINUTE_S:
        return _("{done}, {seconds} s left").format(done=done, seconds=max(round(left), 1))
    return _("{done}, {minutes} min left").format(done=done, minutes=round(left / MINUTE_S))


def _done(task: LongTask) -> str:
    if isinstance(task, FollowedTask) and task.total:
        return _("{done} of {total}").format(done=_amount(task, task.done), total=_amount(task, task.total))
    if task.progress.in_bytes:
        return _("{size} done").format(size=_amount(task, task.done))
    return ngettext("{n} done", "{n} done", task.done).format(n=shown_number(task.done))


def _amount(task: LongTask, amount: int) -> str:
    return shown_size(amount, spoken_language()) if task.progress.in_bytes else shown_number(amount)
