"""The table of products: its usual columns, and the name with its sign."""

from crm_desktop.schema.field import Field
from crm_desktop.words import N_
from ui.kit.cells import CellKind
from ui.kit.lists.columns import RecordColumns, Shown
from ui.kit.lists.state import ListKind, Nothing
from ui.kit.painting import Face

LISTED = ListKind(
    "products",
    "products",
    ("name", "code", "category", "price", "cost", "unit", "active"),
    N_("All products"),
    ("tags", "supplier", "tax_rate"),
    nothing=Nothing(
        "product", N_("No products yet"), N_("Products have a price and can be added to deals."), N_("New product")
    ),
    adds="product",
)


# Room for two words, such as "Mobile workstations".
CATEGORY_WIDTH = 180


class ProductColumns(RecordColumns):
    """Makes the columns of a list of products."""

    def shown(self, place: int, field: Field) -> Shown:
        """Return how `field`, the value at `place` of a row, is shown: the name with its sign."""
        if field.name == "name":
            return CellKind.NAME, lambda row: Face(str(row.values[place] or ""), row.record, company=True), None
        return super().shown(place, field)

    def width(self, place: int, field: Field) -> int:
        """Return how wide the column of `field` is until it is pulled."""
        return CATEGORY_WIDTH if field.name == "category" else super().width(place, field)
