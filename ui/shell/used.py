"""What is used here last and most, remembered inside the workspace."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer

from crm_desktop.search.used import Used, note_used, used_here
from ui.kit.desk import Desk
from ui.kit.page import Action

# Kept once the user rests, so that going from record to record writes nothing.
REST_MS = 5_000
USUAL = ("quick_entry", "new.person", "new.deal", "import", "back_up")


class UsedHere(QObject):
    """The records looked at and the commands chosen, before this session and in it."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._records: list[bytes] = []
        self._commands: Counter[str] = Counter()
        self._new_records: list[bytes] = []
        self._new_commands: list[str] = []
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._keep)
        desk.read(used_here, owner=self, then=self._begin)

    @property
    def records(self) -> tuple[bytes, ...]:
        """The records looked at, the last first."""
        return tuple(self._records)

    def note_record(self, record: bytes) -> None:
        """Remember that `record` was looked at."""
        for noted in (self._records, self._new_records):
            if record in noted:
                noted.remove(record)
            noted.insert(0, record)
        self._rest.start()

    def note_command(self, name: str) -> None:
        """Remember that the command `name` was chosen."""
        self._commands[name] += 1
        self._new_commands.append(name)
        self._rest.start()

    def frequent(self, actions: Sequence[Action], count: int) -> list[Action]:
        """Return those `count` of `actions` that are chosen most, filled up with the usual ones."""
        possible = {each.name: each for each in actions if not each.why_not}
        most = [name for name, _times in self._commands.most_common() if name in possible]
        wanted = dict.fromkeys([*most, *(name for name in USUAL if name in possible)])
        return [possible[name] for name in wanted][:count]

    def _begin(self, used: Used) -> None:
        self._records = list(dict.fromkeys([*self._records, *used.records]))
        self._commands.update(used.commands)

    def _keep(self) -> None:
        records, commands = self._new_records, self._new_commands
        self._new_records, self._new_commands = [], []
        # where nothing can be written, as when reading only, it is not worth a word
        self._desk.act(note_used, tuple(records), tuple(commands), owner=self, on_error=lambda _error: None)
