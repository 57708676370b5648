"""The history as it is told to a person: values as they are shown, links by name."""

from collections.abc import Sequence
from typing import NamedTuple

from crm_desktop.journal.history import EVERYTHING, FieldChange, HistoryStep, Narrowing, history_page, record_history
from crm_desktop.journal.lineage import Lineage
from crm_desktop.journal.shown_values import SETTING, ShownValues, setting_label, shown_label
from crm_desktop.schema.field import Field
from crm_desktop.schema.forms import Place, Stored
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _

MOST_COUNTED = 1000


class ToldChange(NamedTuple):
    """One change: `before` and `after` as they are shown, `field` None where the record was created.

    `label` is what the field is called on screens; `restorable` tells whether it can be written back by itself;
    `linked` that it is of a record that only links to the one whose history this is.
    """

    record: bytes | None
    table: str
    title: str
    field: str | None
    before: str
    after: str
    rows: int
    label: str = ""
    restorable: bool = False
    linked: bool = False


class ToldStep(NamedTuple):
    """One step: `records` counts the records it touched (up to MOST_COUNTED), `newest` is what undo would take back.

    `device` is what the computer is called on which it was taken, where it was not this one.
    """

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
    device: str = ""


def told_history(
    reader: Connection,
    place: Place,
    member: bytes | None,
    record: bytes | None = None,
    narrowing: Narrowing = EVERYTHING,
    before: int | None = None,
    limit: int = 20,
) -> list[ToldStep]:
    """Return the steps before the step `before`, newest first: those of `record` and what links to it, or all."""
    if record is None:
        steps = history_page(reader, before, limit, narrowing)
    else:
        steps = record_history(reader, record, before, limit, narrowing._replace(linked=True))
    newest = Lineage(reader).last_standing()
    teller = _Teller(reader, place)
    return [teller.step(step, member, newest) for step in steps]


def told_members(reader: Connection) -> list[tuple[bytes, str]]:
    """Return the members who did anything, by name."""
    found = reader.execute(
        "SELECT id, name FROM member m WHERE EXISTS (SELECT 1 FROM step s WHERE s.member = m.id) ORDER BY sort_name"
    )
    return [(row[0], str(row[1])) for row in found]


class _Teller:
    """Tells changes of one state of the file."""

    def __init__(self, reader: Connection, place: Place) -> None:
        self._reader = reader
        self._values = ShownValues(reader, place)
        self._kinds = workspace_kinds(reader)

    def step(self, step: HistoryStep, member: bytes | None, newest: int | None) -> ToldStep:
        """Return `step` as it is told to `member`."""
        own = self._reader.execute("SELECT member IS ? FROM step WHERE seq = ?", (member, step.step)).fetchone()[0]
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
            _records(self._reader, step.step) if step.total > 1 else 1,
            step.step == newest,
            [self._change(change) for change in step.changes],
            "" if step.own else step.device,
        )

    def _change(self, change: FieldChange) -> ToldChange:
        told = ToldChange(change.record, change.table, change.title, change.field, "", "", change.rows)
        told = told._replace(linked=change.linked)
        if change.table == SETTING:
            told = told._replace(title=_("Settings"), label=setting_label(change.title))
        if change.field is None:
            return told
        field = self._kinds.field(change.table, change.field)
        before, after = (self._shown(change, field, each) for each in (change.before, change.after))
        label = told.label or shown_label(self._reader, change.table, change.record, field)
        return told._replace(before=before, after=after, label=label, restorable=not field.read_only)

    def _shown(self, change: FieldChange, field: Field, stored: Stored) -> str:
        if change.table == SETTING and field.name == "value":
            return self._values.setting(change.title, stored)
        currency = self._values.currency_of(change.table, change.record)
        return self._values.shown(change.table, field, stored, currency)


def _records(reader: Connection, step: int) -> int:
    counted = f"SELECT count(*) FROM (SELECT DISTINCT tbl, rid FROM change WHERE step = ? LIMIT {MOST_COUNTED})"
    return int(reader.execute(counted, (step,)).fetchone()[0])
