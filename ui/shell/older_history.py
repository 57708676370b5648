"""The part of a record's history that is only on the office server: fetched beside the work, or told where it is."""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from crm_desktop.errors import CrmError
from crm_desktop.journal.history import record_place
from crm_desktop.journal.journal import Journal
from crm_desktop.schema.catalogue import BY_NUMBER
from crm_desktop.sync.status import history_is_whole
from crm_desktop.sync.waiting import is_offline
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _
from ui.kit.buttons import LinkButton
from ui.kit.desk import Desk
from ui.kit.labels import IconText
from ui.kit.layouts import row
from ui.kit.theme import Theme


class OlderHistory(QObject):
    """Looks whether the history of a record is whole, fetches what is missing, and says so on its `line`."""

    def __init__(self, desk: Desk, *, read_only: bool, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._read_only = read_only
        self._record: bytes | None = None
        # what was fetched or was looked for in vain since the panel was made
        self._asked: set[bytes] = set()
        self.line = OlderLine(desk.theme)
        self.line.again.clicked.connect(self._fetch)
        self._patience = QTimer(self, singleShot=True, interval=desk.theme.duration("spinnerDelay"))
        self._patience.timeout.connect(self.line.show_fetching)

    def look(self, record: bytes | None) -> None:
        """Look after the history of `record`; of none where the history of everything is shown."""
        if record != self._record:
            self._shut()
        self._record = record
        if record is not None and record not in self._asked:
            self._desk.read(_standing, record, owner=self, then=self._take, key="whole")

    def _take(self, standing: tuple[bool, bool]) -> None:
        whole, offline = standing
        if whole or self._record is None:
            self._shut()
        elif offline or self._read_only:
            self.line.show_away(_("It comes when the server is reached."))
        else:
            self._fetch()

    def _fetch(self) -> None:
        record = self._record
        if record is None:
            return
        self._asked.add(record)
        self._patience.start()
        journal = self._desk.file.workspace.journal
        self._desk.tasks.run(
            _fetched, journal, record, owner=self, then=lambda _n: self._shut(), on_error=self._on_error, key="older"
        )

    def _on_error(self, error: CrmError) -> None:
        self._patience.stop()
        if self._record is not None:
            self._asked.discard(self._record)
        self.line.show_away(str(error))

    def _shut(self) -> None:
        self._patience.stop()
        self.line.hide()


class OlderLine(QWidget):
    """One line: that older steps are being fetched, or where they are."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._words = IconText(theme, "sync", "")
        self.again = LinkButton(theme, _("Try again"), style="small")
        line = row(theme, self._words, self.again, gap=8, margins=(16, 8, 16, 8))
        line.setStretch(0, 1)
        self.setLayout(line)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._words.accessibleName()

    def show_fetching(self) -> None:
        """Say that older steps are on their way."""
        self._tell("sync", _("Fetching older history…"))
        self.again.hide()

    def show_away(self, why: str) -> None:
        """Say that older steps are elsewhere, and `why` in the tooltip."""
        self._tell("offline", _("Older history is on the office server"))
        self.setAccessibleDescription(why)
        self.setToolTip(why)
        self.again.show()

    def _tell(self, icon: str, text: str) -> None:
        self._words.show_words(icon, text)
        self.setAccessibleName(text)
        self.show()


def _standing(reader: Connection, record: bytes) -> tuple[bool, bool]:
    """Return whether the history of the record is whole, and whether the server is not reached."""
    place = record_place(reader, record)
    return place is None or history_is_whole(reader, BY_NUMBER[place[0]].name, record), is_offline(reader)


def _fetched(journal: Journal, record: bytes) -> int:
    # the driver of the server comes with it
    from crm_desktop.sync.record_history import fetch_history

    with journal.store.reader() as reader:
        place = record_place(reader, record)
    return 0 if place is None else fetch_history(journal, BY_NUMBER[place[0]].name, record)
