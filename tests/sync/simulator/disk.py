"""What the disk of a simulated laptop holds, and what its user has open."""

from typing import NamedTuple

from crm_desktop.sync.merge import Cell, Clock, Value
from crm_desktop.sync.records import FieldState, Record
from crm_desktop.sync.wire import INSERT, Act, Change
from tests.sync.simulator.messages import Push, Snapshot

# AGAIN: was accepted, and a restored server has lost it
PENDING, AGAIN, ACCEPTED = 0, 1, 2


class Mine(NamedTuple):
    """A step of this device in its journal."""

    clock: Clock
    act: Act
    state: int


class Outgoing(NamedTuple):
    """A message that was made and not answered: it is sent again as it is."""

    push: Push
    clocks: frozenset[Clock]


class Form(NamedTuple):
    """An open form: what its user read, with the clocks."""

    record: str
    cells: dict[str, Cell | None]
    base: Clock


class File:
    """What a laptop's disk holds: everything that a backup, a copy or a crash keeps."""

    def __init__(self, site: int) -> None:
        self.site = site
        self.former: list[int] = []
        self.hlc = 0
        self.records: dict[str, Record] = {}
        self.unknown: dict[str, dict[str, FieldState]] = {}
        self.mine: list[Mine] = []
        # every step that is known to take another one back
        self.undoes: dict[Clock, Clock] = {}
        self.next_n = 1
        self.outgoing: Outgoing | None = None
        self.epoch = 1
        self.timeline = 1
        self.cursor: Snapshot | None = None
        self.head: int | None = None
        self.accepted: dict[int, int] = {}
        self.download: str | None = None
        self.erased: set[str] = set()
        # of what it has the server's receipt
        self.receipts: set[str] = set()
        self.refetch: set[str] = set()
        self.lacking: set[str] = set()
        self.aside: list[tuple[str, str, Value]] = []
        self.offset_ms = 0
        self.doubtful = False
        # another clock may stand elsewhere in the order: the server tells how
        self.renamed = False


def new_record(record: str, values: dict[str, Value], now_ms: int) -> Change:
    """Return the change by which a record is made."""
    return Change(1, record, INSERT, {**values, "created_at": now_ms}, {})
