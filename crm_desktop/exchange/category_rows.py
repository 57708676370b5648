"""Rows of product categories: no records of their own, but what products mean by a number."""

from collections.abc import Sequence

from crm_desktop.exchange.drafts import Draft
from crm_desktop.exchange.row_reader import RowReader


class CategoryRows(RowReader):
    """Rows of product categories."""

    table = "product"

    def draft(self, cells: Sequence[str]) -> Draft | None:
        """Note what the category of the row is called; there is no record of it."""
        number, name = self.text(cells, "external_id"), self.text(cells, "name")
        if number and name:
            self.links.categories[number] = name
        return None
