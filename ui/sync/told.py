"""Clashes as they are told to a person: values as they are shown, who wrote them, when and where."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from crm_desktop.journal.shown_values import ShownValues
from crm_desktop.journal.told import told_history
from crm_desktop.schema.catalogue import BY_NAME, kind_of
from crm_desktop.schema.forms import Stored
from crm_desktop.sync.conflicts import Clash, ClashedRecord, Side, clashed_records, joined_value
from crm_desktop.sync.edited import value_label
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
    """Two values of one field; `joined` is what keeping both gives, None where a record has room for one alone.

    Where it `adds`, the second value becomes one more, such as another number. Of a `removal` one side deleted the
    record while the other wrote into it.
    """

    cid: int
    label: str
    base: str
    mine: ToldSide
    theirs: ToldSide
    joined: str | None
    adds: bool
    removal: bool


class ToldRecord(NamedTuple):
    """A record that has a page, with the fields of it and of its `parts` that clash."""

    table: str
    id: bytes
    title: str
    kind: str
    kind_label: str
    clashes: Sequence[ToldClash]
    parts: frozenset[bytes] = frozenset()


class Joined(NamedTuple):
    """A change of the same record that needed nobody: the field, and who wrote what."""

    label: str
    who: str
    value: str


def read_clashes(reader: Connection, formats: Formats) -> list[ToldRecord]:
    """Return the records with fields that clash, the oldest clash first; a number stands under whose it is."""
    values, told = ShownValues(reader, formats.place), dict[tuple[str, bytes], ToldRecord]()
    for found in clashed_records(reader):
        table, record = _home(reader, found.table, found.record)
        clashes = _clashes(found, values, formats)
        known = told.get((table, record)) or _head(reader, table, record)
        told[table, record] = known._replace(clashes=[*known.clashes, *clashes], parts=known.parts | {found.record})
    return list(told.values())


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


def _home(reader: Connection, table: str, record: bytes) -> tuple[str, bytes]:
    """Return the record that `record` is a part of, or the record itself."""
    declared = BY_NAME[table]
    link = declared.by_name[declared.belongs_to] if declared.belongs_to else None
    if link is None or link.target is None:
        return table, record
    row = reader.execute(f"SELECT {link.name} FROM {table} WHERE id = ?", (record,)).fetchone()
    return (table, record) if row is None or row[0] is None else _home(reader, link.target, row[0])


def _head(reader: Connection, table: str, record: bytes) -> ToldRecord:
    declared = BY_NAME[table]
    kind = "kind" if "kind" in declared.by_name else "NULL"
    row = reader.execute(f"SELECT {declared.title}, {kind} FROM {table} WHERE id = ?", (record,)).fetchone()
    title, narrowed = row if row is not None else ("", None)
    return ToldRecord(
        table, record, str(title or ""), kind_of(table, narrowed).singular, kind_word(table, narrowed), ()
    )


def _clashes(found: ClashedRecord, values: ShownValues, formats: Formats) -> list[ToldClash]:
    currency = values.currency_of(found.table, found.record)

    def shown(clash: Clash, stored: Stored) -> str:
        if clash.is_removal:
            return _outcome(clash, stored, values, currency)
        return values.shown(found.table, clash.field, stored, currency) or _("empty")

    def side(clash: Clash, given: Side) -> ToldSide:
        place = _("This computer") if given.here else given.device or _("Another computer")
        when = formats.moment(datetime.fromtimestamp(given.at_ms / 1000, UTC))
        return ToldSide(place, given.member_name or _("Somebody"), when, shown(clash, given.value), given.counts)

    return [
        ToldClash(
            each.cid,
            _("Deleted, and changed meanwhile")
            if each.is_removal
            else value_label(found.table, found.kind, each.field),
            shown(each, each.base),
            side(each, each.mine),
            side(each, each.theirs),
            shown(each, joined_value(each)) if each.can_join else None,
            each.adds,
            each.is_removal,
        )
        for each in found.clashes
    ]


def _outcome(clash: Clash, removed_at: Stored, values: ShownValues, currency: str) -> str:
    """Return what becomes of a record that one side removed: it stays so, or comes back with what was written."""
    if removed_at is not None:
        return _("Deleted")
    edits = [
        _("{field}: {value}").format(
            field=each.label, value=values.shown(each.table, each.field, each.value, currency) or _("empty")
        )
        for each in clash.edited
    ]
    return "\n".join([_("Not deleted"), *edits])
