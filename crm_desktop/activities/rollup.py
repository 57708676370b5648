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

_CREATE = """
    CREATE TABLE contact_rollup(
        rid INTEGER PRIMARY KEY, last_at INTEGER, last_kind TEXT, next_title TEXT, next_due TEXT, next_task BLOB,
        open_deals INTEGER, open_amount INTEGER, won_deals INTEGER, won_amount INTEGER, open_tickets INTEGER)
"""


def _last(column: str) -> str:
    one = "SELECT at, kind FROM interaction WHERE {link} = c.id AND removed_at IS NULL AND coalesce(planned, 0) = 0"
    newest = " UNION ALL ".join(
        f"SELECT * FROM ({one.format(link=link)} ORDER BY at DESC LIMIT 1)" for link in ("person", "company")
    )
    return f"(SELECT {column} FROM ({newest}) ORDER BY at DESC LIMIT 1)"


def _next(column: str) -> str:
    one = (
        "SELECT title, due_day, id FROM task WHERE {link} = c.id AND removed_at IS NULL AND done_at IS NULL "
        "ORDER BY due_day IS NULL, due_day LIMIT 1"
    )
    soonest = " UNION ALL ".join(f"SELECT * FROM ({one.format(link=link)})" for link in ("person", "company"))
    return f"(SELECT {column} FROM ({soonest}) ORDER BY due_day IS NULL, due_day LIMIT 1)"


def _deals(value: str, outcome: str) -> str:
    link = "iif(c.kind = 'person', d.person, d.company) = c.id"
    both = "(d.person = c.id OR d.company = c.id)"
    return f"(SELECT {value} FROM deal d WHERE {both} AND {link} AND d.outcome = '{outcome}' AND d.removed_at IS NULL)"


_AMOUNT = "sum(CAST(round(d.amount * coalesce(d.rate, 1)) AS INTEGER))"
_ROWS = f"""
    SELECT c.rid, {_last("at")}, {_last("kind")}, {_next("title")}, {_next("due_day")}, {_next("id")},
           {_deals("count(*)", "open")}, {_deals(_AMOUNT, "open")}, {_deals("count(*)", "won")},
           {_deals(_AMOUNT, "won")},
           (SELECT count(*) FROM ticket k WHERE (k.contact = c.id OR k.company = c.id)
            AND k.status IN ('new', 'open', 'waiting') AND k.removed_at IS NULL)
    FROM contact c
"""


def _rebuild(connection: Connection) -> None:
    connection.execute("DELETE FROM contact_rollup")
    linked = " UNION ".join(
        f"SELECT {link} FROM {table} WHERE {link} IS NOT NULL" for table, links in _LINKS.items() for link in links
    )
    connection.execute(f"INSERT INTO contact_rollup {_ROWS} WHERE c.id IN ({linked})")


def _refresh(connection: Connection, touched: Touched) -> None:
    if sum(len(rids) for table in _LINKS for rids in touched.ranges.get(table, ())) > WHOLE_PASS:
        _rebuild(connection)
        return
    contacts: set[bytes] = set()
    for table, links in _LINKS.items():
        rids = touched.rows.get(table, frozenset())
        ranges = touched.ranges.get(table, ())
        if rids or ranges:
            contacts.update(_linked_now(connection, table, links, rids, ranges))
            contacts.update(_linked_before(connection, table, links))
    for chunk in _chunks(sorted(contacts)):
        marks = ", ".join("?" * len(chunk))
        connection.execute(f"INSERT OR REPLACE INTO contact_rollup {_ROWS} WHERE c.id IN ({marks})", tuple(chunk))


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


def _linked_before(connection: Connection, table: str, links: Sequence[str]) -> set[bytes]:
    """Return the contacts that rows of `table` pointed to before this step moved them elsewhere."""
    declared = BY_NAME[table]
    numbers = ", ".join(str(declared.by_name[link].number) for link in links)
    rows = connection.execute(
        "SELECT DISTINCT json_extract(delta, '$[0]') FROM change "
        f"WHERE step = (SELECT step FROM ctx) AND tbl = {declared.number} AND fld IN ({numbers})"
    )
    return {bytes.fromhex(row[0]) for row in rows if row[0] is not None}


def _chunks(values: Sequence[_T]) -> Iterable[Sequence[_T]]:
    return (values[start : start + _CHUNK] for start in range(0, len(values), _CHUNK))


CONTACT_ROLLUP = Derived(
    name="contact_rollup",
    version=1,
    tables=("contact_rollup",),
    create=(_CREATE, "CREATE INDEX contact_rollup__due ON contact_rollup(next_due, rid)"),
    rebuild=_rebuild,
    refresh=_refresh,
)
