"""The columns of a list of records, made from the fields of the schema, and the inputs of their cells."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime

from PySide6.QtCore import QObject

from crm_desktop.errors import ChangedMeanwhile, CrmError
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Stored, label_of
from crm_desktop.schema.link_kinds import link_kind
from crm_desktop.schema.read_forms import read_value
from crm_desktop.store.record_query import Row, View, view_fields
from crm_desktop.values.money import plain_amount
from crm_desktop.words import _
from ui.kit.cells import EMPTY, Cell, CellKind, made_cell
from ui.kit.desk import Desk
from ui.kit.fields.base import FieldInput
from ui.kit.lists.cell_place import cell_place
from ui.kit.lists.sizes import heading, is_size
from ui.kit.lists.state import UNSORTED
from ui.kit.lists.tones import DEADLINES, tone_of
from ui.kit.paged_model import Column, check_column
from ui.kit.painting import Badge, Face
from ui.kit.theme import Tone
from ui.kit.typed_form import typed_form

FIRST_WIDTH, WIDTH = 220, 130
_WIDTHS: Mapping[FieldKind, int] = {
    FieldKind.DAY: 118,
    FieldKind.INSTANT: 118,
    FieldKind.MONEY: 124,
    FieldKind.CHOICE: 112,
    FieldKind.YES_NO: 80,
    **dict.fromkeys((FieldKind.NUMBER, FieldKind.DECIMAL, FieldKind.PERCENT, FieldKind.MINUTES), 92),
}
_NUMBERS = frozenset({FieldKind.NUMBER, FieldKind.DECIMAL, FieldKind.PERCENT, FieldKind.MINUTES})
_NOT_EDITED = frozenset(
    {
        *(FieldKind.CHOICES, FieldKind.TAGS, FieldKind.LONG_TEXT, FieldKind.JSON),
        *(FieldKind.INSTANT, FieldKind.FORMULA, FieldKind.RECURRENCE),
    }
)
FILES = "attachment"
# How a field is shown: the kind of cell, and what gives its value or the whole cell.
Shown = tuple[CellKind, Callable[[Row], object] | None, Callable[[Row], Cell] | None]


class RecordColumns:
    """Makes the columns of `view`, and the inputs of their cells; `owner` outlives what is asked for them.

    Where they are `short`, a panel takes a part of the room.
    """

    def __init__(self, desk: Desk, view: View, owner: QObject, *, short: bool = False) -> None:
        self._desk = desk
        self._view = view
        self._owner = owner
        self._short = short
        self._fields = view_fields(view)
        self._at = {field.name: place for place, field in enumerate(self._fields)}
        self._told: dict[tuple[bytes, str], Stored] = {}  # what was told to stand in a cell since its row was read

    def columns(self, names: Sequence[str]) -> list[Column[Row]]:
        """Return the box and the columns `names`: fields that are only read beside them have none."""
        return [check_column(), *(self.column(self._at[name], self._fields[self._at[name]]) for name in names)]

    def has(self, name: str) -> bool:
        """Return whether rows hold the field `name`."""
        return name in self._at

    def named(self, row: Row, name: str) -> str:
        """Return what the record is called that the link `name` of `row` leads to."""
        return row.names[self._at[name]] or ""

    def called(self, row: Row, name: str) -> str:
        """Return what the list shows of the link `name` of `row`: the name, and that it is in the bin where it is."""
        return row.called[self._at[name]] or ""

    def stored(self, row: Row, name: str) -> Stored:
        """Return the stored value of the field `name` in `row`."""
        return row.values[self._at[name]]

    def make(self, row: Row, name: str) -> FieldInput | None:
        """Return the input for the cell of `row` in the column `name`, with its value; None where it is not changed."""
        # a list opens without the inputs of its cells
        from ui.kit.lists.inputs import field_input

        place = self._at[name]
        field = self._fields[place]
        if not is_editable(field):
            return None
        made = field_input(
            self._desk, self._owner, self._view.kind, field, linked=row.names[place] or "", currency=row.currency
        )
        made.set_value(row.values[place])
        self._told.pop((row.record, name), None)
        return made

    def kept(self, row: Row, name: str) -> tuple[str, str]:
        """Return the place of what is typed as `name` of the record and not saved, and what that is called."""
        return cell_place(self._view, row, name)

    def save(
        self, row: Row, name: str, value: Stored, saved: Callable[[], None], failed: Callable[[CrmError], None]
    ) -> None:
        """Save `value`, then call `saved` or `failed`."""
        field = self._fields[self._at[name]]
        if value == self.stored(row, name):
            saved()
            return

        # what writes comes with the first cell that is changed: the first painted list need not wait for it
        from crm_desktop.acts import set_fields
        from crm_desktop.journal.field_actions import write_own_values

        cell = (row.record, name)
        seen = {name: self._told.get(cell, self.stored(row, name))}

        def tell(_result: object) -> None:
            saved()

        def refuse(error: CrmError) -> None:
            if isinstance(error, ChangedMeanwhile):
                # it is told below the input, so the next Enter writes over it knowingly
                self._told[cell] = error.now
            failed(error)

        desk, owner = self._desk, self._owner
        done = _("{field} changed").format(field=_(field.label))
        if field.own is not None:
            table, values = self._view.kind.table.name, {name: value}
            desk.act(
                write_own_values, table, row.record, values, seen, owner=owner, then=tell, on_error=refuse, done=done
            )
            return
        money = field.kind is FieldKind.MONEY and isinstance(value, int)
        text = plain_amount(int(str(value)), row.currency) if money else typed_form(field, value, desk.place)
        desk.act(set_fields, row.record, {name: text}, seen, owner=owner, then=tell, on_error=refuse, done=done)

    def column(self, place: int, field: Field) -> Column[Row]:
        """Return the column of `field`, the value at `place` of a row."""
        kind, value, cell = self.shown(place, field)
        return Column(
            field.name,
            heading(field),
            self.width(place, field),
            kind,
            value=value,
            cell=cell,
            priority=0 if place == 0 else place,
            stretch=place == 0 or field.kind is FieldKind.LINK,
            sortable=field.kind not in UNSORTED,
            editable=is_editable(field),
        )

    def width(self, place: int, field: Field) -> int:
        """Return how wide the column of `field` is at 100 % zoom: names and texts need more room than days."""
        if place == 0:
            return FIRST_WIDTH
        return _WIDTHS.get(field.kind, WIDTH)

    def shown(self, place: int, field: Field) -> Shown:
        """Return how `field`, the value at `place` of a row, is shown."""
        match field.kind:
            case FieldKind.MONEY:
                return CellKind.MONEY, None, lambda row: self._money(row, place)
            case FieldKind.YES_NO:
                return CellKind.YES_NO, lambda row: bool(row.values[place]), None
            case FieldKind.TAGS:
                return CellKind.TAGS, lambda row: _words(row.values[place]) or None, None
            case FieldKind.LINK if field.target == "contact" and link_kind(field) is not None:
                return CellKind.TEXT, None, lambda row: self._faced(row, place, field)
            case FieldKind.CHOICE if tone_of(self._table, field.name, "") is not None:
                return CellKind.BADGE, lambda row: self._badge_of(row, place, field), None
            case FieldKind.DAY if (self._table, field.name) in DEADLINES:
                return CellKind.DUE, None, lambda row: self._deadline(row, place, field)
            case FieldKind.DAY | FieldKind.INSTANT:
                return CellKind.TEXT, None, lambda row: self._day(row.values[place], field)
            case FieldKind.NUMBER if is_size(field):
                return CellKind.NUMBER, None, lambda row: self._size(row.values[place])
            case kind if kind in _NUMBERS:
                return CellKind.NUMBER, None, lambda row: Cell(self._text(row, place, field), numbers=True)
            case _:
                return CellKind.TEXT, lambda row: self._text(row, place, field) or None, None

    @property
    def _table(self) -> str:
        return self._view.kind.table.name

    def _faced(self, row: Row, place: int, field: Field) -> Cell:
        record, called = row.values[place], row.names[place]
        if not isinstance(record, bytes) or not called:
            return EMPTY
        return Cell(self.called(row, field.name), face=Face(called, record, company=link_kind(field) == "company"))

    def _badge_of(self, row: Row, place: int, field: Field) -> Badge | None:
        stored = str(row.values[place] or "")
        return (
            Badge(label_of(field, stored), tone_of(self._table, field.name, stored) or Tone.NEUTRAL) if stored else None
        )

    def _deadline(self, row: Row, place: int, field: Field) -> Cell:
        stored, met = row.values[place], DEADLINES[self._table, field.name]
        if not stored:
            return EMPTY
        day, formats = date.fromisoformat(str(stored)), self._desk.formats
        if self.has(met) and self.stored(row, met):
            return Cell(formats.day(day), numbers=True)
        return made_cell(CellKind.DUE, day, formats)

    def _money(self, row: Row, place: int) -> Cell:
        stored = row.values[place]
        if not isinstance(stored, int):
            return Cell("")
        return Cell(self._desk.formats.money(stored, row.currency), style="control", numbers=True)

    def _size(self, stored: Stored) -> Cell:
        return Cell(self._desk.formats.size(stored), numbers=True) if isinstance(stored, int) else EMPTY

    def _day(self, stored: Stored, field: Field) -> Cell:
        if not stored:
            return Cell("")
        if field.kind is FieldKind.DAY:
            day = date.fromisoformat(str(stored))
        else:
            day = self._desk.formats.local(datetime.fromtimestamp(int(stored) / 1000, UTC)).date()
        # written like the days of deadlines, which stand beside it
        return Cell(self._desk.formats.day(day, dated=True), numbers=True)

    def _text(self, row: Row, place: int, field: Field) -> str:
        if field.kind is FieldKind.LINK:
            return self.called(row, field.name)
        return " ".join(
            read_value(field, row.values[place], self._desk.place, row.currency_of(field, self._desk.place)).split()
        )


def is_editable(field: Field) -> bool:
    """Return whether `field` can be changed in the cell of a list."""
    kept = field.mark or field.rollup is not None or field.ledger is not None or field.read_only
    return not (kept or field.kind in _NOT_EDITED or field.target == FILES)


def _words(stored: Stored) -> Sequence[str]:
    return tuple(str(each) for each in json.loads(str(stored))) if stored else ()
