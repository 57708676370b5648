"""Short ways to a record: what was used last, and where something is shown that has no page of its own."""

from collections.abc import Sequence
from typing import NamedTuple

from crm_desktop.schema.catalogue import BY_NAME, BY_NUMBER, kind_named
from crm_desktop.vault.driver import Connection

# The tables whose records have a place of their own, with the link to whom they belong.
_LINKS = {
    "contact": "t.company",
    "deal": "coalesce(t.company, t.person)",
    "ticket": "coalesce(t.company, t.contact)",
    "product": "",
}
_STEPS_LOOKED_AT = 200
# Where what has no page of its own is shown, the best place first.
_HAPPENED = ("person", "company", "deal", "ticket")
_SHOWN_WITH = {
    "interaction": _HAPPENED,
    "task": _HAPPENED,
    "promise": _HAPPENED,
    "attachment": ("deal", "ticket", "contact", "product"),
    "purchase": ("customer", "product"),
    "known_fact": ("contact",),
}


class Found(NamedTuple):
    """A record with what tells it from others."""

    record: bytes
    kind: str
    title: str
    note: str


def recent_records(reader: Connection, visited: Sequence[bytes], limit: int = 8) -> list[Found]:
    """Return the records `visited`, the last first, filled up with those that were changed here last."""
    found: dict[bytes, Found] = {}
    for record in visited:
        named = _named(reader, record)
        if named is not None:
            found[record] = named
    tables = ", ".join(str(BY_NAME[name].number) for name in _LINKS)
    changed = reader.execute(
        "SELECT c.tbl, c.rid FROM change c "
        f"WHERE c.step > (SELECT coalesce(max(seq), 0) - {_STEPS_LOOKED_AT} FROM step) AND c.tbl IN ({tables}) "
        "ORDER BY c.seq DESC LIMIT 400"
    )
    for number, rid in changed:
        if len(found) >= limit:
            break
        row = reader.execute(f"SELECT id FROM {BY_NUMBER[number].name} WHERE rid = ?", (rid,)).fetchone()
        if row is not None and row[0] not in found:
            named = _named(reader, row[0])
            if named is not None:
                found[row[0]] = named
    return list(found.values())[:limit]


def _named(reader: Connection, record: bytes) -> Found | None:
    for name, link in _LINKS.items():
        kind = "t.kind" if name == "contact" else f"'{name}'"
        note = f"(SELECT c.name FROM contact c WHERE c.id = {link})" if link else "t.category"
        row = reader.execute(
            f"SELECT {kind}, t.{BY_NAME[name].title}, coalesce({note}, '') FROM {name} t "
            "WHERE t.id = ? AND t.removed_at IS NULL",
            (record,),
        ).fetchone()
        if row is not None:
            return Found(record, str(row[0]), str(row[1] or ""), str(row[2]))
    return None


def shown_with(reader: Connection, kind: str, record: bytes) -> tuple[str, bytes] | None:
    """Return the table and id of the record that one of `kind` is shown with, or None where it stands alone."""
    table = kind_named(kind).table
    links = [table.by_name[name] for name in _SHOWN_WITH[table.name]]
    columns = ", ".join(each.name for each in links)
    row = reader.execute(f"SELECT {columns} FROM {table.name} WHERE id = ?", (record,)).fetchone()
    if row is None:
        return None
    pairs = zip(links, row, strict=True)
    return next(((link.target, linked) for link, linked in pairs if linked is not None and link.target), None)


def contact_kind(reader: Connection, record: bytes) -> str | None:
    """Return whether the contact `record` is a person or a company, or None where it is not here."""
    row = reader.execute("SELECT kind FROM contact WHERE id = ?", (record,)).fetchone()
    return None if row is None else str(row[0])


def main_points(reader: Connection, contact: bytes) -> list[tuple[str, str]]:
    """Return the kind and value of the main email and phone number of `contact`."""
    rows = reader.execute(
        "SELECT kind, value FROM contact_point WHERE contact = ? AND kind IN ('email', 'phone') AND is_primary = 1 "
        "AND removed_at IS NULL ORDER BY kind",
        (contact,),
    )
    return [(row[0], str(row[1])) for row in rows]
