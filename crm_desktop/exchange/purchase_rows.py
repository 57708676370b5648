"""Rows of purchases: lines of orders, invoices and receipts, or what customers have in use."""

from collections.abc import Sequence

from crm_desktop.exchange.drafts import Draft
from crm_desktop.exchange.links import Links, OrderHead
from crm_desktop.exchange.match import Occurrences
from crm_desktop.exchange.remarks import Remark, Remarks, quoted
from crm_desktop.exchange.row_reader import RowReader
from crm_desktop.exchange.understand import Understood
from crm_desktop.schema.forms import Place, Stored
from crm_desktop.words import _

_HOLDS = ("order_number", "customer", "product", "quantity", "unit_price", "bought_on", "serial", "description")
_OF_A_LINE = {"product", "product.id", "product.code", "quantity", "unit_price", "serial", "description"}


def is_order_head(understood: Understood) -> bool:
    """Tell whether the rows are orders as wholes, whose lines stand elsewhere."""
    return understood.kind == "purchases" and _OF_A_LINE.isdisjoint(understood.slots)


class PurchaseRows(RowReader):
    """Rows of purchases."""

    table = "purchase"
    computed = (*_HOLDS, "currency", "owner", "discount_pct")
    never_empty = frozenset({"bought_on", "quantity", "currency"})

    def __init__(self, understood: Understood, links: Links, place: Place, remarks: Remarks) -> None:
        super().__init__(understood, links, place, remarks)
        self.usual[self.position["currency"]] = place.currency
        self._holding = links.known.occurrences("purchase", _HOLDS)
        self._is_head = is_order_head(understood)
        self._country = self.reader("customer.country") if "customer.country" in self.at else None

    @property
    def occurrences(self) -> Occurrences | None:
        """Purchases without an id: found by what they hold."""
        return self._holding

    def draft(self, cells: Sequence[str]) -> Draft | None:
        """Return the purchase that `cells` describe; None for an order whose lines come in the same import."""
        values = self.plain_values(cells)
        position = self.position
        number = str(values[position["order_number"]] or "")
        if number.endswith(".0") and number[:-2].isdecimal():
            number = number[:-2]
        values[position["order_number"]] = number or None
        customer = self._customer(cells)
        owner = self.owner(cells)
        if self._is_head:
            if not number:
                raise self.refused(("order_number",), cells, _("The row has no number of an order."))
            head = OrderHead(customer, values[position["bought_on"]], values[position["currency"]], owner)
            self.links.orders[number] = head
            if self.links.lines_follow:
                self.remarks.note(Remark.ORDERS_COMPLETE)
                return None
        whole = self.links.orders.get(number)
        if whole is not None:
            told = {"bought_on": whole.bought_on, "currency": whole.currency}
            for name, value in told.items():
                values[position[name]] = values[position[name]] or value
            customer, owner = customer or whole.customer, owner or whole.owner
        values[position["customer"]], values[position["owner"]] = customer, owner
        if customer is None:
            self.remarks.note(Remark.NO_CUSTOMER)
        self._take_product(values, cells, number)
        draft = Draft(values, self.links.named("purchase"), [], [])
        external = self.external(cells, "external_id", "purchase")
        self.identify(draft, external, [values[position[name]] for name in _HOLDS])
        return draft

    def _take_product(self, values: list[Stored], cells: Sequence[str], number: str) -> None:
        """Fill in the product and what the purchase is called."""
        position = self.position
        name, code = self.text(cells, "product"), self.text(cells, "product.code")
        description = str(values[position["description"]] or "")
        if code:
            product: bytes | None = self.links.product_with_code(code, name or description)
        else:
            product = self.links.product(name, self.external(cells, "product.id", "product"), "")
        values[position["product"]] = product
        if not description:
            called = name or code or (_("Order {number}").format(number=number) if number else "")
            if not called and product is None:
                raise self.refused(("product", "description"), cells, _("The row does not say what was bought."))
            values[position["description"]] = called or None

    def _customer(self, cells: Sequence[str]) -> bytes | None:
        name, email = self.text(cells, "customer"), self.text(cells, "customer.email")
        external = self.external(cells, "customer.id", "contact", "customer")
        if external is None and self.text(cells, "customer.id"):
            return None  # deleted in the other program
        found = self.links.customer(name, email, external)
        made = None if found is None else self.links.makings.waiting.get(found)
        if made is None or found is None or not self.links.makings.is_fresh(found):
            return found
        if not name and not email:
            self.remarks.note(Remark.NUMBERED_CUSTOMER, "", quoted(str(made.values["name"])))
        country = self.value(cells, "customer.country", self._country) if self._country else None
        written = self.text(cells, "customer.country")
        if written:
            # a country that nobody knows stays as it is written
            point: dict[str, Stored] = {"country": country} if country is not None else {"value": written}
            point |= {"contact": found, "kind": "address", "is_primary": 1, "position": 0}
            made.parts.append(("contact_point", point))
        return found
