"""The search index: one text index over all features, kept in the writing transaction."""

from collections.abc import Iterable, Sequence

from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.store.derived import Derived, Touched
from crm_desktop.vault.driver import Connection

# A document's number is its rid times DOC_STEP plus the number of its table: newest rows have the highest.
DOC_STEP = 32
_CHUNK = 400

_POINTS = (
    "(SELECT group_concat(coalesce(p.value, '') || ' ' || coalesce(p.street, '') || ' ' || coalesce(p.city, '') || ' ' "
    "|| coalesce(p.postal_code, ''), ' ') FROM contact_point p WHERE p.contact = t.id AND p.removed_at IS NULL)"
)
_DIGITS = (
    "(SELECT group_concat(replace(p.normal, '+', ''), ' ') FROM contact_point p "
    "WHERE p.contact = t.id AND p.kind = 'phone' AND p.removed_at IS NULL)"
)
_COMPANY = "(SELECT c.name FROM contact c WHERE c.id = t.company)"
_PERSON = "(SELECT c.name FROM contact c WHERE c.id = t.{link})"


def _joined(*parts: str) -> str:
    return " || ' ' || ".join(f"coalesce({each}, '')" for each in parts)


# Of each indexed table: the title, the body and the digits of phone numbers.
_TEXTS = {
    "contact": (
        "t.name",
        _joined("t.nickname", "t.legal_name", "t.job_title", "t.sector", _COMPANY, _POINTS, "t.vat_id", "t.tags", "t.notes"),
        _DIGITS,
    ),
    "deal": ("t.title", _joined(_COMPANY, _PERSON.format(link="person"), "t.note", "t.lost_reason"), "NULL"),
    "ticket": (
        "t.subject",
        _joined(
            "t.number",
            _COMPANY,
            _PERSON.format(link="contact"),
            "t.description",
            "(SELECT group_concat(m.body, ' ') FROM ticket_message m WHERE m.ticket = t.id AND m.removed_at IS NULL)",
        ),
        "NULL",
    ),
    "interaction": ("t.subject", _joined("t.body", "t.outcome"), "NULL"),
    "task": ("t.title", _joined("t.note"), "NULL"),
    "product": ("t.name", _joined("t.code", "t.category", "t.description"), "NULL"),
}
# A row of the first table changes the text of the record that it belongs to.
_PARTS = {"contact_point": ("contact", "contact"), "ticket_message": ("ticket", "ticket")}


def _rows(table: str) -> str:
    title, body, digits = _TEXTS[table]
    return (
        f"SELECT t.rid * {DOC_STEP} + {BY_NAME[table].number}, search_words({title}), search_words({body}), {digits} "
        f"FROM {table} t"
    )


def _rebuild(connection: Connection) -> None:
    for table in _TEXTS:
        _fill(connection, table, "t.removed_at IS NULL", ())
    connection.execute("INSERT INTO search_text(search_text) VALUES ('optimize')")


def _fill(connection: Connection, table: str, where: str, values: Sequence[int]) -> None:
    rows = f"{_rows(table)} WHERE {where}"
    connection.execute(
        f"INSERT OR REPLACE INTO search_text(rowid, title, body) SELECT doc, title, body FROM "
        f"(SELECT 0 AS doc, '' AS title, '' AS body, '' AS digits WHERE 0 UNION ALL {rows})",
        tuple(values),
    )
    if table == "contact":
        connection.execute(
            "INSERT OR REPLACE INTO search_part(rowid, name, digits) SELECT doc, title, coalesce(digits, '') FROM "
            f"(SELECT 0 AS doc, '' AS title, '' AS body, '' AS digits WHERE 0 UNION ALL {rows})",
            tuple(values),
        )


def _refresh(connection: Connection, touched: Touched) -> None:
    for table, ranges in touched.ranges.items():
        if table in _TEXTS:
            for each in ranges:
                _fill(connection, table, "t.rid BETWEEN ? AND ? AND t.removed_at IS NULL", (each.start, each.stop - 1))
    wanted: dict[str, set[int]] = {table: set(rids) for table, rids in touched.rows.items() if table in _TEXTS}
    for part, (link, table) in _PARTS.items():
        wanted.setdefault(table, set()).update(_owners(connection, part, link, table, touched))
    for table, rids in wanted.items():
        for chunk in _chunks(sorted(rids)):
            _replace(connection, table, chunk)


def _replace(connection: Connection, table: str, rids: Sequence[int]) -> None:
    marks = ", ".join("?" * len(rids))
    docs = tuple(rid * DOC_STEP + BY_NAME[table].number for rid in rids)
    connection.execute(f"DELETE FROM search_text WHERE rowid IN ({marks})", docs)
    if table == "contact":
        connection.execute(f"DELETE FROM search_part WHERE rowid IN ({marks})", docs)
    _fill(connection, table, f"t.rid IN ({marks}) AND t.removed_at IS NULL", rids)


def _owners(connection: Connection, part: str, link: str, table: str, touched: Touched) -> set[int]:
    """Return the rids of the records whose parts were touched, leaving out those that a range just filled."""
    rids = touched.rows.get(part, frozenset())
    owner = f"SELECT o.rid FROM {part} p JOIN {table} o ON o.id = p.{link} WHERE p.rid"
    found: set[int] = set()
    for chunk in _chunks(sorted(rids)):
        marks = ", ".join("?" * len(chunk))
        found.update(row[0] for row in connection.execute(f"{owner} IN ({marks})", tuple(chunk)))
    filled = touched.ranges.get(table, ())
    for each in touched.ranges.get(part, ()):
        rows = connection.execute(f"{owner} BETWEEN ? AND ?", (each.start, each.stop - 1))
        found.update(row[0] for row in rows if not any(row[0] in already for already in filled))
    return found


def _chunks(values: Sequence[int]) -> Iterable[Sequence[int]]:
    return (values[start : start + _CHUNK] for start in range(0, len(values), _CHUNK))


SEARCH_INDEX = Derived(
    name="search",
    version=1,
    tables=("search_text", "search_part"),
    create=(
        "CREATE VIRTUAL TABLE search_text USING fts5(title, body, content='', contentless_delete=1, "
        "prefix='2 3', tokenize='unicode61 remove_diacritics 2')",
        "CREATE VIRTUAL TABLE search_part USING fts5(name, digits, content='', contentless_delete=1, tokenize='trigram')",
    ),
    rebuild=_rebuild,
    refresh=_refresh,
)
