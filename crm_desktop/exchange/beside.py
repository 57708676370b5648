"""Mails that are taken in on the page of a record: they belong to that record too, whoever wrote them."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from crm_desktop.files.keeping import NewFile
from crm_desktop.schema.forms import Stored
from crm_desktop.vault.driver import Connection

CONTACT = "contact"
TABLES = (CONTACT, "deal", "ticket")  # whose pages show what was written about them


class Beside(NamedTuple):
    """The record of `table` on whose page mails were dropped, and the other `files` that came with them."""

    table: str
    record: bytes
    files: Sequence[NewFile] = ()


def link_beside(
    connection: Connection,
    beside: Beside,
    position: Mapping[str, int],
    values: list[Stored],
    parts: Sequence[list[Stored]],
) -> list[list[Stored]]:
    """Link an activity to the record `beside`, in its `values` where their place is free; return who takes part.

    A contact who is not among the `parts` takes part without a role.
    """
    if beside.table != CONTACT:
        values[position[beside.table]] = values[position[beside.table]] or beside.record
        return list(parts)
    kind, company = connection.execute("SELECT kind, company FROM contact WHERE id = ?", (beside.record,)).fetchone()
    linked = {values[position["person"]], values[position["company"]], *(each[0] for each in parts)}
    if beside.record in linked:
        return list(parts)
    place = "company" if kind == "company" else "person"
    if values[position[place]] is None:
        values[position[place]] = beside.record
        values[position["company"]] = values[position["company"]] or company
    return [*parts, [beside.record, None]]
