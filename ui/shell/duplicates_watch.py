"""Looks for duplicates in the background while contacts change, and tells at the rail how many wait."""

from PySide6.QtCore import QObject, QTimer, Signal

from crm_desktop.contacts.match_schema import MATCHED_KINDS
from crm_desktop.errors import CrmError
from crm_desktop.journal.journal import Journal
from ui.kit.core import Commit
from ui.kit.desk import Desk, touches

NAME = "duplicates"
# Contacts up to which a first search is too short to be felt; more are looked at when the page is opened.
MOST_AT_ONCE = 5000
# After this time without another change: a form or an import writes several.
QUIET_MS = 3000
TABLES = ("contact", "contact_point", "distinct_pair")


class DuplicatesWatch(QObject):
    """`counted` carries the number of groups that may be one contact each."""

    counted = Signal(int)

    def __init__(self, desk: Desk, *, read_only: bool, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._read_only = read_only
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._quiet.timeout.connect(self._look)
        desk.committed.connect(self._on_committed)
        desk.renewed.connect(self._on_renewed)
        self._quiet.start()

    def pause(self) -> None:
        """Look at nothing while the file is closed."""
        self._quiet.stop()

    def resume(self) -> None:
        """Look again."""
        self._quiet.start()

    def _look(self) -> None:
        if self._read_only:
            self._on_renewed(NAME)
        else:
            self._desk.renew(NAME, _search, owner=self, on_error=_leave_it)

    def _on_committed(self, commit: Commit) -> None:
        if touches(commit, *TABLES):
            self._quiet.start()

    def _on_renewed(self, name: str) -> None:
        if name == NAME:
            from crm_desktop.contacts.matching import likely_count

            self._desk.read(likely_count, owner=self, then=self.counted.emit, on_error=_leave_it, key="count")


def _search(journal: Journal) -> None:
    # comparing names needs libraries that starting does not
    from crm_desktop.contacts.match_search import search_few

    for kind in MATCHED_KINDS:
        search_few(journal.store, kind, MOST_AT_ONCE)


def _leave_it(_error: CrmError) -> None:
    """Say nothing: the file was closed meanwhile, and the next look finds the same."""
