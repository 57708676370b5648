"""What customers bought and have in use: each act is one labelled transaction."""

from collections.abc import Mapping

from crm_desktop.errors import InvalidField
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.seen import check_seen
from crm_desktop.journal.transaction import Stored, Transaction
from crm_desktop.words import _


def add_purchase(journal: Journal, values: Mapping[str, Stored]) -> bytes:
    """Note a purchase with the stored `values`; return its id. Raises InvalidField."""
    with journal.transaction(_("Add purchase")) as tx:
        return insert_purchase(tx, values, journal.currency)


def edit_purchase(
    journal: Journal, purchase: bytes, values: Mapping[str, Stored], seen: Mapping[str, Stored] | None = None
) -> None:
    """Write the stored `values` into `purchase`, where the user last saw `seen`.

    Raises InvalidField, ChangedMeanwhile and UnknownRecord.
    """
    with journal.transaction(_("Change purchase")) as tx:
        check_seen(tx, "purchase", purchase, seen or {}, journal.place)
        write_purchase(tx, purchase, values)


def remove_purchase(journal: Journal, purchase: bytes) -> None:
    """Put `purchase` into the bin."""
    with journal.transaction(_("Delete purchase")) as tx:
        tx.remove("purchase", purchase)


def insert_purchase(tx: Transaction, values: Mapping[str, Stored], currency: str) -> bytes:
    """Insert a purchase inside an open transaction: bought today, in `currency`, unless `values` say otherwise."""
    row: dict[str, Stored] = {
        "currency": currency,
        "bought_on": tx.today.isoformat(),
        "owner": tx.member,
        **{name: value for name, value in values.items() if value is not None},
    }
    if not row.get("customer"):
        raise InvalidField("customer", _("A purchase needs a customer. Choose one."))
    _name(tx, row)
    _check(row)
    return tx.insert("purchase", row)


def write_purchase(tx: Transaction, purchase: bytes, values: Mapping[str, Stored]) -> None:
    """Write `values` into a purchase inside an open transaction."""
    row = dict(values)
    if "description" in row or "product" in row:
        before = tx.connection.execute("SELECT description, product FROM purchase WHERE id = ?", (purchase,)).fetchone()
        _name(tx, row, dict(zip(("description", "product"), before or (None, None), strict=True)))
    _check(row)
    tx.update("purchase", purchase, row)


def _name(tx: Transaction, row: dict[str, Stored], before: Mapping[str, Stored] | None = None) -> None:
    """Let a purchase be called as its product is, where nothing else is said."""
    known = {**(before or {}), **row}
    if known.get("description"):
        return
    product = tx.connection.execute("SELECT name FROM product WHERE id = ?", (known.get("product"),)).fetchone()
    if product is None:
        raise InvalidField("description", _("Choose a product, or type what was bought."))
    row["description"] = product[0]


def _check(row: Mapping[str, Stored]) -> None:
    quantity = row.get("quantity")
    if isinstance(quantity, int | float) and quantity <= 0:
        raise InvalidField("quantity", _("Type how many, more than none."))
    bought, until = row.get("bought_on"), row.get("warranty_until")
    if bought and until and str(until) < str(bought):
        raise InvalidField("warranty_until", _("The warranty cannot end before the purchase. Check both days."))
