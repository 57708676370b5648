"""What is shown while a file is being opened: how much of it is there, and a way to stop."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from crm_desktop.words import _
from ui.kit.buttons import Button
from ui.kit.desk import Desk
from ui.kit.labels import Text
from ui.kit.layouts import Stack, column, row
from ui.kit.notices import SkeletonRows
from ui.kit.task_strip import LOOK_EVERY_MS, STEPS_OF_BAR
from ui.kit.tasks import LongTask

WIDEST = 420
ROWS = 12


class Fetching(QWidget):
    """Grey bars, and from when it takes longer than a moment how far the opening is; `stopped` asks to give it up."""

    stopped = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        theme = desk.theme
        self._desk = desk
        self._task: LongTask | None = None
        self.state = Text(theme, "", "small", "text2")
        self._title = Text(theme, _("Fetching from the office server"), "body", weight=500)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, STEPS_OF_BAR)
        self.bar.setAccessibleName(self._title.text())
        self.stop = Button(theme, _("Cancel"), size="small")
        self.stop.setAccessibleName(_("Stop opening the file"))
        self.stop.clicked.connect(self.stopped)
        self.told = QWidget()
        words = column(theme, row(theme, self._title, None, self.state), self.bar, gap=6)
        self.told.setLayout(row(theme, words, self.stop, gap=12))
        self.told.setMaximumWidth(theme.px(WIDEST))
        self.told.hide()
        whole = Stack(theme, gap=16)
        whole.addWidget(self.told)
        whole.addWidget(SkeletonRows(theme, ROWS))
        whole.addStretch(1)
        self.setLayout(whole)
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)

    def follow(self, task: LongTask | None) -> None:
        """Show how far `task` is until another one comes, or none."""
        self._task = task
        self.told.hide()
        if task is None:
            self._timer.stop()
        else:
            task.shown_by = self
            self._timer.start()

    def _look(self) -> None:
        task, size = self._task, self._desk.formats.size
        if task is None or task.seconds < self._desk.theme.duration("spinnerDelay") / 1000:
            return
        # what is on this computer comes in an instant: only the rest is counted
        self.told.setVisible(bool(task.total))
        if task.total:
            self.bar.setValue(round(min(task.done / task.total, 1.0) * STEPS_OF_BAR))
            told = _("{done} of {size}").format(done=size(task.done), size=size(task.total))
            self.state.setText(_("Cancelling") if task.cancelled else told)
