"""Changing what repeats: one of it, this and all that follow, or all."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from crm_desktop.activities.due import Due, occurrence_key, reminder_moved
from crm_desktop.activities.moved_rules import moved_rule
from crm_desktop.activities.planned import (
    Planned,
    due_in,
    due_values,
    insert_copy,
    planned_record,
    write_planned,
)
from crm_desktop.activities.task_writes import exceptions_of, make_next
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.transaction import Stored, Transaction
from crm_desktop.store.expressions import names_of
from crm_desktop.values.occurrences import carried_on, ended_before
from crm_desktop.values.recurrence import Recurrence
from crm_desktop.words import _

# A task of a series that gets these alone goes on carrying the series: it was moved, or is done.
_OF_ONE = frozenset({"due_day", "due_at", "remind_at", "duration_min", "done_at", "reminded_at"})


class Scope(StrEnum):
    """How much of a series is meant."""

    ONE = "one"
    FOLLOWING = "following"
    ALL = "all"


class Target(NamedTuple):
    """What is meant: a task or interaction, or the `occurrence` of the series that it carries."""

    table: str
    record: bytes
    occurrence: str = ""


def edit_planned(journal: Journal, target: Target, values: Mapping[str, Stored], scope: Scope = Scope.ONE) -> bytes:
    """Write `values` into what is meant; return the id of the record that stands for it then."""
    with journal.transaction(_("Edit {title}").format(title=_title(journal, target))) as tx:
        return _edited(tx, target, values, scope)


def move_planned(
    journal: Journal, target: Target, due: Due, minutes: int | None = None, scope: Scope = Scope.ONE
) -> bytes:
    """Let what is meant take place at `due`, for `minutes` where they are given; return the id of its record."""
    values = due_values(target.table, due)
    if minutes is not None:
        values["duration_min"] = minutes
    with journal.transaction(_("Move {title}").format(title=_title(journal, target))) as tx:
        return _edited(tx, target, values, scope)


def remove_planned(journal: Journal, target: Target, scope: Scope = Scope.ONE) -> None:
    """Put what is meant into the bin, or leave it out of its series."""
    with journal.transaction(_("Delete {title}").format(title=_title(journal, target))) as tx:
        carrier = planned_record(tx, target.table, target.record)
        if carrier.rule is None:
            _leave_out_of_series(tx, carrier)
            tx.remove(target.table, carrier.id)
            return
        at = _occurrence(carrier, target)
        if scope is Scope.ONE:
            _leave_out(tx, carrier, carrier.rule, at)
        elif scope is Scope.ALL or at == carrier.due:
            _remove_all(tx, carrier)
        else:
            _write_rule(tx, carrier, ended_before(carrier.rule, at.wall, whole_day=at.whole_day))
            _remove_exceptions(tx, carrier, at.key)


def _title(journal: Journal, target: Target) -> str:
    with journal.store.reader() as reader:
        return names_of(reader, target.table, [target.record]).get(target.record, "")


def _edited(tx: Transaction, target: Target, values: Mapping[str, Stored], scope: Scope) -> bytes:
    carrier = planned_record(tx, target.table, target.record)
    rule = carrier.rule
    if rule is None:
        write_planned(tx, carrier.table, carrier.id, values)
        return carrier.id
    at = _occurrence(carrier, target)
    if scope is Scope.ONE:
        return _edit_one(tx, carrier, at, values)
    if scope is Scope.FOLLOWING and at != carrier.due:
        return _edit_following(tx, carrier, rule, at, values)
    return _edit_all(tx, carrier, rule, at, values)


def _edit_one(tx: Transaction, carrier: Planned, at: Due, values: Mapping[str, Stored]) -> bytes:
    """Let one occurrence be a record of its own, unless it is the task that carries the series and only moves."""
    alone: dict[str, Stored] = {**values, "series": carrier.series, "occurrence": at.key}
    if carrier.table == "task" and at == carrier.due:
        if not _OF_ONE.issuperset(values):
            make_next(tx, carrier.row)
            write_planned(tx, "task", carrier.id, {**alone, "recurrence": None})
            return carrier.id
        write_planned(tx, "task", carrier.id, values)
        return carrier.id
    due = due_in(carrier._replace(due=at), values, tx)
    return insert_copy(tx, carrier, due, {**alone, **due_values(carrier.table, due)})


def _edit_following(
    tx: Transaction, carrier: Planned, rule: Recurrence, at: Due, values: Mapping[str, Stored]
) -> bytes:
    """End the series before the occurrence, and let another one begin with it."""
    due = due_in(carrier._replace(due=at), values, tx)
    rest = carried_on(rule, carrier.due.wall, at.wall, at.zone)
    kept = {"recurrence": moved_rule(rest, at.wall, due.wall).text, **values, **due_values(carrier.table, due)}
    _write_rule(tx, carrier, ended_before(rule, at.wall, whole_day=at.whole_day))
    made = insert_copy(tx, carrier, due, kept)
    for key, record in exceptions_of(tx, carrier.table, carrier.series).items():
        if key >= at.key:
            tx.update(carrier.table, record, {"series": made, "occurrence": _moved_key(key, at, due)})
    return made


def _edit_all(tx: Transaction, carrier: Planned, rule: Recurrence, at: Due, values: Mapping[str, Stored]) -> bytes:
    due = due_in(carrier._replace(due=at), values, tx)
    made = dict(values)
    first = carrier.due._replace(wall=carrier.due.wall + (due.wall - at.wall), whole_day=due.whole_day)
    if made.get("remind_at") is not None:
        made["remind_at"] = reminder_moved(made["remind_at"], due, first)
    if due != at:
        made |= due_values(carrier.table, first) | {"occurrence": first.key if carrier.table == "task" else None}
        made.setdefault("recurrence", moved_rule(rule, carrier.due.wall, first.wall).text)
        for key, record in exceptions_of(tx, carrier.table, carrier.series).items():
            tx.update(carrier.table, record, {"occurrence": _moved_key(key, at, due)})
    write_planned(tx, carrier.table, carrier.id, made)
    return carrier.id


def _occurrence(carrier: Planned, target: Target) -> Due:
    if not target.occurrence:
        return carrier.due
    return carrier.due._replace(wall=datetime.fromisoformat(target.occurrence))


def _write_rule(tx: Transaction, carrier: Planned, rule: Recurrence) -> None:
    """Let `carrier` go on by `rule`, which leaves out more than before; which one it is stays."""
    kept: dict[str, Stored] = {"occurrence": carrier.due.key} if carrier.table == "task" else {}
    write_planned(tx, carrier.table, carrier.id, {"recurrence": rule.text, **kept})


def _moved_key(key: str, at: Due, due: Due) -> str:
    return occurrence_key(datetime.fromisoformat(key) + (due.wall - at.wall), whole_day=due.whole_day)


def _leave_out(tx: Transaction, carrier: Planned, rule: Recurrence, at: Due) -> None:
    if carrier.table == "task" and at == carrier.due:
        make_next(tx, carrier.row)
        tx.remove("task", carrier.id)
        return
    _write_rule(tx, carrier, rule._replace(excluded=tuple(sorted({*rule.excluded, at.wall}))))


def _leave_out_of_series(tx: Transaction, alone: Planned) -> None:
    """Leave the occurrence that `alone` stands for out of its series, which would show it again else."""
    key = alone.row["occurrence"]
    if alone.row["series"] is None or not key:
        return
    found = tx.connection.execute(
        f"SELECT id FROM {alone.table} WHERE (series = ?1 OR id = ?1) AND recurrence IS NOT NULL "
        f"AND removed_at IS NULL {'AND done_at IS NULL' if alone.table == 'task' else ''} LIMIT 1",
        (alone.series,),
    ).fetchone()
    if found is None:
        return
    carrier = planned_record(tx, alone.table, found[0])
    at = carrier.due._replace(wall=datetime.fromisoformat(str(key)))
    if carrier.rule is not None and (alone.table == "interaction" or at.wall > carrier.due.wall):
        _leave_out(tx, carrier, carrier.rule, at)


def _remove_all(tx: Transaction, carrier: Planned) -> None:
    tx.remove(carrier.table, carrier.id)
    _remove_exceptions(tx, carrier, "")


def _remove_exceptions(tx: Transaction, carrier: Planned, since: str) -> None:
    for key, record in exceptions_of(tx, carrier.table, carrier.series).items():
        done = carrier.table == "task" and _is_done(tx, record)
        if key >= since and not done:
            tx.remove(carrier.table, record)


def _is_done(tx: Transaction, task: bytes) -> bool:
    return (
        tx.connection.execute("SELECT 1 FROM task WHERE id = ? AND done_at IS NOT NULL", (task,)).fetchone() is not None
    )
