"""The chips of the composer that tell what was bought and for how much, and ask what the words leave open."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.capture.bought import FoundPurchase, with_product
from ui.contacts.draft import Draft
from ui.kit.bought_words import price_options, price_shown, product_options, product_shown
from ui.kit.chips import Chip
from ui.kit.desk import Desk
from ui.kit.menus import drop


class BoughtChips(QObject):
    """Shows the purchase of a draft, whose product is looked up; `changed` tells that it was found, or none.

    `product_chosen` carries the words and the product's id or None, `each_chosen` whether the price is that of one.
    """

    changed = Signal()
    product_chosen = Signal(str, object)
    each_chosen = Signal(bool)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._parent = parent
        self._draft = Draft()
        self._named: FoundPurchase | None = None
        self.product = Chip(desk.theme, "", icon="product")
        self.price = Chip(desk.theme, "", icon="money")
        self.product.clicked.connect(self._open_products)
        self.price.clicked.connect(self._open_prices)

    def named(self, draft: Draft) -> Draft:
        """Return `draft` with the product that its words name, as far as that was looked up."""
        named, bought = self._named, draft.bought
        if named is None or bought is None or named.description != bought.description:
            return draft
        return replace(draft, bought=bought._replace(product=named.product, offers=named.offers))

    def show(self, draft: Draft) -> None:
        """Show what `draft` says was bought; look up its product where that was not done."""
        self._draft = draft
        bought = draft.bought if draft.kind == "purchase" else None
        self.product.setVisible(bought is not None)
        self.price.setVisible(bought is not None and bought.price is not None)
        if bought is None:
            return
        self.product.say(product_shown(bought, draft.meant_product))
        chosen = draft.product is not None and draft.product[0] == bought.description
        offered = bool(bought.offers)
        self.product.ask(dashed=offered and draft.meant_product is None and not chosen, drops=offered)
        self.price.say(price_shown(self._desk.formats, bought, each=draft.each))
        self.price.ask(dashed=bought.asks_price and draft.each is None, drops=bought.asks_price)
        if self._named is None or self._named.description != bought.description:
            self.look_up(draft, self.changed.emit)

    def look_up(self, draft: Draft, then: Callable[[], None]) -> None:
        """Look up the product that `draft` names, then do `then`."""
        if draft.bought is None:
            then()
            return
        self._desk.read(with_product, draft.bought, owner=self, then=partial(self._on_named, then), key="product")

    def _on_named(self, then: Callable[[], None], named: FoundPurchase) -> None:
        self._named = named
        then()

    def _open_products(self) -> None:
        bought = self._draft.bought
        if bought is not None and bought.offers:
            menu = QMenu(self._parent)
            for title, record in product_options(bought):
                choose = partial(self.product_chosen.emit, bought.description, record)
                menu.addAction(title).triggered.connect(lambda _on=False, choose=choose: choose())
            drop(menu, self.product)

    def _open_prices(self) -> None:
        bought = self._draft.bought
        options = price_options(self._desk.formats, bought) if bought is not None else []
        if options:
            menu = QMenu(self._parent)
            for told, each in options:
                menu.addAction(told).triggered.connect(lambda _on=False, each=each: self.each_chosen.emit(each))
            drop(menu, self.price)
