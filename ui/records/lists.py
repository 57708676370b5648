"""The lists of records of every kind, with the columns that each has at first."""

from crm_desktop.schema.catalogue import Kind
from crm_desktop.words import N_
from ui.kit.lists.state import ListKind, Nothing

PAGE = "records"
_DEALS = ListKind(
    "deals",
    PAGE,
    ("title", "company", "stage", "amount", "expected_on", "probability", "owner"),
    N_("All deals"),
    useful=("outcome", "closed_on", "person", "tags", "source", "opened_on"),
    beside=("closed_on", "rate"),
    summed="amount",
    nothing=Nothing("deal", N_("No deals yet"), N_("A deal is what a customer may buy, by when."), N_("New deal")),
    adds="deal",
)
_TICKETS = ListKind(
    "tickets",
    PAGE,
    ("subject", "number", "contact", "status", "priority", "opened_at", "owner"),
    N_("All tickets"),
    useful=("kind", "company", "product", "answer_due_at", "solve_due_at", "tags"),
    sorting=("-opened_at",),
    nothing=Nothing(
        "tickets", N_("No tickets yet"), N_("Questions and complaints of customers are listed here."), N_("New ticket")
    ),
    adds="ticket",
)
_ACTIVITIES = ListKind(
    "activities",
    PAGE,
    ("subject", "kind", "at", "person", "company"),
    N_("All activities"),
    useful=("outcome", "duration_min", "deal", "ticket", "direction"),
    sorting=("-at",),
    nothing=Nothing(
        "log", N_("No activities yet"), N_("Calls, meetings and mails with customers are listed here."), N_("Log one")
    ),
    adds="activity",
)
_TASKS = ListKind(
    "tasks",
    PAGE,
    ("title", "due_day", "priority", "person", "company", "assignee", "done_at"),
    N_("All tasks"),
    useful=("kind", "deal", "ticket", "duration_min", "location"),
    beside=("done_at",),
    sorting=("-due_day",),
    nothing=Nothing("plan", N_("No tasks yet"), N_("What is to be done, and by when, is listed here."), N_("New task")),
    adds="task",
)
_PURCHASES = ListKind(
    "purchases",
    PAGE,
    ("description", "customer", "product", "quantity", "unit_price", "bought_on", "next_service_on"),
    N_("All purchases"),
    useful=("serial", "warranty_until", "order_number", "discount_pct"),
    sorting=("-bought_on",),
    summed="quantity",
    nothing=Nothing(
        "purchase",
        N_("No purchases yet"),
        N_("What customers bought and have in use is listed here."),
        N_("New purchase"),
    ),
    adds="purchase",
)
_PRODUCTS = ListKind("products", PAGE, ("name", "code", "category", "price", "unit", "active"), N_("All products"))
_FILES = ListKind(
    "files",
    PAGE,
    ("name", "media_type", "size", "contact", "deal", "ticket"),
    N_("All files"),
    summed="size",
    nothing=Nothing("attachment", N_("No files yet"), N_("Files that are kept with records are listed here."), ""),
)
LISTS = (_DEALS, _TICKETS, _ACTIVITIES, _TASKS, _PURCHASES, _PRODUCTS, _FILES)


def listed_as(kind: Kind) -> ListKind:
    """Return how records of `kind` are listed."""
    known = next((each for each in LISTS if each.name == kind.name), None)
    return known or ListKind(kind.name, PAGE, (kind.table.title,), kind.label)
