"""Products and their prices."""

from crm_desktop.schema.field import Field, FieldKind, RecordTable
from crm_desktop.words import N_

PRODUCT = RecordTable(
    number=8,
    name="product",
    label=N_("Product"),
    title="name",
    fields=(
        Field(20, "code", N_("Code")),
        Field(21, "name", N_("Name"), required=True),
        Field(22, "category", N_("Category")),
        Field(23, "price", N_("Price"), FieldKind.MONEY),
        Field(24, "cost", N_("Cost"), FieldKind.MONEY),
        Field(25, "currency", N_("Currency"), FieldKind.CURRENCY),
        Field(26, "unit", N_("Unit")),
        Field(27, "tax_rate", N_("Tax rate"), FieldKind.DECIMAL),
        Field(28, "active", N_("Active"), FieldKind.YES_NO, default=1),
        Field(29, "description", N_("Description"), FieldKind.LONG_TEXT),
        Field(30, "tags", N_("Tags"), FieldKind.TAGS),
        Field(31, "supplier", N_("Supplier"), FieldKind.LINK, target="contact"),
    ),
    indexes=("code",),
)

PRICE = RecordTable(
    number=9,
    name="price",
    label=N_("Price"),
    title="price_list",
    belongs_to="product",
    fields=(
        Field(20, "product", N_("Product"), FieldKind.LINK, target="product", required=True),
        Field(21, "price_list", N_("Price list")),
        Field(22, "price", N_("Price"), FieldKind.MONEY),
        Field(23, "currency", N_("Currency"), FieldKind.CURRENCY),
        Field(24, "from_quantity", N_("From quantity"), FieldKind.DECIMAL),
        Field(25, "from_day", N_("From"), FieldKind.DAY),
        Field(26, "to_day", N_("Until"), FieldKind.DAY),
    ),
    indexes=("product",),
)
