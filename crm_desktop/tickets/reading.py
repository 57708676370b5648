"""What the tickets page reads at once."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple

from crm_desktop.filters.tree import Filter
from crm_desktop.schema.forms import Place
from crm_desktop.tickets.changes import TicketChange, ticket_changes
from crm_desktop.tickets.queries import (
    BY_DEADLINE,
    EarlierTicket,
    Message,
    QueueRow,
    TicketDetail,
    answered_in_time,
    conversation,
    earlier_tickets,
    ticket_count,
    ticket_detail,
    ticket_queue,
)
from crm_desktop.vault.driver import Connection

MONTH = timedelta(days=30)


class WholeTicket(NamedTuple):
    """A ticket with its conversation, its changes and earlier tickets of the same company."""

    detail: TicketDetail
    messages: list[Message]
    earlier: list[EarlierTicket]
    changes: list[TicketChange]


class Queue(NamedTuple):
    """The queue, and of the tickets of 30 days: how many were answered, and how many of them in time."""

    rows: list[QueueRow]
    answered: int
    in_time: int


def read_queue(
    reader: Connection, conditions: Sequence[Filter], place: Place, now: datetime, order: str = BY_DEADLINE
) -> Queue:
    """Return the tickets that fit `conditions` as of `now`, in `order`."""
    rows = ticket_queue(reader, conditions, place, _ms(now), _end_of_day(place, now), order)
    answered, in_time = answered_in_time(reader, _ms(now - MONTH))
    return Queue(rows, answered, in_time)


def read_counts(reader: Connection, views: Mapping[str, Sequence[Filter]], place: Place) -> dict[str, int]:
    """Return how many tickets fit the conditions of each of `views`, by its name."""
    return {name: ticket_count(reader, conditions, place) for name, conditions in views.items()}


def read_ticket(reader: Connection, ticket: bytes, place: Place, now: datetime) -> WholeTicket | None:
    """Return the whole `ticket` as of `now`, or None where it is not here."""
    detail = ticket_detail(reader, ticket, _ms(now), _end_of_day(place, now))
    if detail is None:
        return None
    return WholeTicket(
        detail, conversation(reader, ticket), earlier_tickets(reader, ticket), ticket_changes(reader, ticket)
    )


def _ms(instant: datetime) -> int:
    return int(instant.timestamp() * 1000)


def _end_of_day(place: Place, now: datetime) -> int:
    tomorrow = now.astimezone(place.zone).date() + timedelta(days=1)
    return _ms(datetime.combine(tomorrow, time(), place.zone).astimezone(UTC))
