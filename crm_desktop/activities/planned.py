"""Tasks and interactions alike: when one is planned, how it is written, and what a copy of it has."""

from collections.abc import Mapping
from typing import NamedTuple

from crm_desktop.activities.due import Due, due_of, reminder_with, with_due
from crm_desktop.activities.interaction_writes import (
    held_at,
    insert_interaction,
    interaction_row,
    write_interaction,
)
from crm_desktop.activities.task_writes import CARRIED, insert_task, planned_for, task_row, write_task
from crm_desktop.journal.transaction import Stored, Transaction
from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.values.recurrence import Recurrence, recurrence_from_text
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _

MEETING_CARRIED = (
    *("kind", "direction", "duration_min", "subject", "body", "person", "company", "deal", "ticket", "url", "planned"),
    *("location", "zone", "all_day", "owner", "custom"),
)


class Planned(NamedTuple):
    """A task or an interaction as it is stored: `row` holds its fields, `due` the occurrence that it stands for."""

    table: str
    row: Mapping[str, Stored]
    due: Due

    @property
    def id(self) -> bytes:
        """The id of the record."""
        found = self.row["id"]
        return found if isinstance(found, bytes) else b""

    @property
    def series(self) -> bytes:
        """The id of the first of its series, which may be the record itself."""
        found = self.row["series"]
        return found if isinstance(found, bytes) else self.id

    @property
    def title(self) -> str:
        """What it is called."""
        return str(self.row["title" if self.table == "task" else "subject"] or _("Activity"))

    @property
    def rule(self) -> Recurrence | None:
        """How it repeats, where it does."""
        text = self.row["recurrence"]
        return None if not text else recurrence_from_text(str(text), self.due.zone)


def planned_record(tx: Transaction, table: str, record: bytes) -> Planned:
    """Return the task or interaction `record`; raises UnknownRecord, and InvalidField for a task without a day."""
    if table == "task":
        row = task_row(tx, record)
        return Planned(table, row, planned_for(row, tx.zone))
    row = interaction_row(tx, record)
    return Planned(table, row, held_at(row, tx))


def planned_values(reader: Connection, table: str, record: bytes) -> dict[str, Stored] | None:
    """Return the stored fields of the task or interaction `record`; None where it is not here."""
    columns = [each.name for each in BY_NAME[table].stored_fields]
    row = reader.execute(f"SELECT {', '.join(columns)} FROM {table} WHERE id = ?", (record,)).fetchone()
    return None if row is None else dict(zip(columns, row, strict=True))


def due_values(table: str, due: Due) -> dict[str, Stored]:
    """Return the fields that say that something takes place at `due`."""
    if table == "interaction":
        return {"at": due.at_ms, "all_day": int(due.whole_day)}
    return {"due_day": due.wall.date().isoformat(), "due_at": None if due.whole_day else due.at_ms}


def due_in(planned: Planned, values: Mapping[str, Stored], tx: Transaction) -> Due:
    """Return when `planned` takes place once `values` are written into it."""
    row = {**planned.row, **due_values(planned.table, planned.due)}
    if planned.table == "interaction":
        return held_at({**row, **values}, tx)
    return due_of({**row, **with_due(values, row, tx.zone, tx.now)}, tx.zone) or planned.due


def write_planned(tx: Transaction, table: str, record: bytes, values: Mapping[str, Stored]) -> None:
    """Write `values` into the task or interaction."""
    (write_task if table == "task" else write_interaction)(tx, record, values)


def insert_copy(tx: Transaction, planned: Planned, due: Due, values: Mapping[str, Stored]) -> bytes:
    """Insert another like `planned` that takes place at `due`, with `values` of its own; return its id."""
    names = CARRIED if planned.table == "task" else MEETING_CARRIED
    row = {name: planned.row[name] for name in names} | due_values(planned.table, due)
    if planned.row["remind_at"] is not None:
        row["remind_at"] = planned.row["remind_at"]
        row |= reminder_with({**row, "reminded_at": None}, _shown(planned, tx), due, tx.now)
    own = {**row, **values}
    made = insert_task(tx, own) if planned.table == "task" else insert_interaction(tx, own)
    if planned.table == "interaction":
        _copy_participants(tx, planned.id, made)
    return made


def _shown(planned: Planned, tx: Transaction) -> Due:
    """Return when `planned` is due now, where it was put off: its reminder is as far from that."""
    return planned.due if planned.table == "interaction" else planned_for({**planned.row, "occurrence": None}, tx.zone)


def _copy_participants(tx: Transaction, old: bytes, new: bytes) -> None:
    found = tx.connection.execute(
        "SELECT contact, role FROM participant WHERE interaction = ? AND removed_at IS NULL", (old,)
    ).fetchall()
    for contact, role in found:
        tx.insert("participant", {"interaction": new, "contact": contact, "role": role})
