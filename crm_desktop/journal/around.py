"""Which rows of the journal are about a record: its own, those of its parts, those of what links to it."""

from typing import NamedTuple

from crm_desktop.schema.catalogue import BY_NAME, BY_NUMBER, TABLES
from crm_desktop.schema.field import Field, RecordTable

# What calls, tasks, deals, tickets and files are about. Links to others, such as stages, say nothing of them.
_ABOUT = ("contact", "deal", "ticket")


class RowsAround(NamedTuple):
    """Conditions on a change: it is the record's `own`, or of a record that is `linked` to it."""

    own: tuple[str, ...]
    linked: tuple[str, ...]


def rows_around(number: int, rid: int, record: bytes, *, linked: bool) -> RowsAround:
    """Return which changes are about the `record` that is row `rid` of the table `number`."""
    name = BY_NUMBER[number].name
    own = [f"(tbl = {number} AND rid = {rid})"]
    others = []
    for table in TABLES:
        part = table.by_name.get(table.belongs_to) if table.belongs_to else None
        if part is not None and part.target == name:
            own.append(_rows_of(table, part, record))
        elif linked and name in _ABOUT and table.name != name:
            for link in _quick_links(table, name):
                others.append(_rows_of(table, link, record))
                if part is not None and part.target is not None:
                    others.append(_wholes_of(table, part, link, record))
    return RowsAround(tuple(own), tuple(others))


def _quick_links(table: RecordTable, name: str) -> list[Field]:
    """Return the links of `table` to the table `name` by which its rows are found without looking at all of them."""
    quick = {each.split(",")[0] for each in table.indexes}
    return [each for each in table.fields if each.target == name and each.name in quick]


def _rows_of(table: RecordTable, link: Field, record: bytes) -> str:
    found = f"SELECT rid FROM {table.name} WHERE {link.name} = x'{record.hex()}'"
    return f"(tbl = {table.number} AND rid IN ({found}))"


def _wholes_of(table: RecordTable, part: Field, link: Field, record: bytes) -> str:
    """Return the rows that the parts belong to which link to `record`: the meeting of a participant."""
    whole = BY_NAME[str(part.target)]
    parts = f"SELECT {part.name} FROM {table.name} WHERE {link.name} = x'{record.hex()}'"
    return f"(tbl = {whole.number} AND rid IN (SELECT rid FROM {whole.name} WHERE id IN ({parts})))"
