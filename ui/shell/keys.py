"""Keys of actions: bound to the window, so that letters act only where no text is typed."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from ui.kit.icons import icon
from ui.kit.page import Action
from ui.kit.theme import Theme

# The widget that has the focus needs these itself; an action names them only for menus and the sheet of keys.
_OF_WIDGETS = frozenset(
    {
        *("Space", "Return", "Enter", "Esc", "Tab", "Del", "Delete", "Backspace", "Home", "End", "PgUp", "PgDown"),
        *("Up", "Down", "Left", "Right"),
    }
)
_LETTER = 1


class KeyedActions(QObject):
    """The QActions of a window; those of the page come and go, and win where both want the same keys.

    A single letter is a shortcut as any other: Qt gives it to a text field first where one has the focus.
    """

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._window = window
        self._letters = True
        self._shell: list[tuple[Action, QAction]] = []
        self._page: list[tuple[Action, QAction]] = []

    def set_shell(self, actions: Iterable[Action]) -> Sequence[QAction]:
        """Bind the actions of the shell and return them for menus."""
        self._drop(self._shell)
        self._shell = self._made(actions)
        self._bind()
        return [made for _action, made in self._shell]

    def set_page(self, actions: Iterable[Action]) -> Sequence[QAction]:
        """Bind the actions of the page and return them for its menu."""
        self._drop(self._page)
        self._page = self._made(actions)
        self._bind()
        return [made for _action, made in self._page]

    def renew_page(self, actions: Sequence[Action]) -> bool:
        """Let the bound actions of the page do what `actions` do; False where these read otherwise, bind other keys."""
        if [_look(action) for action, _made in self._page] != [_look(action) for action in actions]:
            return False
        self._page = [(action, made) for action, (_before, made) in zip(actions, self._page, strict=True)]
        return True

    def clear(self) -> None:
        """Bind nothing."""
        self._drop(self._shell)
        self._drop(self._page)
        self._shell, self._page = [], []

    def set_letters(self, *, on: bool) -> None:
        """Let single letters act, or not."""
        if on is not self._letters:
            self._letters = on
            self._bind()

    def _made(self, actions: Iterable[Action]) -> list[tuple[Action, QAction]]:
        return [(action, self._qt_action(action)) for action in actions]

    def _qt_action(self, action: Action) -> QAction:
        made = QAction(action.label, self._window)
        made.setObjectName(action.name)
        if action.icon:
            made.setIcon(icon(self._theme, action.icon))
        made.setEnabled(not action.why_not)
        made.setToolTip(action.why_not)
        made.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        made.triggered.connect(lambda: self._run(made))
        self._window.addAction(made)
        return made

    def _run(self, triggered: QAction) -> None:
        for action, made in (*self._page, *self._shell):
            if made is triggered:
                action.run()
                return

    def _bind(self) -> None:
        taken: set[str] = set()
        for action, made in (*self._page, *self._shell):
            keys = [each for each in action.keys.split("|") if self._binds(each) and each not in taken]
            taken.update(keys)
            made.setShortcuts([QKeySequence(each) for each in keys])

    def _binds(self, keys: str) -> bool:
        bare = keys.removeprefix("Shift+")
        if not keys or bare in _OF_WIDGETS:
            return False
        return self._letters or len(bare) > _LETTER

    def _drop(self, bound: list[tuple[Action, QAction]]) -> None:
        for _action, made in bound:
            self._window.removeAction(made)
            made.deleteLater()


def _look(action: Action) -> tuple[str, ...]:
    """Return all of `action` that can be seen."""
    return (action.name, action.label, action.keys, action.icon, action.why_not)
