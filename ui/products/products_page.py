"""The catalogue: a table of products, edited in place, with the panel of one beside it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLineEdit, QMenu, QSplitter, QStackedWidget, QWidget

from crm_desktop.acts import remove_records
from crm_desktop.contacts.bulk_edit import Chosen
from crm_desktop.errors import CrmError
from crm_desktop.filters.tree import Condition
from crm_desktop.store.record_query import Page as RecordPage
from crm_desktop.store.record_query import Row, View, record_count, record_page
from crm_desktop.words import _, ngettext
from ui.kit.buttons import Button
from ui.kit.cell_editing import CellEditing
from ui.kit.clearable import make_clearable
from ui.kit.core import Commit
from ui.kit.desk import Desk, Place, touches
from ui.kit.icons import icon
from ui.kit.layouts import column
from ui.kit.lists.exporting import Export, ask_and_export
from ui.kit.lists.head import ListHead
from ui.kit.lists.state import ListState
from ui.kit.notices import EmptyState, ErrorState, NoResults
from ui.kit.page import Action, Page
from ui.kit.paged_model import PagedModel, Take
from ui.kit.panels import StatusBar
from ui.kit.table_view import TableView
from ui.products.columns import LISTED, ProductColumns
from ui.products.product_panel import ProductPanel

FIND_WIDTH = 260


class ProductsPage(Page):
    """All products; the record of a place is the product whose panel is open."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        theme = desk.theme
        self._wanted: bytes | None = None
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Find a product"))
        self.search.setAccessibleName(_("Find a product"))
        self.search.setProperty("small", True)
        make_clearable(self.search)
        self.search.setFixedWidth(theme.px(FIND_WIDTH))
        self.new_button = Button(theme, _("New product"), size="small", icon="add")
        self.head = ListHead(desk, (LISTED,))
        self.head.filters.parts.insertWidget(0, self.search)
        self.head.filters.parts.addWidget(self.new_button)
        self.columns = ProductColumns(desk, self.head.state.query, self)
        self.model: PagedModel[Row] = PagedModel(
            self.columns.columns(), self._fetch, desk.formats, key=lambda row: row.record
        )
        self.table = TableView(theme, self.model)
        self.table.setAccessibleName(_("Products"))
        self.editing = CellEditing(
            self.table,
            self.model,
            lambda row, name: self.columns.make(row, name),
            lambda *saved: self.columns.save(*saved),
        )
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
        whole = column(theme, self.head, self._splitter, self.status, gap=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self._connect()

    def arrive(self, place: Place) -> None:
        """Show the products, and the panel of the one that `place` names."""
        at = str(place.arguments.get("at") or "")
        self._wanted = place.record or (bytes.fromhex(at) if at else None)
        self.head.open(LISTED, place)
        if place.record is not None:
            self._open(place.record)

    def leave(self) -> Place | None:
        """Return the place of this very list, with the product that is shown."""
        row = self.table.current_row()
        place = self.head.state.place(at=row.record.hex() if row is not None else "")
        return place._replace(record=self.panel.product if not self.panel.isHidden() else None)

    def path(self) -> Sequence[tuple[str, Place | None]]:
        """Return the title."""
        return ((_("Products"), None),)

    def pin_title(self) -> str:
        """Return the filter in words."""
        return self.head.filters.chips.words

    def commands(self) -> Sequence[Action]:
        """Return what can be done here."""
        row = self.table.current_row()
        why_not = "" if row is not None else _("Choose a product first.")
        return [
            Action("new product", _("New product…"), self.new_product, "", "add"),
            Action("find", _("Find a product"), self.search.setFocus, "Ctrl+F", "search"),
            *self.head.commands(),
            Action("export", _("Export what is shown"), self._export, "Ctrl+E", "export"),
            Action("print", _("Print as PDF…"), partial(self._export, printed=True), "Ctrl+P", "print"),
            Action("delete", _("Delete product"), self._remove_current, "Delete", "delete", why_not),
        ]

    def focus_first(self) -> None:
        """Put the focus on the first product."""
        self.table.setFocus()

    def new_product(self) -> None:
        """Ask for a new product."""
        self.desk.go(Place("new", None, {"kind": "product", "values": {}}))

    def _connect(self) -> None:
        self.head.shown.connect(self._show)
        self.head.looked.connect(self._show_looks)
        self.search.textChanged.connect(self._on_typed)
        self.new_button.clicked.connect(self.new_product)
        self.table.opened.connect(lambda row: self._open(row.record))
        self.table.preview_wanted.connect(self._toggle)
        self.table.edit_wanted.connect(lambda row: self._open(row.record))
        self.table.current_changed.connect(self._follow)
        self.table.menu_wanted.connect(self._open_menu)
        self.table.sort_wanted.connect(lambda name, down, adds: self.head.sort(name, descending=down, adds=adds))
        self.table.columns_moved.connect(lambda names: self.head.show_state(self.head.state.with_columns(names)))
        self.table.widths_changed.connect(lambda: self.head.keep_widths(self.table.widths()))
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
        view = self.head.state.query
        return view._replace(conditions=(*view.conditions, Condition("name", "contains", typed))) if typed else view

    def _show(self, state: ListState) -> None:
        self.columns = ProductColumns(self.desk, state.query, self)
        first = state.setting.sorting[0] if state.setting.sorting else "name"
        self.table.show_order(first.lstrip("-"), descending=first.startswith("-"))
        self.model.restart(columns=self.columns.columns())
        self.titled.emit()

    def _show_looks(self, size: str, widths: dict[str, int]) -> None:
        self.table.set_widths(widths)
        self.table.set_row_size(size)

    def _export(self, *, printed: bool = False) -> None:
        state = self.head.state.with_conditions(self._view().conditions)
        ask_and_export(self.desk, self, Export(state, Chosen(), self.model.total or 0), printed=printed)

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
        conditions = self._view().conditions
        if conditions:
            nothing = NoResults(theme, typed, filters=len(conditions))
            nothing.acted.connect(self._unfilter)
            return _at_top(self.desk, nothing)
        sentence = _("Products have a price and can be added to deals.")
        empty = EmptyState(theme, "product", _("No products yet"), sentence, _("New product"))
        empty.acted.connect(self.new_product)
        return empty

    def _unfilter(self) -> None:
        self.search.clear()
        self.head.unfilter()

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
