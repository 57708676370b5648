"""Sending what waits: batch after batch, each until the server has answered."""

import json
import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

from crm_desktop.errors import BadCall, ServerBusy
from crm_desktop.jobs import Progress
from crm_desktop.journal.clock import milliseconds
from crm_desktop.journal.journal import Journal
from crm_desktop.schema.catalogue import BY_NUMBER
from crm_desktop.schema.field import RecordTable
from crm_desktop.store.capture import INSERTED, INSERTED_RANGE, OWN_VALUES, UPDATED
from crm_desktop.sync.ahead import packing_ahead
from crm_desktop.sync.apply import keep_aside
from crm_desktop.sync.binding import keep
from crm_desktop.sync.lacking import note_lacking
from crm_desktop.sync.merge import Value
from crm_desktop.sync.noted import columns_of
from crm_desktop.sync.outbox import REFUSED, SENT, row_values
from crm_desktop.sync.remote import Remote
from crm_desktop.sync.sending import Outgoing, accepted, call_back, outgoing
from crm_desktop.sync.sent import Sent
from crm_desktop.vault.driver import Connection
from crm_desktop.words import N_, _

_TRIES = 6
_FIRST_PAUSE_S = 0.2
_REASONS = {
    "role": N_("Your role may not change such records."),
    "unseen": N_("You may not see this record any more."),
    "author": N_("It was made in the name of somebody else."),
    "size": N_("It is too large for the server."),
    "shape": N_("The server cannot store it."),
}


class Record(NamedTuple):
    """A record that the server and this device hold differently."""

    table: int
    record: bytes


class Pushed(NamedTuple):
    """How many changes the server took, and the records whose edits it refused."""

    changes: int
    refused: tuple[Record, ...]


def push_waiting(journal: Journal, remote: Remote, epoch: str, progress: Progress | None = None) -> Pushed:
    """Send everything that waits.

    An edit that the server does not take is kept aside and leaves the others alone. Raises what the server refuses as
    a whole: SiteTaken, PushGap, NewEpoch, ClockAhead, OtherWire.
    """
    told, changes = Sent(journal.store, progress or Progress()), 0
    refused: list[Record] = []
    single = False
    with journal.bookkeeping() as connection:
        batch = outgoing(connection)
    while batch is not None:
        with packing_ahead(journal.store) as ahead:
            told.tell(more=ahead is not None)
            answer = _answer(remote, batch, epoch, None if ahead is None else ahead.begin)
            now_ms = milliseconds(journal.clock())
            with journal.bookkeeping() as connection:
                packed = None
                if answer is None:
                    # whatever it is that cannot be stored, it is in one step: the others are sent without it
                    refused += _refuse_sent(connection, now_ms) if single else []
                    call_back(connection)
                    single = not single
                else:
                    refused += _settle(connection, batch, answer, now_ms)
                    taken = sum(int(answer.get(each) or 0) for each in ("ins", "upd", "noop"))
                    changes += taken
                    told.add(taken)
                    # the rest of a step that was refused is not sent
                    packed = ahead.taken() if ahead and not (single or answer.get("quarantined")) else None
                batch = outgoing(connection, single=single, packed=packed)
    return Pushed(changes, tuple(refused))


def _answer(remote: Remote, batch: Outgoing, epoch: str, left: Callable[[], None] | None) -> dict[str, Any] | None:
    """Return what the server answers to `batch`, None where it holds something that cannot be stored.

    `left` is called when all of it is on its way.
    """
    try:
        return patiently(partial(remote.push, batch, epoch, left))
    except BadCall:
        return None


def patiently(call: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Return the answer to `call`, asking again a little later where the server is busy; raises ServerBusy."""
    for attempt in range(_TRIES):
        try:
            return call()
        except ServerBusy:
            if attempt == _TRIES - 1:
                raise
            time.sleep(_FIRST_PAUSE_S * 2**attempt * random.uniform(0.5, 1.5))
    raise AssertionError("the last try returns or raises")


def _settle(connection: Connection, batch: Outgoing, answer: dict[str, Any], now_ms: int) -> list[Record]:
    accepted(connection, batch)
    note_lacking(connection, records_from(answer.get("unknown") or ()))
    # the next pull tells by it whether the server was set back meanwhile
    keep(connection, srv_off=int(answer["now"]) - now_ms, head=str(batch.id))
    refused = answer.get("quarantined") or ()
    reasons: dict[int, str] = {hlc: why for hlc, _table, _record, why in refused}
    for hlc, why in reasons.items():
        row = connection.execute(
            "SELECT seq FROM step WHERE hlc = ? AND site = ? ORDER BY seq", (hlc, batch.site)
        ).fetchone()
        if row is not None:
            _refuse(connection, row[0], why, now_ms)
    # the whole step was left out: all its records are to be as the server has them
    return [each for hlc in reasons for each in _records_of(connection, hlc, batch.site)]


def _refuse_sent(connection: Connection, now_ms: int) -> list[Record]:
    found: list[Record] = []
    for step, hlc, site in connection.execute(f"SELECT seq, hlc, site FROM step WHERE state = {SENT}").fetchall():
        _refuse(connection, step, "shape", now_ms)
        found += _records_of(connection, hlc, site)
    return found


def _refuse(connection: Connection, step: int, why: str, now_ms: int) -> None:
    """Keep aside what the step wrote, value by value; the step stays in the history as one that was refused."""
    connection.execute(f"UPDATE step SET state = {REFUSED} WHERE seq = ?", (step,))
    reason = _(_REASONS.get(why, why))
    for number, rid, op, fld, delta, hlc, site in _notes_of(connection, step):
        table = BY_NUMBER[number]
        row = connection.execute(f"SELECT id, {table.title} FROM {table.name} WHERE rid = ?", (rid,)).fetchone()
        if row is None:
            continue
        typed = {fld: json.loads(delta)[1] if op == UPDATED else None}
        if op == INSERTED:
            # a new record is noted without values, and goes from here: what was typed is what stands in it
            typed |= _values_of(connection, table, rid)
        for field, value in typed.items():
            noted = None if value is None else json.dumps(value, ensure_ascii=False)
            keep_aside(connection, (number, row[0], str(row[1] or ""), field, noted, hlc, site, reason, now_ms))


def _notes_of(connection: Connection, step: int) -> Iterator[Sequence[Any]]:
    """Yield what the step noted, with each record of a range that it loaded as one that it made."""
    for number, rid, op, fld, delta, hlc, site in connection.execute(
        "SELECT c.tbl, c.rid, c.op, c.fld, c.delta, s.hlc, s.site FROM change c JOIN step s ON s.seq = c.step "
        "WHERE c.step = ? ORDER BY c.seq",
        (step,),
    ).fetchall():
        if op != INSERTED_RANGE:
            yield number, rid, op, fld, delta, hlc, site
            continue
        first, last = json.loads(delta)
        loaded = connection.execute(
            f"SELECT rid FROM {BY_NUMBER[number].name} WHERE rid BETWEEN ? AND ? AND _hlc = ? AND _site = ?",
            (first, last, hlc, site),
        )
        yield from ((number, each, INSERTED, None, None, hlc, site) for (each,) in loaded.fetchall())


def _values_of(connection: Connection, table: RecordTable, rid: int) -> dict[int, Value]:
    columns = ", ".join((OWN_VALUES, "_x", *(each.name for each in columns_of(table))))
    row = connection.execute(f"SELECT {columns} FROM {table.name} WHERE rid = ?", (rid,)).fetchone()
    return {number: value for number, value in row_values(table, row).items() if value is not None}


def _records_of(connection: Connection, hlc: int, site: int) -> list[Record]:
    found = connection.execute(
        f"SELECT DISTINCT c.tbl, c.rid FROM change c JOIN step s ON s.seq = c.step "
        f"WHERE s.hlc = ? AND s.site = ? AND c.op <> {INSERTED_RANGE}",
        (hlc, site),
    ).fetchall()
    steps = connection.execute("SELECT seq FROM step WHERE hlc = ? AND site = ?", (hlc, site)).fetchall()
    found += [(each[0], each[1]) for (step,) in steps for each in _notes_of(connection, step) if each[2] == INSERTED]
    records: list[Record] = []
    for number, rid in dict.fromkeys(found):
        row = connection.execute(f"SELECT id FROM {BY_NUMBER[number].name} WHERE rid = ?", (rid,)).fetchone()
        if row is not None:
            records.append(Record(number, row[0]))
    return records


def records_from(wire: Iterable[Sequence[Any]]) -> list[Record]:
    """Return the records that travelled as pairs of table and id."""
    return [Record(int(each[0]), bytes.fromhex(each[1])) for each in wire]
