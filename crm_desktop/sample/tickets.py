"""The tickets of the sample and what was said in them."""

from collections.abc import Iterator, Mapping
from typing import Any

from crm_desktop.journal.transaction import Stored
from crm_desktop.sample.dice import Dice, spread
from crm_desktop.sample.load import Load
from crm_desktop.sample.moment import HOUR_MS, MINUTE_MS
from crm_desktop.sample.texts import sample_text
from crm_desktop.sample.world import Ticket, World
from crm_desktop.tickets.actions import deadlines

_COLUMNS = (
    *("id", "number", "subject", "description", "kind", "status", "priority", "channel", "contact", "company"),
    *("product", "opened_at", "first_response_at", "solved_at", "satisfaction", "root_cause", "resolution"),
    *("answer_due_at", "solve_due_at", "mood", "tags", "owner"),
)
_MESSAGE_COLUMNS = ("id", "ticket", "kind", "at", "author", "member", "channel", "body")
_SPOKEN = ("phone", "visit")
_TAKEN_DOWN = "Taken down as it was told, see the description."
_RATED = 0.55
_MOODS = {"complaint": "unhappy", "compliment": "happy"}
_MESSAGES_EACH = 3


def add_tickets(load: Load, world: World) -> None:
    """Add the planned tickets and their messages."""
    load.insert("ticket", _COLUMNS, _rows(world), len(world.tickets))
    load.insert("ticket_message", _MESSAGE_COLUMNS, _message_rows(world), _MESSAGES_EACH * len(world.tickets))


def ticket_subject(world: World, text: Mapping[str, Any], ticket: Ticket) -> str:
    """Return the subject of `ticket`."""
    subject: str = text["cases"][ticket.case]["subject"]
    return subject.format(product=world.products[ticket.product].name, n=_quantity(ticket))


def _quantity(ticket: Ticket) -> int:
    return 6 + ticket.number % 30


def _rows(world: World) -> Iterator[tuple[Stored, ...]]:
    dice = Dice(world.seed, "ticket remarks")
    text = sample_text("tickets")
    stars = spread((number, weight) for number, weight in text["satisfaction"])
    for ticket in world.tickets:
        case = text["cases"][ticket.case]
        solved = ticket.solved_ms is not None
        due = deadlines({"kind": case["kind"], "priority": ticket.priority, "opened_at": ticket.opened_ms})
        yield (
            ticket.record,
            ticket.number,
            ticket_subject(world, text, ticket),
            _said(world, ticket, case["text"]) if ticket.channel in _SPOKEN else None,
            case["kind"],
            ticket.status,
            ticket.priority,
            ticket.channel,
            world.people[ticket.person].record,
            world.companies[ticket.company].record,
            world.products[ticket.product].record,
            ticket.opened_ms,
            ticket.answer_ms,
            ticket.solved_ms,
            dice.pick(stars) if solved and dice.chance(_RATED) else None,
            case["cause"] if solved else None,
            case["resolution"] if solved else None,
            due.get("answer_due_at"),
            due.get("solve_due_at"),
            _MOODS.get(case["kind"]),
            None,
            None if ticket.owner is None else world.members[ticket.owner].record,
        )


def _message_rows(world: World) -> Iterator[tuple[Stored, ...]]:
    dice = Dice(world.seed, "ticket messages")
    text = sample_text("tickets")
    for ticket in world.tickets:
        case = text["cases"][ticket.case]
        person = world.people[ticket.person].record
        owner = world.members[-1 if ticket.owner is None else ticket.owner].record
        for kind, at_ms, said in _conversation(dice, ticket, case, text["filler"]):
            author, member = (person, None) if kind == "in" else (None, owner)
            body = _said(world, ticket, said)
            yield dice.new_id(at_ms), ticket.record, kind, at_ms, author, member, ticket.channel, body


def _conversation(
    dice: Dice, ticket: Ticket, case: Mapping[str, Any], filler: Mapping[str, Any]
) -> Iterator[tuple[str, int, str]]:
    """Yield kind, instant and text of one to six messages, in their order."""
    opened, answered, solved = ticket.opened_ms, ticket.answer_ms, ticket.solved_ms
    yield ("note", opened, _TAKEN_DOWN) if ticket.channel in _SPOKEN else ("in", opened, case["text"])
    if answered is None:
        if ticket.status == "open":
            yield "note", opened + 25 * MINUTE_MS, case["note"]
        return
    if dice.chance(0.5):
        yield "note", opened + (answered - opened) // 2, case["note"]
    yield "out", answered, case["reply"]
    if solved is None:
        if ticket.status == "open":
            yield "in", answered + HOUR_MS, case["more"]
            if dice.chance(0.5):
                yield "note", answered + 90 * MINUTE_MS, dice.pick(filler["note"])
        return
    between = solved - answered
    if dice.chance(0.55):
        yield "in", answered + between // 2, case["more"]
        if dice.chance(0.3):
            yield "note", answered + between * 2 // 3, dice.pick(filler["note"])
        yield "out", solved, case["close"]


def _said(world: World, ticket: Ticket, text: str) -> str:
    return text.format(product=world.products[ticket.product].name, n=_quantity(ticket))
