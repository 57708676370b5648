"""The batch that is on its way: kept byte for byte until the server has answered, however often that takes."""

import uuid
from collections.abc import Sequence
from typing import NamedTuple

from crm_desktop.store.sites import own_site
from crm_desktop.sync.outbox import ACCEPTED, PENDING, SENT
from crm_desktop.sync.packing import Packed, pack
from crm_desktop.sync.wire import digest
from crm_desktop.vault.driver import Connection


class Outgoing(NamedTuple):
    """A batch on its way: its number, its id, and its text."""

    site: int
    n: int
    id: uuid.UUID
    text: str

    @property
    def digest(self) -> bytes:
        """The SHA-256 of what travels."""
        return digest(self.text)


def outgoing(connection: Connection, *, single: bool = False, packed: Packed | None = None) -> Outgoing | None:
    """Return the batch to send next, inside the open transaction: the one on its way, else a new one, else None.

    A new one is what was `packed` of what waits now, or holds as many steps as fit, or a `single` one.
    """
    site = own_site(connection)
    connection.execute("INSERT OR IGNORE INTO outbox_meta(site) VALUES (?)", (site,))
    n, flying, flying_id, text, part = connection.execute(
        "SELECT next_n, inflight_n, inflight_id, inflight_bytes, part FROM outbox_meta WHERE site = ?", (site,)
    ).fetchone()
    if flying is not None:
        return Outgoing(site, flying, uuid.UUID(bytes=flying_id), text.decode())
    new = packed or pack(connection, part, single=single)
    _mark(connection, new.sent, ACCEPTED)
    if new.text is None:
        return None
    _mark(connection, new.whole, SENT)
    return _kept(connection, Outgoing(site, n, uuid.uuid4(), new.text), new.part)


def last_answered(reader: Connection) -> int | None:
    """Return the number of the last push of this site that the server answered; None before the first."""
    row = reader.execute("SELECT next_n - 1 FROM outbox_meta WHERE site = (SELECT site FROM ctx)").fetchone()
    return None if row is None else int(row[0])


def state_batch(connection: Connection, text: str) -> Outgoing:
    """Return `text`, which holds no steps, as the batch to send next; none may be on its way."""
    site = own_site(connection)
    n, part = connection.execute("SELECT next_n, part FROM outbox_meta WHERE site = ?", (site,)).fetchone()
    return _kept(connection, Outgoing(site, n, uuid.uuid4(), text), part)


def _kept(connection: Connection, made: Outgoing, part: str | None) -> Outgoing:
    connection.execute(
        "UPDATE outbox_meta SET inflight_n = ?, inflight_id = ?, inflight_bytes = ?, inflight_part = ? WHERE site = ?",
        (made.n, made.id.bytes, made.text.encode(), part, made.site),
    )
    return made


def accepted(connection: Connection, sent: Outgoing) -> None:
    """Note that the server has the batch `sent`."""
    last = connection.execute(f"SELECT max(seq) FROM step WHERE state = {SENT}").fetchone()[0]
    connection.execute(f"UPDATE step SET state = {ACCEPTED} WHERE state < {ACCEPTED} AND state = {SENT}")
    connection.execute(
        "INSERT OR REPLACE INTO pushed(site, n, upto_step) "
        "VALUES (?, ?, coalesce(?, (SELECT max(upto_step) FROM pushed WHERE site = ?), 0))",
        (sent.site, sent.n, last, sent.site),
    )
    connection.execute(
        "UPDATE outbox_meta SET next_n = ?, part = inflight_part, inflight_n = NULL, inflight_id = NULL, "
        "inflight_bytes = NULL, inflight_part = NULL WHERE site = ?",
        (sent.n + 1, sent.site),
    )


def call_back(connection: Connection, next_n: int | None = None) -> None:
    """Forget the batch on its way: its steps wait again, to be sent as a new batch (with the number `next_n`)."""
    site = own_site(connection)
    connection.execute(f"UPDATE step SET state = {PENDING} WHERE state < {ACCEPTED} AND state = {SENT}")
    connection.execute("INSERT OR IGNORE INTO outbox_meta(site) VALUES (?)", (site,))
    connection.execute(
        "UPDATE outbox_meta SET next_n = coalesce(?, next_n), part = NULL, inflight_n = NULL, inflight_id = NULL, "
        "inflight_bytes = NULL, inflight_part = NULL WHERE site = ?",
        (next_n, site),
    )


def send_again(connection: Connection, next_n: int | None = None) -> None:
    """Let wait again all that this device ever did: what the server still has changes nothing there.

    A value that was written over since stands in no row, so only the edit itself brings it back. The next batch gets
    the number `next_n`.
    """
    connection.execute(f"UPDATE step SET state = {PENDING} WHERE state = {ACCEPTED} AND site = (SELECT site FROM ctx)")
    call_back(connection, next_n)


def _mark(connection: Connection, steps: Sequence[int], state: int) -> None:
    connection.executemany("UPDATE step SET state = ? WHERE seq = ?", [(state, each) for each in steps])
