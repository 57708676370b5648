"""Values as the journal notes them."""

from crm_desktop.schema.field import Field, FieldKind


def stored_from_note(field: Field, noted: str | int | float | None) -> str | int | float | bytes | None:
    """Return the stored form of a value that the journal noted: links travel as hexadecimal text."""
    return bytes.fromhex(noted) if field.kind is FieldKind.LINK and isinstance(noted, str) else noted
