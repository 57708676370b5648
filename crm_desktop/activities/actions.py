"""What can be done with interactions and tasks: each act is one labelled transaction."""

from collections.abc import Mapping, Sequence
from datetime import date

from crm_desktop.activities.interaction_writes import insert_interaction, write_interaction
from crm_desktop.activities.task_writes import insert_task, write_task
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.seen import check_seen
from crm_desktop.journal.transaction import Stored
from crm_desktop.schema.activities import INTERACTION
from crm_desktop.schema.forms import label_of
from crm_desktop.words import _, ngettext, within


def log_interaction(
    journal: Journal,
    values: Mapping[str, Stored],
    next_step: Mapping[str, Stored] | None = None,
    others: Sequence[bytes] = (),
) -> bytes:
    """Log an interaction with the stored `values`, and plan `next_step` with it; return the interaction's id.

    `others` are contacts that took part or were named in it.
    """
    kind = label_of(INTERACTION.by_name["kind"], str(values.get("kind") or "note"))
    with journal.transaction(_("Log {kind}").format(kind=within(kind))) as tx:
        made = insert_interaction(tx, values)
        for contact in others:
            tx.insert("participant", {"interaction": made, "contact": contact})
        if next_step is not None:
            about = {name: values.get(name) for name in ("person", "company", "deal", "ticket")}
            insert_task(tx, {**about, **next_step})
        return made


def plan_interaction(journal: Journal, values: Mapping[str, Stored]) -> bytes:
    """Plan a meeting, a visit or a call with the stored `values`; return its id."""
    with journal.transaction(_("Plan {title}").format(title=values.get("subject") or "")) as tx:
        return insert_interaction(tx, {**values, "planned": 1})


def edit_interaction(
    journal: Journal, interaction: bytes, values: Mapping[str, Stored], seen: Mapping[str, Stored] | None = None
) -> None:
    """Write the stored `values` into `interaction`, where the user last saw `seen`.

    Raises ChangedMeanwhile and UnknownRecord.
    """
    with journal.transaction(_("Edit activity")) as tx:
        check_seen(tx, "interaction", interaction, seen or {}, journal.place)
        write_interaction(tx, interaction, values)


def add_task(journal: Journal, values: Mapping[str, Stored]) -> bytes:
    """Plan a task with the stored `values`; return its id."""
    with journal.transaction(_("Plan {title}").format(title=values.get("title") or "")) as tx:
        return insert_task(tx, values)


def edit_task(journal: Journal, task: bytes, values: Mapping[str, Stored]) -> None:
    """Write the stored `values` into `task`."""
    with journal.transaction(_("Edit task")) as tx:
        write_task(tx, task, values)


def complete_tasks(journal: Journal, tasks: Sequence[bytes]) -> None:
    """Mark `tasks` as done, as one step; of those that repeat the next ones are planned."""
    label = ngettext("Complete {n} task", "Complete {n} tasks", len(tasks)).format(n=len(tasks))
    with journal.transaction(label) as tx:
        for each in tasks:
            write_task(tx, each, {"done_at": tx.now_ms})


def put_off_task(journal: Journal, task: bytes, day: date) -> None:
    """Move the day on which `task` is due to `day`; its time and its reminder move with it."""
    with journal.transaction(_("Put off task")) as tx:
        write_task(tx, task, {"due_day": day.isoformat()})


def remove_activities(journal: Journal, table: str, records: Sequence[bytes]) -> None:
    """Put interactions or tasks into the bin, as one step."""
    label = ngettext("Delete {n} activity", "Delete {n} activities", len(records)).format(n=len(records))
    with journal.transaction(label) as tx:
        for each in records:
            tx.remove(table, each)
