"""Links found by id or by name."""

from crm_desktop.errors import InvalidField
from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.schema.field import Field
from crm_desktop.store.near_names import kept_names, no_such
from crm_desktop.values.names import fold
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _

ID_DIGITS = 32


def linked_record(connection: Connection, field: Field, text: str, kind: str | None = None) -> bytes:
    """Return the id of the one record that `text` names for the link `field`, by its id or its name.

    `kind` narrows contacts to people or companies. Raises InvalidField where nothing or more than one thing fits.
    """
    table = BY_NAME[field.target or ""]
    found = find_by_name(connection, table.name, text, kind)
    if len(found) == 1:
        return found[0][0]
    if not found:
        raise InvalidField(field.name, no_such(connection, table.name, text, kind))
    raise InvalidField(
        field.name,
        _("“{text}” fits {n} records: {ids}. Name one by its id.").format(
            text=text, n=len(found), ids=", ".join(f"{name} ({record.hex()})" for record, name in found)
        ),
    )


def find_by_name(connection: Connection, table: str, text: str, kind: str | None = None) -> list[tuple[bytes, str]]:
    """Return id and name of up to five records of `table` that `text` names, by id or by folded name."""
    title = BY_NAME[table].title
    by_id = as_id(text)
    if by_id is not None:
        narrowed = "" if kind is None else f"kind = '{kind}' AND "
        row = connection.execute(f"SELECT id, {title} FROM {table} WHERE {narrowed}id = ?", (by_id,)).fetchone()
        if row is not None:
            return [(row[0], str(row[1]))]
    found = connection.execute(
        f"SELECT id, {title} FROM {table} WHERE {kept_names(table, kind)} AND sort_name = ? LIMIT 5", (fold(text),)
    )
    return [(row[0], str(row[1])) for row in found]


def as_id(text: str) -> bytes | None:
    """Return the id that `text` spells in hexadecimal, or None where it spells none."""
    digits = text.strip().replace("-", "")
    try:
        return bytes.fromhex(digits) if len(digits) == ID_DIGITS else None
    except ValueError:
        return None
