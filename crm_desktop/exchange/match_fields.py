"""The fields that the user chose to say "the same record"."""

from collections.abc import Iterator, Sequence

from crm_desktop.errors import WrongUsage
from crm_desktop.exchange.drafts import Draft
from crm_desktop.exchange.known import occurrence
from crm_desktop.exchange.match import EXTERNAL, KeyIndex
from crm_desktop.exchange.numbered import numbered
from crm_desktop.exchange.row_reader import RowReader
from crm_desktop.exchange.slots import stored_kind
from crm_desktop.schema.catalogue import Kind
from crm_desktop.schema.forms import Stored
from crm_desktop.store.expressions import field_expression, rows_of_kind
from crm_desktop.words import _

_NORMAL = {"email", "phone"}


class MatchFields:
    """Finds records by the values of chosen fields: a row fits the record that has the same in all of them."""

    def __init__(self, reader: RowReader, fields: Sequence[str]) -> None:
        self._reader = reader
        self._kind = stored_kind(reader.understood.kind)._replace(own=reader.understood.target.own)
        self._fields = [name for name in fields if name != "external_id"]
        self._by_external = len(self._fields) < len(fields)
        for name in self._fields:
            self._check(name)
        self._index = KeyIndex(lambda _sort: self._load(self._kind), reader.links.spool)

    def find(self, draft: Draft) -> bytes | None:
        """Return the record that has the row's values, or None; raises Several."""
        if self._by_external:
            found = draft.index.find([key for key in draft.keys if key[0].startswith(EXTERNAL)])
            if found is not None or not self._fields:
                return found
        holding = self._holding(draft)
        return None if holding is None else self._index.find([("chosen", holding)])

    def add(self, record: bytes, draft: Draft) -> None:
        """Let `record` be found by the row's values from now on."""
        holding = self._holding(draft)
        if holding is not None and self._fields:
            self._index.add(record, [("chosen", holding)])

    def _holding(self, draft: Draft) -> str | None:
        values = [self._value(draft, name) for name in self._fields]
        return None if None in values or not values else occurrence(values)

    def _value(self, draft: Draft, name: str) -> Stored:
        if name in self._reader.position:
            return draft.values[self._reader.position[name]]
        field = self._kind.field(name)
        columns = self._reader.part_columns
        part = "normal" if name in _NORMAL else field.part
        for each in draft.parts:
            if each[columns.index("kind")] == field.point and each[columns.index("is_primary")]:
                return each[columns.index(part)]
        return None

    def _load(self, kind: Kind) -> Iterator[tuple[str, bytes]]:
        if not self._fields:
            return
        expressions = [self._expression(name) for name in self._fields]
        rows = self._reader.links.connection.execute(
            f"SELECT t.id, {', '.join(expressions)} FROM {kind.table.name} t WHERE {rows_of_kind(kind)}"
        )
        for record, *values in rows:
            if None not in values:
                yield occurrence(values), record

    def _expression(self, name: str) -> str:
        expression = field_expression(self._kind.table, self._kind.field(name))
        return expression.replace("p.value", "p.normal") if name in _NORMAL else expression

    def _check(self, name: str) -> None:
        field = self._kind.field(name)
        points = {place.kind for each in self._reader.at if (place := numbered(each)) is not None}
        if name not in self._reader.at and name not in self._reader.position and name not in points:
            raise WrongUsage(
                _("No column of “{file}” goes into {field}, so rows cannot be matched by it.").format(
                    file=self._reader.understood.table.name, field=field.name
                )
            )
