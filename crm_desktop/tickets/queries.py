"""What the ticket queue and a ticket's page read."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from crm_desktop.filters.tree import Filter
from crm_desktop.schema.forms import Place
from crm_desktop.store.filters import conditions_sql
from crm_desktop.store.functions import name_shown
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.store.own_shown import own_expressions, own_words, shown_own_fields
from crm_desktop.vault.driver import Connection

QUEUE_LIMIT = 500
HOUR_MS = 3_600_000


class QueueRow(NamedTuple):
    """One ticket in the queue; instants in milliseconds.

    `due_at` is the next deadline that counts: the first answer while there is none, then the solution; None where the
    clock is stopped or there is no deadline. `unanswered` tells that the customer wrote last. `own` says what stands in
    the first of the workspace's own fields.
    """

    id: bytes
    number: int
    subject: str
    kind: str
    status: str
    priority: str
    channel: str
    customer: bytes | None
    customer_name: str
    company: bytes | None
    company_name: str
    owner: bytes | None
    owner_name: str
    opened_at: int | None
    due_at: int | None
    updated_at: int
    unanswered: bool
    group: str
    own: tuple[str, ...] = ()


# What the database tells of a row; the rest is worked out.
_COLUMNS = QueueRow._fields[:-2]

_WRITTEN = """SELECT m.id, m.kind, m.at AS at, coalesce(m.author, m.member), coalesce(c.name, w.name, ''),
    coalesce(m.channel, ''), coalesce(m.body, ''), ''
    FROM ticket_message m LEFT JOIN contact c ON c.id = m.author LEFT JOIN member w ON w.id = m.member
    WHERE m.ticket = ?1 AND m.removed_at IS NULL"""
_DONE_ELSEWHERE = """SELECT i.id, coalesce(i.direction, 'out'), i.at, iif(i.direction = 'in', i.person, i.owner),
    coalesce(iif(i.direction = 'in', coalesce(c.name, i.sender), w.name), ''), '',
    trim(coalesce(i.subject, '') || char(10) || coalesce(i.body, ''), char(10)), i.kind
    FROM interaction i LEFT JOIN contact c ON c.id = i.person LEFT JOIN member w ON w.id = i.owner
    WHERE i.ticket = ?1 AND i.removed_at IS NULL AND coalesce(i.planned, 0) = 0"""


class Message(NamedTuple):
    """One message of a ticket's conversation: `kind` is in, out or note; the author a contact or a member.

    What was done elsewhere, such as a mail that was dropped on the ticket, is an `activity` of that kind.
    """

    id: bytes
    kind: str
    at: int
    author: bytes | None
    author_name: str
    channel: str
    body: str
    activity: str = ""


class TicketDetail(NamedTuple):
    """A whole ticket, with what its page shows beside the conversation; instants in milliseconds."""

    row: QueueRow
    description: str
    product: bytes | None
    product_name: str
    first_response_at: int | None
    solved_at: int | None
    answer_due_at: int | None
    solve_due_at: int | None
    satisfaction: int | None
    root_cause: str
    resolution: str
    mood: str
    removed_at: int | None


class EarlierTicket(NamedTuple):
    """Another ticket of the same customer or company."""

    id: bytes
    number: int
    subject: str
    kind: str
    status: str
    at: int


# The next deadline that counts, and the group of the queue by it. The parameters are the instant now, three times.
_DUE = """
    CASE WHEN t.status IN ('waiting', 'solved', 'closed') THEN NULL
         WHEN t.first_response_at IS NULL THEN coalesce(t.answer_due_at, t.solve_due_at) ELSE t.solve_due_at END
"""
_LAST = "(SELECT m.kind FROM ticket_message m WHERE m.ticket = t.id AND m.kind <> 'note' ORDER BY m.at DESC LIMIT 1)"
_ROW = f"""
    SELECT t.id, coalesce(t.number, 0), coalesce(t.subject, ''), t.kind, t.status, t.priority, coalesce(t.channel, ''),
           t.contact, {name_shown("c")}, t.company, {name_shown("o")},
           t.owner, coalesce(w.name, ''),
           t.opened_at, {_DUE} AS due, t.updated_at, coalesce({_LAST}, 'in') = 'in' AND t.status IN ('new', 'open')
"""
_FROM = """
    FROM ticket t LEFT JOIN contact c ON c.id = t.contact LEFT JOIN contact o ON o.id = t.company
         LEFT JOIN member w ON w.id = t.owner
"""
GROUPS = ("breaching", "next_hours", "today", "later", "waiting", "none", "ended")


BY_DEADLINE = "deadline"
ORDERS = {
    BY_DEADLINE: "(t.status IN ('solved', 'closed')), (t.status = 'waiting'), due IS NULL, due, t.rid DESC",
    "newest": "t.opened_at DESC, t.rid DESC",
    "oldest": "t.opened_at, t.rid",
    "changed": "t.updated_at DESC, t.rid DESC",
}


def ticket_count(reader: Connection, conditions: Sequence[Filter], place: Place) -> int:
    """Return how many tickets fit `conditions`."""
    where = conditions_sql(workspace_kinds(reader).named("tickets"), conditions, place)
    row = reader.execute(f"SELECT count(*) FROM ticket t WHERE t.removed_at IS NULL {where.sql}", where.values)
    return int(row.fetchone()[0])


def ticket_queue(
    reader: Connection,
    conditions: Sequence[Filter],
    place: Place,
    now_ms: int,
    end_of_day_ms: int,
    order: str = BY_DEADLINE,
) -> list[QueueRow]:
    """Return up to QUEUE_LIMIT tickets that fit `conditions` in one of ORDERS; by deadline they come by GROUPS."""
    kind = workspace_kinds(reader).named("tickets")
    where, own = conditions_sql(kind, conditions, place), shown_own_fields(kind)
    columns = ", ".join((_ROW, *own_expressions(kind, own)))
    found = reader.execute(
        f"{columns} {_FROM} WHERE t.removed_at IS NULL {where.sql} ORDER BY {ORDERS[order]} LIMIT {QUEUE_LIMIT}",
        where.values,
    )
    shown = len(_COLUMNS)
    return [
        _queue_row(row[:shown], now_ms, end_of_day_ms)._replace(own=own_words(own, row[shown:], place.currency, place))
        for row in found
    ]


def ticket_detail(reader: Connection, ticket: bytes, now_ms: int, end_of_day_ms: int) -> TicketDetail | None:
    """Return the whole `ticket`, or None where it is not here."""
    row = reader.execute(
        f"{_ROW}, coalesce(t.description, ''), t.product, coalesce(p.name, ''), t.first_response_at, t.solved_at, "
        "t.answer_due_at, t.solve_due_at, t.satisfaction, coalesce(t.root_cause, ''), coalesce(t.resolution, ''), "
        f"coalesce(t.mood, ''), t.removed_at {_FROM} LEFT JOIN product p ON p.id = t.product WHERE t.id = ?",
        (ticket,),
    ).fetchone()
    if row is None:
        return None
    columns = len(_COLUMNS)
    return TicketDetail(_queue_row(row[:columns], now_ms, end_of_day_ms), *row[columns:])


def conversation(reader: Connection, ticket: bytes) -> list[Message]:
    """Return the messages of `ticket` and what was done about it elsewhere, oldest first."""
    found = reader.execute(f"{_WRITTEN} UNION ALL {_DONE_ELSEWHERE} ORDER BY at", (ticket,))
    return [Message(*row) for row in found]


def earlier_tickets(reader: Connection, ticket: bytes, limit: int = 8) -> list[EarlierTicket]:
    """Return other tickets of the same company or customer, newest first."""
    found = reader.execute(
        "SELECT o.id, coalesce(o.number, 0), coalesce(o.subject, ''), o.kind, o.status, "
        "coalesce(o.solved_at, o.opened_at, o.created_at) FROM ticket t JOIN ticket o "
        "ON (o.company = t.company OR o.contact = t.contact) AND o.id <> t.id "
        "WHERE t.id = ? AND o.removed_at IS NULL ORDER BY 6 DESC LIMIT ?",
        (ticket, limit),
    )
    return [EarlierTicket(*row) for row in found]


def answered_in_time(reader: Connection, since_ms: int) -> tuple[int, int]:
    """Return how many tickets opened since `since_ms` had a deadline for the answer, and how many of them kept it."""
    row = reader.execute(
        "SELECT count(*), count(CASE WHEN first_response_at <= answer_due_at THEN 1 END) FROM ticket "
        "WHERE opened_at >= ? AND answer_due_at IS NOT NULL AND first_response_at IS NOT NULL AND removed_at IS NULL",
        (since_ms,),
    ).fetchone()
    return int(row[0]), int(row[1])


def late_tickets(reader: Connection, now_ms: int) -> int:
    """Return how many tickets have passed a deadline."""
    row = reader.execute(
        f"SELECT count(*) FROM ticket t WHERE t.removed_at IS NULL AND t.status IN ('new', 'open') AND ({_DUE}) < ?",
        (now_ms,),
    ).fetchone()
    return int(row[0])


def _queue_row(row: Sequence[Any], now_ms: int, end_of_day_ms: int) -> QueueRow:
    made = QueueRow._make([*row, "", ()])
    return made._replace(unanswered=bool(made.unanswered), group=_group(made, now_ms, end_of_day_ms))


def _group(row: QueueRow, now_ms: int, end_of_day_ms: int) -> str:
    if row.status in ("solved", "closed"):
        return "ended"
    if row.status == "waiting":
        return "waiting"
    if row.due_at is None:
        return "none"
    if row.due_at < now_ms:
        return "breaching"
    if row.due_at < now_ms + 2 * HOUR_MS:
        return "next_hours"
    return "today" if row.due_at < end_of_day_ms else "later"
