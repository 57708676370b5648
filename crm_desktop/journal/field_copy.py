"""Values of one field taken over into another of another type, as one step."""

from typing import NamedTuple

from crm_desktop.errors import InvalidField
from crm_desktop.jobs import Progress
from crm_desktop.journal.journal import Journal
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Stored, plain_value
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.store.record_query import Row, View, record_count
from crm_desktop.store.typed import typed_value
from crm_desktop.store.whole_list import record_rows
from crm_desktop.words import _

NAMED = 20
_EVERY = 500


class Refused(NamedTuple):
    """A value that does not fit: whose it is, what it says, and why."""

    record: bytes
    text: str
    reason: str


class Copied(NamedTuple):
    """How many values were taken over, how many do not fit, and the first of those."""

    copied: int
    refused: int
    first: tuple[Refused, ...]


def copy_own_values(
    journal: Journal, kind: str, source: str, target: str, *, progress: Progress | None = None
) -> Copied:
    """Write what the records of `kind` have in the field `source` into their own field `target`, where it fits.

    What is in `target` already stays. Raises InvalidField where `target` takes no values.
    """
    reported = progress or Progress()
    with journal.transaction(_("Copy values of {field}").format(field=source)) as tx:
        declared = workspace_kinds(tx.connection).named(kind)
        read, written = declared.field(source), declared.field(target)
        if written.own is None or written.read_only:
            raise InvalidField("target", _("Values are copied into a field of your own that takes them."))
        view = View(declared, (), (), (source, target))
        total = record_count(tx.connection, view, journal.place)
        rows: list[tuple[Stored, bytes]] = []
        refused: list[Refused] = []
        for number, row in enumerate(record_rows(tx.connection, view, journal.place)):
            if number % _EVERY == 0:
                reported.report(number, total)
            text = _text(read, row)
            if not text or row.values[1] is not None:
                continue
            place = journal.place._replace(currency=row.currency)
            try:
                rows.append((typed_value(tx.connection, written, text, place, row.currency), row.record))
            except InvalidField as error:
                refused.append(Refused(row.record, text, str(error)))
        tx.update_many(declared.table.name, [target], rows)
    return Copied(len(rows), len(refused), tuple(refused[:NAMED]))


def _text(field: Field, row: Row) -> str:
    """Return the value of `field` as one would type it."""
    stored = row.values[0]
    if stored is None:
        return ""
    if field.kind is FieldKind.LINK:
        return row.names[0] or ""
    plain = plain_value(field, stored, row.currency)
    if isinstance(plain, bool):
        return "yes" if plain else "no"
    return ", ".join(plain) if isinstance(plain, list) else str(plain)
