"""What lists show of each contact at once: last interaction, next step, deals and tickets, kept while writing."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.store.derived import Derived, Touched
from crm_desktop.vault.driver import Connection

# From this many touched rows on, one pass over everything is cheaper than contact by contact.
WHOLE_PASS = 20_000
_CHUNK = 400
_T = TypeVar("_T")
_LINKS = {
    "interaction": ("person", "company"),
    "task": ("person", "company"),
    "deal": ("person", "company"),
    "ticket": ("contact", "company"),
}

# Who took part had the conversation as well.
_TOUCHING = {**_LINKS, "participant": ("contact",)}

_CREATE = """
    CREATE TABLE contact_rollup(
        rid INTEGER PRIMARY KEY, last_at INTEGER, last_kind TEXT, next_title TEXT, next_due TEXT, next_task BLOB,
        open_deals INTEGER, open_amount INTEGER, won_deals INTEGER, won_amount INTEGER, open_tickets INTEGER)
"""


_HAPPENED = "removed_at IS NULL AND coalesce(planned, 0) = 0"
_NEWEST = "at DESC, rid DESC"
_ATTENDED = (
    "participant p CROSS JOIN interaction i ON i.id = p.interaction WHERE p.removed_at IS NULL "
    "AND i.removed_at IS NULL AND coalesce(i.planned, 0) = 0"
)
_PENDING = "removed_at IS NULL AND done_at IS NULL"
_SOONEST = "due_day IS NULL, due_day, rid"
_OPEN = "removed_at IS NULL AND status IN ('new', 'open', 'waiting')"
_AMOUNT = "CAST(round(amount * coalesce(rate, 1)) AS INTEGER)"
_LINKED = " UNION ".join(
    f"SELECT {link} FROM {table} WHERE {link} IS NOT NULL" for table, links in _TOUCHING.items() for link in links
)


def _first_of_each(table: str, order: str, where: str) -> str:
    """Return the query for (contact, rid) of the row of `table` that comes first for each contact there is."""
    rows = " UNION ALL ".join(
        f"SELECT {link} AS contact, * FROM {table} WHERE {link} IS NOT NULL AND {where}" for link in _LINKS[table]
    )
    if table == "interaction":
        rows += f" UNION ALL SELECT p.contact, i.* FROM {_ATTENDED}"
    ranked = f"SELECT contact, rid, row_number() OVER (PARTITION BY contact ORDER BY {order}) AS place FROM ({rows})"
    return f"SELECT contact, rid FROM ({ranked}) WHERE place = 1"


def _first_of_touched(table: str, order: str, where: str) -> str:
    """Return the same for the contacts in `touched`, by indexes that begin with a link: long histories stay cheap."""
    columns = "rid, at" if table == "interaction" else "rid, due_day"
    rows = " UNION ALL ".join(
        f"SELECT * FROM (SELECT {columns} FROM {table} WHERE {link} = touched.id AND {where} ORDER BY {order} LIMIT 1)"
        for link in _LINKS[table]
    )
    if table == "interaction":
        rows += (
            f" UNION ALL SELECT * FROM (SELECT i.rid, i.at FROM {_ATTENDED} AND p.contact = touched.id "
            "ORDER BY i.at DESC, i.rid DESC LIMIT 1)"
        )
    return f"SELECT id, (SELECT rid FROM ({rows}) ORDER BY {order} LIMIT 1) FROM touched"


def _statement(touched: str, last: str, next_: str, source: str) -> str:
    """Return the statement that writes the roll-up of the contacts that the query `touched` names.

    `source` reads the rows of a table that point to them, given as {table} and {link}.
    """
    deals = " UNION ALL ".join(
        f"SELECT {link} AS contact, outcome, {_AMOUNT} AS value FROM {source.format(table='deal', link=link)} "
        "AND removed_at IS NULL"
        for link in _LINKS["deal"]
    )
    tickets = " UNION ALL ".join(
        f"SELECT {link} AS contact FROM {source.format(table='ticket', link=link)} AND {_OPEN} {once}"
        for link, once in (("contact", ""), ("company", "AND company IS NOT contact"))
    )
    return f"""
        WITH touched(id) AS ({touched}), last(contact, rid) AS ({last}), soonest(contact, rid) AS ({next_}),
        deals AS (
            SELECT contact, sum(outcome = 'open') AS open_deals, sum(iif(outcome = 'open', value, NULL)) AS open_amount,
                   sum(outcome = 'won') AS won_deals, sum(iif(outcome = 'won', value, NULL)) AS won_amount
            FROM ({deals}) GROUP BY contact),
        tickets AS (SELECT contact, count(*) AS open_tickets FROM ({tickets}) GROUP BY contact)
        INSERT OR REPLACE INTO contact_rollup
        SELECT c.rid, l.at, l.kind, n.title, n.due_day, n.id, coalesce(d.open_deals, 0), d.open_amount,
               coalesce(d.won_deals, 0), d.won_amount, coalesce(k.open_tickets, 0)
        FROM touched CROSS JOIN contact c ON c.id = touched.id
        LEFT JOIN last ON last.contact = c.id LEFT JOIN interaction l ON l.rid = last.rid
        LEFT JOIN soonest ON soonest.contact = c.id LEFT JOIN task n ON n.rid = soonest.rid
        LEFT JOIN deals d ON d.contact = c.id LEFT JOIN tickets k ON k.contact = c.id
    """


def _rebuild(connection: Connection) -> None:
    connection.execute("DELETE FROM contact_rollup")
    connection.execute(
        _statement(
            _LINKED,
            _first_of_each("interaction", _NEWEST, _HAPPENED),
            _first_of_each("task", _SOONEST, _PENDING),
            "{table} WHERE {link} IS NOT NULL",
        )
    )


def _write(connection: Connection, contacts: Sequence[bytes]) -> None:
    connection.execute(
        _statement(
            f"VALUES {', '.join(['(?)'] * len(contacts))}",
            _first_of_touched("interaction", _NEWEST, _HAPPENED),
            _first_of_touched("task", _SOONEST, _PENDING),
            "touched CROSS JOIN {table} t WHERE t.{link} = touched.id",
        ),
        contacts,
    )


def _refresh(connection: Connection, touched: Touched) -> None:
    if not touched.pointed and _TOUCHING.keys().isdisjoint((*touched.rows, *touched.ranges)):
        return
    if sum(len(rids) for table in _TOUCHING for rids in touched.ranges.get(table, ())) > WHOLE_PASS:
        _rebuild(connection)
        return
    contacts: set[bytes] = set(touched.pointed)
    for table, links in _TOUCHING.items():
        rids = touched.rows.get(table, frozenset())
        ranges = touched.ranges.get(table, ())
        if rids or ranges:
            contacts.update(_linked_now(connection, table, links, rids, ranges))
            contacts.update(_linked_before(connection, table, links, touched.since))
        if table == "interaction":
            contacts.update(_attending(connection, rids, ranges))
    for chunk in _chunks(sorted(contacts)):
        _write(connection, chunk)


def _linked_now(
    connection: Connection, table: str, links: Sequence[str], rids: Iterable[int], ranges: Sequence[range]
) -> set[bytes]:
    found: set[bytes] = set()
    for chunk in _chunks(sorted(rids)):
        marks = ", ".join("?" * len(chunk))
        rows = connection.execute(f"SELECT {', '.join(links)} FROM {table} WHERE rid IN ({marks})", tuple(chunk))
        found.update(value for row in rows for value in row if value is not None)
    for each in ranges:
        rows = connection.execute(
            f"SELECT {', '.join(links)} FROM {table} WHERE rid BETWEEN ? AND ?", (each.start, each.stop - 1)
        )
        found.update(value for row in rows for value in row if value is not None)
    return found


def _attending(connection: Connection, rids: Iterable[int], ranges: Sequence[range]) -> set[bytes]:
    """Return who took part in the interactions that are `rids` or in `ranges`."""
    asked = "SELECT p.contact FROM interaction i CROSS JOIN participant p ON p.interaction = i.id WHERE i.rid"
    found: set[bytes] = set()
    for chunk in _chunks(sorted(rids)):
        rows = connection.execute(f"{asked} IN ({', '.join('?' * len(chunk))})", tuple(chunk))
        found.update(row[0] for row in rows if row[0] is not None)
    for each in ranges:
        rows = connection.execute(f"{asked} BETWEEN ? AND ?", (each.start, each.stop - 1))
        found.update(row[0] for row in rows if row[0] is not None)
    return found


def _linked_before(connection: Connection, table: str, links: Sequence[str], since: int) -> set[bytes]:
    """Return the contacts that rows of `table` pointed to before changes after `since` moved them elsewhere."""
    declared = BY_NAME[table]
    numbers = ", ".join(str(declared.by_name[link].number) for link in links)
    rows = connection.execute(
        "SELECT DISTINCT json_extract(delta, '$[0]') FROM change "
        f"WHERE seq > ? AND tbl = {declared.number} AND fld IN ({numbers})",
        (since,),
    )
    return {bytes.fromhex(row[0]) for row in rows if row[0] is not None}


def _chunks(values: Sequence[_T]) -> Iterable[Sequence[_T]]:
    return (values[start : start + _CHUNK] for start in range(0, len(values), _CHUNK))


def _forget(connection: Connection, table: str, rids: Sequence[int]) -> None:
    if table == "contact":
        connection.executemany("DELETE FROM contact_rollup WHERE rid = ?", [(rid,) for rid in rids])


CONTACT_ROLLUP = Derived(
    name="contact_rollup",
    version=2,
    tables=("contact_rollup",),
    create=(_CREATE, "CREATE INDEX contact_rollup__due ON contact_rollup(next_due, rid)"),
    rebuild=_rebuild,
    refresh=_refresh,
    forget=_forget,
)
