"""A fingerprint of what a workspace holds: equal wherever the same records are, whatever way they came there."""

import hashlib
import json
from collections.abc import Mapping
from typing import NamedTuple

from crm_desktop.schema.catalogue import SHARED
from crm_desktop.schema.field import FieldKind, RecordTable
from crm_desktop.vault.driver import Connection, Row

_ROWS_AT_ONCE = 1000


class ContentHash(NamedTuple):
    """The SHA-256 of each table's records, and of all of them."""

    tables: Mapping[str, str]
    all: str


def content_hash(reader: Connection) -> ContentHash:
    """Return the fingerprint of all stored fields of all records, in the bin or not, in the order of their ids.

    What stays on its device is left out. Row numbers, clocks and the times of changes are no content: two copies of the
    same records differ in them.
    """
    tables = {table.name: _table_hash(reader, table) for table in SHARED}
    whole = hashlib.sha256()
    for name, digest in tables.items():
        whole.update(f"{name} {digest}\n".encode())
    return ContentHash(tables, whole.hexdigest())


def _table_hash(reader: Connection, table: RecordTable) -> str:
    digest = hashlib.sha256()
    columns = ", ".join(["id", *(each.name for each in table.stored_fields)])
    documents = [at for at, each in enumerate(table.stored_fields, 1) if each.kind is FieldKind.JSON]
    rows = reader.execute(f"SELECT {columns} FROM {table.name} ORDER BY id")
    while chunk := rows.fetchmany(_ROWS_AT_ONCE):
        digest.update("".join(_line(row, documents) for row in chunk).encode())
    return digest.hexdigest()


def _line(row: Row, documents: list[int]) -> str:
    values = [each.hex() if isinstance(each, bytes) else each for each in row]
    for at in documents:
        if values[at] is not None:
            # The same document may have been written with its keys in another order.
            values[at] = json.loads(values[at])
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
