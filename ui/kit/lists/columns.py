"""The columns of a list of records, made from the fields of the schema, and the inputs of their cells."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

from PySide6.QtCore import QObject

from crm_desktop.acts import set_fields
from crm_desktop.errors import CrmError
from crm_desktop.journal.field_actions import write_own_values
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Stored
from crm_desktop.schema.read_forms import read_value
from crm_desktop.store.record_query import Row, View, view_fields
from crm_desktop.values.money import plain_amount
from crm_desktop.words import _
from ui.kit.cells import Cell, CellKind
from ui.kit.desk import Desk
from ui.kit.fields.base import FieldInput
from ui.kit.fields.make import make_input
from ui.kit.fields.named_link import NamedLink, found_records
from ui.kit.lists.state import UNSORTED
from ui.kit.paged_model import Column
from ui.kit.record_form import typed_form

FIRST_WIDTH, WIDTH = 220, 130
_NUMBERS = frozenset({FieldKind.NUMBER, FieldKind.DECIMAL, FieldKind.PERCENT, FieldKind.MINUTES})
_NOT_EDITED = frozenset(
    {
        *(FieldKind.CHOICES, FieldKind.TAGS, FieldKind.LONG_TEXT, FieldKind.JSON),
        *(FieldKind.INSTANT, FieldKind.FORMULA, FieldKind.RECURRENCE),
    }
)
FILES = "attachment"


class RecordColumns:
    """Makes the columns of `view`, and the inputs of their cells; `owner` outlives what is asked for them."""

    def __init__(self, desk: Desk, view: View, owner: QObject) -> None:
        self._desk = desk
        self._view = view
        self._owner = owner
        self._fields = view_fields(view)
        self._at = {field.name: place for place, field in enumerate(self._fields)}

    def columns(self) -> list[Column[Row]]:
        """Return a column for each field of the view."""
        return [self._column(place, field) for place, field in enumerate(self._fields)]

    def stored(self, row: Row, name: str) -> Stored:
        """Return the stored value of the field `name` in `row`."""
        return row.values[self._at[name]]

    def make(self, row: Row, name: str) -> FieldInput | None:
        """Return the input for the cell of `row` in the column `name`, with its value; None where it is not changed."""
        place = self._at[name]
        field, stored, desk = self._fields[place], self.stored(row, name), self._desk
        if not is_editable(field):
            return None
        if field.kind is FieldKind.LINK:
            find = found_records(desk, field, self._owner)
            made: FieldInput = NamedLink(desk, field, find, row.names[place] or "")
        else:
            made = make_input(desk, field, currency=row.currency)
        made.set_value(stored)
        return made

    def save(
        self, row: Row, name: str, value: Stored, saved: Callable[[], None], failed: Callable[[CrmError], None]
    ) -> None:
        """Save `value`, then call `saved` or `failed`."""
        field = self._fields[self._at[name]]
        if value == self.stored(row, name):
            saved()
            return

        def tell(_result: object) -> None:
            saved()

        desk, owner = self._desk, self._owner
        done = _("{field} changed").format(field=_(field.label))
        if field.own is not None:
            table, values = self._view.kind.table.name, {name: value}
            desk.act(write_own_values, table, row.record, values, owner=owner, then=tell, on_error=failed, done=done)
            return
        money = field.kind is FieldKind.MONEY and isinstance(value, int)
        text = plain_amount(int(str(value)), row.currency) if money else typed_form(field, value, desk.place)
        desk.act(set_fields, row.record, {name: text}, owner=owner, then=tell, on_error=failed, done=done)

    def _column(self, place: int, field: Field) -> Column[Row]:
        kind, value, cell = self.shown(place, field)
        return Column(
            field.name,
            field.label,
            FIRST_WIDTH if place == 0 else WIDTH,
            kind,
            value=value,
            cell=cell,
            priority=0 if place == 0 else place,
            stretch=place == 0 or field.kind is FieldKind.LINK,
            sortable=field.kind not in UNSORTED,
            editable=is_editable(field),
        )

    def shown(
        self, place: int, field: Field
    ) -> tuple[CellKind, Callable[[Row], object] | None, Callable[[Row], Cell] | None]:
        """Return how `field`, the value at `place` of a row, is shown."""
        match field.kind:
            case FieldKind.MONEY:
                return CellKind.MONEY, None, lambda row: self._money(row, place)
            case FieldKind.YES_NO:
                return CellKind.YES_NO, lambda row: bool(row.values[place]), None
            case FieldKind.TAGS:
                return CellKind.TAGS, lambda row: _words(row.values[place]) or None, None
            case FieldKind.DAY | FieldKind.INSTANT:
                return CellKind.TEXT, None, lambda row: self._day(row.values[place], field)
            case kind if kind in _NUMBERS:
                return CellKind.NUMBER, None, lambda row: Cell(self._text(row, place, field), numbers=True)
            case _:
                return CellKind.TEXT, lambda row: self._text(row, place, field) or None, None

    def _money(self, row: Row, place: int) -> Cell:
        stored = row.values[place]
        if not isinstance(stored, int):
            return Cell("")
        return Cell(self._desk.formats.money(stored, row.currency), style="control", numbers=True)

    def _day(self, stored: Stored, field: Field) -> Cell:
        if not stored:
            return Cell("")
        if field.kind is FieldKind.DAY:
            day = date.fromisoformat(str(stored))
        else:
            day = self._desk.formats.local(datetime.fromtimestamp(int(stored) / 1000, UTC)).date()
        return Cell(self._desk.formats.whole_day(day), numbers=True)

    def _text(self, row: Row, place: int, field: Field) -> str:
        if field.kind is FieldKind.LINK:
            return row.names[place] or ""
        return " ".join(read_value(field, row.values[place], self._desk.place, row.currency).split())


def is_editable(field: Field) -> bool:
    """Return whether `field` can be changed in the cell of a list."""
    elsewhere = not field.stored and field.own is None
    return not (elsewhere or field.read_only or field.kind in _NOT_EDITED or field.target == FILES)


def _words(stored: Stored) -> Sequence[str]:
    return tuple(str(each) for each in json.loads(str(stored))) if stored else ()
