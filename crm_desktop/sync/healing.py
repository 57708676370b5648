"""Making the server and this device hold the same again, both ways: never is one side simply put over the other."""

import json
from collections.abc import Iterable, Sequence
from functools import partial

from crm_desktop.jobs import Progress
from crm_desktop.journal.clock import milliseconds
from crm_desktop.journal.journal import Journal
from crm_desktop.schema.catalogue import BY_NUMBER, SHARED
from crm_desktop.sync.binding import keep
from crm_desktop.sync.digest import difference
from crm_desktop.sync.outbox import ACCEPTED
from crm_desktop.sync.pull import as_the_server_has, fetch_rows
from crm_desktop.sync.push import Record, patiently
from crm_desktop.sync.remote import Hello, Remote
from crm_desktop.sync.rows import Row, local_row
from crm_desktop.sync.sending import accepted, state_batch
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _

_STATE = 4
_ROWS_AT_ONCE = 2000
# Servers before this version ask for the role first, also where a record is out of sight.
_BY_ROLE, _TELLS_UNSEEN = "role", 10
_DAY_MS = 86_400_000
# Every week all is compared, whether or not anything seems amiss.
COMPARED_EVERY_MS = 7 * _DAY_MS


def heal(journal: Journal, remote: Remote, hello: Hello, progress: Progress | None = None) -> int:
    """Compare everything with the server and bring over what differs, either way; return how many records did."""
    told, healed = progress or Progress(), 0
    for number, table in enumerate(SHARED):
        told.report(number, len(SHARED))
        with journal.store.reader() as reader:
            found = difference(reader, remote, table)
            waiting = _waiting(reader)
            erased = {row[0] for row in reader.execute("SELECT id FROM erased")}
        # a server that was set back shows again what was erased
        for each in found.fetch:
            if each.record in erased and hello.can_erase:
                remote.erase(each.table, each.record, _("Erased before the server was set back"))
        fetch_rows(journal, remote, [each for each in found.fetch if each.record not in erased])
        ours = [each for each in found.send if each not in waiting]
        if ours:
            _send_or_drop(journal, remote, hello, ours)
        healed += len({*found.fetch, *ours})
    with journal.bookkeeping() as connection:
        keep(connection, last_digest_at=milliseconds(journal.clock()))
    return healed


def send_rows(journal: Journal, remote: Remote, epoch: str, records: Sequence[Record]) -> dict[Record, str]:
    """Send `records` as they stand, with the clocks of whoever wrote them; return those that were refused, and why."""
    refused: dict[Record, str] = {}
    for start in range(0, len(records), _ROWS_AT_ONCE):
        with journal.bookkeeping() as connection:
            batch = state_batch(connection, states_text(connection, records[start : start + _ROWS_AT_ONCE]))
        answer = patiently(partial(remote.push, batch, epoch))
        with journal.bookkeeping() as connection:
            accepted(connection, batch)
        for _hlc, table, record, why in answer.get("quarantined") or ():
            refused[Record(int(table), bytes.fromhex(record))] = str(why)
    return refused


def states_text(connection: Connection, records: Iterable[Record]) -> str:
    """Return `records` as they stand and as they travel, in the form of a batch; what is not here is left out."""
    lines = [line for each in records for line in _line(connection, each)]
    return json.dumps({"steps": [], "changes": lines}, ensure_ascii=False, separators=(",", ":"))


def _send_or_drop(journal: Journal, remote: Remote, hello: Hello, records: Sequence[Record]) -> None:
    """Send what the server lacks; what it has but does not show to this member any more leaves this device.

    What this member may not write stays: a server that was set back gets it from somebody who may.
    """
    refused = send_rows(journal, remote, hello.epoch, records)
    stays = _BY_ROLE if hello.server.version >= _TELLS_UNSEEN else ""
    leaving = [each for each, why in refused.items() if why != stays]
    if leaving:
        as_the_server_has(journal, remote, leaving)


def _waiting(reader: Connection) -> set[Record]:
    """Return the records that edits which wait are in: they are sent as edits, with what their writer saw."""
    found = reader.execute(
        f"SELECT DISTINCT c.tbl, c.rid FROM change c JOIN step s ON s.seq = c.step WHERE s.state < {ACCEPTED}"
    ).fetchall()
    records: set[Record] = set()
    for number, rid in found:
        row = reader.execute(f"SELECT id FROM {BY_NUMBER[number].name} WHERE rid = ?", (rid,)).fetchone()
        if row is not None:
            records.add(Record(number, row[0]))
    return records


def _line(connection: Connection, record: Record) -> Iterable[list[object]]:
    found = local_row(connection, BY_NUMBER[record.table], record.record)
    if found is not None:
        yield _wire(found[1])


def _wire(row: Row) -> list[object]:
    doc: dict[str, object] = {str(number): value for number, value in row.values.items() if value is not None}
    # a field that was emptied has a clock of its own and no value
    doc.update({str(number): None for number in row.clocks if row.values.get(number) is None})
    doc["created_at"] = row.created_ms
    if row.created_by is not None:
        doc["created_by"] = row.created_by.hex()
    clocks = {str(number): list(clock) for number, clock in row.clocks.items()}
    return [row.table, row.record.hex(), row.made.hlc, _STATE, doc, clocks, 0, row.made.site]
