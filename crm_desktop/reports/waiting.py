"""How much waits for the user at each place of the app, told in a few index look-ups."""

from datetime import date
from typing import NamedTuple

from crm_desktop.tickets.queries import late_tickets
from crm_desktop.vault.driver import Connection


class Waiting(NamedTuple):
    """Tasks due by today with those of earlier days among them, and tickets past their deadline."""

    tasks: int
    late_tasks: int
    late_tickets: int


def waiting(reader: Connection, member: bytes | None, today: date, now_ms: int) -> Waiting:
    """Return what waits for `member` on the day `today`."""
    tasks, late = reader.execute(
        "SELECT count(*), coalesce(sum(due_day < ?2), 0) FROM task "
        "WHERE done_at IS NULL AND due_day <= ?2 AND removed_at IS NULL AND (assignee = ?1 OR assignee IS NULL)",
        (member, today.isoformat()),
    ).fetchone()
    return Waiting(int(tasks), int(late), late_tickets(reader, now_ms))
