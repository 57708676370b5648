"""The panel of one product: its facts, edited in place."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.acts import set_fields
from crm_desktop.errors import CrmError
from crm_desktop.schema.forms import Stored, shown_value
from crm_desktop.schema.products import PRODUCT
from crm_desktop.store.record_query import Row, View, one_record
from crm_desktop.words import _
from ui.kit.buttons import IconButton
from ui.kit.clash_marks import ClashMarks
from ui.kit.desk import Desk
from ui.kit.fields.base import FieldInput
from ui.kit.fields.form import FactRow, Save
from ui.kit.fields.make import make_input
from ui.kit.labels import Text
from ui.kit.layouts import column, row
from ui.kit.own_facts import OwnFacts
from ui.kit.panels import SidePanel
from ui.products.typed import typed_value

SHOWN = ("name", "code", "category", "price", "cost", "currency", "unit", "tax_rate", "active", "description", "tags")


class ProductPanel(SidePanel):
    """All of one product; `remove_wanted` carries its id."""

    remove_wanted = Signal(bytes)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, _("Product"), parent=parent)
        self._desk = desk
        self.product: bytes | None = None
        self._currency = desk.currency
        self._clashes = ClashMarks(desk, self)
        self.title = Text(desk.theme, "", "subtitle")
        remove = IconButton(desk.theme, "delete", _("Delete product"), framed=True)
        remove.clicked.connect(self._remove)
        self.facts: dict[str, FactRow] = {}
        rows = QVBoxLayout()
        for name in SHOWN:
            label = _(PRODUCT.by_name[name].label)
            self.facts[name] = FactRow(desk.theme, label, partial(self._input, name), self._saver(name))
            rows.addWidget(self.facts[name])
        self.own = OwnFacts(desk, "product")
        rows.addWidget(self.own)
        head = row(desk.theme, self.title, remove, margins=(16, 0, 16, 8))
        head.setStretch(0, 1)
        self.body.addLayout(column(desk.theme, head, rows, None, gap=0))

    def open_product(self, product: bytes) -> None:
        """Show `product`."""
        self.product = product
        self.own.open_record("products", product)
        self.ask()

    def ask(self) -> None:
        """Read the product that is shown once more."""
        if self.product is not None:
            kind, place = self._desk.kinds.named("products"), self._desk.place
            self._desk.read(one_record, kind, self.product, place, owner=self, then=self._show, key="product")

    def _show(self, found: tuple[View, Row] | None) -> None:
        if found is None:
            self.closed.emit()
            return
        view, shown = found
        values = dict(zip((each.name for each in view.kind.fields), shown.values, strict=True))
        self._currency = shown.currency
        self.title.setText(str(values.get("name") or ""))
        for name, fact in self.facts.items():
            value = values.get(name)
            fact.show_value(value, shown_value(PRODUCT.by_name[name], value, self._desk.place, shown.currency))
        self._clashes.follow({("product", shown.record): self.facts})

    def _input(self, name: str) -> FieldInput:
        return make_input(self._desk, PRODUCT.by_name[name], currency=self._currency)

    def _saver(self, name: str) -> Save:
        field = PRODUCT.by_name[name]

        def save(value: Stored, saved: Callable[[], None], failed: Callable[[CrmError], None]) -> None:
            if self.product is None:
                return
            typed = {name: typed_value(field, value, self._desk.place)}
            done = _("{field} changed").format(field=_(field.label))
            self._desk.act(
                set_fields,
                self.product,
                typed,
                owner=self,
                then=lambda _none: saved(),
                on_error=failed,
                done=done,
            )

        return save

    def _remove(self) -> None:
        if self.product is not None:
            self.remove_wanted.emit(self.product)
