"""Erased records: they go with all that belongs to them and all that tells of them, and only their ids stay."""

import json
import secrets
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from crm_desktop.journal.drafts import forget_drafts
from crm_desktop.journal.incoming import Incoming
from crm_desktop.journal.journal import Journal
from crm_desktop.schema.attachments import ATTACHMENT
from crm_desktop.schema.catalogue import BY_NUMBER, SHARED
from crm_desktop.schema.field import FieldKind, RecordTable
from crm_desktop.store.file_store import FileStore
from crm_desktop.store.sites import local_value, set_local_value
from crm_desktop.sync.traces import drop_pins, forget_titles, titles_of
from crm_desktop.vault.driver import Connection

# Links by which a file is kept with a record, beside whose it is.
_FILED_BY = tuple(each.name for each in ATTACHMENT.fields if each.kind is FieldKind.LINK)

_GOING = "contents_going"
# Something was erased, and the file is still to be written anew without what is left of it.
PURGE_DUE = "purge_due"
# What a step is called whose words may have named somebody; one without words would pass for one that never came.
FORGOTTEN = "…"


class Erased(NamedTuple):
    """A record that was erased: its table, its id, the server's receipt for it, and the member who did it, if known."""

    table: int
    record: bytes
    receipt: str | None = None
    by: bytes | None = None


def erase(incoming: Incoming, records: Iterable[Erased], now_ms: int) -> int:
    """Erase `records` with what belongs to them, inside the open transaction; return how many were here.

    Links to them are emptied without a new clock, as every device and the server do.
    """
    connection = incoming.connection
    told = list(records)
    whole = list(dict.fromkeys(part for each in told for part in closure(connection, each.table, each.record)))
    titles = titles_of(connection, whole)
    here = sum(_erase_one(incoming, each) for each in whole)
    forget_titles(connection, titles, FORGOTTEN)
    drop_pins(incoming, [each.record for each in whole])
    forget_drafts(connection, [each.record for each in whole], titles)
    if here:
        # another one each time: what was begun before this erasure does not settle it
        set_local_value(connection, PURGE_DUE, secrets.token_hex(8))
    connection.executemany(
        "INSERT OR IGNORE INTO erased(tbl, id, at) VALUES (?, ?, ?)",
        [(each.table, each.record, now_ms) for each in whole],
    )
    connection.executemany(
        "UPDATE erased SET tbl = ?, receipt = ? WHERE id = ?",
        [(each.table, each.receipt, each.record) for each in told if each.receipt is not None],
    )
    _unlink(incoming, whole)
    return here


def closure(connection: Connection, number: int, record: bytes) -> Iterator[Erased]:
    """Yield the record, everything that belongs to it, and the files that were kept with it and with nothing else."""
    yield Erased(number, record)
    table = BY_NUMBER.get(number)
    if table is None:
        return
    for part in SHARED:
        link = part.by_name[part.belongs_to] if part.belongs_to else None
        if link is not None and link.target == table.name and part is not table:
            for (each,) in connection.execute(
                f"SELECT id FROM {part.name} WHERE {link.name} = ?", (record,)
            ).fetchall():
                yield from closure(connection, part.number, each)
    for link in ATTACHMENT.fields:
        if link.kind is FieldKind.LINK and link.target == table.name:
            others = " AND ".join(f"{each} IS NULL" for each in _FILED_BY if each != link.name)
            found = connection.execute(f"SELECT id FROM attachment WHERE {link.name} = ? AND {others}", (record,))
            yield from [Erased(ATTACHMENT.number, row[0]) for row in found.fetchall()]


def forget_steps(connection: Connection, table: RecordTable, rid: int) -> None:
    """Take the words out of the steps that touched the row: they may name whom it was about."""
    connection.execute(
        "UPDATE step SET label = ? WHERE label <> '' AND seq IN (SELECT step FROM change WHERE tbl = ? AND rid = ?)",
        (FORGOTTEN, table.number, rid),
    )


def _erase_one(incoming: Incoming, erased: Erased) -> bool:
    connection, table = incoming.connection, BY_NUMBER.get(erased.table)
    connection.execute("DELETE FROM set_aside WHERE id = ?", (erased.record,))
    connection.execute("DELETE FROM pending_remote WHERE tbl = ? AND id = ?", (erased.table, erased.record))
    if table is None:
        return False
    row = connection.execute(f"SELECT rid FROM {table.name} WHERE id = ?", (erased.record,)).fetchone()
    if row is None:
        return False
    if table is ATTACHMENT:
        _note_content(connection, row[0])
    forget_steps(connection, table, row[0])
    incoming.drop(table.name, [row[0]])
    return True


def _unlink(incoming: Incoming, erased: Sequence[Erased]) -> None:
    targets = {BY_NUMBER[each.table].name for each in erased if each.table in BY_NUMBER}
    ids = json.dumps([each.record.hex() for each in erased])
    for table in SHARED:
        for link in table.stored_fields:
            if link.kind is not FieldKind.LINK or link.target not in targets:
                continue
            found = incoming.connection.execute(
                f"UPDATE {table.name} SET {link.name} = NULL "
                f"WHERE {link.name} IN (SELECT unhex(value) FROM json_each(?)) RETURNING rid",
                (ids,),
            ).fetchall()
            for (rid,) in found:
                incoming.touch_unnoted(table.name, rid)


def _note_content(connection: Connection, rid: int) -> None:
    """Note which content the file had, to be dropped after this transaction, whatever stops it."""
    content = connection.execute("SELECT hash FROM attachment WHERE rid = ?", (rid,)).fetchone()[0]
    if content:
        set_local_value(connection, _GOING, json.dumps(sorted({*_contents_going(connection), content})))


def drop_contents(journal: Journal, files: FileStore) -> None:
    """Drop the contents of erased files, and those that no record names any more, also where they wait to be sent."""
    with journal.bookkeeping() as connection:
        found = connection.execute("SELECT hash FROM attachment WHERE hash IS NOT NULL AND hash <> ''").fetchall()
        named = {bytes.fromhex(row[0]) for row in found}
        for (content,) in connection.execute("SELECT hash FROM upload").fetchall():
            if content not in named:
                connection.execute("DELETE FROM upload WHERE hash = ?", (content,))
        going = _contents_going(connection)
    # a large one takes its time, and nobody is to wait for that with saving a record
    files.drop_others(named, also=[each for each in map(bytes.fromhex, going) if each not in named])
    if going:
        with journal.bookkeeping() as connection:
            set_local_value(connection, _GOING, json.dumps(sorted(_contents_going(connection) - going)))


def _contents_going(connection: Connection) -> set[str]:
    return set(json.loads(local_value(connection, _GOING) or "[]"))
