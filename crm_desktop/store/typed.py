"""What a person typed into the fields of a record, as stored values with links resolved."""

from collections.abc import Mapping

from crm_desktop.errors import InvalidField
from crm_desktop.schema.catalogue import Kind
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Place, Stored, stored_value
from crm_desktop.schema.link_kinds import link_kind
from crm_desktop.store.links import linked_record
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _


def typed_values(connection: Connection, kind: Kind, typed: Mapping[str, str], place: Place) -> dict[str, Stored]:
    """Return the stored forms of the `typed` values of a record of `kind`; raises InvalidField or WrongUsage."""
    currency = typed.get("currency", "").upper() or None
    return {name: typed_value(connection, kind.field(name), text, place, currency) for name, text in typed.items()}


def typed_value(connection: Connection, field: Field, text: str, place: Place, currency: str | None) -> Stored:
    """Return the stored form of the `text` typed into `field`, links by name or id; raises InvalidField."""
    if field.read_only:
        raise InvalidField(
            field.name, _("{field} is kept by the program and cannot be typed.").format(field=_(field.label))
        )
    if field.kind is FieldKind.LINK and text.strip():
        return linked_record(connection, field, text, link_kind(field))
    return stored_value(field, text, place, currency)
