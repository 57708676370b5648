"""Records as commands name and show them."""

from crm_desktop.acts import record_kind
from crm_desktop.cli.output import print_table
from crm_desktop.errors import UnknownRecord, WrongUsage
from crm_desktop.journal.ids import id_from_text, id_text
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Place, Plain, shown_value
from crm_desktop.store.record_query import Row, View, one_record, plain_record, view_fields
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _


def record_from_text(text: str) -> bytes:
    """Return the id that `text` spells; raises WrongUsage."""
    record = id_from_text(text)
    if record is None:
        raise WrongUsage(_("“{text}” is not the id of a record. Copy one from `list` or `search`.").format(text=text))
    return record


def row_id(row: Row) -> str:
    """Return the id of `row` as commands print ids."""
    return id_text(row.record)


def found_record(reader: Connection, record: bytes, place: Place) -> tuple[View, Row]:
    """Return the record with all its fields; raises UnknownRecord."""
    kind, _title = record_kind(reader, record)
    found = one_record(reader, kind, record, place)
    if found is None:
        raise UnknownRecord(_("There is no such record here. It may have been erased."))
    return found


def record_document(reader: Connection, record: bytes, place: Place) -> dict[str, Plain]:
    """Return the record as `list` and `show` print it; raises UnknownRecord."""
    return plain_record(*found_record(reader, record, place), place)


def shown_fields(view: View, row: Row, place: Place) -> list[tuple[str, str]]:
    """Return label and text of each field of `row` that holds something."""
    pairs = zip(view_fields(view), row.values, row.called, strict=True)
    shown = [(_(field.label), shown_cell(field, value, name, place, row)) for field, value, name in pairs]
    return [(label, text) for label, text in shown if text]


def shown_cell(field: Field, value: str | int | float | bytes | None, name: str | None, place: Place, row: Row) -> str:
    """Return a stored value of `row` as it is shown to a person: links by the name of what they point to."""
    if field.kind is FieldKind.LINK:
        return name or ""
    return shown_value(field, value, place, row.currency_of(field, place))


def print_record(view: View, row: Row, place: Place) -> None:
    """Print the record for people."""
    print_table([_("Field"), _("Value")], [("id", row_id(row)), *shown_fields(view, row, place)])
