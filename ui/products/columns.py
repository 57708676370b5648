"""The columns of the products' table."""

from crm_desktop.schema.products import PRODUCT
from crm_desktop.store.record_query import Row
from crm_desktop.values.money import Money
from crm_desktop.words import N_
from ui.kit.cells import CellKind
from ui.kit.paged_model import Column
from ui.kit.painting import Face

FIELDS = ("name", "code", "category", "price", "cost", "unit", "active")


def product_columns() -> list[Column[Row]]:
    """Return the columns of the table, in their order."""
    return [
        Column("name", N_("Product"), 260, CellKind.NAME, value=_face, stretch=True, editable=True),
        Column("code", N_("Code"), 120, value=lambda row: value_of(row, "code"), priority=2, editable=True),
        Column("category", N_("Category"), 150, value=lambda row: value_of(row, "category"), priority=1, editable=True),
        Column("price", N_("Price"), 120, CellKind.MONEY, value=lambda row: _money(row, "price"), editable=True),
        Column(
            "cost", N_("Cost"), 120, CellKind.MONEY, value=lambda row: _money(row, "cost"), priority=4, editable=True
        ),
        Column("unit", N_("Unit"), 90, value=lambda row: value_of(row, "unit"), priority=3, editable=True),
        Column(
            "active", N_("Active"), 80, CellKind.YES_NO, value=lambda row: bool(value_of(row, "active")), priority=5
        ),
    ]


def value_of(row: Row, field: str) -> str | int | float | bytes | None:
    """Return the stored value of `field` in `row`."""
    return row.values[FIELDS.index(PRODUCT.by_name[field].name)]


def _face(row: Row) -> Face:
    return Face(str(value_of(row, "name") or ""), row.record, company=True)


def _money(row: Row, field: str) -> Money | None:
    minor = value_of(row, field)
    return Money(minor, row.currency) if isinstance(minor, int) else None
