"""The columns of a check's list, and the inputs of its cells."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from PySide6.QtCore import QObject

from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import shown_value
from crm_desktop.store.record_query import Row, View, view_fields
from crm_desktop.values.money import plain_amount
from ui.kit.cells import Cell, CellKind
from ui.kit.desk import Desk
from ui.kit.fields.base import FieldInput
from ui.kit.fields.make import make_input
from ui.kit.fields.named_link import NamedLink, found_records
from ui.kit.paged_model import Column
from ui.kit.painting import Face
from ui.kit.typed_form import typed_form

TITLE_WIDTH, WIDTH, ADDRESS_WIDTH = 200, 140, 230
_ADDRESSES = (FieldKind.EMAIL, FieldKind.URL)


def list_columns(desk: Desk, view: View) -> list[Column[Row]]:
    """Return the columns of `view`; those that can be mended by typing are editable."""
    return [_column(desk, place, field, view) for place, field in enumerate(view_fields(view))]


def cell_input(desk: Desk, view: View, row: Row, name: str, owner: QObject) -> FieldInput:
    """Return the input for the field `name` of `row`, with its value."""
    fields = view_fields(view)
    place = next(number for number, field in enumerate(fields) if field.name == name)
    field, stored = fields[place], row.values[place]
    if field.kind is FieldKind.LINK:
        made: FieldInput = NamedLink(desk, field, found_records(desk, field, owner), row.names[place] or "")
    else:
        made = make_input(desk, field, currency=row.currency)
    made.set_value(stored)
    return made


def typed_cell(desk: Desk, field: Field, stored: str | int | float | bytes | None, currency: str) -> str:
    """Return `stored` as one would type it."""
    if field.kind is FieldKind.MONEY and isinstance(stored, int):
        return plain_amount(stored, currency)
    return typed_form(field, stored, desk.place)


def _column(desk: Desk, place: int, field: Field, view: View) -> Column[Row]:
    kind = CellKind.MONEY if field.kind is FieldKind.MONEY else CellKind.TEXT
    if field.name == "name":
        return Column(
            field.name,
            field.label,
            TITLE_WIDTH,
            CellKind.NAME,
            value=_face,
            stretch=True,
            sortable=False,
            editable=True,
        )
    return Column(
        field.name,
        field.label,
        _width(field, view),
        kind,
        cell=_cell(desk, place, field),
        stretch=field.name == view.kind.table.title or kind is CellKind.TEXT,
        sortable=False,
        editable=not field.read_only,
    )


def _width(field: Field, view: View) -> int:
    if field.name == view.kind.table.title:
        return TITLE_WIDTH
    return ADDRESS_WIDTH if field.kind in _ADDRESSES else WIDTH


def _face(row: Row) -> Face:
    return Face(str(row.values[0] or ""), row.record, company=row.kind == "company")


def _cell(desk: Desk, place: int, field: Field) -> Callable[[Row], Cell]:
    def made(row: Row) -> Cell:
        stored = row.values[place]
        if field.kind is FieldKind.LINK:
            return Cell(row.called[place] or "")
        if stored is None:
            return Cell("")
        if field.kind is FieldKind.MONEY:
            return Cell(desk.formats.money(int(stored), row.currency), style="control", numbers=True)
        if field.kind is FieldKind.DAY:
            return Cell(desk.formats.whole_day(date.fromisoformat(str(stored))), numbers=True)
        if field.kind is FieldKind.INSTANT:
            day = desk.formats.local(datetime.fromtimestamp(int(stored) / 1000, UTC)).date()
            return Cell(desk.formats.whole_day(day), numbers=True)
        return Cell(shown_value(field, stored, desk.place, row.currency))

    return made
