"""Rows of products."""

from collections.abc import Sequence

from crm_desktop.exchange.drafts import Draft
from crm_desktop.exchange.known import name_key
from crm_desktop.exchange.links import Links, external_ids
from crm_desktop.exchange.match import Key
from crm_desktop.exchange.remarks import Remarks
from crm_desktop.exchange.row_reader import RowReader
from crm_desktop.exchange.understand import Understood
from crm_desktop.schema.forms import Place
from crm_desktop.words import _


class ProductRows(RowReader):
    """Rows of products."""

    brings = frozenset({"products"})
    table = "product"
    computed = ("name", "currency", "active", "supplier", "owner")

    def __init__(self, understood: Understood, links: Links, place: Place, remarks: Remarks) -> None:
        super().__init__(understood, links, place, remarks)
        self.usual[self.position["currency"]] = place.currency
        self._ended = self.reader("active.not") if "active.not" in self.at else None

    def also_filled(self) -> Sequence[str]:
        """Return the category where rows give its number."""
        return ["category"] if "category.id" in self.at else []

    def draft(self, cells: Sequence[str]) -> Draft:
        """Return the product that `cells` describe."""
        values = self.plain_values(cells)
        position = self.position
        name = values[position["name"]]
        if not name:
            raise self.refused(("name",), cells, _("The row has no name of a product."))
        keys: list[Key] = []
        external = self.external(cells, "external_id", "product")
        if external is not None:
            keys.append(external)
            values[position["external_ids"]] = external_ids(keys)
        code = values[position["code"]] if "code" in position else None
        if code:
            keys.append(("code", name_key(str(code))))
        keys.append(("name", name_key(str(name))))
        if self._ended is not None:
            ended = self.value(cells, "active.not", self._ended)
            values[position["active"]] = None if ended is None else int(not ended)
        values[position["supplier"]] = self.links.company(
            self.text(cells, "supplier"), self.external(cells, "supplier.id", "contact", "supplier")
        )
        values[position["owner"]] = self.owner(cells)
        if "category" in position and values[position["category"]] is None:
            values[position["category"]] = self.links.categories.get(self.text(cells, "category.id"))
        return Draft(values, self.links.named("product"), keys, [])
