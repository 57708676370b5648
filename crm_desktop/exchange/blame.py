"""Why a row was refused: the column and value that are to blame, and the reason in words."""

from crm_desktop.errors import InvalidField
from crm_desktop.exchange.match import Several
from crm_desktop.exchange.row_reader import RefusedRow, RowReader
from crm_desktop.exchange.stored_records import StoredRecords
from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.words import _


def blamed(
    refusal: RefusedRow | Several | InvalidField, reader: RowReader, records: StoredRecords
) -> tuple[str, str, str]:
    """Return the column, the value and the reason of a `refusal`; column and value are empty where none is to blame."""
    if isinstance(refusal, RefusedRow):
        return refusal.column, refusal.value, refusal.reason
    if isinstance(refusal, InvalidField):
        return "", "", str(refusal)
    return "", "", _all_named(refusal, reader, records)


def _all_named(several: Several, reader: RowReader, records: StoredRecords) -> str:
    table = reader.table
    tables = [table, *(each for each in ("contact", "product", "member", "deal", "ticket") if each != table)]
    named = []
    for record in several.records:
        found = ""
        for each in tables:
            title = BY_NAME[each].title
            stored = records.values(each, [title], [record])
            made = reader.links.makings.waiting.get(record)
            found = str(stored[record][0]) if record in stored else str(made.values[title]) if made else found
        named.append(f"{found} ({record.hex()})")
    return _("The row fits several records: {records}. Name one by its id, or merge them first.").format(
        records=", ".join(named)
    )
