"""The lists of records of every kind, with the columns that each has at first."""

from crm_desktop.schema.catalogue import Kind
from crm_desktop.words import N_
from ui.kit.lists.state import ListKind

PAGE = "records"
_COLUMNS = {
    "deals": ("title", "company", "stage", "amount", "closed_on", "owner"),
    "tickets": ("subject", "number", "contact", "status", "priority", "opened_at", "owner"),
    "activities": ("subject", "kind", "at", "person", "company"),
    "tasks": ("title", "due_day", "priority", "person", "company", "assignee", "done_at"),
    "purchases": ("description", "customer", "product", "quantity", "unit_price", "bought_on", "next_service_on"),
    "products": ("name", "code", "category", "price", "unit", "active"),
    "files": ("name", "media_type", "size", "contact", "deal", "ticket"),
}
_EVERYTHING = {
    "deals": N_("All deals"),
    "tickets": N_("All tickets"),
    "activities": N_("All activities"),
    "tasks": N_("All tasks"),
    "purchases": N_("All purchases"),
    "products": N_("All products"),
    "files": N_("All files"),
}
LISTS = tuple(ListKind(name, PAGE, columns, _EVERYTHING[name]) for name, columns in _COLUMNS.items())


def listed_as(kind: Kind) -> ListKind:
    """Return how records of `kind` are listed."""
    known = next((each for each in LISTS if each.name == kind.name), None)
    return known or ListKind(kind.name, PAGE, (kind.table.title,), kind.label)
