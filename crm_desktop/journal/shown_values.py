"""Stored values as a person reads them: links by the name of what they lead to, money in its currency."""

from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Place, Stored, shown_value
from crm_desktop.vault.driver import Connection


class ShownValues:
    """Shows values of one state of the file; names of linked records are looked up once."""

    def __init__(self, reader: Connection, place: Place) -> None:
        self._reader = reader
        self._place = place
        self._names: dict[tuple[str, bytes], str] = {}

    def shown(self, field: Field, stored: Stored, currency: str) -> str:
        """Return `stored` as it is shown; a link to what is not here is empty."""
        if field.kind is FieldKind.LINK and isinstance(stored, bytes) and field.target:
            key = (field.target, stored)
            if key not in self._names:
                title = BY_NAME[field.target].title
                row = self._reader.execute(f"SELECT {title} FROM {field.target} WHERE id = ?", (stored,)).fetchone()
                self._names[key] = "" if row is None else str(row[0] or "")
            return self._names[key]
        return shown_value(field, stored, self._place, currency)

    def currency_of(self, table: str, record: bytes | None) -> str:
        """Return the currency that the record's amounts are in; the workspace's where it names none."""
        declared = BY_NAME[table]
        if record is None or "currency" not in declared.by_name or not declared.by_name["currency"].stored:
            return self._place.currency
        row = self._reader.execute(f"SELECT currency FROM {table} WHERE id = ?", (record,)).fetchone()
        return self._place.currency if row is None or row[0] is None else str(row[0])
