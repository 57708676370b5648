"""Why a row was refused: the column and value that are to blame, and the reason in words."""

from collections.abc import Sequence
from typing import NamedTuple

from crm_desktop.errors import InvalidField
from crm_desktop.exchange.drafts import RefusedRow
from crm_desktop.exchange.match import Several
from crm_desktop.exchange.named_apart import named_apart
from crm_desktop.exchange.row_reader import RowReader
from crm_desktop.exchange.stored_records import StoredRecords
from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.values.money import TooManyDecimals
from crm_desktop.words import _


class Blamed(NamedTuple):
    """The column and value to blame, empty where none is, and the reason; an amount may be `too_fine` for its money."""

    column: str
    value: str
    reason: str
    too_fine: bool = False


def blamed(refusal: RefusedRow | Several | InvalidField, reader: RowReader, records: StoredRecords) -> Blamed:
    """Return what is to blame for a `refusal`."""
    if isinstance(refusal, RefusedRow):
        too_fine = isinstance(refusal.__cause__, TooManyDecimals)
        return Blamed(refusal.column, refusal.value, refusal.reason, too_fine)
    if isinstance(refusal, InvalidField):
        return Blamed("", "", str(refusal))
    return Blamed("", "", _all_named(refusal, reader, records))


def _all_named(several: Several, reader: RowReader, records: StoredRecords) -> str:
    table = reader.table
    tables = [table, *(each for each in ("contact", "product", "member", "deal", "ticket") if each != table)]
    named = [(record, *_named(record, tables, reader, records)) for record in several.records]
    told = _(
        "The row fits several records: {records}. Say in it what tells them apart, such as an e-mail address or an id, "
        "or merge them first."
    )
    return told.format(records="; ".join(named_apart(reader.links.before, named)))


def _named(record: bytes, tables: Sequence[str], reader: RowReader, records: StoredRecords) -> tuple[str, str]:
    """Return of which of `tables` the `record` is, and its name; it may be made by this very import."""
    made = reader.links.makings.waiting.get(record)
    if made is not None:
        return made.table, str(made.values[BY_NAME[made.table].title])
    for table in tables:
        stored = records.values(table, [BY_NAME[table].title], [record])
        if record in stored:
            return table, str(stored[record][0] or "")
    return tables[0], ""
