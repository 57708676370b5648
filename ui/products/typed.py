"""Stored values as one would type them, for acts that take what was typed."""

from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Place, Stored
from crm_desktop.values.money import plain_amount
from ui.kit.record_form import typed_form


def typed_value(field: Field, stored: Stored, place: Place) -> str:
    """Return `stored` as one would type it; amounts with the decimals of the workspace's currency, as they are read."""
    if field.kind is FieldKind.MONEY and isinstance(stored, int):
        return plain_amount(stored, place.currency)
    return typed_form(field, stored, place)
