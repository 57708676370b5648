"""Clashes as they are told to a person: values as they are shown, who wrote them, when and where."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from crm_desktop.journal.shown_values import ShownValues
from crm_desktop.journal.told import told_history
from crm_desktop.schema.catalogue import kind_of
from crm_desktop.schema.forms import Stored
from crm_desktop.sync.conflicts import Clash, ClashedRecord, Side, clashed_records, joined_value
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _
from ui.kit.formats import Formats
from ui.kit.kind_words import kind_word

# So many steps of a record are looked through for what was joined by itself.
STEPS_READ = 50


class ToldSide(NamedTuple):
    """One of two values: where it was written, by whom and when, and whether it counts until somebody decides."""

    place: str
    who: str
    when: str
    value: str
    counts: bool


class ToldClash(NamedTuple):
    """Two values of one field; `joined` is what keeping both gives, None where a record has room for one alone."""

    cid: int
    label: str
    base: str
    mine: ToldSide
    theirs: ToldSide
    joined: str | None


class ToldRecord(NamedTuple):
    """A record with the fields that clash."""

    table: str
    id: bytes
    title: str
    kind: str
    kind_label: str
    clashes: Sequence[ToldClash]


class Joined(NamedTuple):
    """A change of the same record that needed nobody: the field, and who wrote what."""

    label: str
    who: str
    value: str


def read_clashes(reader: Connection, formats: Formats) -> list[ToldRecord]:
    """Return the records with fields that clash, the oldest clash first."""
    values = ShownValues(reader, formats.place)
    return [_record(each, values, formats) for each in clashed_records(reader)]


def read_joined(reader: Connection, formats: Formats, member: bytes | None, record: ToldRecord) -> list[Joined]:
    """Return what other computers changed in `record` and clashed with nothing, the newest first."""
    clashing = {each.label for each in record.clashes}
    return [
        Joined(change.label, _("You") if step.own else step.who, change.after)
        for step in told_history(reader, formats.place, member, record.id, limit=STEPS_READ)
        if not step.here
        for change in step.changes
        if change.restorable and change.record == record.id and change.label not in clashing
    ]


def _record(found: ClashedRecord, values: ShownValues, formats: Formats) -> ToldRecord:
    currency = values.currency_of(found.table, found.record)

    def shown(clash: Clash, stored: Stored) -> str:
        return values.shown(clash.field, stored, currency) or _("empty")

    def side(clash: Clash, given: Side) -> ToldSide:
        place = _("This computer") if given.here else given.device or _("Another computer")
        when = formats.moment(datetime.fromtimestamp(given.at_ms / 1000, UTC))
        return ToldSide(place, given.member_name or _("Somebody"), when, shown(clash, given.value), given.counts)

    return ToldRecord(
        found.table,
        found.record,
        found.title,
        kind_of(found.table, found.kind).singular,
        kind_word(found.table, found.kind),
        [
            ToldClash(
                each.cid,
                _(each.field.label),
                shown(each, each.base),
                side(each, each.mine),
                side(each, each.theirs),
                shown(each, joined_value(each)) if each.can_join else None,
            )
            for each in found.clashes
        ],
    )
