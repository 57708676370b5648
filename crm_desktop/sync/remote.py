"""The server's functions as this program calls them, on one connection."""

import json
import selectors
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from typing import Any, NamedTuple

import psycopg
from psycopg.pq import TransactionStatus
from psycopg.types.string import TextLoader

from crm_desktop.sync.connection import Address, connect
from crm_desktop.sync.erasing import Erased
from crm_desktop.sync.line import Line
from crm_desktop.sync.refusals import refusals
from crm_desktop.sync.sending import Outgoing
from crm_desktop.sync.server.versions import ServerVersion, told_version
from crm_desktop.sync.wire import OLDEST_WIRE, WIRE

PAGE = 5000
# Longer than any call takes; a server that hangs is one that is not there.
ANSWERED_WITHIN_S = 300.0
# Since which version a server keeps what a device itself pushed from coming back to it.
_KNOWS_OWN = 5
# Since which version a server gives rows as columns; one of before gives each as a text, and steps behind them.
_GIVES_COLUMNS = 12
_PAGE = "SELECT * FROM crm.page_v2(%s, %s, %s)"
_PAGE_OF_TEXTS = """
    SELECT CASE WHEN made THEN NULL ELSE row ->> 0 END::int, CASE WHEN made THEN NULL ELSE row ->> 1 END::uuid,
           CASE WHEN made THEN row - 0 ELSE row -> 2 END, CASE WHEN made THEN NULL ELSE row ->> 3 END::bigint,
           CASE WHEN made THEN NULL ELSE row ->> 4 END::int, CASE WHEN made THEN NULL ELSE row -> 5 END
      FROM (SELECT line::jsonb AS row, starts_with(line, '["step"') AS made, n
              FROM crm.page_v1(%s, %s, %s) WITH ORDINALITY AS p(line, n)) AS p ORDER BY made DESC, n
"""


class Place(NamedTuple):
    """Where in the order of tables and ids a row stands; the first place is before all rows."""

    table: int = 0
    record: uuid.UUID = uuid.UUID(int=0)


class Hello(NamedTuple):
    """Who the server is, whom it takes us for, and how far it knows this device."""

    sysid: str
    timeline: int
    epoch: str
    head: str | None
    now: int
    wire_min: int
    wire_max: int
    workspace: str
    member: str
    role: str
    sees: str
    can_erase: bool
    scope_ver: int
    last_n: int
    last_hlc: int
    read_only: bool
    devices: Sequence[Mapping[str, Any]]
    # the first servers tell neither
    version: int | None
    described: int | None
    # how many records it knows to be erased; servers before version 6 tell nothing
    erased: int | None

    @property
    def wire(self) -> int | None:
        """The newest version of what travels that both speak, None where there is none."""
        newest = min(WIRE, self.wire_max)
        return newest if newest >= max(OLDEST_WIRE, self.wire_min) else None

    @property
    def server(self) -> ServerVersion:
        """Which version the server is of."""
        return told_version(self.version, self.described)


def reached(address: Address) -> "Remote":
    """Return the server at `address`, connected; raises ServerUnreachable and ServerRefused."""
    return Remote(connect(address, autocommit=True))


class Remote:
    """One open connection; `bytes` counts what travelled."""

    def __init__(self, connection: Line) -> None:
        self._connection = connection
        self._hello: Hello | None = None
        self._site: int | None = None
        self.bytes = 0

    def hello(self, site: int, device: str) -> Hello:
        """Tell the server who is there."""
        self._site = site
        found = self._ask("crm.hello_v1(%s, %s)", site, device)
        self._hello = Hello(*(found.get(name) for name in Hello._fields))
        return self._hello

    def push(self, batch: Outgoing, epoch: str, left: Callable[[], None] | None = None) -> dict[str, Any]:
        """Send a batch; the same again changes nothing. `left` is called when all of it is on its way."""
        self.bytes += len(batch.text)
        with self._connection.telling(left):
            answer = self._ask(
                "crm.push_v1(%s, %s, %s, %s, %s, %s, %s)",
                *(batch.site, batch.n, batch.id, uuid.UUID(epoch), self._wire, batch.digest, batch.text),
            )
        return dict(answer)

    @property
    def takes_edits(self) -> bool:
        """Whether the server that was greeted takes what this program sends."""
        return self._hello is not None and self._hello.wire is not None and not self._hello.read_only

    @contextmanager
    def one_moment(self) -> Iterator[None]:
        """Let everything that is asked in the block be answered as of one moment."""
        self._connection.isolation_level, self._connection.read_only = psycopg.IsolationLevel.REPEATABLE_READ, True
        try:
            with refusals(), self._connection.transaction():
                yield
        finally:
            if self._connection.info.transaction_status is TransactionStatus.IDLE:
                self._connection.isolation_level = self._connection.read_only = None
            else:
                # out of step with the server: no further answer on it could be trusted
                self._connection.close()

    def pulled_page(
        self, cursor: str | None, epoch: str, head: str | None, after: object, own_n: int | None = None
    ) -> dict[str, Any]:
        """Return one page of what is new since `cursor`, that behind the place `after`.

        Rows that nothing but the pushes of this device up to `own_n` touched are left out.
        """
        place = None if after is None else json.dumps(after)
        known_head = None if head is None else uuid.UUID(head)
        asked = (cursor, uuid.UUID(epoch), known_head, place, PAGE)
        if own_n is None or self._version < _KNOWS_OWN:
            return dict(self._ask("crm.pull_v1(%s, %s, %s, %s, %s)", *asked))
        return dict(self._ask("crm.pull_v1(%s, %s, %s, %s, %s, %s, %s)", *asked, self._site, own_n))

    def page(self, after: Place, most: int, left: Callable[[], None] | None = None) -> psycopg.Cursor[Any]:
        """Return up to `most` rows behind `after` in the order of tables and ids as they came, steps before them.

        `left` is called when the question is on its way.
        """
        came = self._connection.cursor()
        for kind in ("uuid", "jsonb"):
            # one by one they would cost more than all the rest
            came.adapters.register_loader(kind, TextLoader)
        statement = _PAGE if self._version >= _GIVES_COLUMNS else _PAGE_OF_TEXTS
        with refusals(), self._connection.answered_within(ANSWERED_WITHIN_S), self._connection.telling(left):
            return came.execute(statement, (after.table, after.record, most))

    def rows(self, table: int, ids: Sequence[str]) -> dict[str, Any]:
        """Return the rows of `table` with these `ids`, and which of them are erased or not to be seen."""
        return dict(self._ask("crm.rows_v1(%s, %s)", table, json.dumps(list(ids))))

    def erase(self, table: int, record: bytes, reason: str) -> list[Erased]:
        """Erase the record for everybody; return it with what belonged to it. Raises NotAllowed."""
        found = self._ask("crm.erase_v1(%s, %s, %s)", table, record.hex(), reason)
        gone = [Erased(int(number), bytes.fromhex(each)) for number, each in found["erased"]]
        receipts = found.get("receipts") or [None] * len(gone)
        return [each._replace(receipt=receipt) for each, receipt in zip(gone, receipts, strict=True)]

    def erase_again(self, erased: Sequence[Erased]) -> list[bytes]:
        """Have erased again what the server gave receipts for; return the records whose receipts are not its own."""
        shown = json.dumps([(each.table, each.record.hex(), each.receipt) for each in erased])
        return [bytes.fromhex(each) for each in self._ask("crm.erase_again_v1(%s)", shown)["refused"]]

    def history(self, table: int, record: bytes) -> dict[str, Any]:
        """Return the steps and changes of one record."""
        return dict(self._ask("crm.history_v1(%s, %s)", table, uuid.UUID(bytes=record)))

    def steps(self, before_hlc: int | None, most: int) -> list[Any]:
        """Return the latest steps before the clock `before_hlc`."""
        return list(self._ask("crm.steps_v1(%s, %s)", before_hlc, most))

    def digest(self, table: int) -> dict[int, tuple[int, int]]:
        """Return the count and the digest of the rows in each bucket of `table`."""
        return {bucket: (count, hashed) for bucket, count, hashed in self._ask("crm.digest_v1(%s)", table)}

    def digest_ids(self, table: int, bucket: int) -> list[Any]:
        """Return the ids and clocks of the rows in one bucket of `table`."""
        return list(self._ask("crm.digest_ids_v1(%s, %s)", table, bucket))

    def numbers(self, series: str, site: int, count: int, above: int) -> tuple[int, int]:
        """Return a block of `count` numbers above `above` that nobody else has: the first and the last."""
        found = self._ask("crm.numbers_v1(%s, %s, %s, %s)", series, site, count, above)
        return int(found["from"]), int(found["to"])

    def chunks_there(self, content: bytes) -> dict[int, str]:
        """Return the numbers of the chunks of `content` that the server has, with their sums."""
        return {int(n): str(summed) for n, summed in self._ask("crm.chunk_have_v1(%s)", content.hex())["have"]}

    def chunk_count(self, content: bytes) -> int:
        """Return how many chunks `content` has, 0 where the server has none of it."""
        return int(self._ask("crm.chunk_have_v1(%s)", content.hex())["of"] or 0)

    def put_chunk(self, content: bytes, n: int, of: int, chunk: bytes) -> None:
        """Send chunk `n` of the `of` chunks of `content`."""
        self.bytes += len(chunk)
        self._ask("crm.chunk_put_v1(%s, %s, %s, %s, %s)", content.hex(), n, of, sha256(chunk).digest(), chunk)

    def chunk(self, content: bytes, n: int) -> bytes | None:
        """Return chunk `n` of `content`, None where the server does not have it or does not show it."""
        with refusals(), self._connection.answered_within(ANSWERED_WITHIN_S):
            row = self._connection.execute("SELECT crm.chunk_get_v1(%s, %s)", (content.hex(), n)).fetchone()
        found = None if row is None or row[0] is None else bytes(row[0])
        self.bytes += len(found or b"")
        return found

    def listen(self) -> None:
        """Be woken when somebody pushed."""
        with refusals():
            self._connection.execute("LISTEN crm")

    def woken(self, patience_s: float) -> bool:
        """Wait until somebody else pushed, or for `patience_s` seconds; tell whether somebody did.

        Another thread may ask the server something on this connection meanwhile.
        """
        with refusals():
            if self._heard():
                return True
            with selectors.DefaultSelector() as line:
                line.register(self._connection.fileno(), selectors.EVENT_READ)
                line.select(patience_s)
            return self._heard()

    def _heard(self) -> bool:
        """Tell whether somebody else pushed since this was asked last."""
        found = list(self._connection.notifies(timeout=0))
        return any(each.pid != self._connection.info.backend_pid for each in found)

    def close(self) -> None:
        """End the connection."""
        self._connection.close()

    @property
    def _version(self) -> int:
        return 0 if self._hello is None else self._hello.server.version

    @property
    def _wire(self) -> int:
        return (self._hello and self._hello.wire) or WIRE

    def _ask(self, call: str, *arguments: object) -> Any:
        with refusals():
            return self._one(call, *arguments)

    def _one(self, call: str, *arguments: object) -> Any:
        with self._connection.answered_within(ANSWERED_WITHIN_S):
            row = self._connection.execute(f"SELECT {call}::text".encode(), arguments).fetchone()
        text = "null" if row is None or row[0] is None else str(row[0])
        self.bytes += len(text)
        return json.loads(text)
