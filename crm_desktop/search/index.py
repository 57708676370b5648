"""The search index: words of all features, fragments of names and digits of phones, kept in the writing transaction.

It has three tiers, so that saving a field costs next to nothing. A single edit only leaves its record waiting, which a
search reads itself. Every BATCH changes the texts of what waits go into `search_fresh`, a plain table that a search
scans. Once that holds FRESH documents, they settle in the text index. Settling each edit at once cost 13 pages of
writing on top of the 8 for the rest, and merging the index took 150 ms at each 64th edit.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from crm_desktop.schema.ours import CUSTOM_FIELD
from crm_desktop.search.documents import document_of, documents_of
from crm_desktop.search.forms import indexed_words
from crm_desktop.search.texts import FILES, NAMED_BY_PARTS, PARTS, SEARCHED, RecordText, record_texts
from crm_desktop.search.waiting import NAMING, own_links, renamed_now, waiting
from crm_desktop.store.derived import Derived, Touched
from crm_desktop.values.names import fold
from crm_desktop.vault.driver import Connection

# Changes that may wait: reading their records costs a search up to 2 ms.
BATCH = 64
NOTHING: Mapping[str, Iterable[int]] = {}
# Documents that may be fresh: scanning them costs a search up to 2 ms.
FRESH = 2000
# Lengths of prefixes that the index holds as such: others cost as much as there are records with a word that fits.
PREFIXES = (3, 4, 5, 6, 8)
# What each text index gathers in memory before it writes it sorted: in bulk, where twice as much was no quicker, and
# otherwise.
_BULK_BYTES = 4 << 20
_USUAL_BYTES = 1 << 20
# Pages of the index that are merged in one turn: about 20 ms.
_MERGED_AT_ONCE = 128
_SETTLED = (
    "DELETE FROM search_text WHERE rowid IN (SELECT doc FROM search_fresh)",
    "DELETE FROM search_part WHERE rowid IN (SELECT doc FROM search_fresh)",
    "INSERT INTO search_text(rowid, words) SELECT doc, words FROM search_fresh WHERE words <> ''",
    "INSERT INTO search_part(rowid, name, digits) SELECT doc, name, digits FROM search_fresh WHERE name <> ''",
    "DELETE FROM search_fresh",
)


def _refresh(connection: Connection, touched: Touched) -> None:
    ranges = {table: rids for table, rids in touched.ranges.items() if table in SEARCHED or table in PARTS}
    # at each change whose number is a multiple of BATCH, so that nothing is read to find out
    enough = touched.upto // BATCH > touched.since // BATCH
    # A search reads what waits, which would take long for the text of a file, or all that have an own field.
    at_once = bool(touched.unnoted) or not {FILES, CUSTOM_FIELD.name}.isdisjoint(touched.rows)
    if ranges or at_once or enough or _many_renamed(connection, touched):
        _catch_up(connection, ranges, touched.unnoted)


def _many_renamed(connection: Connection, touched: Touched) -> bool:
    """Tell whether something got a new name by which more records are found than a search should read or look for."""
    renamed = renamed_now(connection, touched)
    if not renamed:
        return False
    if not renamed.isdisjoint(own_links(connection)):
        # those who lead to it by an own field are found by no index
        return True
    if renamed.isdisjoint(NAMING):
        return False
    return sum(len(rids) for rids in waiting(connection).values()) > BATCH


def _catch_up(
    connection: Connection, ranges: Mapping[str, Sequence[range]], unnoted: Mapping[str, Iterable[int]] = NOTHING
) -> None:
    """Take up what waits, rows that changed `unnoted`, and the rows of `ranges`, which a bulk load inserted."""
    waits = waiting(connection)
    stale = {
        table: _outside(sorted({*waits.get(table, ()), *unnoted.get(table, ())}), ranges.get(table, ()))
        for table in {*waits, *(SEARCHED.keys() & unnoted.keys())}
    }
    many = sum(map(len, stale.values())) + sum(len(each) for rids in ranges.values() for each in rids) > FRESH
    if many:
        _gather_in_memory(connection, _BULK_BYTES)
    for table, rids in stale.items():
        if many or table == FILES:
            # fresh texts are scanned from end to end, which those of files are too long for
            _forget(connection, documents_of(connection, table, rids))
            _fill(connection, table, rids)
        else:
            _keep_fresh(connection, table, rids)
    _fill_ranges(connection, ranges)
    if many:
        _gather_in_memory(connection, _USUAL_BYTES)
        if _mostly_new(ranges):
            _merge_all(connection)
    connection.execute("UPDATE search_state SET seq = (SELECT coalesce(max(seq), 0) FROM change)")
    if connection.execute("SELECT count(*) FROM search_fresh").fetchone()[0] > FRESH:
        for statement in _SETTLED:
            connection.execute(statement)


def _mostly_new(ranges: Mapping[str, Sequence[range]]) -> bool:
    """Tell whether a table had less than three times as many rows before as were just loaded in one range."""
    return any(4 * len(rids) >= rids.stop for table in SEARCHED for rids in ranges.get(table, ()))


def _outside(rids: Sequence[int], ranges: Sequence[range]) -> Sequence[int]:
    return [rid for rid in rids if not any(rid in each for each in ranges)] if ranges else rids


def _keep_fresh(connection: Connection, table: str, rids: Sequence[int]) -> None:
    """Put the texts of the records into the plain table; those in the bin stand there with no words."""
    kept: list[tuple[int, str, str, str]] = []
    gone = set(rids)
    for texts in record_texts(connection, table, rids):
        for each in texts:
            kept.append((document_of(each), f" {indexed_words(each.title, each.body)} ", *_parts(table, each)))
            gone.discard(each.rid)
    kept += [(document, "", "", "") for document in documents_of(connection, table, sorted(gone))] if gone else []
    connection.executemany("INSERT OR REPLACE INTO search_fresh(doc, words, name, digits) VALUES (?, ?, ?, ?)", kept)


def _forget(connection: Connection, numbers: Sequence[int]) -> None:
    rows = [(number,) for number in numbers]
    for table, key in (("search_text", "rowid"), ("search_part", "rowid"), ("search_fresh", "doc")):
        connection.executemany(f"DELETE FROM {table} WHERE {key} = ?", rows)


def _fill(connection: Connection, table: str, rids: range | Sequence[int]) -> None:
    for texts in record_texts(connection, table, rids):
        connection.executemany(
            "INSERT INTO search_text(rowid, words) VALUES (?, ?)",
            ((document_of(each), indexed_words(each.title, each.body)) for each in texts),
        )
        if table in NAMED_BY_PARTS:
            connection.executemany(
                "INSERT INTO search_part(rowid, name, digits) VALUES (?, ?, ?)",
                ((document_of(each), *_parts(table, each)) for each in texts),
            )


def _parts(table: str, text: RecordText) -> tuple[str, str]:
    """Return what is found by fragments: names, and the digits of phones."""
    return (fold(text.title), text.digits) if table in NAMED_BY_PARTS else ("", "")


def _fill_ranges(connection: Connection, ranges: Mapping[str, Sequence[range]]) -> None:
    for table in SEARCHED:
        for each in ranges.get(table, ()):
            _fill(connection, table, each)
    for part, owner in PARTS.items():
        for each in ranges.get(part, ()):
            _fill_owners(connection, part, owner, each, ranges.get(owner, ()))


def _fill_owners(connection: Connection, part: str, owner: str, rids: range, filled: Iterable[range]) -> None:
    """Index the owners of loaded parts, leaving out those that were just indexed with them."""
    known = " ".join(f"AND o.rid NOT BETWEEN {each.start} AND {each.stop - 1}" for each in filled)
    found = connection.execute(
        f"SELECT DISTINCT o.rid FROM {part} p JOIN {owner} o ON o.id = p.{owner} {known} WHERE p.rid BETWEEN ? AND ?",
        (rids.start, rids.stop - 1),
    )
    owners = [row[0] for row in found]
    _forget(connection, documents_of(connection, owner, owners))
    _fill(connection, owner, owners)


def _rebuild(connection: Connection) -> None:
    connection.execute("INSERT INTO search_state(one, seq) SELECT 1, coalesce(max(seq), 0) FROM change")
    _gather_in_memory(connection, _BULK_BYTES)
    for table in SEARCHED:
        last = connection.execute(f"SELECT coalesce(max(rid), 0) FROM {table}").fetchone()[0]
        _fill(connection, table, range(1, last + 1))
    _gather_in_memory(connection, _USUAL_BYTES)
    _merge_all(connection)


def _gather_in_memory(connection: Connection, most_bytes: int) -> None:
    for table in ("search_text", "search_part"):
        connection.execute(f"INSERT INTO {table}({table}, rank) VALUES ('hashsize', ?)", (most_bytes,))


def _merge_all(connection: Connection) -> None:
    """Make one piece of each text index, half a second for 100k people: a search looks into each piece there is."""
    for table in ("search_text", "search_part"):
        connection.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")


def _purge(connection: Connection) -> Iterator[None]:
    """Write the text index anew, some pages at a time: a document that was forgotten is only marked as gone in it."""
    for table in ("search_text", "search_part"):
        # a negative number begins to merge all there is, as `optimize` does in one go
        pages = -_MERGED_AT_ONCE
        while _merged(connection, table, pages):
            pages = _MERGED_AT_ONCE
            yield


def _merged(connection: Connection, table: str, pages: int) -> bool:
    """Write about `pages` pages of a text index anew; tell whether there may be more."""
    before = connection.total_changes
    connection.execute(f"INSERT INTO {table}({table}, rank) VALUES ('merge', ?)", (pages,))
    # the statement itself counts as one
    return connection.total_changes - before > 1


def _forget_rows(connection: Connection, table: str, rids: Sequence[int]) -> None:
    if table in SEARCHED:
        _forget(connection, documents_of(connection, table, rids))


SEARCH_INDEX = Derived(
    name="search",
    version=8,
    tables=("search_vocabulary", "search_text", "search_part", "search_fresh", "search_state"),
    create=(
        # Without positions it is half as large.
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
        """
        CREATE TABLE search_fresh(
            doc INTEGER PRIMARY KEY, words TEXT NOT NULL, name TEXT NOT NULL, digits TEXT NOT NULL)
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
    forget=_forget_rows,
    purge=_purge,
)


def _nothing_to_fill(_connection: Connection) -> None:
    """Fill nothing: the words are those of the text index."""


def _nothing_to_refresh(_connection: Connection, _touched: Touched) -> None:
    """Refresh nothing: the words are those of the text index."""


# Word by word and record by record: to name a word the other vocabulary goes through all records that have it.
SEARCH_TERMS = Derived(
    name="search_terms",
    version=1,
    tables=("search_terms",),
    create=("CREATE VIRTUAL TABLE search_terms USING fts5vocab(search_text, instance)",),
    rebuild=_nothing_to_fill,
    refresh=_nothing_to_refresh,
)
