"""Next steps planned from a list: for many contacts at once, or written into the cell of one."""

from collections.abc import Iterator, Sequence
from datetime import date

from crm_desktop.activities.task_writes import insert_task, write_task
from crm_desktop.contacts.bulk_edit import Chosen, chosen_ids, told
from crm_desktop.errors import InvalidField
from crm_desktop.jobs import Progress
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.transaction import Stored, Transaction
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _

_CHUNK = 500


def plan_step(
    journal: Journal,
    chosen: Chosen,
    title: str,
    due: date | None,
    kind: str = "todo",
    *,
    progress: Progress | None = None,
) -> int:
    """Plan the step `title` for each of `chosen`; return for how many. Raises InvalidField."""
    if not title.strip():
        raise InvalidField("title", _("A next step needs a word. Type one, such as “Call back”."))
    with journal.transaction(_("Plan {title}").format(title=title.strip())) as tx:
        step: dict[str, Stored] = {"title": title.strip(), "kind": kind, "due_day": due.isoformat() if due else None}
        ids = chosen_ids(journal, tx.connection, chosen)
        for about in told(list(_about(tx.connection, ids)), progress):
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
        for about in _about(tx.connection, [contact]):
            insert_task(tx, {**values, **about})


def _next_task(tx: Transaction, contact: bytes) -> bytes | None:
    row = tx.connection.execute(
        "SELECT next_task FROM contact_rollup r JOIN contact c ON c.rid = r.rid WHERE c.id = ?", (contact,)
    ).fetchone()
    return None if row is None else row[0]


def _about(connection: Connection, ids: Sequence[bytes]) -> Iterator[dict[str, Stored]]:
    """Yield for each contact the links by which a task is about it: a person, and the company it is at."""
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        marks = ", ".join("?" * len(chunk))
        found = connection.execute(f"SELECT id, kind, company FROM contact WHERE id IN ({marks})", tuple(chunk))
        for record, kind, company in found.fetchall():
            yield {"company": record} if kind == "company" else {"person": record, "company": company}
