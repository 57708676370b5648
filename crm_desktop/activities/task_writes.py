"""Tasks inside an open transaction: planned, changed, done; what repeats goes on when it is done."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from crm_desktop.activities.due import Due, due_of, occurrence_key, reminder_moved, with_due, zone_named
from crm_desktop.errors import InvalidField, UnknownRecord
from crm_desktop.journal.ids import derived_id
from crm_desktop.journal.transaction import Stored, Transaction
from crm_desktop.schema.activities import TASK
from crm_desktop.values.occurrences import carried_on, next_occurrence
from crm_desktop.values.recurrence import Recurrence, recurrence_from_text
from crm_desktop.values.wall_clock import wall_clock
from crm_desktop.words import _

# What the next task of a series has from the one before.
CARRIED = (
    *("title", "kind", "priority", "assignee", "person", "company", "deal", "ticket", "note", "duration_min", "zone"),
    *("location", "owner", "custom"),
)
_COLUMNS = tuple(each.name for each in TASK.stored_fields)
_MOST_STEPS = 1_000
# Of what comes every day nobody wants to tick the days that were missed.
_DAILY = ("DAILY", "HOURLY")


def insert_task(tx: Transaction, values: Mapping[str, Stored]) -> bytes:
    """Insert a task inside an open transaction: for the one who plans it, unless `values` say whose."""
    _check_title(values.get("title"))
    given = {name: value for name, value in values.items() if value is not None}
    row = _in_series({"owner": tx.member, "assignee": tx.member, **with_due(given, {}, tx.zone, tx.now)}, {}, tx)
    return tx.insert("task", row)


def write_task(tx: Transaction, task: bytes, values: Mapping[str, Stored]) -> None:
    """Write `values` into `task`; where that completes it and it repeats, the next of the series is made."""
    if "title" in values:
        _check_title(values["title"])
    before = task_row(tx, task)
    made = _in_series(with_due(values, before, tx.zone, tx.now), before, tx)
    tx.update("task", task, made)
    after = {**before, **made}
    if before["done_at"] is None and after["done_at"] is not None and after["recurrence"]:
        make_next(tx, after)


def task_row(tx: Transaction, task: bytes) -> dict[str, Stored]:
    """Return the stored fields of `task` with its id; raises UnknownRecord."""
    row = tx.connection.execute(f"SELECT id, {', '.join(_COLUMNS)} FROM task WHERE id = ?", (task,)).fetchone()
    if row is None:
        raise UnknownRecord(_("There is no such task here. It may have been erased."))
    return dict(zip(("id", *_COLUMNS), row, strict=True))


def rule_of(task: Mapping[str, Stored], zone: ZoneInfo) -> Recurrence:
    """Return how `task`, which repeats, does so by the clock of its zone."""
    return recurrence_from_text(str(task["recurrence"]), zone_named(task.get("zone"), zone))


def planned_for(task: Mapping[str, Stored], zone: ZoneInfo) -> Due:
    """Return which one of its series `task` is; raises InvalidField where it has no day."""
    due = due_of(task, zone)
    if due is None:
        raise InvalidField("recurrence", _("What repeats needs a day on which it is due first. Give it one."))
    if not task.get("occurrence"):
        return due
    return Due(datetime.fromisoformat(str(task["occurrence"])), due.zone, due.whole_day)


def series_of(record: Mapping[str, Stored]) -> bytes:
    """Return the id of the first of the series that `record` belongs to, or begins."""
    first = record["series"] or record["id"]
    return first if isinstance(first, bytes) else b""


def make_next(tx: Transaction, task: Mapping[str, Stored]) -> bytes | None:
    """Make the next of the series of `task`; return its id, or None where the series has ended."""
    first = planned_for(task, tx.zone)
    rule = rule_of(task, tx.zone)
    series = series_of(task)
    following = _following(tx, rule, first, series)
    if following is None:
        return None
    key = occurrence_key(following, whole_day=first.whole_day)
    due = first._replace(wall=following)
    row = _next_row(task, first, due)
    row |= {"recurrence": carried_on(rule, first.wall, following, first.zone).text, "series": series, "occurrence": key}
    return _insert_or_restore(tx, derived_id(series, key.encode()), row)


def exceptions_of(tx: Transaction, table: str, series: Stored) -> dict[str, bytes]:
    """Return the ids of the records of `series` that stand for one occurrence alone, by its name."""
    found = tx.connection.execute(
        f"SELECT occurrence, id FROM {table} WHERE series = ? AND recurrence IS NULL AND removed_at IS NULL", (series,)
    )
    return {str(row[0]): bytes(row[1]) for row in found}


def _following(tx: Transaction, rule: Recurrence, first: Due, series: Stored) -> datetime | None:
    """Return the next moment of the series that has no task of its own yet."""
    taken = exceptions_of(tx, "task", series)
    after = first.wall
    if rule.parts["FREQ"] in _DAILY:
        today = datetime.combine(wall_clock(tx.now, first.zone).date(), time())
        after = max(after, today - timedelta(seconds=1))
    for _step in range(_MOST_STEPS):
        found = next_occurrence(rule, first.wall, after, first.zone)
        if found is None or occurrence_key(found, whole_day=first.whole_day) not in taken:
            return found
        after = found
    return None


def _next_row(task: Mapping[str, Stored], first: Due, due: Due) -> dict[str, Stored]:
    row = {name: task[name] for name in CARRIED}
    row |= {"due_day": due.wall.date().isoformat(), "due_at": None if due.whole_day else due.at_ms, "done_at": None}
    row["remind_at"] = row["reminded_at"] = None
    was = due_of(task, first.zone)
    if task["remind_at"] is not None and was is not None:
        row["remind_at"] = reminder_moved(task["remind_at"], was, due)
    return row


def _insert_or_restore(tx: Transaction, record: bytes, row: Mapping[str, Stored]) -> bytes:
    """Insert the record, or bring it back as `row` says where it was made before and taken back since."""
    known = tx.connection.execute("SELECT removed_at FROM task WHERE id = ?", (record,)).fetchone()
    if known is None:
        tx.insert("task", row, record)
    elif known[0] is not None:
        tx.update("task", record, {**row, "removed_at": None})
    return record


def _in_series(values: dict[str, Stored], before: Mapping[str, Stored], tx: Transaction) -> dict[str, Stored]:
    """Return `values` with what a task needs that repeats: a day, its zone, and which one of the series it is."""
    if "recurrence" not in values or values["recurrence"] == before.get("recurrence"):
        return values
    after = {**before, **values}
    if not values["recurrence"]:
        return values if after.get("series") else {**values, "occurrence": None}
    due = planned_for({**after, "occurrence": None}, tx.zone)
    made = {"occurrence": due.key, **values, "recurrence": rule_of(after, tx.zone).text}
    return made if due.whole_day else {**made, "zone": due.zone.key}


def _check_title(title: Stored) -> None:
    if not title:
        raise InvalidField("title", _("A task needs a title. Type one."))
