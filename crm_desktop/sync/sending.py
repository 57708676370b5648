"""The batch that is on its way: kept byte for byte until the server has answered, however often that takes."""

import json
import uuid
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from crm_desktop.store.sites import own_site
from crm_desktop.sync.outbox import ACCEPTED, PENDING, SENT, Place, Placed, Waiting, changes_of, waiting_steps
from crm_desktop.sync.wire import MOST_CHANGES, Act, batches, digest
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


class _Part(NamedTuple):
    """Where a step that is larger than a batch goes on."""

    step: int
    place: Place


def outgoing(connection: Connection, *, single: bool = False) -> Outgoing | None:
    """Return the batch to send next, inside the open transaction: the one on its way, else a new one, else None.

    A new one holds as many steps as fit, or a `single` one.
    """
    site = own_site(connection)
    connection.execute("INSERT OR IGNORE INTO outbox_meta(site) VALUES (?)", (site,))
    n, flying, flying_id, text, part = connection.execute(
        "SELECT next_n, inflight_n, inflight_id, inflight_bytes, part FROM outbox_meta WHERE site = ?", (site,)
    ).fetchone()
    if flying is not None:
        return Outgoing(site, flying, uuid.UUID(bytes=flying_id), text.decode())
    packed = _packed(connection, _part_from(part), single=single)
    if packed is None:
        return None
    _mark(connection, packed.whole, SENT)
    return _kept(connection, Outgoing(site, n, uuid.uuid4(), packed.text), _part_text(packed.part))


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


class _Packed(NamedTuple):
    """The text of a batch, the steps that it holds to their end, and where a larger one goes on."""

    text: str
    whole: list[int]
    part: _Part | None


def _packed(connection: Connection, part: _Part | None, *, single: bool) -> _Packed | None:
    nothing_left: list[int] = []
    taken: list[tuple[Waiting, list[Placed]]] = []
    room = MOST_CHANGES
    for step in waiting_steps(connection):
        after = part.place if part is not None and part.step == step.seq else None
        placed = list(islice(changes_of(connection, step, after), room + 1))
        if not placed:
            # it touched only what stays on this device, or was sent to its end
            nothing_left.append(step.seq)
            continue
        taken.append((step, placed))
        room -= len(placed)
        if room < 0 or single:
            break
    _mark(connection, nothing_left, ACCEPTED)
    if not taken:
        return None
    acts = (Act(step.step, tuple(each.change for each in placed)) for step, placed in taken)
    batch = next(batches(acts))
    whole: list[int] = []
    left = batch.changes
    for step, placed in taken[: batch.steps]:
        if left < len(placed):
            return _Packed(batch.text, whole, _Part(step.seq, placed[left - 1].place))
        whole.append(step.seq)
        left -= len(placed)
    return _Packed(batch.text, whole, None)


def _mark(connection: Connection, steps: Sequence[int], state: int) -> None:
    connection.executemany("UPDATE step SET state = ? WHERE seq = ?", [(state, each) for each in steps])


def _part_text(part: _Part | None) -> str | None:
    return None if part is None else json.dumps([part.step, *part.place])


def _part_from(text: str | None) -> _Part | None:
    if text is None:
        return None
    step, seq, rid = json.loads(text)
    return _Part(step, Place(seq, rid))
