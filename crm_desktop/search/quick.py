"""Short ways to a record: the number of a ticket, the amount of deals, what was used last."""

from collections.abc import Sequence
from typing import NamedTuple

from crm_desktop.schema.catalogue import BY_NAME, BY_NUMBER
from crm_desktop.vault.driver import Connection

OPERATORS = {">": ">", "<": "<", ">=": ">=", "<=": "<=", "=": "="}
# The tables whose records have a place of their own, with the link to whom they belong.
_LINKS = {
    "contact": "t.company",
    "deal": "coalesce(t.company, t.person)",
    "ticket": "coalesce(t.company, t.contact)",
    "product": "",
}
_STEPS_LOOKED_AT = 200


class Found(NamedTuple):
    """A record with what tells it from others; `amount` is in minor units of `currency`."""

    record: bytes
    kind: str
    title: str
    note: str
    amount: int | None = None
    currency: str = ""


def tickets_numbered(reader: Connection, digits: str, limit: int = 20) -> list[Found]:
    """Return the ticket with the number `digits`, then the newest whose number begins so."""
    rows = reader.execute(
        "SELECT t.id, '#' || t.number || ' ' || t.subject, coalesce((SELECT c.name FROM contact c WHERE c.id = "
        "coalesce(t.company, t.contact)), '') FROM ticket t WHERE t.number LIKE ? AND t.removed_at IS NULL "
        "ORDER BY t.number = ? DESC, t.number DESC LIMIT ?",
        (f"{digits}%", int(digits), limit),
    )
    return [Found(row[0], "ticket", str(row[1]), str(row[2])) for row in rows]


def deals_worth(reader: Connection, operator: str, amount_minor: int, currency: str, limit: int = 20) -> list[Found]:
    """Return the deals worth `operator` (>, <, =) `amount_minor` of the workspace's `currency`, dearest first."""
    worth = "t.amount * coalesce(t.rate, 1)"
    rows = reader.execute(
        "SELECT t.id, t.title, "
        "coalesce((SELECT c.name FROM contact c WHERE c.id = coalesce(t.company, t.person)), ''), "
        f"t.amount, coalesce(t.currency, ?1) FROM deal t WHERE {worth} {OPERATORS[operator]} ?2 "
        f"AND t.removed_at IS NULL ORDER BY {worth} DESC LIMIT ?3",
        (currency, amount_minor, limit),
    )
    return [Found(row[0], "deal", str(row[1]), str(row[2]), row[3], str(row[4])) for row in rows]


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


def shown_with(reader: Connection, table: str, record: bytes) -> tuple[str, bytes] | None:
    """Return the table and id of the record that an activity or task is shown with, or None where it stands alone."""
    row = reader.execute(f"SELECT person, company, deal, ticket FROM {table} WHERE id = ?", (record,)).fetchone()
    if row is None:
        return None
    tables = ("contact", "contact", "deal", "ticket")
    return next(((name, linked) for name, linked in zip(tables, row, strict=True) if linked is not None), None)


def contact_kind(reader: Connection, record: bytes) -> str | None:
    """Return whether the contact `record` is a person or a company, or None where it is not here."""
    row = reader.execute("SELECT kind FROM contact WHERE id = ?", (record,)).fetchone()
    return None if row is None else str(row[0])
