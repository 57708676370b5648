"""Small forms of the deal panel: plan a next step, add a product."""

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtWidgets import QWidget

from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Stored
from crm_desktop.words import N_
from ui.kit.buttons import Button, ButtonKind
from ui.kit.desk import Desk
from ui.kit.fields.base import FieldInput
from ui.kit.fields.form import Form
from ui.kit.fields.link import LinkInput
from ui.kit.fields.make import make_input
from ui.kit.fields.named_link import found_records
from ui.kit.kept import Kept
from ui.kit.layouts import row
from ui.kit.popover import Popover

_TITLE = Field(0, "title", N_("Next step"), required=True)
_DUE = Field(0, "due_day", N_("Due"), FieldKind.DAY)
_PRODUCT = Field(21, "product", N_("Product"), FieldKind.LINK, target="product", required=True)
_QUANTITY = Field(23, "quantity", N_("Quantity"), FieldKind.DECIMAL, required=True)
WIDTH = 260
# What is planned without a thought is due in two days.
USUAL_DISTANCE = timedelta(days=2)


class FormPopover(Popover):
    """A form with one button; `take` gets what was typed, by field."""

    def __init__(
        self,
        desk: Desk,
        inputs: list[FieldInput],
        verb: str,
        take: Callable[[dict[str, Stored]], None],
        parent: QWidget,
        place: tuple[str, bytes],
    ) -> None:
        super().__init__(desk.theme, parent)
        self._take = take
        self.form = Form(desk.theme, inputs)
        self.form.setFixedWidth(desk.theme.px(WIDTH))
        button = Button(desk.theme, verb, ButtonKind.PRIMARY, size="small")
        button.clicked.connect(self._finish)
        self.form.submitted.connect(self._finish)
        self.body.addWidget(self.form)
        self.body.addLayout(row(desk.theme, None, button, margins=(0, 8, 0, 0)))
        self.closed.connect(self.deleteLater)
        self.kept = Kept(desk, self, *place, label=verb)

    def _finish(self) -> None:
        typed = self.form.values()
        if typed is not None:
            self._take(typed)
            self.finish()


def step_popover(
    desk: Desk, verb: str, take: Callable[[dict[str, Stored]], None], parent: QWidget, deal: bytes = b""
) -> FormPopover:
    """Return the form that plans a next step."""
    made = FormPopover(desk, [make_input(desk, _TITLE), make_input(desk, _DUE)], verb, take, parent, ("step", deal))
    made.form.set_values({"due_day": (desk.today() + USUAL_DISTANCE).isoformat()})
    return made


def product_popover(
    desk: Desk, verb: str, take: Callable[[dict[str, Stored]], None], parent: QWidget, deal: bytes = b""
) -> FormPopover:
    """Return the form that adds a product."""
    product = LinkInput(desk.theme, _PRODUCT, desk.place, found_records(desk, _PRODUCT, parent))
    made = FormPopover(desk, [product, make_input(desk, _QUANTITY)], verb, take, parent, ("product", deal))
    made.form.set_values({"quantity": 1.0})
    return made
