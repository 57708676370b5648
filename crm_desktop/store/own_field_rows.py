"""The descriptions of own fields as settings and commands list them."""

from typing import NamedTuple

from crm_desktop.schema.field import Choice
from crm_desktop.store.own_fields import stored_choices
from crm_desktop.vault.driver import Connection


class OwnFieldRow(NamedTuple):
    """One own field: the kind of record that has it, its type, and what its type needs; `removed` is put away."""

    id: bytes
    record_kind: str
    name: str
    label: str
    kind: str
    choices: tuple[Choice, ...]
    target: str | None
    formula: str
    help: str
    required: bool
    personal: bool
    removed: bool


def own_field_rows(reader: Connection) -> list[OwnFieldRow]:
    """Return all own fields in their order, by kind of record; those put away come last."""
    found = reader.execute(
        "SELECT id, record_kind, name, label, kind, choices, target, formula, help, required, personal, "
        "removed_at IS NOT NULL FROM custom_field "
        "ORDER BY record_kind, removed_at IS NOT NULL, position IS NULL, position, id"
    )
    return [
        OwnFieldRow(
            record,
            str(of_kind),
            str(name),
            str(label),
            str(kind),
            stored_choices(choices),
            target,
            formula or "",
            help_ or "",
            bool(required),
            bool(personal),
            bool(removed),
        )
        for record, of_kind, name, label, kind, choices, target, formula, help_, required, personal, removed in found
    ]
