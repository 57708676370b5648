"""The search index: words of all features, fragments of names and digits of phones, kept in the writing transaction.

A single edit only leaves its record behind the index, which a search makes up for by reading those few records; every
BATCH changes they are indexed together. Indexing each edit at once costs 13 pages of writing against 8 for the rest.
"""

import json
from collections.abc import Iterable, Mapping, Sequence

from crm_desktop.schema.catalogue import BY_NAME, BY_NUMBER
from crm_desktop.search.forms import indexed_words
from crm_desktop.search.texts import GROUPS, PARTS, SEARCHED, RecordText, record_texts
from crm_desktop.store.capture import INSERTED_RANGE
from crm_desktop.store.derived import Derived, Touched
from crm_desktop.values.names import fold
from crm_desktop.vault.driver import Connection

# Changes that may wait: reading their records costs a search up to 2 ms, indexing them at once saves nine tenths.
BATCH = 64
# From this many documents on, the index gathers them in memory and writes them sorted.
_BULK = 4000
_BULK_BYTES = 32 << 20
_USUAL_BYTES = 1 << 20
# Lengths of prefixes that the index holds as such: others cost as much as there are records with a word that fits.
PREFIXES = (3, 4, 5, 6, 8)
_RID_BITS = 40
_REMOVED_AT = 2

_SLOTS_OF_TABLE = {
    table: tuple(slot for slot, group in enumerate(GROUPS, 1) if group.table.name == table) for table in SEARCHED
}
# A new name of a contact is found with all that points to it.
_NAMED_BY = [(table, link) for table, searched in SEARCHED.items() for link in searched.links]


def documents(group: int) -> range:
    """Return the document numbers of the group at position `group` of GROUPS: newest records have the highest."""
    return range((group + 1) << _RID_BITS, (group + 2) << _RID_BITS)


def document_of(text: RecordText) -> int:
    """Return the number of the document that indexes the record of `text`."""
    return (text.group + 1) << _RID_BITS | text.rid


def waiting(connection: Connection) -> dict[str, list[int]]:
    """Return the rids by table whose changes the index does not hold yet, in order."""
    stale: dict[str, set[int]] = {}
    renamed: set[int] = set()
    found = connection.execute(
        "SELECT DISTINCT tbl, rid, fld FROM change WHERE seq > (SELECT seq FROM search_state) AND op < ?",
        (INSERTED_RANGE,),
    )
    for number, rid, field in found.fetchall():
        table = BY_NUMBER[number].name
        if table in _FIELDS and (field is None or field in _FIELDS[table]):
            stale.setdefault(table, set()).add(rid)
            if table == "contact" and field == _NAME:
                renamed.add(rid)
    for part, owner in PARTS.items():
        rids = stale.pop(part, None)
        if rids:
            stale.setdefault(owner, set()).update(_owners(connection, part, owner, rids))
    if renamed:
        for table, link in _NAMED_BY:
            stale.setdefault(table, set()).update(_pointing(connection, table, link, renamed))
    return {table: sorted(rids) for table, rids in stale.items() if rids}


def _owners(connection: Connection, part: str, owner: str, rids: Iterable[int]) -> list[int]:
    found = connection.execute(
        f"SELECT o.rid FROM json_each(?) j CROSS JOIN {part} p ON p.rid = j.value JOIN {owner} o ON o.id = p.{owner}",
        (json.dumps(list(rids)),),
    )
    return [row[0] for row in found]


def _pointing(connection: Connection, table: str, link: str, contacts: Iterable[int]) -> list[int]:
    found = connection.execute(
        f"SELECT t.rid FROM json_each(?) j CROSS JOIN contact c ON c.rid = j.value JOIN {table} t ON t.{link} = c.id",
        (json.dumps(list(contacts)),),
    )
    return [row[0] for row in found]


def _refresh(connection: Connection, touched: Touched) -> None:
    ranges = {table: rids for table, rids in touched.ranges.items() if table in SEARCHED or table in PARTS}
    behind = connection.execute("SELECT (SELECT coalesce(max(seq), 0) FROM change) - seq FROM search_state").fetchone()[
        0
    ]
    if ranges or behind > BATCH or _many_renamed(connection, touched):
        _catch_up(connection, ranges)


def _many_renamed(connection: Connection, touched: Touched) -> bool:
    """Tell whether a contact got a new name by which more records are found than a search should read."""
    if "contact" not in touched.rows or not connection.execute(_RENAMED_NOW).fetchone():
        return False
    return sum(len(rids) for rids in waiting(connection).values()) > BATCH


def _catch_up(connection: Connection, ranges: Mapping[str, Sequence[range]]) -> None:
    """Index what waits and the rows of `ranges`, which a bulk load inserted."""
    stale = waiting(connection)
    total = sum(map(len, stale.values())) + sum(len(each) for rids in ranges.values() for each in rids)
    if total > _BULK:
        _gather_in_memory(connection, _BULK_BYTES)
    for table, rids in stale.items():
        filled = ranges.get(table, ())
        rest = [rid for rid in rids if not any(rid in each for each in filled)] if filled else rids
        _forget(connection, table, rest)
        _fill(connection, table, rest)
    _fill_ranges(connection, ranges)
    if total > _BULK:
        _gather_in_memory(connection, _USUAL_BYTES)
    connection.execute("UPDATE search_state SET seq = (SELECT coalesce(max(seq), 0) FROM change)")


def _fill_ranges(connection: Connection, ranges: Mapping[str, Sequence[range]]) -> None:
    for table in SEARCHED:
        for each in ranges.get(table, ()):
            _fill(connection, table, each)
    for part, owner in PARTS.items():
        for each in ranges.get(part, ()):
            _fill_owners(connection, part, owner, each, ranges.get(owner, ()))


def _fill_owners(connection: Connection, part: str, owner: str, rids: range, filled: Sequence[range]) -> None:
    """Index the owners of loaded parts, leaving out those that were just indexed with them."""
    known = " ".join(f"AND o.rid NOT BETWEEN {each.start} AND {each.stop - 1}" for each in filled)
    found = connection.execute(
        f"SELECT DISTINCT o.rid FROM {part} p JOIN {owner} o ON o.id = p.{owner} {known} WHERE p.rid BETWEEN ? AND ?",
        (rids.start, rids.stop - 1),
    )
    owners = [row[0] for row in found]
    _forget(connection, owner, owners)
    _fill(connection, owner, owners)


def _forget(connection: Connection, table: str, rids: Sequence[int]) -> None:
    docs = [(slot << _RID_BITS | rid,) for slot in _SLOTS_OF_TABLE[table] for rid in rids]
    connection.executemany("DELETE FROM search_text WHERE rowid = ?", docs)
    if table == "contact":
        connection.executemany("DELETE FROM search_part WHERE rowid = ?", docs)


def _fill(connection: Connection, table: str, rids: range | Sequence[int]) -> None:
    for texts in record_texts(connection, table, rids):
        connection.executemany(
            "INSERT INTO search_text(rowid, words) VALUES (?, ?)",
            ((document_of(each), indexed_words(each.title, each.body)) for each in texts),
        )
        if table == "contact":
            connection.executemany(
                "INSERT INTO search_part(rowid, name, digits) VALUES (?, ?, ?)",
                ((document_of(each), fold(each.title), each.digits) for each in texts),
            )


def _rebuild(connection: Connection) -> None:
    connection.execute("INSERT INTO search_state(one, seq) SELECT 1, coalesce(max(seq), 0) FROM change")
    _gather_in_memory(connection, _BULK_BYTES)
    for table in SEARCHED:
        last = connection.execute(f"SELECT coalesce(max(rid), 0) FROM {table}").fetchone()[0]
        _fill(connection, table, range(1, last + 1))
    _gather_in_memory(connection, _USUAL_BYTES)


def _gather_in_memory(connection: Connection, most_bytes: int) -> None:
    for table in ("search_text", "search_part"):
        connection.execute(f"INSERT INTO {table}({table}, rank) VALUES ('hashsize', ?)", (most_bytes,))


def _numbers(table: str, names: Iterable[str]) -> frozenset[int]:
    return frozenset(BY_NAME[table].by_name[name].number for name in names) | {_REMOVED_AT}


# The fields by journal number whose change makes a document stale.
_FIELDS = {
    **{
        table: _numbers(table, (BY_NAME[table].title, *searched.columns, *searched.links))
        for table, searched in SEARCHED.items()
    },
    "contact_point": _numbers("contact_point", ("contact", "kind", "value", "normal", "street", "city", "postal_code")),
    "ticket_message": _numbers("ticket_message", ("ticket", "body")),
}
_NAME = BY_NAME["contact"].by_name["name"].number
_RENAMED_NOW = (
    f"SELECT 1 FROM change WHERE step = (SELECT step FROM ctx) AND tbl = {BY_NAME['contact'].number} AND fld = {_NAME}"
)

SEARCH_INDEX = Derived(
    name="search",
    version=3,
    tables=("search_vocabulary", "search_text", "search_part", "search_state"),
    create=(
        # Without positions it is half as large; PREFIXES are what may be typed without reading whole lists.
        f"""
        CREATE VIRTUAL TABLE search_text USING fts5(
            words, content='', contentless_delete=1, detail=none, tokenize='ascii',
            prefix='{" ".join(map(str, PREFIXES))}')
        """,
        "CREATE VIRTUAL TABLE search_vocabulary USING fts5vocab(search_text, row)",
        """
        CREATE VIRTUAL TABLE search_part USING fts5(
            name, digits, content='', contentless_delete=1, tokenize='trigram')
        """,
        # Deals by their amount in the workspace's currency, for `$>5000`.
        """
        CREATE INDEX IF NOT EXISTS deal__value ON deal(CAST(round(amount * coalesce(rate, 1)) AS INTEGER), rid)
            WHERE removed_at IS NULL
        """,
        "CREATE TABLE search_state(one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL)",
    ),
    rebuild=_rebuild,
    refresh=_refresh,
)
