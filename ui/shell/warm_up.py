"""What takes long to load and is wanted soon: loaded in the background, once the window stands still."""

import gc
from collections.abc import Sequence
from importlib import import_module

from PySide6.QtCore import QObject, QTimer

from crm_desktop.errors import CrmError
from ui.kit.tasks import Tasks

AT_GATE_MS, AT_DESK_MS = 250, 2500
# What comes up behind the gate, while the passphrase is typed.
FOR_GATE = ("ui.today.today_page", "ui.shell.deck")
# Telephone numbers as they are dialled, names held against each other, words and days of the languages.
FOR_DESK = (
    "phonenumbers",
    # whole, not a part of it: while another worker loads the package, a part would be loaded half
    "rapidfuzz",
    "babel.dates",
    "crm_desktop.contacts.match_search",
    "crm_desktop.contacts.merge_preview",
    "crm_desktop.contacts.safe_merge",
    "crm_desktop.exchange.run",
    # the pages for cleaning up: whoever opens them first should not feel that they are loaded
    "ui.duplicates.duplicates_page",
    "ui.duplicates.safe_dialog",
    "ui.quality.quality_page",
    "ui.exchange.import_page",
)


class WarmUp(QObject):
    """Loads `modules` on a worker, so long after it was made."""

    def __init__(self, tasks: Tasks, modules: Sequence[str], after_ms: int, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._modules = modules
        QTimer.singleShot(after_ms, self, self._load)

    def _load(self) -> None:
        self._tasks.run(_load_all, self._modules, owner=self, on_error=_leave_it)


def _load_all(modules: Sequence[str]) -> None:
    for name in modules:
        import_module(name)
        # they stay until the end: a search for garbage among all that they made would stop the window for a frame
        gc.freeze()


def _leave_it(_error: CrmError) -> None:
    """Say nothing: whoever needs a module loads it then."""
