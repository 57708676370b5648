"""All that points to a contact, moved to another: every link of the schema, own links, pins and saved filters."""

import json
from collections.abc import Collection, Iterable, Sequence

from crm_desktop.contacts.merge_sides import links_to_contacts
from crm_desktop.journal.ids import id_text
from crm_desktop.journal.transaction import Transaction
from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.schema.field import Field, FieldKind, RecordTable
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.store.own_values import own_path

# Rows that only tie things together: two that say the same are one. Their other columns tell what is the same.
_TIES = ("relationship", "affiliation", "participant", "deal_contact", "distinct_pair", "pin")
_NOT_TOLD = frozenset({"owner", "removed_at", "external_ids", "custom", "note", "title", "position", "is_main"})
# Links of a contact to itself say nothing.
_OWN_LINKS = ("company", "parent")


def move_links(tx: Transaction, keep: bytes, others: Sequence[bytes]) -> None:
    """Let all that points to one of `others` point to `keep`, also what is in the bin; ties that double are removed."""
    for table, field in links_to_contacts():
        _move(tx, table, field, keep, others)
    _move_own_links(tx, keep, others)
    _move_pins(tx, keep, others)
    _move_filters(tx, keep, others)
    _untie_from_itself(tx, keep)
    for name in _TIES:
        _remove_doubles(tx, BY_NAME[name], keep)


def _move(tx: Transaction, table: RecordTable, field: Field, keep: bytes, others: Sequence[bytes]) -> None:
    marks = ", ".join("?" * len(others))
    found = tx.connection.execute(f"SELECT id FROM {table.name} WHERE {field.name} IN ({marks})", tuple(others))
    tx.update_many(table.name, [field.name], [(keep, row[0]) for row in found.fetchall()])


def _move_own_links(tx: Transaction, keep: bytes, others: Sequence[bytes]) -> None:
    """Move the links that the workspace's own fields hold; they lie in JSON, so that no index finds them."""
    for table, fields in workspace_kinds(tx.connection).own.items():
        for field in fields:
            if field.kind is FieldKind.LINK and field.target == "contact":
                path = own_path(field, "t")
                marks = ", ".join("?" * len(others))
                found = tx.connection.execute(
                    f"SELECT t.id FROM {table} t WHERE t.custom IS NOT NULL AND {path} IN ({marks})",
                    tuple(each.hex().upper() for each in others),
                ).fetchall()
                for (record,) in found:
                    tx.update(table, record, {field.name: keep})


def _move_pins(tx: Transaction, keep: bytes, others: Sequence[bytes]) -> None:
    for other in others:
        found = tx.connection.execute(
            "SELECT id, record FROM pin WHERE replace(lower(record), '-', '') = ?", (other.hex(),)
        ).fetchall()
        for pin, written in found:
            tx.update("pin", pin, {"record": id_text(keep) if "-" in written else keep.hex()})


def _move_filters(tx: Transaction, keep: bytes, others: Sequence[bytes]) -> None:
    """Let saved views that ask for one of `others` ask for `keep`."""
    for other in others:
        found = tx.connection.execute(
            "SELECT id, conditions FROM saved_view WHERE instr(lower(conditions), ?) OR instr(lower(conditions), ?)",
            (other.hex(), id_text(other)),
        ).fetchall()
        for view, conditions in found:
            tx.update("saved_view", view, {"conditions": _renamed(conditions, other, keep)})


def _renamed(conditions: str, other: bytes, keep: bytes) -> str:
    spelled = {other.hex(): keep.hex(), id_text(other): id_text(keep)}

    def changed(value: object) -> object:
        if isinstance(value, list):
            return [changed(each) for each in value]
        if isinstance(value, dict):
            return {name: changed(each) for name, each in value.items()}
        return spelled.get(value.lower(), value) if isinstance(value, str) else value

    return json.dumps(changed(json.loads(conditions)), ensure_ascii=False)


def _untie_from_itself(tx: Transaction, keep: bytes) -> None:
    for name in _OWN_LINKS:
        row = tx.connection.execute(f"SELECT 1 FROM contact WHERE id = ? AND {name} = ?", (keep, keep)).fetchone()
        if row is not None:
            tx.update("contact", keep, {name: None})
    _break_circle(tx, keep)
    for table in {table.name for table, _field in links_to_contacts()} & set(_TIES):
        links = [field.name for other, field in links_to_contacts() if other.name == table]
        if len(links) > 1:
            both = " AND ".join(f"{each} = ?" for each in links)
            found = tx.connection.execute(
                f"SELECT id FROM {table} WHERE {both} AND removed_at IS NULL", (keep,) * len(links)
            )
            _remove(tx, table, (row[0] for row in found.fetchall()))


def _break_circle(tx: Transaction, keep: bytes) -> None:
    """Take the parent from a company that has become its own ancestor."""
    seen = {keep}
    parent = _parent(tx, keep)
    while parent is not None and parent not in seen:
        seen.add(parent)
        parent = _parent(tx, parent)
    if parent is not None:
        tx.update("contact", keep, {"parent": None})


def _parent(tx: Transaction, company: bytes) -> bytes | None:
    row = tx.connection.execute("SELECT parent FROM contact WHERE id = ?", (company,)).fetchone()
    return None if row is None else row[0]


def _remove_doubles(tx: Transaction, table: RecordTable, keep: bytes) -> None:
    """Remove ties of `keep` that say what an older one says; of two distinct pairs the order does not count."""
    links = [field.name for other, field in links_to_contacts() if other.name == table.name] or ["record"]
    wanted: tuple[object, ...] = (keep,) * len(links)
    if table.name == "pin":
        wanted = (keep.hex(),)
    told = [each.name for each in table.stored_fields if each.name not in _NOT_TOLD]
    found = tx.connection.execute(
        f"SELECT id, {', '.join(told)} FROM {table.name} WHERE ({' OR '.join(f'{each} = ?' for each in links)}) "
        "AND removed_at IS NULL ORDER BY rid",
        wanted,
    ).fetchall()
    seen: set[Collection[object]] = set()
    doubles = []
    for record, *values in found:
        key = frozenset(values) if table.name == "distinct_pair" else tuple(values)
        if key in seen:
            doubles.append(record)
        seen.add(key)
    _remove(tx, table.name, doubles)


def _remove(tx: Transaction, table: str, records: Iterable[bytes]) -> None:
    tx.update_many(table, ["removed_at"], [(tx.now_ms, each) for each in records])
