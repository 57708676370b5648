"""The catalogue: a table of products, edited in place, with the panel of one beside it."""

from collections.abc import Sequence

from PySide6.QtWidgets import QLineEdit

from crm_desktop.acts import remove_records
from crm_desktop.filters.tree import Condition
from crm_desktop.store.record_query import Row
from crm_desktop.words import _
from ui.kit.buttons import Button
from ui.kit.clearable import make_clearable
from ui.kit.desk import Desk, Place
from ui.kit.lists.list_page import ListPage
from ui.kit.lists.record_panel import RecordPanel
from ui.kit.lists.state import ListState
from ui.kit.menus import MenuAct
from ui.kit.page import Action
from ui.kit.zoomed import fix_width
from ui.products.columns import LISTED, ProductColumns

FIND_WIDTH = 260


class ProductsPage(ListPage):
    """All products; the record of a place is the product whose panel is open."""

    made_columns = ProductColumns

    def __init__(self, desk: Desk) -> None:
        self.panel = RecordPanel(desk, opens=False)
        super().__init__(desk, (LISTED,), self.panel)
        theme = desk.theme
        self.panel.show_kind(self.head.state.kind)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Find a product"))
        self.search.setAccessibleName(_("Find a product"))
        self.search.setProperty("small", True)
        make_clearable(self.search)
        fix_width(theme, self.search, FIND_WIDTH)
        self.new_button = Button(theme, _("New product"), size="small", icon="add")
        self.filters.parts.insertWidget(0, self.search)
        self.filters.parts.addWidget(self.new_button)
        self.search.textChanged.connect(lambda _text: self.show_list(self.head.state))
        self.new_button.clicked.connect(self.add)
        self.list.unfiltered.connect(self.search.clear)
        self.panel.remove_wanted.connect(self._remove)
        self._status.set_keys(_("F2 edits"), _("Space shows"), _("Enter opens"))

    def arrive(self, place: Place) -> None:
        """Show the products, and the panel of the one that `place` names."""
        at = {"at": place.record.hex()} if place.record is not None else {}
        super().arrive(place._replace(arguments={**place.arguments, **at}))
        if place.record is not None:
            self.beside.show_record(place.record)

    def leave(self) -> Place | None:
        """Return the place of this very list, with the product that is shown."""
        left = super().leave()
        return None if left is None else left._replace(record=self.panel.record if self.beside.previewing else None)

    def commands(self) -> Sequence[Action]:
        """Return what can be done here."""
        return (
            Action("new product", _("New product…"), self.add, "", "add"),
            Action("find", _("Find a product"), self.search.setFocus, "Ctrl+F", "search"),
            *super().commands(),
        )

    def open_row(self, row: Row) -> None:
        """Show the panel of the product."""
        self.beside.show_record(row.record)

    def show_list(self, state: ListState) -> None:
        """Show the rows of `state` whose name holds what is typed."""
        self.panel.show_kind(state.kind)
        typed = self.search.text().strip()
        found = (*state.setting.conditions, Condition("name", "contains", typed)) if typed else None
        super().show_list(state if found is None else state.with_conditions(found))

    def row_acts(self, row: Row) -> list[MenuAct]:
        """Return what the menu of `row` offers."""
        return [*super().row_acts(row), MenuAct("delete", _("Delete"), lambda: self._remove(row.record))]

    def _remove(self, product: bytes) -> None:
        self.desk.act(remove_records, [product], done=_("Product deleted"))
        if self.panel.record == product:
            self.beside.show_preview(on=False)
