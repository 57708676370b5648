"""Choices side by side, of which one is chosen: what segmented switches and tabs share."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from ui.kit.boxes import cut_start, is_mirrored
from ui.kit.theme import Theme


class Choice(NamedTuple):
    """One of the things a segmented switch or tab row offers."""

    name: str
    title: str
    icon: str = ""
    tally: str = ""


class ChoiceRow(QWidget):
    """Choices side by side of which one is chosen; arrows move, as in any tab row."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, choices: Sequence[Choice], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._choices = list(choices)
        self._current = choices[0].name if choices else ""
        self._hovered = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setProperty("focusRing", True)
        theme.changed.connect(self.updateGeometry)

    @property
    def current(self) -> str:
        """The name of the choice that is on."""
        return self._current

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer `choices`; what was chosen stays so where it is still there."""
        self._choices = list(choices)
        if self._current not in [choice.name for choice in choices] and choices:
            self._current = choices[0].name
        self.updateGeometry()
        self.update()

    def choose(self, name: str) -> None:
        """Turn the choice `name` on, and tell when it was not."""
        if name != self._current:
            self._current = name
            self.update()
            self.chosen.emit(name)

    def set_current(self, name: str) -> None:
        """Show `name` as chosen, without telling."""
        self._current = name
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right choose the neighbour."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key()), 0)
        if not step:
            super().keyPressEvent(event)
            return
        if is_mirrored(self):
            step = -step
        names = [choice.name for choice in self._choices]
        place = names.index(self._current) + step if self._current in names else 0
        if 0 <= place < len(names):
            self.choose(names[place])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what is clicked."""
        name = self._name_at(int(event.position().x()))
        if name:
            self.choose(name)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse with the hover."""
        self._hovered = self._name_at(int(event.position().x()))
        self.update()

    def leaveEvent(self, _event: QEvent) -> None:
        """Hover nothing."""
        self._hovered = ""
        self.update()

    def _boxes(self) -> list[tuple[Choice, QRect]]:
        boxes, rest = [], self.rect()
        for choice in self._choices:
            box, rest = cut_start(rest, self._width(choice), mirrored=is_mirrored(self))
            boxes.append((choice, box))
        return boxes

    def _name_at(self, x: int) -> str:
        return next((choice.name for choice, box in self._boxes() if box.left() <= x <= box.right()), "")

    def _width(self, choice: Choice) -> int:
        raise NotImplementedError
