"""The choices of an own field, each on a line of its own: renamed, added, ordered, taken away."""

import json
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from crm_desktop.schema.field import Choice
from crm_desktop.words import _, within
from ui.kit.buttons import Button, IconButton
from ui.kit.labels import Text
from ui.kit.layouts import row
from ui.kit.theme import Theme


class ChoiceLines(QWidget):
    """Lines for choices; Enter goes to the next line, and adds one at the end. `changed` tells of each edit."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.lines: list[_Line] = []
        self._room = QVBoxLayout()
        self._room.setContentsMargins(0, 0, 0, 0)
        self._room.setSpacing(theme.px(6))
        self._error = Text(theme, "", "small", "danger", wrap=True)
        self._error.hide()
        self.more = Button(theme, _("Add a choice"), size="small", icon="add")
        self.more.clicked.connect(lambda: self._add(Choice("", "")).line.setFocus())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.px(6))
        whole.addLayout(self._room)
        whole.addWidget(self._error)
        whole.addLayout(row(theme, self.more, None))
        self.setFocusProxy(self.more)

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """Show `choices`, and an empty line where there are none."""
        for line in list(self.lines):
            self._remove(line)
        for choice in choices or (Choice("", ""),):
            self._add(choice)

    def choices(self) -> list[Choice]:
        """Return the choices as they are typed; a new one has no value yet."""
        return [Choice(each.value, each.line.text().strip()) for each in self.lines if each.line.text().strip()]

    def draft(self) -> str:
        """Return the lines as they are typed, each with the value of its choice."""
        return json.dumps([[each.value, each.line.text()] for each in self.lines], ensure_ascii=False)

    def take_draft(self, text: str) -> None:
        """Put back the lines."""
        self.show_choices([Choice(value, typed) for value, typed in json.loads(text)])

    def show_error(self, text: str) -> None:
        """Show `text` below the lines."""
        self._error.setText(text)
        self._error.setVisible(bool(text))

    def _add(self, choice: Choice, at: int | None = None) -> "_Line":
        place = len(self.lines) if at is None else at
        made = _Line(self._theme, choice)
        made.taken.connect(partial(self._remove, made))
        made.moved.connect(partial(self._move, made))
        made.entered.connect(partial(self._enter, made))
        made.line.textEdited.connect(lambda: self._on_edited())
        self.lines.insert(place, made)
        self._room.insertWidget(place, made)
        self._number()
        return made

    def _remove(self, line: "_Line") -> None:
        self.lines.remove(line)
        self._room.removeWidget(line)
        line.hide()
        line.deleteLater()
        self._number()
        self._on_edited()

    def _move(self, line: "_Line", by: int) -> None:
        place = self.lines.index(line) + by
        if 0 <= place < len(self.lines):
            self.lines.remove(line)
            self.lines.insert(place, line)
            self._room.removeWidget(line)
            self._room.insertWidget(place, line)
            line.line.setFocus()
            self._number()
            self._on_edited()

    def _enter(self, line: "_Line") -> None:
        place = self.lines.index(line) + 1
        following = self.lines[place] if place < len(self.lines) else self._add(Choice("", ""))
        following.line.setFocus()

    def _on_edited(self) -> None:
        self.show_error("")
        self.changed.emit()

    def _number(self) -> None:
        for place, line in enumerate(self.lines, 1):
            line.name(_("Choice {n}").format(n=place))


class _Line(QWidget):
    """One choice: `taken` asks to take it away, `moved` to go by so many places, `entered` for the next line."""

    taken = Signal()
    moved = Signal(int)
    entered = Signal()

    def __init__(self, theme: Theme, choice: Choice) -> None:
        super().__init__()
        self.value = choice.value
        self.line = QLineEdit(choice.label)
        self.line.setProperty("small", True)
        self._away = IconButton(theme, "remove", _("Take this choice away"))
        self._away.clicked.connect(self.taken)
        whole = row(theme, self.line, self._away, gap=4)
        whole.setStretch(0, 1)
        self.setLayout(whole)

    def name(self, text: str) -> None:
        """Be called `text` by screen readers."""
        self.line.setAccessibleName(text)
        self._away.setAccessibleName(_("Take away {choice}").format(choice=within(text)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, Alt with an arrow moves the choice."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.entered.emit()
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)
