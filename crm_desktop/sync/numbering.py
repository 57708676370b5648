"""One number for one record: what was made without a number gets one, and of two with the same the later another."""

import json
from typing import NamedTuple

from crm_desktop.journal.journal import Journal
from crm_desktop.journal.transaction import Transaction
from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.schema.field import RecordTable
from crm_desktop.store.capture import INSERTED, UPDATED
from crm_desktop.store.number_blocks import next_number
from crm_desktop.store.same_numbers import NUMBERED, Holder, same_numbers
from crm_desktop.store.sites import BY_ITSELF, local_value, own_site, set_local_value
from crm_desktop.sync.outbox import REFUSED
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _, ngettext

# What this device gave another number by itself: table, record, the number before and now.
_NOTED = "renumbered"


class Renumbered(NamedTuple):
    """A record that had the number `before`, as another had, and has another `number` since.

    `keeper` is the title of who has the number now, `kept_by` its id: None where it is not here any more.
    """

    table: str
    record: bytes
    title: str
    before: int
    number: int
    keeper: str = ""
    kept_by: bytes | None = None


def unnumbered(reader: Connection, table: RecordTable) -> list[bytes]:
    """Return the records of `table` that this device made and that have no number yet, the oldest first."""
    found = reader.execute(
        f"SELECT t.id, t.rid FROM {table.name} t WHERE t.{table.numbered} IS NULL AND t.removed_at IS NULL "
        "AND t._site = (SELECT site FROM ctx) ORDER BY t.rid"
    )
    return [record for record, rid in found.fetchall() if not _was_refused(reader, table, rid)]


def give_numbers(journal: Journal) -> int:
    """Give their numbers to records that were made when none were left; return how many got one."""
    given = 0
    for table in NUMBERED:
        with journal.store.reader() as reader:
            waiting = unnumbered(reader, table)
        if not waiting:
            continue
        with journal.transaction("") as tx:
            count = sum(_give(tx, table, each) is not None for each in waiting)
            tx.relabel(ngettext("Give {n} record its number", "Give {n} records their numbers", count).format(n=count))
            set_local_value(tx.connection, f"{BY_ITSELF}{tx.step}", "")
        given += count
    return given


def part_same_numbers(journal: Journal) -> int:
    """Give new numbers where another record had the same before; return how many got one.

    Each device does this for the numbers that it gave itself, so of all devices one does. Numbers that came with a
    file, or that somebody brought back, are left to a person.
    """
    with journal.store.reader() as reader:
        later = [each for holders in same_numbers(reader) for each in holders[1:] if _gave(reader, each)]
    return sum(give_new_number(journal, each, noted=True) is not None for each in later)


def renumbered(reader: Connection) -> list[Renumbered]:
    """Return the records that this device gave another number by itself, but for those that somebody has seen."""
    found: list[Renumbered] = []
    for name, record, before, number in _notes(reader):
        table = BY_NAME[name]
        row = reader.execute(
            f"SELECT {table.title} FROM {name} WHERE id = ? AND {table.numbered} = ? AND removed_at IS NULL",
            (bytes.fromhex(record), number),
        ).fetchone()
        if row is not None:
            told = Renumbered(name, bytes.fromhex(record), str(row[0] or ""), before, number)
            keeper = reader.execute(
                f"SELECT {table.title}, id FROM {name} WHERE {table.numbered} = ? AND removed_at IS NULL ORDER BY rid",
                (before,),
            ).fetchone()
            found.append(told if keeper is None else told._replace(keeper=str(keeper[0] or ""), kept_by=keeper[1]))
    return found


def seen_renumbered(journal: Journal, record: bytes) -> None:
    """Tell no more that `record` was given another number."""
    with journal.bookkeeping() as connection:
        left = [each for each in _notes(connection) if each[1] != record.hex()]
        set_local_value(connection, _NOTED, json.dumps(left))


def give_new_number(journal: Journal, holder: Holder, *, noted: bool = False) -> int | None:
    """Give the record of `holder` a number that no other has, as one step; None while there is none to be given.

    Where it is `noted` nobody asked for it, and the user is told.
    """
    with journal.transaction("") as tx:
        number = _give(tx, BY_NAME[holder.table], holder.record)
        if number is not None:
            told = _("Two had number {before}: “{title}” is number {number} now")
            tx.relabel(told.format(before=holder.number, title=holder.title, number=number))
            if noted:
                note = [holder.table, holder.record.hex(), holder.number, number]
                set_local_value(tx.connection, f"{BY_ITSELF}{tx.step}", "")
                set_local_value(tx.connection, _NOTED, json.dumps([*_notes(tx.connection), note]))
        return number


def _notes(reader: Connection) -> list[tuple[str, str, int, int]]:
    return [tuple(each) for each in json.loads(local_value(reader, _NOTED) or "[]")]


def _give(tx: Transaction, table: RecordTable, record: bytes) -> int | None:
    number = next_number(tx.connection, table)
    if number is not None:
        tx.update(table.name, record, {str(table.numbered): number})
    return number


def _gave(reader: Connection, holder: Holder) -> bool:
    """Tell whether this device gave the number that stands, and nobody had a part in it."""
    if holder.site != own_site(reader):
        return False
    table = BY_NAME[holder.table]
    given = reader.execute(
        "SELECT 1 FROM step s JOIN change c ON c.step = s.seq WHERE s.hlc = ? AND s.site = ? AND s.undoes IS NULL "
        f"AND c.tbl = ? AND c.rid = ? AND (c.op = {INSERTED} OR c.op = {UPDATED} AND c.fld = ?)",
        (holder.hlc, holder.site, table.number, holder.rid, _field(table)),
    ).fetchone()
    return given is not None and not _was_refused(reader, table, holder.rid)


def _was_refused(reader: Connection, table: RecordTable, rid: int) -> bool:
    """Tell whether the server refused another number for the record: it would refuse the next one too."""
    found = reader.execute(
        "SELECT 1 FROM change c JOIN step s ON s.seq = c.step WHERE c.tbl = ? AND c.rid = ? AND c.fld = ? "
        f"AND s.state = {REFUSED}",
        (table.number, rid, _field(table)),
    ).fetchone()
    return found is not None


def _field(table: RecordTable) -> int:
    return table.by_name[str(table.numbered)].number
