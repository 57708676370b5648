"""No edit is lost unseen: a value is written only over the one that the user had before the eyes."""

from collections.abc import Mapping

from crm_desktop.errors import ChangedMeanwhile, UnknownRecord
from crm_desktop.journal.transaction import Stored, Transaction
from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.schema.field import FieldKind
from crm_desktop.schema.forms import Place, shown_value
from crm_desktop.store.expressions import field_expression, names_of
from crm_desktop.words import _

_EMPTY = (None, "")


def check_seen(tx: Transaction, table: str, record: bytes, seen: Mapping[str, Stored], place: Place) -> None:
    """Raise ChangedMeanwhile where a field of the record does not hold what was `seen` in it any more.

    What then is written over has been seen, so the clock that the journal notes as its base is the right one.
    Raises UnknownRecord where the record was erased or is in the bin by now.
    """
    if not seen:
        return
    declared = BY_NAME[table]
    own = tx.own_fields(table, [name for name in seen if name not in declared.by_name])
    fields = [*(declared.by_name[name] for name in seen if name in declared.by_name), *own]
    columns = ", ".join(field_expression(declared, each) for each in fields)
    row = tx.connection.execute(f"SELECT t.removed_at, {columns} FROM {table} t WHERE t.id = ?", (record,)).fetchone()
    if row is None:
        raise UnknownRecord(_("There is no such record here. It may have been erased."))
    if row[0] is not None:
        raise UnknownRecord(_("This was deleted meanwhile. Restore it from the bin, then save again."))
    for field, now in zip(fields, row[1:], strict=True):
        if now == seen[field.name] or (now in _EMPTY and seen[field.name] in _EMPTY):
            continue
        if field.kind is FieldKind.LINK and field.target and isinstance(now, bytes):
            shown = names_of(tx.connection, field.target, [now]).get(now, "")
        else:
            shown = shown_value(field, now, place)
        told = _("“{value}” was written here meanwhile. Save again to replace it.").format(value=shown)
        emptied = _("This was emptied meanwhile. Save again to fill it.")
        raise ChangedMeanwhile(field.name, told if shown else emptied, now)
