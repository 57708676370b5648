"""The values that records have in a field, to choose from."""

from crm_desktop.schema.catalogue import Kind
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.store.expressions import field_expression, rows_of_kind
from crm_desktop.vault.driver import Connection

# So many of the newest records are looked at: enough to know what is in use, however many there are.
LOOKED_AT = 20_000


def values_in_use(reader: Connection, kind: Kind, field: Field, limit: int = 40) -> list[str]:
    """Return the texts that records of `kind` share in `field`, those in use most first."""
    expression = field_expression(kind.table, field)
    newest = (
        f"SELECT {expression} AS value FROM {kind.table.name} t NOT INDEXED WHERE {rows_of_kind(kind)} "
        f"ORDER BY t.rid DESC LIMIT {LOOKED_AT}"
    )
    source = f"({newest}) n"
    value = "n.value"
    if field.kind is FieldKind.TAGS:
        source, value = f"{source}, json_each(n.value) j", "j.value"
    shared = "" if field.kind is FieldKind.TAGS else "HAVING count(*) > 1"
    found = reader.execute(
        f"SELECT {value}, count(*) AS uses FROM {source} WHERE {value} IS NOT NULL AND {value} <> '' "
        f"GROUP BY 1 {shared} ORDER BY uses DESC, 1 LIMIT ?",
        (limit,),
    )
    return [str(row[0]) for row in found]
