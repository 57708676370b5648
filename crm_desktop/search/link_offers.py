"""Records offered while the name of one is typed into a link."""

from typing import NamedTuple

from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.values.names import fold
from crm_desktop.vault.driver import Connection

MOST_OFFERED = 8
# Few enough to be read from end to end.
_SMALL = frozenset({"member", "team", "stage", "pipeline", "product"})
LONGEST = "\U0010ffff"
_NOTES = {
    "contact": (
        "coalesce(t.job_title || ', ', '') || coalesce((SELECT c.name FROM contact c WHERE c.id = t.company), '')"
    ),
    "deal": "(SELECT c.name FROM contact c WHERE c.id = coalesce(t.company, t.person))",
    "ticket": "'#' || t.number",
    "product": "t.code",
}

_ORDERS = {"stage": "t.position", "pipeline": "t.position"}


class Offer(NamedTuple):
    """A record that may be meant, and what tells it from others of the same name."""

    record: bytes
    title: str
    note: str


def offered_records(
    reader: Connection, table: str, typed: str, kind: str | None = None, limit: int = MOST_OFFERED
) -> list[Offer]:
    """Return the records of `table` whose name, or a word in it, begins with `typed`; `kind` narrows contacts.

    Names that begin with it come first. Words within names are looked for only in small tables.
    """
    wanted = fold(typed)
    narrowed = "" if kind is None else f"AND t.kind = '{kind}'"
    if table == "member":
        # who works here no longer is chosen for nothing new
        narrowed = "AND coalesce(t.active, 1) = 1"
    found = _rows(reader, table, f"t.sort_name >= ? AND t.sort_name < ? {narrowed}", (wanted, wanted + LONGEST), limit)
    if len(found) < limit and wanted and table in _SMALL:
        within = _rows(reader, table, f"t.sort_name GLOB ? {narrowed}", (f"* {_plain(wanted)}*",), limit - len(found))
        found += [offer for offer in within if offer not in found]
    return found


def offered_by_id(reader: Connection, table: str, record: bytes) -> Offer | None:
    """Return the record of `table` with the id `record` as it would be offered."""
    return next(iter(_rows(reader, table, "t.id = ?", (record,), 1)), None)


def _rows(reader: Connection, table: str, where: str, values: tuple[object, ...], limit: int) -> list[Offer]:
    declared = BY_NAME[table]
    note = _NOTES.get(table, "''")
    rows = reader.execute(
        f"SELECT t.id, t.{declared.title}, {note} FROM {table} t "
        f"WHERE {where} AND t.removed_at IS NULL ORDER BY {_ORDERS.get(table, 't.sort_name')} LIMIT {limit}",
        values,
    )
    return [Offer(row[0], str(row[1] or ""), str(row[2] or "").strip(", ")) for row in rows]


def _plain(text: str) -> str:
    """Return `text` without the signs that GLOB would read as patterns."""
    return "".join("?" if letter in "*?[" else letter for letter in text)
