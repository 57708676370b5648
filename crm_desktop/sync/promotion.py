"""What only a newer program knew, put in its place once this one is newer too."""

import json

from crm_desktop.schema.catalogue import BY_NUMBER, SHARED
from crm_desktop.schema.field import RecordTable
from crm_desktop.sync.noted import arrived, bag, bag_text, known_field
from crm_desktop.sync.rows import insert_rows, row_from
from crm_desktop.values.names import fold
from crm_desktop.vault.driver import Connection


def promote_unknown(connection: Connection) -> int:
    """Put kept values into the fields that are known now, and kept records into their tables; return how many.

    Runs inside an open transaction with capture muted; what is derived from the records is to be computed anew.
    """
    promoted = sum(_promote_fields(connection, table) for table in SHARED)
    for (number,) in connection.execute("SELECT DISTINCT tbl FROM pending_remote").fetchall():
        if number in BY_NUMBER:
            promoted += _promote_records(connection, BY_NUMBER[number])
    return promoted


def _promote_fields(connection: Connection, table: RecordTable) -> int:
    found = connection.execute(f"SELECT rid, _x FROM {table.name} WHERE _x IS NOT NULL").fetchall()
    count = 0
    for rid, text in found:
        kept = bag(text)
        known = {number: field for number in kept if (field := known_field(table, number)) is not None}
        if not known:
            continue
        values: dict[str, object] = {field.name: arrived(field, kept[number]) for number, field in known.items()}
        if table.title in values:
            values["sort_name"] = fold(str(values[table.title] or ""))
        values["_x"] = bag_text({number: value for number, value in kept.items() if number not in known})
        settings = ", ".join(f"{name} = ?" for name in values)
        connection.execute(f"UPDATE {table.name} SET {settings} WHERE rid = ?", (*values.values(), rid))
        count += 1
    return count


def _promote_records(connection: Connection, table: RecordTable) -> int:
    kept = connection.execute(
        f"SELECT id, doc, hlc, site, clk FROM pending_remote WHERE tbl = ? AND id NOT IN (SELECT id FROM {table.name})",
        (table.number,),
    ).fetchall()
    rows = [
        row_from([table.number, record.hex(), json.loads(doc), hlc, site, json.loads(clk or "{}")])
        for record, doc, hlc, site, clk in kept
    ]
    insert_rows(connection, table, rows)
    connection.execute("DELETE FROM pending_remote WHERE tbl = ?", (table.number,))
    return len(rows)
