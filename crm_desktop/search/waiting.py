"""Which records changed since the index last took changes up."""

import json
from collections.abc import Iterable, Iterator, Mapping

from crm_desktop.schema.catalogue import BY_NAME, BY_NUMBER, KINDS
from crm_desktop.schema.ours import CUSTOM_FIELD
from crm_desktop.schema.own import FIRST_OWN_NUMBER, own_number
from crm_desktop.search.own_formulas import formula_inputs
from crm_desktop.search.texts import FILES, PARTS, SEARCHED
from crm_desktop.store.capture import INSERTED_RANGE
from crm_desktop.store.derived import Touched
from crm_desktop.vault.driver import Connection

_REMOVED_AT = 2
# A new name of a record is found with all that points to it: the tables and links that name one, by what they name.
_NAMED_BY: dict[str, list[tuple[str, str]]] = {}
for _table, _searched in SEARCHED.items():
    for _link in _searched.links:
        _NAMED_BY.setdefault(BY_NAME[_table].by_name[_link].target or "", []).append((_table, _link))
NAMING = frozenset(_NAMED_BY)


def waiting(connection: Connection) -> dict[str, list[int]]:
    """Return the rids by table whose changes the index does not hold yet, in order."""
    stale: dict[str, set[int]] = {}
    renamed: dict[str, set[int]] = {}
    described: set[int] = set()
    own, renamed_apart = own_links(connection), dict[str, set[int]]()
    computed = formula_inputs(connection)
    found = connection.execute(_changed(computed), (INSERTED_RANGE,))
    for number, rid, field in found.fetchall():
        table = BY_NUMBER[number].name
        if table in own and field == _title(table):
            renamed_apart.setdefault(table, set()).add(rid)
        if number == CUSTOM_FIELD.number:
            described.add(rid)
        elif table in _FIELDS and _tells(table, field, computed):
            stale.setdefault(table, set()).add(rid)
            if table in NAMING and field == _title(table):
                renamed.setdefault(table, set()).add(rid)
    for part, owner in PARTS.items():
        rids = stale.pop(part, None)
        if rids:
            stale.setdefault(owner, set()).update(_owners(connection, part, owner, rids))
    for table, holding in _holding(connection, described):
        stale.setdefault(table, set()).update(holding)
    for named, rids in renamed.items():
        for table, link in _NAMED_BY[named]:
            stale.setdefault(table, set()).update(_pointing(connection, table, link, named, rids))
    for named, rids in renamed_apart.items():
        for table, key in own[named]:
            stale.setdefault(table, set()).update(_holding_link(connection, table, key, named, rids))
    return {table: sorted(rids) for table, rids in stale.items() if rids}


def _tells(table: str, field: int | None, computed: Mapping[str, frozenset[int]]) -> bool:
    """Tell whether a change of `field` gives a record of `table` other texts; None is that it came to be."""
    if field is None or field >= FIRST_OWN_NUMBER:
        return True
    return field in _FIELDS[table] or field in computed.get(table, ())


def own_links(connection: Connection) -> dict[str, list[tuple[str, str]]]:
    """Return the own fields that lead to records, each by its table and key, by the table that it leads to."""
    found = connection.execute(
        "SELECT id, record_kind, target, kind FROM custom_field WHERE kind IN ('link', 'file') AND removed_at IS NULL"
    ).fetchall()
    tables = {each.name: each.table.name for each in KINDS}
    links: dict[str, list[tuple[str, str]]] = {}
    for record, kind, target, sort in found:
        named = FILES if sort == "file" else tables.get(target or "", "")
        if named and tables.get(kind) in SEARCHED:
            links.setdefault(named, []).append((tables[kind], str(own_number(record))))
    return links


def renamed_now(connection: Connection, touched: Touched) -> frozenset[str]:
    """Return the tables of which a record got another name by what was `touched`."""
    if touched.renamed is not None:
        return touched.renamed
    pairs = ", ".join(f"({BY_NAME[table].number}, {_title(table)})" for table in touched.rows)
    if not pairs:
        return frozenset()
    # told not to use an index: the few newest changes are looked at, not all that the tables ever had
    renamed = f"SELECT DISTINCT tbl FROM change NOT INDEXED WHERE seq > ? AND (tbl, fld) IN (VALUES {pairs})"
    return frozenset(BY_NUMBER[row[0]].name for row in connection.execute(renamed, (touched.since,)))


def _holding(connection: Connection, described: Iterable[int]) -> Iterator[tuple[str, list[int]]]:
    """Yield the records by table that have a value in an own field whose description was changed."""
    for rid in described:
        row = connection.execute("SELECT id, record_kind, kind FROM custom_field WHERE rid = ?", (rid,)).fetchone()
        table = next((each.table.name for each in KINDS if each.name == row[1]), "")
        if table in SEARCHED:
            path = f'$."{own_number(row[0])}"'
            # a formula may give something in each of them
            found = connection.execute(
                f"SELECT rid FROM {table} WHERE ? = 'formula' OR json_extract(custom, ?) IS NOT NULL", (row[2], path)
            )
            yield table, [each[0] for each in found]


def _owners(connection: Connection, part: str, owner: str, rids: Iterable[int]) -> list[int]:
    found = connection.execute(
        f"SELECT o.rid FROM json_each(?) j CROSS JOIN {part} p ON p.rid = j.value JOIN {owner} o ON o.id = p.{owner}",
        (json.dumps(list(rids)),),
    )
    return [row[0] for row in found]


def _pointing(connection: Connection, table: str, link: str, named: str, rids: Iterable[int]) -> list[int]:
    found = connection.execute(
        f"SELECT t.rid FROM json_each(?) j CROSS JOIN {named} c ON c.rid = j.value JOIN {table} t ON t.{link} = c.id",
        (json.dumps(list(rids)),),
    )
    return [row[0] for row in found]


def _holding_link(connection: Connection, table: str, key: str, named: str, rids: Iterable[int]) -> list[int]:
    """Return the rows of `table` whose own link under `key` leads to one of `rids`; costs one pass over it."""
    found = connection.execute(
        f"""SELECT t.rid FROM {table} t WHERE t.custom IS NOT NULL AND json_extract(t.custom, '$."{key}"') IN
        (SELECT hex(c.id) FROM json_each(?) j CROSS JOIN {named} c ON c.rid = j.value)""",
        (json.dumps(list(rids)),),
    )
    return [row[0] for row in found]


def _title(table: str) -> int:
    declared = BY_NAME[table]
    return declared.by_name[declared.title].number


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
# Changes of other fields are not even read: there are many of them where one is written into many records.
_LOOKED_AT = ", ".join(
    str(number * FIRST_OWN_NUMBER + field)
    for number, field in sorted(
        {(BY_NAME[table].number, field) for table, fields in _FIELDS.items() for field in fields}
        | {(table.number, _title(table.name)) for table in BY_NAME.values() if table.title in table.by_name}
    )
)


def _changed(computed: Mapping[str, frozenset[int]]) -> str:
    """Return the query of the changes that give records other texts, with those of the fields that are `computed` with.

    Told not to use an index: by that of records all changes there ever were would be gone through.
    """
    numbers = sorted(
        BY_NAME[table].number * FIRST_OWN_NUMBER + field for table, fields in computed.items() for field in fields
    )
    return (
        "SELECT DISTINCT tbl, rid, fld FROM change NOT INDEXED WHERE seq > (SELECT seq FROM search_state) AND op < ? "
        f"AND (fld IS NULL OR fld >= {FIRST_OWN_NUMBER} OR tbl = {CUSTOM_FIELD.number} "
        f"OR tbl * {FIRST_OWN_NUMBER} + fld IN ({', '.join((_LOOKED_AT, *map(str, numbers)))}))"
    )
