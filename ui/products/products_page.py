"""The catalogue: a table of products, edited in place, with the panel of one beside it."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLineEdit, QMenu, QSplitter, QStackedWidget, QWidget

from crm_desktop.acts import remove_records, set_fields
from crm_desktop.errors import CrmError
from crm_desktop.filters.tree import Condition
from crm_desktop.schema.forms import Stored
from crm_desktop.schema.products import PRODUCT
from crm_desktop.store.record_query import Page as RecordPage
from crm_desktop.store.record_query import Row, View, record_count, record_page
from crm_desktop.words import _, ngettext
from ui.kit.buttons import Button
from ui.kit.cell_editing import CellEditing
from ui.kit.clearable import make_clearable
from ui.kit.core import Commit
from ui.kit.desk import Desk, Place, touches
from ui.kit.fields.base import FieldInput
from ui.kit.fields.make import make_input
from ui.kit.icons import icon
from ui.kit.layouts import column
from ui.kit.notices import EmptyState, ErrorState, NoResults
from ui.kit.page import Action, Page
from ui.kit.paged_model import PagedModel, Take
from ui.kit.panels import FilterBar, StatusBar
from ui.kit.table_view import TableView
from ui.products.columns import FIELDS, product_columns, value_of
from ui.products.product_panel import ProductPanel
from ui.products.typed import typed_value

FIND_WIDTH = 260


class ProductsPage(Page):
    """All products; the record of a place is the product whose panel is open."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        theme = desk.theme
        self._sorting: tuple[str, ...] = ("name",)
        self._wanted: bytes | None = None
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Find a product"))
        self.search.setAccessibleName(_("Find a product"))
        self.search.setProperty("small", True)
        make_clearable(self.search)
        self.search.setFixedWidth(theme.px(FIND_WIDTH))
        self.new_button = Button(theme, _("New product"), size="small", icon="add")
        self.model: PagedModel[Row] = PagedModel(
            product_columns(), self._fetch, desk.formats, key=lambda row: row.record
        )
        self.table = TableView(theme, self.model)
        self.table.setAccessibleName(_("Products"))
        self.table.show_order("name", descending=False)
        self.editing = CellEditing(self.table, self.model, self._input, self._save)
        self.panel = ProductPanel(desk)
        self.panel.hide()
        self.status = StatusBar(theme)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._splitter = QSplitter()
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self._stack)
        self._splitter.addWidget(self.panel)
        self._splitter.setStretchFactor(0, 1)
        bar = FilterBar(theme, self.search, None, self.new_button)
        whole = column(theme, bar, self._splitter, self.status, gap=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self._connect()

    def arrive(self, place: Place) -> None:
        """Show the products, and the panel of the one that `place` names."""
        self._wanted = place.record
        self.model.refresh()
        if place.record is not None:
            self._open(place.record)

    def leave(self) -> Place | None:
        """Return the place with the product that is shown."""
        return Place("products", self.panel.product if not self.panel.isHidden() else None)

    def path(self) -> Sequence[tuple[str, Place | None]]:
        """Return the title."""
        return ((_("Products"), None),)

    def commands(self) -> Sequence[Action]:
        """Return what can be done here."""
        row = self.table.current_row()
        why_not = "" if row is not None else _("Choose a product first.")
        return [
            Action("new product", _("New product…"), self.new_product, "", "add"),
            Action("filter", _("Find a product"), self.search.setFocus, "/", "search"),
            Action("delete", _("Delete product"), self._remove_current, "Delete", "delete", why_not),
        ]

    def focus_first(self) -> None:
        """Put the focus on the first product."""
        self.table.setFocus()

    def new_product(self) -> None:
        """Ask for a new product."""
        self.desk.go(Place("new", None, {"kind": "product", "values": {}}))

    def _connect(self) -> None:
        self.search.textChanged.connect(self._on_typed)
        self.new_button.clicked.connect(self.new_product)
        self.table.opened.connect(lambda row: self._open(row.record))
        self.table.preview_wanted.connect(self._toggle)
        self.table.edit_wanted.connect(lambda row: self._open(row.record))
        self.table.current_changed.connect(self._follow)
        self.table.menu_wanted.connect(self._open_menu)
        self.table.sort_wanted.connect(lambda name, down, _add: self._sort(name, descending=down))
        self.panel.closed.connect(self._close_panel)
        self.panel.remove_wanted.connect(self._remove)
        self.model.arrived.connect(self._on_arrived)
        self.desk.committed.connect(self._on_committed)

    def _on_typed(self, _text: str) -> None:
        self._restart()

    def _restart(self) -> None:
        self.model.restart()

    def _view(self) -> View:
        typed = self.search.text().strip()
        conditions = (Condition("name", "contains", typed),) if typed else ()
        return View(self.desk.kinds.named("products"), conditions, self._sorting, FIELDS)

    def _fetch(self, after: object, then: Take[Row]) -> None:
        def take(page: RecordPage) -> None:
            then(page.rows, page.next)

        view, place = self._view(), self.desk.place
        self.desk.read(record_page, view, place, after, owner=self, then=take, on_error=self._fail, key="page")
        if after is None:
            self.desk.read(record_count, view, place, owner=self, then=self.model.set_total, key="count")

    def _on_arrived(self) -> None:
        total = self.model.total if self.model.total is not None else self.model.rowCount()
        self.status.set_facts(ngettext("{n} product", "{n} products", total).format(n=self.desk.formats.number(total)))
        self.status.set_keys(_("F2 edits"), _("Space shows"), _("Enter opens"))
        self._say(self._word())
        if self._wanted is not None:
            self.table.go_to_record(self._wanted)
            self._wanted = None

    def _word(self) -> QWidget | None:
        if self.model.rowCount() or self.model.loading:
            return None
        theme, typed = self.desk.theme, self.search.text().strip()
        if typed:
            nothing = NoResults(theme, typed, filters=1)
            nothing.acted.connect(self.search.clear)
            return _at_top(self.desk, nothing)
        sentence = _("Products have a price and can be added to deals.")
        empty = EmptyState(theme, "product", _("No products yet"), sentence, _("New product"))
        empty.acted.connect(self.new_product)
        return empty

    def _fail(self, error: CrmError) -> None:
        self.model.stop_waiting()
        failed = ErrorState(self.desk.theme, _("The products could not be read."), str(error), _("Try again"))
        failed.acted.connect(self._restart)
        self._say(_at_top(self.desk, failed))

    def _say(self, word: QWidget | None) -> None:
        for place in reversed(range(1, self._stack.count())):
            gone = self._stack.widget(place)
            if gone is not None:
                self._stack.removeWidget(gone)
                gone.deleteLater()
        if word is not None:
            self._stack.addWidget(word)
        self._stack.setCurrentIndex(0 if word is None else 1)

    def _sort(self, name: str, *, descending: bool) -> None:
        self._sorting = (f"-{name}" if descending else name,)
        self.table.show_order(name, descending=descending)
        self.model.restart()

    def _input(self, row: Row, name: str) -> FieldInput | None:
        made = make_input(self.desk, PRODUCT.by_name[name], currency=row.currency)
        made.set_value(value_of(row, name))
        return made

    def _save(
        self, row: Row, name: str, value: Stored, saved: Callable[[], None], failed: Callable[[CrmError], None]
    ) -> None:
        if value == value_of(row, name):
            saved()
            return
        field = PRODUCT.by_name[name]
        done = _("{field} changed").format(field=_(field.label))
        typed = {name: typed_value(field, value, self.desk.place)}
        then = partial(_call, saved)
        self.desk.act(set_fields, row.record, typed, owner=self, then=then, on_error=failed, done=done)

    def _open(self, product: bytes) -> None:
        was_open = not self.panel.isHidden()
        self.panel.open_product(product)
        self.panel.show()
        if not was_open:
            width = self.desk.theme.size("preview")
            self._splitter.setSizes([max(self._splitter.width() - width, 1), width])

    def _toggle(self, row: Row) -> None:
        if not self.panel.isHidden() and self.panel.product == row.record:
            self._close_panel()
        else:
            self._open(row.record)

    def _follow(self, row: Row | None) -> None:
        if row is not None and not self.panel.isHidden():
            self.panel.open_product(row.record)

    def _close_panel(self) -> None:
        self.panel.hide()
        self.table.setFocus()

    def _open_menu(self, row: Row, place: QPoint) -> None:
        menu = QMenu(self)
        menu.addAction(icon(self.desk.theme, "product"), _("Show product")).triggered.connect(
            lambda: self._open(row.record)
        )
        menu.addAction(icon(self.desk.theme, "delete"), _("Delete")).triggered.connect(lambda: self._remove(row.record))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def _remove_current(self) -> None:
        row = self.table.current_row()
        if row is not None:
            self._remove(row.record)

    def _remove(self, product: bytes) -> None:
        self.desk.act(remove_records, [product], done=_("Product deleted"))
        if self.panel.product == product:
            self._close_panel()

    def _on_committed(self, commit: Commit) -> None:
        if touches(commit, "product"):
            self.model.refresh()
            if not self.panel.isHidden():
                self.panel.ask()


def _at_top(desk: Desk, notice: QWidget) -> QWidget:
    whole = QWidget()
    whole.setLayout(column(desk.theme, notice, None, margins=(16, 12, 16, 12)))
    return whole


def _call(saved: Callable[[], None], _result: object) -> None:
    saved()
