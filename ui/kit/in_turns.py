"""Work of the interface in several turns, so that what is pressed or painted meanwhile need not wait for all of it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer

Step = Callable[[], object]


class InTurns(QObject):
    """Does `steps` one after the other, each in a turn of the event loop of its own; `owner` ends them with itself."""

    def __init__(self, owner: QObject, steps: Sequence[Step]) -> None:
        super().__init__(owner)
        self._waiting = list(reversed(steps))
        # begun anew after each step: a timer that goes on by itself is due again before what waited meanwhile
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._go_on)
        self._timer.start()

    def add(self, step: Step) -> None:
        """Do `step` as well, after all others."""
        self._waiting.insert(0, step)
        self._timer.start()

    def stop(self) -> None:
        """Do nothing that waits any more."""
        self._waiting.clear()
        self._timer.stop()

    def _go_on(self) -> None:
        if not self._waiting:
            return
        try:
            self._waiting.pop()()
        finally:
            if self._waiting:
                self._timer.start()
