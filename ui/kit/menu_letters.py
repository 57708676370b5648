"""Letters typed in an open menu lead to the entry that begins so; Qt's own search counts letters anywhere in it."""

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QMenu

TYPED_TOGETHER_MS = 1_000
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)


class MenuLetters(QObject):
    """Watches `menu`; the same letter again goes on to the next entry that begins with it."""

    def __init__(self, menu: QMenu) -> None:
        super().__init__(menu)
        self._menu = menu
        self._typed = ""
        self._since = QElapsedTimer()
        menu.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Go to the entry that is typed; what begins no entry is left to Qt."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        letter = event.text().casefold()
        picks = letter == " " and not self._open
        if not letter or not letter.isprintable() or picks or event.modifiers() not in _PLAIN:
            return False
        typed = self._typed + letter if self._open else letter
        found = self._found(typed, self._menu.activeAction() if len(set(typed)) == 1 else None)
        if found is None:
            return False
        self._typed = typed
        self._since.start()
        self._menu.setActiveAction(found)
        return True

    @property
    def _open(self) -> bool:
        return self._since.isValid() and self._since.elapsed() < TYPED_TOGETHER_MS

    def _found(self, typed: str, after: QAction | None) -> QAction | None:
        entries = [each for each in self._menu.actions() if each.isEnabled() and each.isVisible()]
        for each in entries:
            if len(typed) > 1 and each.text().casefold().startswith(typed):
                return each
        start = entries.index(after) + 1 if after in entries else 0
        first = typed[0] if len(set(typed)) == 1 else typed
        turned = [*entries[start:], *entries[:start]]
        return next((each for each in turned if each.text().casefold().startswith(first)), None)
