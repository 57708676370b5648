"""Purchases: what customers bought and have in use."""

from crm_desktop.schema.field import Field, FieldKind, RecordTable
from crm_desktop.words import N_

PURCHASE = RecordTable(
    number=26,
    name="purchase",
    label=N_("Purchase"),
    title="description",
    fields=(
        Field(20, "description", N_("Description")),
        Field(21, "customer", N_("Customer"), FieldKind.LINK, target="contact", required=True),
        Field(22, "product", N_("Product"), FieldKind.LINK, target="product"),
        Field(23, "quantity", N_("Quantity"), FieldKind.DECIMAL, default=1),
        Field(24, "unit_price", N_("Unit price"), FieldKind.MONEY),
        Field(25, "currency", N_("Currency"), FieldKind.CURRENCY),
        Field(26, "bought_on", N_("Bought on"), FieldKind.DAY),
        Field(27, "serial", N_("Serial number"), personal=True),
        Field(28, "warranty_until", N_("Warranty until"), FieldKind.DAY),
        Field(29, "next_service_on", N_("Next service"), FieldKind.DAY),
        Field(30, "order_number", N_("Order number")),
        Field(31, "note", N_("Note"), FieldKind.LONG_TEXT, personal=True),
        Field(32, "discount_pct", N_("Discount"), FieldKind.DECIMAL),
    ),
    indexes=("customer, bought_on", "product", "next_service_on"),
)
