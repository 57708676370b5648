"""How fresh a record is: which computers that share the workspace were not heard of for long."""

from datetime import datetime

from PySide6.QtCore import QObject, Signal

from crm_desktop.store.freshness import silence_in_words, silent_devices
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _
from ui.kit.desk import SHARING, Desk
from ui.kit.labels import IconText


class Silence(QObject):
    """Knows in `words` who was last heard of when, empty where everybody was; `changed` tells that they are others."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.words = ""
        desk.renewed.connect(self._on_renewed)
        self._on_renewed(SHARING)

    def _on_renewed(self, name: str) -> None:
        if name == SHARING:
            self._desk.read(_silence, self._desk.now(), owner=self, then=self._take, key="silence")

    def _take(self, words: str) -> None:
        if words != self.words:
            self.words = words
            self.changed.emit()


class SilenceLine(IconText):
    """A small line with the words; hidden where there are none."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.theme, "computers", "")
        self.hide()
        self._silence = Silence(desk, self)
        self._silence.changed.connect(self._show)

    def _show(self) -> None:
        words = self._silence.words
        self.show_words("computers", words)
        self.setToolTip(silence_explained() if words else "")
        self.setVisible(bool(words))


def silence_explained() -> str:
    """Return what the silence of a computer means."""
    return _("What was written there since is not in here yet.")


def _silence(reader: Connection, now: datetime) -> str:
    return silence_in_words(silent_devices(reader, int(now.timestamp() * 1000)))
