"""What one record of a kind is called, and by its number."""

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


def ticket_number(number: object) -> str:
    """Return the `number` of a ticket as it is told: a sign alone until the office server has granted one."""
    return _("#{n}").format(n=number or "–")
