"""Decisions about conflicts: an edit in the knowledge of both values, which every device takes for an answer."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from crm_desktop.errors import UnknownRecord, WrongUsage
from crm_desktop.journal.affirming import affirm
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.transaction import Stored, Transaction
from crm_desktop.schema.catalogue import BY_NUMBER
from crm_desktop.schema.contacts import CONTACT, NAME_PARTS
from crm_desktop.schema.field import RecordTable
from crm_desktop.store.capture import UPDATED
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.sync.arrived_conflicts import DECIDED, OPEN
from crm_desktop.sync.conflicts import (
    BOTH,
    KEPT,
    LEADERS,
    MINE,
    THEIRS,
    WAITING,
    Clash,
    clash_of,
    joined_value,
    side_at,
)
from crm_desktop.sync.merge import Clock
from crm_desktop.sync.noted import clocks_noted
from crm_desktop.sync.removal import AFTER_REMOVAL
from crm_desktop.values.names import is_composed, split_name
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _, ngettext


def resolve(journal: Journal, choices: Mapping[int, str]) -> int:
    """Decide conflicts as one step, and return its number.

    `choices` says for each cid whether "mine", "theirs" or "both" is to stand.
    Raises UnknownRecord for one that is decided already, and WrongUsage where both cannot be kept.
    """
    label = ngettext("Decide {n} conflict", "Decide {n} conflicts", len(choices)).format(n=len(choices))
    with journal.transaction(label) as tx:
        for cid, choice in choices.items():
            _decide(tx, cid, choice)
        return tx.step


def _decide(tx: Transaction, cid: int, choice: str) -> None:
    row = tx.connection.execute(f"{WAITING} AND cid = ?", (cid,)).fetchone()
    if row is None:
        raise UnknownRecord(_("There is no such conflict any more. It may have been decided elsewhere."))
    if choice not in (MINE, THEIRS, BOTH):
        raise WrongUsage(_("Choose mine, theirs or both."))
    clash = _read(tx.connection, row)
    if choice == BOTH and not clash.can_join:
        raise WrongUsage(_("{field} holds one value: choose mine or theirs.").format(field=_(clash.field.label)))
    _cid, number, rid, fld, *_rest = row
    table, companions = BY_NUMBER[number], _companions(tx.connection, row)
    beside = choice == BOTH and clash.adds
    if beside:
        _add_beside(tx, table, rid, [clash, *(each for _cid, each in companions)])
    standing = clash.mine if clash.mine.counts else clash.theirs
    chosen = clash.mine if choice == MINE else clash.theirs if choice == THEIRS else standing
    joined = choice == BOTH and not beside
    _write_over_both(tx, table, rid, clash, joined_value(clash) if joined else chosen.value)
    for companion, each in companions:
        _write_over_both(tx, table, rid, each, side_at(each, counts=chosen.counts).value)
        tx.connection.execute(f"UPDATE conflict SET state = {DECIDED} WHERE cid = ?", (companion,))
    tx.connection.execute(f"UPDATE conflict SET state = {DECIDED} WHERE cid = ?", (cid,))
    if (number, fld) == (CONTACT.number, CONTACT.by_name["name"].number) and not joined:
        _follow_name(tx, rid)


def _follow_name(tx: Transaction, rid: int) -> None:
    """Let the parts of a person's name follow the name that was chosen, as they do where it is typed whole."""
    columns = ", ".join(("id", "kind", "name", *NAME_PARTS))
    record, kind, name, *parts = tx.connection.execute(
        f"SELECT {columns} FROM contact WHERE rid = ?", (rid,)
    ).fetchone()
    if kind == "person" and not is_composed(str(name), *(str(part or "") for part in parts)):
        tx.update("contact", record, {part: value or None for part, value in split_name(name)._asdict().items()})


def _companions(connection: Connection, row: Sequence[Any]) -> list[tuple[int, Clash]]:
    """Return the conflicts that are decided with that of `row`.

    These are other edits of the record that was removed, else fields that go with this one, whose lost values were
    written in the same step.
    """
    _cid, number, rid, fld, kind, _base, _lose, lose_hlc, lose_site, _member = row
    if kind == AFTER_REMOVAL:
        also, values = "kind = ? AND cid <> ?", (kind, row[0])
    else:
        with_any = f"NOT EXISTS (SELECT 1 FROM ({LEADERS}) l WHERE l.tbl = {number} AND l.fld = {fld} AND leader = 0)"
        led = f"SELECT fld FROM ({LEADERS}) WHERE tbl = {number} AND (leader = {fld} OR leader = 0 AND {with_any})"
        also, values = f"lose_hlc = ? AND lose_site = ? AND fld IN ({led})", (lose_hlc, lose_site)
    found = connection.execute(
        f"{KEPT} WHERE state = {OPEN} AND tbl = ? AND rid = ? AND {also}", (number, rid, *values)
    ).fetchall()
    return [(each[0], _read(connection, each)) for each in found]


def _add_beside(tx: Transaction, table: RecordTable, rid: int, clashes: Sequence[Clash]) -> None:
    """Add a part like the one at `rid` that holds the values which lost."""
    columns = [each.name for each in table.stored_fields if each.name not in ("removed_at", "external_ids")]
    row = tx.connection.execute(f"SELECT {', '.join(columns)} FROM {table.name} WHERE rid = ?", (rid,)).fetchone()
    lost = {each.field.name: side_at(each, counts=False).value for each in clashes}
    first_no_more = {"is_primary": 0} if "is_primary" in table.by_name else {}
    tx.insert(table.name, {**dict(zip(columns, row, strict=True)), **lost, **first_no_more})


def _read(connection: Connection, row: Sequence[Any]) -> Clash:
    return clash_of(connection, workspace_kinds(connection), row)


def _write_over_both(tx: Transaction, table: RecordTable, rid: int, clash: Clash, value: Stored) -> None:
    """Write `value` in the knowledge of both sides: the change names both of their clocks as what was seen."""
    record = tx.connection.execute(f"SELECT id FROM {table.name} WHERE rid = ?", (rid,)).fetchone()[0]
    if clash.is_removal and value is None:
        tx.restore(table.name, record)
    else:
        tx.update(table.name, record, {clash.field.name: value})
    noted = tx.connection.execute(
        f"SELECT seq, delta FROM change WHERE step = ? AND tbl = ? AND rid = ? AND fld = ? AND op = {UPDATED} "
        "ORDER BY seq LIMIT 1",
        (tx.step, table.number, rid, clash.field.number),
    ).fetchone()
    sides = (clash.mine.clock, clash.theirs.clock)
    if noted is None:
        # the value that stands was chosen: nothing changes but that the other is known to be given up
        affirm(tx, table, rid, clash.field, sides)
        return
    # of several conflicts of one field each adds what was seen
    old, new, base = json.loads(noted[1])
    own = Clock(tx.stamp.hlc, tx.stamp.site)
    seen = [list(each) for each in dict.fromkeys([*clocks_noted(base), *sides]) if each != own]
    delta = json.dumps([old, new, seen], ensure_ascii=False)
    tx.connection.execute("UPDATE change SET delta = ? WHERE seq = ?", (delta, noted[0]))
