"""The history as it is told to a person: values as they are shown, links by name."""

from collections.abc import Sequence
from typing import NamedTuple

from crm_desktop.journal.history import EVERYTHING, FieldChange, HistoryStep, Narrowing, history_page, record_history
from crm_desktop.journal.lineage import Lineage
from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Place, Stored, shown_value
from crm_desktop.vault.driver import Connection

MOST_COUNTED = 1000


class ToldChange(NamedTuple):
    """One change: `before` and `after` as they are shown, `field` None where the record was created."""

    record: bytes | None
    table: str
    title: str
    field: str | None
    before: str
    after: str
    rows: int


class ToldStep(NamedTuple):
    """One step: `records` counts the records it touched (up to MOST_COUNTED), `newest` is what undo would take back."""

    step: int
    label: str
    who: str
    own: bool
    here: bool
    at_ms: int
    undoes: int | None
    stands: bool
    total: int
    records: int
    newest: bool
    changes: Sequence[ToldChange]


def told_history(
    reader: Connection,
    place: Place,
    member: bytes | None,
    record: bytes | None = None,
    narrowing: Narrowing = EVERYTHING,
    before: int | None = None,
    limit: int = 20,
) -> list[ToldStep]:
    """Return the steps before the step `before`, newest first: those of `record`, or all."""
    if record is None:
        steps = history_page(reader, before, limit, narrowing)
    else:
        steps = record_history(reader, record, before, limit, narrowing)
    newest = Lineage(reader).last_standing()
    names: dict[tuple[str, bytes], str] = {}
    return [_told(reader, place, member, step, newest, names) for step in steps]


def told_members(reader: Connection) -> list[tuple[bytes, str]]:
    """Return the members who did anything, by name."""
    found = reader.execute(
        "SELECT id, name FROM member m WHERE EXISTS (SELECT 1 FROM step s WHERE s.member = m.id) ORDER BY sort_name"
    )
    return [(row[0], str(row[1])) for row in found]


def _told(
    reader: Connection,
    place: Place,
    member: bytes | None,
    step: HistoryStep,
    newest: int | None,
    names: dict[tuple[str, bytes], str],
) -> ToldStep:
    own = reader.execute("SELECT member IS ? FROM step WHERE seq = ?", (member, step.step)).fetchone()[0]
    return ToldStep(
        step.step,
        step.label,
        step.member,
        bool(own),
        step.own,
        step.at_ms,
        step.undoes,
        step.stands,
        step.total,
        _records(reader, step.step) if step.total > 1 else 1,
        step.step == newest,
        [_told_change(reader, place, change, names) for change in step.changes],
    )


def _told_change(
    reader: Connection, place: Place, change: FieldChange, names: dict[tuple[str, bytes], str]
) -> ToldChange:
    before = after = ""
    if change.field is not None:
        field = BY_NAME[change.table].by_name[change.field]
        currency = _currency(reader, change, place)
        before, after = (_shown(reader, place, field, each, currency, names) for each in (change.before, change.after))
    return ToldChange(change.record, change.table, change.title, change.field, before, after, change.rows)


def _shown(
    reader: Connection, place: Place, field: Field, stored: Stored, currency: str, names: dict[tuple[str, bytes], str]
) -> str:
    if field.kind is FieldKind.LINK and isinstance(stored, bytes) and field.target:
        key = (field.target, stored)
        if key not in names:
            title = BY_NAME[field.target].title
            row = reader.execute(f"SELECT {title} FROM {field.target} WHERE id = ?", (stored,)).fetchone()
            names[key] = "" if row is None else str(row[0] or "")
        return names[key]
    return shown_value(field, stored, place, currency)


def _currency(reader: Connection, change: FieldChange, place: Place) -> str:
    declared = BY_NAME[change.table]
    if change.record is None or "currency" not in declared.by_name or not declared.by_name["currency"].stored:
        return place.currency
    row = reader.execute(f"SELECT currency FROM {change.table} WHERE id = ?", (change.record,)).fetchone()
    return place.currency if row is None or row[0] is None else str(row[0])


def _records(reader: Connection, step: int) -> int:
    counted = f"SELECT count(*) FROM (SELECT DISTINCT tbl, rid FROM change WHERE step = ? LIMIT {MOST_COUNTED})"
    return int(reader.execute(counted, (step,)).fetchone()[0])
