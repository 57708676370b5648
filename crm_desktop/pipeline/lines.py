"""What can be done with the lines of a deal: each act is one labelled transaction."""

from crm_desktop.errors import InvalidField
from crm_desktop.journal.journal import Journal
from crm_desktop.words import _


def add_line(journal: Journal, deal: bytes, product: bytes, quantity: float) -> bytes:
    """Add `quantity` of `product` to `deal` at the product's price; return the line's id."""
    with journal.transaction(_("Add product to deal")) as tx:
        row = tx.connection.execute("SELECT name, price FROM product WHERE id = ?", (product,)).fetchone()
        if row is None:
            raise InvalidField("product", _("This product does not exist any more. Choose another."))
        last = tx.connection.execute("SELECT max(position) FROM deal_line WHERE deal = ?", (deal,)).fetchone()[0]
        return tx.insert(
            "deal_line",
            {
                "deal": deal,
                "product": product,
                "description": row[0],
                "quantity": quantity,
                "unit_price": row[1],
                "position": 0 if last is None else last + 1,
            },
        )


def remove_line(journal: Journal, line: bytes) -> None:
    """Put `line` into the bin."""
    with journal.transaction(_("Delete product of deal")) as tx:
        tx.remove("deal_line", line)
