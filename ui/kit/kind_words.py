"""What one record of a kind is called."""

from crm_desktop.schema.catalogue import kind_of
from crm_desktop.words import _


def kind_word(table: str, narrowed: str | None) -> str:
    """Return what a row of `table` is called whose kind column holds `narrowed`: "Person", "Deal"."""
    kind = kind_of(table, narrowed)
    one = {
        "person": _("Person"),
        "company": _("Company"),
        "deal": _("Deal"),
        "ticket": _("Ticket"),
        "interaction": _("Activity"),
        "task": _("Task"),
        "product": _("Product"),
        "file": _("File"),
    }
    return one.get(kind.singular, _(kind.label))
