"""Edits that were not taken, as they are told to a person: the field, what was typed, when, and why not."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from crm_desktop.journal.shown_values import ShownValues
from crm_desktop.schema.catalogue import BY_NAME, kind_of
from crm_desktop.sync.set_aside import AsideRecord, aside_records, is_typed
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _
from ui.kit.formats import Formats
from ui.kit.kind_words import kind_word


class ToldEdit(NamedTuple):
    """One edit: `seqs` are the notes that it stands for."""

    label: str
    value: str
    when: str
    reason: str
    seqs: tuple[int, ...]


class ToldAside(NamedTuple):
    """A record with edits that were not taken, which wait or were `put_away`.

    `why_not` says why they cannot be tried again, empty where they can.
    """

    table: str
    id: bytes
    title: str
    kind: str
    kind_label: str
    why_not: str
    edits: Sequence[ToldEdit]
    put_away: bool = False

    @property
    def seqs(self) -> list[int]:
        """All notes that the record's edits stand for."""
        return [seq for edit in self.edits for seq in edit.seqs]

    @property
    def text(self) -> str:
        """What was typed, to be pasted elsewhere."""
        lines = [f"{edit.label}: {edit.value}" if edit.value else edit.label for edit in self.edits]
        return "\n".join([self.title, *lines])


def read_aside(reader: Connection, formats: Formats) -> list[ToldAside]:
    """Return the records with edits that were not taken, the newest first: those that wait, then those put away."""
    values = ShownValues(reader, formats.place)
    waiting = [_told(reader, each, values, formats) for each in aside_records(reader)]
    put = [_told(reader, each, values, formats) for each in aside_records(reader, put_away=True)]
    return [*waiting, *(each._replace(put_away=True) for each in put if each.edits)]


def _told(reader: Connection, aside: AsideRecord, values: ShownValues, formats: Formats) -> ToldAside:
    kind = None
    if "kind" in BY_NAME[aside.table].by_name:
        row = reader.execute(f"SELECT kind FROM {aside.table} WHERE id = ?", (aside.record,)).fetchone()
        typed = (each.value for each in aside.edits if each.field is not None and each.field.name == "kind")
        kind = str(next(typed, None) or "") or None if row is None else row[0]
    why_not = "" if aside.here or aside.made else _("This record is not on this computer any more.")
    kind_label = kind_word(aside.table, kind)
    edits = tuple(_edits(aside, values, formats))
    return ToldAside(
        aside.table, aside.record, aside.title, kind_of(aside.table, kind).singular, kind_label, why_not, edits
    )


def _edits(aside: AsideRecord, values: ShownValues, formats: Formats) -> Iterator[ToldEdit]:
    currency = values.currency_of(aside.table, aside.record)
    # what goes with an edit that is shown, such as the form of a number that is searched by
    beside = [each.seq for each in aside.edits if each.field is not None and not is_typed(each.field)]
    for edit in aside.edits:
        if edit.field is not None and not is_typed(edit.field):
            continue
        label = _("New record") if edit.field is None else _(edit.field.label)
        value = "" if edit.field is None else values.shown(aside.table, edit.field, edit.value, currency) or _("empty")
        when = formats.moment(datetime.fromtimestamp(edit.at_ms / 1000, UTC))
        yield ToldEdit(label, value, when, edit.reason, (edit.seq, *beside))
        beside = []
