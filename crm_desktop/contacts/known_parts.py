"""What is known of a contact, promised to it, sold to it, allowed by it, and who belongs to it: lines of its page."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

# What was learned longer ago than this may not hold any more.
STALE_AFTER = timedelta(days=365)


class PurchaseLine(NamedTuple):
    """Something that the contact bought and has in use; `total` is how many such lines there are in all."""

    id: bytes
    name: str
    product: bytes | None
    product_name: str
    quantity: float | None
    unit_price_minor: int | None
    currency: str
    bought_on: date | None
    serial: str
    warranty_until: date | None
    next_service_on: date | None
    order_number: str
    note: str
    description: str
    total: int


class FactLine(NamedTuple):
    """One thing that we know of the contact, from whom or where, and since when."""

    id: bytes
    text: str
    source: str
    learned_on: date | None

    def stale(self, today: date) -> bool:
        """Return whether it was learned so long ago that it may not hold any more."""
        return self.learned_on is not None and today - self.learned_on > STALE_AFTER


class PromiseLine(NamedTuple):
    """Something that we promised; `person` is to whom, where that is somebody else than the contact shown."""

    id: bytes
    text: str
    promised_on: date | None
    due_day: date | None
    kept_at: datetime | None
    person: str

    def overdue(self, today: date) -> bool:
        """Return whether it should have been kept by now."""
        return self.kept_at is None and self.due_day is not None and self.due_day < today


class ConsentLine(NamedTuple):
    """The newest entry of the ledger for one purpose and channel: `state` is given or withdrawn."""

    purpose: str
    channel: str
    state: str
    at: datetime
    source: str


class SuppliedLine(NamedTuple):
    """A product that the contact supplies to us, and what it costs."""

    product: bytes
    name: str
    code: str
    cost_minor: int | None
    currency: str


class TreeLine(NamedTuple):
    """A subsidiary with all that is below it: how many companies, and their figures in the workspace's currency."""

    id: bytes
    name: str
    companies: int
    open_deals: int
    open_minor: int
    won_deals: int
    won_minor: int
    open_tickets: int
