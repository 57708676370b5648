"""What becomes of the values of a record with a row that means it."""

import json

from crm_desktop.exchange.chunk_records import Said
from crm_desktop.exchange.drafts import Draft
from crm_desktop.exchange.remarks import Remark
from crm_desktop.exchange.row_reader import RowReader
from crm_desktop.exchange.stored_records import Values
from crm_desktop.schema.field import FieldKind
from crm_desktop.schema.forms import Stored


class RowValues:
    """Works the values of rows of a `reader` into those of their records; empty cells empty fields where that is so."""

    def __init__(self, reader: RowReader, *, empties: bool) -> None:
        self._reader = reader
        self._empties = sorted(reader.emptied) if empties else []
        self._kept = reader.never_emptied if empties else {}
        self._unions = [reader.position[name] for name in reader.unions if name in reader.position]
        self._flags = [
            number for name, number in reader.position.items() if reader.fields[name].kind is FieldKind.YES_NO
        ]
        self._currency = reader.position.get("currency")

    def after(self, before: Values, draft: Draft, said: Said) -> Values:
        """Return what becomes of the values `before` with the row of `draft`, of which this is `said`."""
        reader, row = self._reader, draft.values
        pairs = zip(before, row, strict=True)
        after = [old if new is None or (said.fills and old is not None) else new for old, new in pairs]
        for number in self._unions:
            after[number] = _union(before[number], row[number])
        for number in self._empties:
            if row[number] is None and said.may_empty(reader.columns[number]):
                after[number] = None
        for number, column in self._kept.items():
            if row[number] is None:
                reader.remarks.note(Remark.NEVER_EMPTY, column)
        for number in self._flags:
            # Never having been asked is a no as well.
            if before[number] is None and after[number] == 0:
                after[number] = None
        if self._currency is not None and before[self._currency] is None:
            # Amounts without a currency are in the workspace's.
            after[self._currency] = None if after[self._currency] == reader.place.currency else after[self._currency]
        for name in said.silent & reader.position.keys():
            after[reader.position[name]] = before[reader.position[name]]
        reader.moved(before, after)
        return after


def _union(before: Stored, row: Stored) -> Stored:
    """Return both lists of tags, or both sets of ids, as one."""
    if row is None or before is None or row == before:
        return before if row is None else row
    old, new = json.loads(str(before)), json.loads(str(row))
    if isinstance(old, dict):
        return json.dumps({**old, **new}, ensure_ascii=False) if {**old, **new} != old else before
    added = [each for each in new if each not in old]
    return json.dumps([*old, *added], ensure_ascii=False) if added else before
