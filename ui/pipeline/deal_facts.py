"""The facts of a deal, each edited in place."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.errors import CrmError
from crm_desktop.pipeline.actions import edit_deal
from crm_desktop.pipeline.deal_sheet import DealSheet
from crm_desktop.pipeline.stages import StageRow
from crm_desktop.schema.field import Choice, Field, FieldKind
from crm_desktop.schema.forms import Stored, shown_value
from crm_desktop.schema.pipeline import DEAL
from crm_desktop.words import _
from ui.kit.clash_marks import ClashMarks
from ui.kit.desk import Desk
from ui.kit.drafts import FACT, place_of
from ui.kit.fields.base import FieldInput
from ui.kit.fields.choice import ChoiceInput
from ui.kit.fields.fact_row import FactRow
from ui.kit.fields.make import make_input
from ui.kit.fields.named_link import NamedLink, found_records

SHOWN = ("title", "stage", "amount", "expected_on", "probability", "company", "person", "owner", "source", "note")
ONLY_CLOSED = ("closed_on", "lost_reason")
_STAGE = Field(24, "stage", DEAL.by_name["stage"].label, FieldKind.CHOICE, required=True)


class DealFacts(QWidget):
    """Rows of label and value; what is changed is written at once."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._sheet: DealSheet | None = None
        self._to_edit: bytes | None = None
        self._stages: Sequence[StageRow] = ()
        self._clashes = ClashMarks(desk, self)
        self.rows: dict[str, FactRow] = {}
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for name in (*SHOWN, *ONLY_CLOSED):
            row = FactRow(desk.theme, _label(DEAL.by_name[name]), partial(self._input, name), self._saver(name))
            row.unsaved.connect(desk.warn)
            self.rows[name] = row
            whole.addWidget(row)

    def show_sheet(self, sheet: DealSheet, stages: Sequence[StageRow]) -> None:
        """Show the facts of `sheet`; an input that is open keeps what is typed, for another deal it is saved."""
        if self._sheet is not None and self._sheet.id != sheet.id:
            for each in self.rows.values():
                each.keep()
        self._sheet, self._stages = sheet, stages
        for name, row in self.rows.items():
            row.show_value(self._stored(name), self._shown(name))
            row.keep_in(self._desk.drafts, place_of(FACT, "deal", sheet.id, name), str(sheet.values.get("title") or ""))
            row.setVisible(name in SHOWN or sheet.values.get(name) is not None)
        self._clashes.follow({("deal", sheet.id): self.rows})
        self._edit_wanted()

    def edit_first(self, deal: bytes | None) -> None:
        """Open the input of the title once `deal` is shown: what is typed must not go into the one before."""
        self._to_edit = deal
        self._edit_wanted()

    def _edit_wanted(self) -> None:
        if self._sheet is not None and self._sheet.id == self._to_edit:
            self._to_edit = None
            self.rows["title"].edit()

    def _stored(self, name: str) -> Stored:
        value = self._sheet.values.get(name) if self._sheet is not None else None
        return value.hex() if name == "stage" and isinstance(value, bytes) else value

    def _shown(self, name: str) -> str:
        sheet = self._sheet
        if sheet is None:
            return ""
        field = DEAL.by_name[name]
        if field.kind is FieldKind.LINK:
            return sheet.names.get(name, "")
        if field.kind is FieldKind.MONEY and isinstance(amount := sheet.values.get(name), int):
            return self._desk.formats.money(amount, sheet.currency)
        return shown_value(field, sheet.values.get(name), self._desk.place, sheet.currency)

    def _input(self, name: str) -> FieldInput:
        field, desk, sheet = DEAL.by_name[name], self._desk, self._sheet
        if name == "stage":
            choices = tuple(Choice(each.record.hex(), each.name) for each in self._stages)
            return ChoiceInput(desk.theme, _STAGE, desk.place, choices)
        if field.kind is FieldKind.LINK:
            title = sheet.names.get(name, "") if sheet is not None else ""
            return NamedLink(desk, field, found_records(desk, field, self), title)
        return make_input(desk, field, currency=sheet.currency if sheet is not None else "")

    def _saver(self, name: str) -> Callable[[Stored, Callable[[], None], Callable[[CrmError], None]], None]:
        def save(value: Stored, saved: Callable[[], None], failed: Callable[[CrmError], None]) -> None:
            if self._sheet is None:
                return
            stored = bytes.fromhex(str(value)) if name == "stage" else value
            values: Mapping[str, Stored] = {name: stored}
            seen = self.rows[name].seen
            done = _("{field} changed").format(field=_label(DEAL.by_name[name]))
            self._desk.act(
                edit_deal,
                self._sheet.id,
                values,
                {name: bytes.fromhex(str(seen)) if name == "stage" and isinstance(seen, str) else seen},
                owner=self,
                then=lambda _none: saved(),
                on_error=failed,
                done=done,
            )

        return save


def _label(field: Field) -> str:
    """Return what `field` is called on the board."""
    return _("Closes") if field.name == "expected_on" else _(field.label)
