"""Next steps planned from a list: for many records at once, or written into the cell of one."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from crm_desktop.activities.task_writes import insert_task, write_task
from crm_desktop.errors import InvalidField
from crm_desktop.jobs import Progress, told
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.transaction import Stored, Transaction
from crm_desktop.store.chosen import Chosen, chosen_ids
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _

_CHUNK = 500
# The links of a task to what it is about, and where they are read from.
_ABOUT: Mapping[str, Mapping[str, str]] = {
    "contact": {
        "person": "CASE kind WHEN 'person' THEN id END",
        "company": "CASE kind WHEN 'company' THEN id ELSE company END",
    },
    "deal": {"deal": "id", "person": "person", "company": "company"},
    "ticket": {
        "ticket": "id",
        "person": "(SELECT c.id FROM contact c WHERE c.id = ticket.contact AND c.kind = 'person')",
        "company": "company",
    },
}
PLANNABLE = frozenset(_ABOUT)


class Planned(NamedTuple):
    """A step that is planned: what, by which day and at which time of it, and of which kind of task it is."""

    title: str
    due: date | None = None
    kind: str = "todo"
    clock: time | None = None


def plan_step(
    journal: Journal, table: str, chosen: Chosen, planned: Planned, *, progress: Progress | None = None
) -> int:
    """Plan a step for each of `chosen`, contacts, deals or tickets; return for how many. Raises InvalidField."""
    title = planned.title.strip()
    if not title:
        raise InvalidField("title", _("A next step needs a word. Type one, such as “Call back”."))
    with journal.transaction(_("Plan {title}").format(title=title)) as tx:
        step = {"title": title, "kind": planned.kind, **_due(planned, tx.zone)}
        ids = chosen_ids(tx.connection, chosen, journal.place)
        for about in told(list(_about(tx.connection, table, ids)), progress):
            insert_task(tx, {**step, **about})
        return len(ids)


def write_next_step(journal: Journal, contact: bytes, *, title: str | None = None, due: date | None = None) -> None:
    """Give the next step of `contact` another `title` or `due` day, or plan one. Raises InvalidField."""
    with journal.transaction(_("Change next step")) as tx:
        values: dict[str, Stored] = {}
        if title is not None:
            if not title.strip():
                raise InvalidField("next_step", _("A next step needs a word. Mark it as done to take it away."))
            values["title"] = title.strip()
        if due is not None:
            values["due_day"] = due.isoformat()
        task = _next_task(tx, contact)
        if task is not None:
            write_task(tx, task, values)
            return
        if "title" not in values:
            raise InvalidField("next_step_due", _("There is no next step yet. Type what is to be done first."))
        for about in _about(tx.connection, "contact", [contact]):
            insert_task(tx, {**values, **about})


def _due(planned: Planned, zone: ZoneInfo) -> dict[str, Stored]:
    if planned.due is None:
        return {}
    due: dict[str, Stored] = {"due_day": planned.due.isoformat()}
    if planned.clock is not None:
        due["due_at"] = round(datetime.combine(planned.due, planned.clock, zone).timestamp() * 1000)
    return due


def _next_task(tx: Transaction, contact: bytes) -> bytes | None:
    row = tx.connection.execute(
        "SELECT next_task FROM contact_rollup r JOIN contact c ON c.rid = r.rid WHERE c.id = ?", (contact,)
    ).fetchone()
    return None if row is None else row[0]


def _about(connection: Connection, table: str, ids: Sequence[bytes]) -> Iterator[dict[str, Stored]]:
    """Yield for each record of `table` the links by which a task is about it, and about whom that is."""
    columns = _ABOUT[table]
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        marks = ", ".join("?" * len(chunk))
        values = ", ".join(columns.values())
        found = connection.execute(f"SELECT {values} FROM {table} WHERE id IN ({marks})", tuple(chunk))
        for row in found.fetchall():
            yield dict(zip(columns, row, strict=True))
