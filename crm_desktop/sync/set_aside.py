"""Edits of one's own that did not travel: looked at, tried again, put away and taken back; never dropped."""

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from crm_desktop.errors import UnknownRecord
from crm_desktop.journal.clock import milliseconds
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.notes import stored_from_note
from crm_desktop.journal.transaction import Stored, Transaction
from crm_desktop.schema.catalogue import BY_NUMBER
from crm_desktop.schema.field import Field, RecordTable
from crm_desktop.store.expressions import field_expression
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _, ngettext

# What nobody types: it goes with what was typed.
_BESIDE = frozenset({"removed_at", "external_ids", "custom"})


class AsideEdit(NamedTuple):
    """One value that was typed and not taken; `field` None stands for making the record itself."""

    seq: int
    field: Field | None
    value: Stored
    at_ms: int
    reason: str


class AsideRecord(NamedTuple):
    """A record with edits that were not taken; `here` tells whether it is still on this computer.

    `made` tells that the record itself was not taken: trying again makes it anew.
    """

    table: str
    record: bytes
    title: str
    here: bool
    made: bool
    edits: tuple[AsideEdit, ...]


def aside_records(reader: Connection, *, put_away: bool = False) -> list[AsideRecord]:
    """Return the records with edits that were not taken, the newest first: those that wait, or were `put_away`.

    What was put away and stands in its record by now, since it was tried again, is left out.
    """
    kinds = workspace_kinds(reader)
    condition = "IS NOT NULL" if put_away else "IS NULL"
    found = reader.execute(
        f"SELECT seq, tbl, id, title, fld, value, at, reason FROM set_aside WHERE put_away_at {condition} "
        "ORDER BY seq DESC"
    )
    records: dict[tuple[int, bytes], AsideRecord] = {}
    for seq, number, record, title, fld, value, at_ms, reason in found.fetchall():
        table = BY_NUMBER[number]
        field = None if fld is None else kinds.numbered(table.name, fld)
        known = records.get((number, record))
        if known is None:
            here = reader.execute(f"SELECT 1 FROM {table.name} WHERE id = ?", (record,)).fetchone() is not None
            known = AsideRecord(table.name, record, str(title or ""), here, made=False, edits=())
        edit = AsideEdit(seq, field, _stored(field, value), at_ms, str(reason))
        if put_away and known.here and _stands(reader, table, record, edit):
            continue
        records[number, record] = known._replace(made=known.made or field is None, edits=(*known.edits, edit))
    return list(records.values())


def _stands(reader: Connection, table: RecordTable, record: bytes, edit: AsideEdit) -> bool:
    if edit.field is None:
        return True
    read = field_expression(table, edit.field)
    row = reader.execute(f"SELECT {read} FROM {table.name} t WHERE t.id = ?", (record,)).fetchone()
    return row is not None and row[0] == edit.value


def is_typed(field: Field) -> bool:
    """Tell whether somebody typed what stands in `field`; all else goes with what was typed."""
    return not field.read_only and field.name not in _BESIDE


def count_aside(reader: Connection) -> int:
    """Return how many edits that somebody typed wait because they were not taken."""
    kinds = workspace_kinds(reader)
    found = reader.execute("SELECT tbl, fld, count(*) FROM set_aside WHERE put_away_at IS NULL GROUP BY tbl, fld")
    return sum(
        count
        for number, fld, count in found.fetchall()
        if fld is None or is_typed(kinds.numbered(BY_NUMBER[number].name, fld))
    )


def put_away(journal: Journal, seqs: Sequence[int]) -> None:
    """Put the edits `seqs` away: they wait no more, and can be taken back."""
    _mark(journal, seqs, milliseconds(journal.clock()))


def take_back(journal: Journal, seqs: Sequence[int]) -> None:
    """Let the edits `seqs`, which were put away, wait again."""
    _mark(journal, seqs, None)


def try_again(journal: Journal, seqs: Sequence[int]) -> None:
    """Write the edits `seqs` once more, as one step that travels like any other; they are put away then.

    A record that was not taken itself is made anew. Raises UnknownRecord where a record is not here any more.
    """
    wanted = frozenset(seqs)
    with journal.store.reader() as reader:
        found = [each for each in aside_records(reader) if any(edit.seq in wanted for edit in each.edits)]
    label = ngettext("Try {n} edit again", "Try {n} edits again", len(wanted)).format(n=len(wanted))
    now_ms = milliseconds(journal.clock())
    with journal.transaction(label) as tx:
        for each in found:
            _write(tx, each, wanted)
        tx.connection.executemany(
            "UPDATE set_aside SET put_away_at = ? WHERE seq = ?", [(now_ms, seq) for seq in sorted(wanted)]
        )


def _write(tx: Transaction, aside: AsideRecord, wanted: frozenset[int]) -> None:
    # of several edits of one field the last that was typed stands: they come newest first
    oldest_first = [each for each in reversed(aside.edits) if each.seq in wanted]
    known = workspace_kinds(tx.connection)
    values: Mapping[str, Stored] = {
        each.field.name: each.value
        for each in oldest_first
        if each.field is not None and known.field(aside.table, each.field.name).number == each.field.number
    }
    if tx.connection.execute(f"SELECT 1 FROM {aside.table} WHERE id = ?", (aside.record,)).fetchone() is not None:
        if values:
            tx.update(aside.table, aside.record, values)
    elif aside.made:
        tx.insert(aside.table, values, aside.record)
    else:
        raise UnknownRecord(
            _("“{title}” is not on this computer any more, so the edit cannot be made again.").format(title=aside.title)
        )


def _mark(journal: Journal, seqs: Sequence[int], at_ms: int | None) -> None:
    with journal.bookkeeping() as connection:
        connection.executemany("UPDATE set_aside SET put_away_at = ? WHERE seq = ?", [(at_ms, each) for each in seqs])


def _stored(field: Field | None, noted: str | None) -> Stored:
    if field is None or noted is None:
        return None
    value = json.loads(noted)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else stored_from_note(field, value)
