"""Undo and redo: a new step that writes what was there before, and refuses to write over newer edits."""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from crm_desktop.errors import CrmError, UndoWouldOverwrite, UnknownRecord
from crm_desktop.journal.affirming import affirm
from crm_desktop.journal.history import title_of_part
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.lineage import BEGINNING, Lineage
from crm_desktop.journal.notes import stored_from_note
from crm_desktop.journal.shown_values import shown_label
from crm_desktop.journal.transaction import Stored, Transaction
from crm_desktop.schema.catalogue import BY_NAME, BY_NUMBER
from crm_desktop.schema.field import Field, RecordTable
from crm_desktop.schema.own import Kinds
from crm_desktop.store.capture import INSERTED, INSERTED_RANGE, OWN_VALUES, UPDATED
from crm_desktop.store.expressions import field_expression
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.store.own_values import PATCHED, own_patch
from crm_desktop.values.names import fold
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _, ngettext

NAMED_EDITS = 20
Belongs = Callable[[Connection, "Part"], bool]


class Undone(NamedTuple):
    """What undo did: the step that was taken back, and its label."""

    step: int
    label: str


class Part(NamedTuple):
    """One change of a step: `field` is None where the row was made, `before` what it held."""

    table: str
    rid: int
    field: str | None
    before: Stored


class _Change(NamedTuple):
    seq: int
    table: RecordTable
    rid: int
    op: int
    field: Field | None
    delta: str | None


def undo_last(journal: Journal) -> Undone | None:
    """Take back the newest step of this device that stands; None when there is nothing to take back."""
    with journal.store.reader() as reader:
        step = Lineage(reader).last_standing()
    return None if step is None else undo_step(journal, step)


def redo_last(journal: Journal) -> Undone | None:
    """Do again what was undone last; None when there is nothing, or something new was done since."""
    with journal.store.reader() as reader:
        step = Lineage(reader).last_undone()
    return None if step is None else undo_step(journal, step)


def undo_step(journal: Journal, step: int, *, force: bool = False) -> Undone:
    """Write back what `step` changed, as a new step.

    Raises UndoWouldOverwrite with the newer edits that stand on the same fields, unless `force`, and CrmError for a
    step that was taken back already or that made the workspace.
    """
    with journal.store.reader() as reader:
        label = _label(reader, step)
    if step == BEGINNING:
        raise CrmError(_("“{label}” is where the workspace begins and cannot be taken back.").format(label=label))
    with journal.transaction(label, undoes=step) as tx:
        lineage = Lineage(tx.connection, leaving_out=tx.step)
        if not lineage.stands(step):
            raise CrmError(_("“{label}” was taken back already.").format(label=label))
        if not tx.connection.execute("SELECT 1 FROM change WHERE step = ?", (step,)).fetchone():
            raise CrmError(_("“{label}” cannot be taken back: nothing of it is kept.").format(label=label))
        changes = _changes(tx.connection, workspace_kinds(tx.connection), step)
        if not force:
            _refuse_newer(tx.connection, lineage, step, label, changes)
        _write_back(tx, changes)
    return Undone(step, label)


def undo_part(journal: Journal, step: int, label: str, belongs: Belongs, *, force: bool = False) -> None:
    """Write back those changes of `step` that `belongs` picks, as a new step called `label`; the rest stands.

    Raises UndoWouldOverwrite with the newer edits that stand on the same fields, unless `force`.
    """
    with journal.transaction(label) as tx:
        kinds = workspace_kinds(tx.connection)
        changes = [each for each in _changes(tx.connection, kinds, step) if belongs(tx.connection, _part(each))]
        if not force:
            _refuse_newer(tx.connection, Lineage(tx.connection, leaving_out=tx.step), step, label, changes)
        _write_back(tx, changes)


def restore_value(journal: Journal, table: str, record: bytes, field: str, step: int) -> None:
    """Give `field` of the record the value that it had before `step`, whatever was written since.

    What the program keeps beside it, such as how an address is compared, comes back with it.
    Raises UnknownRecord where `step` did not change that field of it.
    """
    with journal.store.reader() as reader:
        restored = workspace_kinds(reader).field(table, field)
    with journal.transaction(_("Restore {field}").format(field=_(restored.label))) as tx:
        kinds = workspace_kinds(tx.connection)
        rows = tx.connection.execute(
            f"SELECT fld, delta FROM change WHERE step = ? AND tbl = ? AND fld IS NOT NULL "
            f"AND rid = (SELECT rid FROM {table} WHERE id = ?) ORDER BY seq DESC",
            (step, BY_NAME[table].number, record),
        ).fetchall()
        changed = {kinds.numbered(table, number): json.loads(delta)[0] for number, delta in rows}
        if restored not in changed:
            raise UnknownRecord(_("That step did not change this field."))
        alone = sum(not each.read_only for each in changed) == 1
        back = [each for each in changed if each == restored or (alone and each.read_only)]
        tx.update(table, record, {each.name: stored_from_note(each, changed[each]) for each in back})


def _newer(connection: Connection, lineage: Lineage, step: int, changes: Sequence[_Change]) -> list[str]:
    """Return one sentence for each newer edit that writing `changes` back would lose, up to NAMED_EDITS."""
    found: dict[str, None] = {}
    kinds = workspace_kinds(connection)
    for change in sorted(changes, key=_as_declared):
        updates = [
            (later, rid, kinds.numbered(change.table.name, number))
            for later, number, rid in _later_updates(connection, step, change)
            if lineage.counts_against(step, later) and not _holds_what_it_wrote(connection, change)
        ]
        typed = {(later, rid) for later, rid, field in updates if not field.read_only}
        for later, rid, field in updates:
            # what the program keeps beside a value, such as how a number is compared, nobody edited
            if not (field.read_only and (later, rid) in typed):
                found[_sentence(connection, change.table, rid, field, later)] = None
            if len(found) >= NAMED_EDITS:
                return list(found)
    return list(found)


def _as_declared(change: _Change) -> tuple[int, int, int]:
    # what one update wrote is noted in any order
    return change.table.number, change.rid, 0 if change.field is None else change.field.number


def _refuse_newer(connection: Connection, lineage: Lineage, step: int, label: str, changes: Sequence[_Change]) -> None:
    newer = _newer(connection, lineage, step, changes)
    if newer:
        raise UndoWouldOverwrite(
            ngettext(
                "“{label}” was not taken back: {n} newer edit would be lost.",
                "“{label}” was not taken back: {n} newer edits would be lost.",
                len(newer),
            ).format(label=label, n=len(newer)),
            newer,
        )


def _part(change: _Change) -> Part:
    if change.field is None:
        return Part(change.table.name, change.rid, None, None)
    before = stored_from_note(change.field, json.loads(change.delta or "[null]")[0])
    return Part(change.table.name, change.rid, change.field.name, before)


def _holds_what_it_wrote(connection: Connection, change: _Change) -> bool:
    """Tell whether the field still, or again, holds what `change` wrote: then its inverse is exact."""
    if change.op != UPDATED or change.field is None:
        return False
    read = field_expression(change.table, change.field)
    row = connection.execute(f"SELECT {read} FROM {change.table.name} t WHERE rid = ?", (change.rid,)).fetchone()
    return row is not None and row[0] == stored_from_note(change.field, json.loads(change.delta or "[null, null]")[1])


def _later_updates(connection: Connection, step: int, change: _Change) -> Iterator[tuple[int, int, int]]:
    """Yield (step, field number, rid) of the updates after `step` of what `change` wrote."""
    if change.op == UPDATED:
        where, values = "rid = ? AND fld = ?", (change.rid, change.field.number if change.field else None)
    elif change.op == INSERTED:
        where, values = "rid = ? AND ? IS NULL", (change.rid, None)
    else:
        where, values = "rid BETWEEN ? AND ?", tuple(json.loads(change.delta or "[0,-1]"))
    yield from connection.execute(
        f"SELECT DISTINCT step, fld, rid FROM change WHERE tbl = ? AND {where} AND op = ? AND step > ?",
        (change.table.number, *values, UPDATED, step),
    ).fetchall()


def _sentence(connection: Connection, table: RecordTable, rid: int, field: Field, later: int) -> str:
    row = connection.execute(f"SELECT id, {table.title} FROM {table.name} WHERE rid = ?", (rid,)).fetchone()
    record, title = row if row is not None else (None, "")
    return _("{record}: {field} was changed by “{label}”").format(
        record=title_of_part(connection, table, rid, str(title or "")) or _(table.label),
        field=shown_label(connection, table.name, record, field),
        label=_label(connection, later),
    )


def _label(connection: Connection, step: int) -> str:
    row = connection.execute("SELECT label FROM step WHERE seq = ?", (step,)).fetchone()
    if row is None:
        raise UnknownRecord(_("There is no step {step} in the history.").format(step=step))
    return str(row[0])


def _changes(connection: Connection, kinds: Kinds, step: int) -> list[_Change]:
    found = connection.execute(
        "SELECT seq, tbl, rid, op, fld, delta FROM change WHERE step = ? ORDER BY seq DESC", (step,)
    )
    changes: list[_Change] = []
    for seq, number, rid, op, fld, delta in found:
        table = BY_NUMBER[number]
        field = None if fld is None else kinds.numbered(table.name, fld)
        changes.append(_Change(seq, table, rid, op, field, delta))
    return changes


def _write_back(tx: Transaction, changes: Sequence[_Change]) -> None:
    batches: dict[tuple[str, str], list[tuple[Stored, ...]]] = {}
    for change in changes:
        if change.op == INSERTED_RANGE:
            first, last = json.loads(change.delta or "[0,-1]")
            tx.connection.execute(
                f"UPDATE {change.table.name} SET removed_at = ?, updated_at = ? "
                "WHERE rid BETWEEN ? AND ? AND removed_at IS NULL",
                (tx.now_ms, tx.now_ms, first, last),
            )
        elif change.op == INSERTED:
            batches.setdefault((change.table.name, "removed_at"), []).append((tx.now_ms, tx.now_ms, change.rid))
        elif change.field is not None and _decides(change):
            # what stands was decided for: only who takes that back knows of it no more
            affirm(tx, change.table, change.rid, change.field)
        elif change.field is not None:
            old = stored_from_note(change.field, json.loads(change.delta or "[null]")[0])
            _add_old(batches, change, change.field, old, tx.now_ms)
    for (table, names), rows in batches.items():
        settings = ", ".join(f"{name} = {PATCHED if name == OWN_VALUES else '?'}" for name in names.split())
        tx.connection.executemany(f"UPDATE {table} SET {settings}, updated_at = ? WHERE rid = ?", rows)


def _decides(change: _Change) -> bool:
    """Tell whether `change` wrote what stood there already, which only a decision between two values does."""
    old, new, *_base = json.loads(change.delta or "[null, null]")
    return bool(old == new)


def _add_old(
    batches: dict[tuple[str, str], list[tuple[Stored, ...]]], change: _Change, field: Field, old: Stored, now_ms: int
) -> None:
    if field.name == change.table.title:
        key, row = (change.table.name, f"{field.name} sort_name"), (old, fold(str(old or "")), now_ms, change.rid)
        batches.setdefault(key, []).append(row)
    elif field.own is not None:
        patch = own_patch({field: old})
        batches.setdefault((change.table.name, OWN_VALUES), []).append((patch, now_ms, change.rid))
    else:
        batches.setdefault((change.table.name, field.name), []).append((old, now_ms, change.rid))
