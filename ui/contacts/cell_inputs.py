"""Editing in the cells of a list of contacts: facts, and the next step."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject

from crm_desktop.activities.planning import write_next_step
from crm_desktop.contacts.actions import edit_contact
from crm_desktop.contacts.queries import ContactRow
from crm_desktop.errors import CrmError
from crm_desktop.journal.journal import Journal
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Stored
from crm_desktop.words import N_, _
from ui.contacts.columns import WRITTEN_THROUGH, ColumnMaker
from ui.contacts.inputs import fact_input
from ui.kit.desk import Desk
from ui.kit.fields.base import FieldInput
from ui.kit.fields.day import DayInput
from ui.kit.fields.link import Hit
from ui.kit.fields.text import TextInput

_STEP = Field(0, "next_step", N_("Next step"))
_DUE = Field(0, "next_step_due", N_("Due"), FieldKind.DAY)


class CellInputs:
    """Makes the inputs of cells and saves what was typed; `maker` knows where a row has its values."""

    def __init__(self, desk: Desk, owner: QObject, maker: ColumnMaker) -> None:
        self._desk = desk
        self._owner = owner
        self.maker = maker

    def make(self, row: ContactRow, column: str) -> FieldInput | None:
        """Return the input for the cell of `row` in `column`, with its value."""
        stored = self.maker.stored(row, column)
        if column == "next_step":
            made: FieldInput = TextInput(self._desk.theme, _STEP, self._desk.place)
        elif column == "next_step_due":
            made = DayInput(self._desk.theme, _DUE, self._desk.place, self._desk.today)
        else:
            linked = Hit(stored, self.maker.named(row, column)) if isinstance(stored, bytes) else None
            made = fact_input(self._desk, self._owner, column, linked)
        made.set_value(stored)
        return made

    def save(
        self, row: ContactRow, column: str, value: Stored, saved: Callable[[], None], failed: Callable[[CrmError], None]
    ) -> None:
        """Save `value`, then call `saved` or `failed`."""
        if value == self.maker.stored(row, column):
            saved()
            return
        if column in WRITTEN_THROUGH:
            self._save_step(row, column, value, saved, failed)
            return
        told = _("{field} changed").format(field=_(self._desk.kinds.field("contact", column).label))
        self._desk.act(
            edit_contact,
            row.id,
            {column: value},
            owner=self._owner,
            then=lambda _result: saved(),
            on_error=failed,
            done=told,
        )

    def _save_step(
        self, row: ContactRow, column: str, value: Stored, saved: Callable[[], None], failed: Callable[[CrmError], None]
    ) -> None:
        title = str(value or "") if column == "next_step" else None
        due = date.fromisoformat(str(value)) if column == "next_step_due" and value else None

        def write(journal: Journal, contact: bytes) -> None:
            write_next_step(journal, contact, title=title, due=due)

        self._desk.act(
            write,
            row.id,
            owner=self._owner,
            then=lambda _result: saved(),
            on_error=failed,
            done=_("Next step changed"),
        )
