"""What can be done with tickets: each act is one labelled transaction."""

from collections.abc import Mapping, Sequence

from crm_desktop.errors import InvalidField
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.seen import check_seen
from crm_desktop.journal.transaction import Stored, Transaction
from crm_desktop.schema.tickets import TICKET
from crm_desktop.store.number_blocks import next_number
from crm_desktop.store.workspace_settings import setting_named, setting_value
from crm_desktop.words import _, ngettext

HOUR_MS = 3_600_000
PRIORITIES = ("critical", "high", "medium", "low")
# Hours until the first answer and the solution are due where the workspace chose no others.
ANSWER_HOURS = {each: int(setting_named(f"answer_hours_{each}").default) for each in PRIORITIES}
SOLVE_HOURS = {each: int(setting_named(f"solve_hours_{each}").default) for each in PRIORITIES}
ENDED = ("solved", "closed")


def add_ticket(journal: Journal, values: Mapping[str, Stored]) -> bytes:
    """Add a ticket with the stored `values`; return its id."""
    with journal.transaction(_("Add ticket {subject}").format(subject=values.get("subject") or "")) as tx:
        return insert_ticket(tx, values)


def edit_ticket(
    journal: Journal, ticket: bytes, values: Mapping[str, Stored], seen: Mapping[str, Stored] | None = None
) -> None:
    """Write the stored `values` into `ticket`, where the user last saw `seen`; raises ChangedMeanwhile."""
    with journal.transaction(_("Edit ticket")) as tx:
        check_seen(tx, "ticket", ticket, seen or {}, journal.place)
        write_ticket(tx, ticket, values)


def answer_ticket(journal: Journal, ticket: bytes, text: str, status: str = "waiting") -> bytes:
    """Add a reply to the customer, and let the ticket wait for them unless `status` says otherwise."""
    with journal.transaction(_("Answer ticket")) as tx:
        made = insert_message(tx, ticket, "out", text)
        row = tx.connection.execute("SELECT first_response_at FROM ticket WHERE id = ?", (ticket,)).fetchone()
        first: dict[str, Stored] = {"first_response_at": tx.now_ms} if row[0] is None else {}
        write_ticket(tx, ticket, {"status": status, **first})
        return made


def note_on_ticket(journal: Journal, ticket: bytes, text: str) -> bytes:
    """Add an internal note, which the customer never sees."""
    with journal.transaction(_("Note on ticket")) as tx:
        return insert_message(tx, ticket, "note", text)


def solve_tickets(journal: Journal, tickets: Sequence[bytes]) -> None:
    """Mark `tickets` as solved, as one step."""
    label = ngettext("Solve {n} ticket", "Solve {n} tickets", len(tickets)).format(n=len(tickets))
    with journal.transaction(label) as tx:
        for each in tickets:
            write_ticket(tx, each, {"status": "solved"})


def remove_tickets(journal: Journal, tickets: Sequence[bytes]) -> None:
    """Put `tickets` into the bin, as one step."""
    label = ngettext("Delete {n} ticket", "Delete {n} tickets", len(tickets)).format(n=len(tickets))
    with journal.transaction(label) as tx:
        tx.remove_many("ticket", tickets)


def insert_ticket(tx: Transaction, values: Mapping[str, Stored]) -> bytes:
    """Insert a ticket inside an open transaction: it gets the next number and its deadlines."""
    if not values.get("subject"):
        raise InvalidField("subject", _("A ticket needs a subject. Type one."))
    row: dict[str, Stored] = {
        "opened_at": tx.now_ms,
        "owner": tx.member,
        **{name: value for name, value in values.items() if value is not None},
    }
    if "number" not in row:
        row["number"] = next_ticket_number(tx)
    if row.get("contact") is not None and row.get("company") is None:
        found = tx.connection.execute("SELECT company FROM contact WHERE id = ?", (row["contact"],)).fetchone()
        row["company"] = found[0] if found else None
    return tx.insert("ticket", {**deadlines(row, *_chosen_hours(tx, _priority(row))), **row})


def write_ticket(tx: Transaction, ticket: bytes, values: Mapping[str, Stored]) -> None:
    """Write values into a ticket inside an open transaction; solving and reopening move `solved_at`."""
    row = dict(values)
    if "subject" in row and not row["subject"]:
        raise InvalidField("subject", _("A ticket needs a subject. Type one."))
    if row.get("status") in ENDED:
        solved = tx.connection.execute("SELECT solved_at FROM ticket WHERE id = ?", (ticket,)).fetchone()
        if solved is not None and solved[0] is None:
            row.setdefault("solved_at", tx.now_ms)
    elif "status" in row:
        row.setdefault("solved_at", None)
    tx.update("ticket", ticket, row)


def insert_message(tx: Transaction, ticket: bytes, kind: str, text: str) -> bytes:
    """Insert a message of `kind` (in, out, note) inside an open transaction."""
    if not text.strip():
        raise InvalidField("body", _("The message is empty. Write something first."))
    return tx.insert(
        "ticket_message", {"ticket": ticket, "kind": kind, "at": tx.now_ms, "member": tx.member, "body": text.strip()}
    )


def next_ticket_number(tx: Transaction) -> int | None:
    """Return the number of a new ticket, which no other device gives; None until the server grants more of them."""
    return next_number(tx.connection, TICKET)


def deadlines(row: Mapping[str, Stored], answer: int | None = None, solve: int | None = None) -> dict[str, Stored]:
    """Return when a new ticket is due, `answer` and `solve` hours after it was opened; 0 is never, as of compliments.

    Without hours they are those that every workspace begins with.
    """
    opened = row.get("opened_at")
    if row.get("kind") == "compliment" or not isinstance(opened, int):
        return {}
    priority = _priority(row)
    hours = {
        "answer_due_at": ANSWER_HOURS[priority] if answer is None else answer,
        "solve_due_at": SOLVE_HOURS[priority] if solve is None else solve,
    }
    return {name: opened + each * HOUR_MS for name, each in hours.items() if each}


def _priority(row: Mapping[str, Stored]) -> str:
    return str(row.get("priority") or "medium")


def _chosen_hours(tx: Transaction, priority: str) -> tuple[int, int]:
    answer, solve = (setting_value(tx.connection, f"{each}_hours_{priority}") for each in ("answer", "solve"))
    return int(answer), int(solve)
