"""What customers bought and have in use."""

import pytest

from crm_desktop.acts import add_record
from crm_desktop.contacts.record import contact_record
from crm_desktop.contacts.record_parts import ContactRecord
from crm_desktop.errors import InvalidField
from crm_desktop.journal.journal import Journal
from crm_desktop.products.purchases import add_purchase, edit_purchase, remove_purchase
from tests.contacts.world import made_world


def acme(journal: Journal, contact: bytes) -> ContactRecord:
    with journal.store.reader() as reader:
        found = contact_record(reader, contact, journal.place)
    assert found is not None
    return found


def test_a_purchase_is_called_as_its_product_and_counts_among_what_they_buy(journal: Journal) -> None:
    world = made_world(journal)
    product = add_record(journal, "products", {"name": "GTX Basic", "price": "500"})
    made = add_purchase(
        journal, {"customer": world.acme, "product": product, "quantity": 4.0, "unit_price": 50_000, "serial": "A-17"}
    )
    found = acme(journal, world.acme)
    (purchase,) = found.purchases
    assert (purchase.name, purchase.quantity, purchase.serial, purchase.currency) == ("GTX Basic", 4, "A-17", "USD")
    assert purchase.bought_on == journal.clock().date()
    assert [(buy.name, buy.amount_minor) for buy in found.buys] == [("GTX Basic", 200_000)]
    edit_purchase(journal, made, {"next_service_on": "2026-11-01", "warranty_until": "2028-05-14"})
    (purchase,) = acme(journal, world.acme).purchases
    assert str(purchase.next_service_on) == "2026-11-01"
    remove_purchase(journal, made)
    assert acme(journal, world.acme).purchases == ()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "description"),
        ({"description": "Rack", "customer": None}, "customer"),
        ({"description": "Rack", "quantity": 0.0}, "quantity"),
        ({"description": "Rack", "bought_on": "2026-05-02", "warranty_until": "2026-05-01"}, "warranty_until"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_field(
    journal: Journal, values: dict[str, str | float | None], field: str
) -> None:
    world = made_world(journal)
    with pytest.raises(InvalidField) as refused:
        add_purchase(journal, {"customer": world.acme, **values})
    assert refused.value.field == field
