"""What devices ask the simulated server, and what it answers."""

from typing import NamedTuple

from crm_desktop.sync.merge import Cell, Clock
from crm_desktop.sync.wire import Act


class Refused(Exception):
    """The server refused, with one of the codes CR001 to CR010."""

    def __init__(self, code: str, detail: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


class Lost(Exception):
    """The question or its answer was lost on the way; the device cannot tell which."""


class Snapshot(NamedTuple):
    """Which transactions a reader saw, as PostgreSQL's pg_snapshot."""

    xmax: int
    running: frozenset[int]

    def sees(self, xid: int) -> bool:
        return xid < self.xmax and xid not in self.running


class Hello(NamedTuple):
    site: int


class Push(NamedTuple):
    """A batch on its way; `key` is the id by which the server knows it again."""

    site: int
    n: int
    key: int
    epoch: int
    digest: bytes
    text: str


class Own(NamedTuple):
    """The pushes of a device: those of its site up to the last that was answered; a copy of it may have made others."""

    site: int
    n: int


class Pull(NamedTuple):
    """What is new since `cursor`, but for rows that nothing but `own` pushes touched since."""

    cursor: Snapshot | None
    epoch: int
    head: int | None
    own: Own | None = None


class Page(NamedTuple):
    after: str
    limit: int


class Rows(NamedTuple):
    ids: tuple[str, ...]


class Heal(NamedTuple):
    """Logged edits of records that differ, as acts under their writers' clocks, in a push with a key of its own."""

    key: int
    acts: tuple[tuple[Clock, Act], ...]


class Digest(NamedTuple):
    pass


class Erase(NamedTuple):
    ids: tuple[str, ...]


class EraseAgain(NamedTuple):
    """Receipts of erasures, shown to a server that was set back."""

    ids: tuple[str, ...]


Call = Hello | Push | Pull | Page | Rows | Heal | Digest | Erase | EraseAgain


class Welcome(NamedTuple):
    """The answer to hello: who the server is and how far it knows the device."""

    epoch: int
    timeline: int
    now_ms: int
    last_n: dict[int, int]
    last_hlc: dict[int, int]
    erased: int


class Accepted(NamedTuple):
    """The answer to a push; `aside` names changes that this member may not make, as (clock, record).

    `unknown` are records that the server does not have, so that the edits in them have no place yet.
    """

    n: int
    head: int
    now_ms: int
    counts: tuple[int, ...]
    erased: tuple[str, ...] = ()
    aside: tuple[tuple[Clock, str], ...] = ()
    unknown: tuple[str, ...] = ()


class Row(NamedTuple):
    """A record as it stands on the server, with its open conflicts: a fresh reader has to learn of old ones too."""

    id: str
    base: Clock | None
    cells: dict[str, Cell]
    open: tuple[tuple[str, Cell], ...]


class News(NamedTuple):
    """The answer to a pull: everything that the cursor did not see, as one whole."""

    cursor: Snapshot
    head: int | None
    now_ms: int
    rows: tuple[Row, ...]
    acts: tuple[tuple[Clock, Act], ...]
    cleared: tuple[tuple[str, str, Clock], ...]
    gone: tuple[str, ...]
    erased: tuple[str, ...]


class Healed(NamedTuple):
    """The answer to healing: what is not this member's to see, and what was erased."""

    hidden: tuple[str, ...]
    erased: tuple[str, ...]


Reply = Welcome | Accepted | News | Healed | tuple[Row, ...] | dict[str, int] | None
