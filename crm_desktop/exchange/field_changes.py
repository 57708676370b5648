"""What an import changes in records that are there, field by field, as people read it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from crm_desktop.exchange.consents import RowConsent
from crm_desktop.exchange.drafts import Part
from crm_desktop.exchange.import_report import Contradiction, FieldChange, ImportReport
from crm_desktop.exchange.row_choices import RowAt
from crm_desktop.exchange.row_reader import RowReader
from crm_desktop.exchange.stored_records import StoredRecords
from crm_desktop.journal.ids import id_text
from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Place, Stored, label_of, shown_value
from crm_desktop.schema.privacy import CONSENT
from crm_desktop.words import _

MOST_TOLD = 5000  # changed fields that the report lists; it counts all of them
_SILENT = {"external_ids", "outcome", "stage_entered_at", "rate", "rate_on"}
_IN_PARTS = ("value", "street", "city", "region", "postal_code", "country", "quantity", "unit_price", "description")


class ChangedRow(NamedTuple):
    """A row that changes its record: of which file, its number, the record, and its values before and after."""

    source: str
    number: int
    at: RowAt
    record: bytes
    before: Sequence[Stored]
    after: Sequence[Stored]


class FieldChanges:
    """Lists in a report what the rows of all files change; records made `since` then are new and have no id yet."""

    def __init__(self, report: ImportReport, records: StoredRecords, place: Place, since: bytes) -> None:
        self._report = report
        self._records = records
        self._place = place
        self._since = since

    def note(self, reader: RowReader, row: ChangedRow, parts: Iterable[tuple[Part | None, Part | None]]) -> None:
        """Take in the changes of `row`, and of the `parts` of its record, each before and after; None for nothing."""
        numbers = [number for number, old in enumerate(row.before) if old != row.after[number]]
        shown = [each for each in numbers if reader.columns[each] not in _SILENT]
        changed = list(parts)
        self._report.changed_fields += len(shown) + len(changed)
        if len(self._report.changes) >= MOST_TOLD:
            return
        currency = self._currency(reader, row.after)
        for number in shown:
            field = reader.fields[reader.columns[number]]
            before, after = (self._shown(reader, field, values[number], currency) for values in (row.before, row.after))
            self._tell(reader, row, _(field.label), before, after)
        for old, new in changed:
            self._tell(reader, row, self._part_name(reader, new or old or []), *self._part_texts(reader, old, new))

    def note_contradictions(
        self, reader: RowReader, row: ChangedRow, said: Mapping[int, Stored], parts: Iterable[tuple[Part, Part]]
    ) -> None:
        """Take in what a row `said` otherwise than an earlier one, and its `parts`, each before and after."""
        told = [each for each in said if reader.columns[each] not in _SILENT]
        changed = list(parts)
        self._report.contradicted += len(told) + len(changed)
        if len(self._report.contradictions) >= MOST_TOLD:
            return
        currency = self._currency(reader, row.after)
        for number in told:
            field = reader.fields[reader.columns[number]]
            values = (row.before[number], said[number], row.after[number])
            texts = [self._shown(reader, field, each, currency) for each in values]
            self._contradict(reader, row, _(field.label), texts)
        for old, new in changed:
            earlier, later = self._part_texts(reader, old, new)
            self._contradict(reader, row, self._part_name(reader, new), [earlier, later, later])

    def note_consents(self, reader: RowReader, row: ChangedRow, new: Sequence[RowConsent]) -> None:
        """Take in what `row` adds to what its contact allowed and withdrew."""
        self._report.changed_fields += len(new)
        if len(self._report.changes) < MOST_TOLD:
            for each in new:
                label = f"{_(CONSENT.label)}: {each.purpose}"
                self._tell(reader, row, label, "", label_of(CONSENT.by_name["state"], each.state))

    def note_files(self, reader: RowReader, row: ChangedRow, photo: str | None) -> None:
        """Take in that `row` brings files to its record; `photo` is the name of the one that shows it from now on."""
        self._report.changed_fields += 1
        if len(self._report.changes) >= MOST_TOLD:
            return
        if photo is None:
            self._tell(reader, row, _("Files"), "", _("more than before"))
            return
        at = reader.position["photo"]
        field = reader.fields["photo"]
        self._tell(reader, row, _(field.label), self._shown(reader, field, row.before[at], None), photo)

    def _tell(self, reader: RowReader, row: ChangedRow, field: str, before: str, after: str) -> None:
        told = FieldChange(*self._about(reader, row), field, before, after, row.at)
        self._report.changes.append(told)

    def _contradict(self, reader: RowReader, row: ChangedRow, field: str, texts: Sequence[str]) -> None:
        earlier, later, stands = texts
        told = Contradiction(*self._about(reader, row), field, earlier, later, stands, row.at)
        self._report.contradictions.append(told)

    def _about(self, reader: RowReader, row: ChangedRow) -> tuple[str, int, str, str, str]:
        """Return the file and row, and of which kind the record is, its id and what it is called."""
        title = BY_NAME[reader.table].title
        at = reader.position.get(title)
        name = str(row.after[at] or "") if at is not None else self._title(reader.table, row.record)
        known = id_text(row.record) if self.was_there(row.record) else ""
        return row.source, row.number, reader.understood.kind, known, name

    def was_there(self, record: bytes) -> bool:
        """Tell whether `record` was there before the import."""
        return record < self._since

    def ask(self) -> None:
        """Count a row whose record is left alone until the user decided."""
        self._report.undecided += 1

    def _part_name(self, reader: RowReader, part: Part) -> str:
        table = BY_NAME[str(reader.part_table)]
        columns = reader.part_columns
        name = _(table.label)
        if "kind" in columns:
            name = label_of(table.by_name["kind"], str(part[columns.index("kind")]))
        label = part[columns.index("label")] if "label" in columns else None
        return f"{name} ({label!s})" if label else name

    def _part_texts(self, reader: RowReader, *parts: Part | None) -> list[str]:
        return [self._part_text(reader, each) if each is not None else "" for each in parts]

    def _part_text(self, reader: RowReader, part: Part) -> str:
        table, columns = BY_NAME[str(reader.part_table)], reader.part_columns
        shown = []
        for name, value in zip(columns, part, strict=True):
            field = table.by_name[name]
            if name in _IN_PARTS or (field.kind is FieldKind.LINK and name != reader.part_owner):
                shown.append(self._shown(reader, field, value, None))
        return ", ".join(each for each in shown if each)

    def _shown(self, reader: RowReader, field: Field, value: Stored, currency: str | None) -> str:
        if field.kind is FieldKind.LINK and field.target and isinstance(value, bytes):
            return reader.links.makings.title_of(value) or self._title(field.target, value)
        return shown_value(field, value, self._place, currency)

    def _title(self, table: str, record: bytes) -> str:
        found = self._records.values(table, [BY_NAME[table].title], [record]).get(record)
        return str(found[0] or "") if found else ""

    def _currency(self, reader: RowReader, values: Sequence[Stored]) -> str | None:
        at = reader.position.get("currency")
        told = values[at] if at is not None else None
        return str(told) if told else None
