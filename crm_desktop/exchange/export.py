"""Export: exactly the rows that a list shows, as CSV, TSV, XLSX, JSON, vCard or calendar, whole or not at all."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, tzinfo
from pathlib import Path
from typing import NamedTuple

from crm_desktop.errors import WrongUsage
from crm_desktop.exchange.exported import About, Exported
from crm_desktop.exchange.table_writers import write_csv, write_json
from crm_desktop.exchange.vcard_writer import CardVersion, write_vcards
from crm_desktop.exchange.xlsx_writer import write_xlsx
from crm_desktop.jobs import Progress
from crm_desktop.schema.field import FieldKind
from crm_desktop.schema.forms import Place, Plain
from crm_desktop.store.list_words import filter_words, narrowing_words
from crm_desktop.store.record_query import View, plain_record, record_count, view_fields
from crm_desktop.store.whole_list import record_rows
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _

REPORT_EVERY = 500
FORMATS = (".csv", ".tsv", ".xlsx", ".json")


class ExportColumn(NamedTuple):
    """One column of an export: the key of its values in the rows, which is its title too, their kind and time zone."""

    name: str
    kind: FieldKind = FieldKind.TEXT
    zone: tzinfo = UTC


def export_rows(
    path: Path,
    columns: Sequence[ExportColumn],
    rows: Iterable[Mapping[str, Plain]],
    progress: Progress | None = None,
    total: int = 0,
    about: About = (),
) -> int:
    """Write `rows` to `path` in the format of its ending, and what they are `about` to a workbook; return how many.

    Raises WrongUsage for another ending, CrmError where the file cannot be written, and Cancelled: then there is none.
    """
    counted = _Counted(rows, progress or Progress(), total)
    match path.suffix.lower():
        case ".csv":
            write_csv(path, [each.name for each in columns], counted, ",")
        case ".tsv":
            write_csv(path, [each.name for each in columns], counted, "\t")
        case ".xlsx":
            write_xlsx(path, [(each.name, each.kind, each.zone) for each in columns], counted, about)
        case ".json":
            write_json(path, counted)
        case other:
            raise WrongUsage(
                _("Files that end in “{ending}” cannot be written. Endings: {endings}.").format(
                    ending=other, endings=" ".join(FORMATS)
                )
            )
    return counted.count


def export_list(
    reader: Connection,
    view: View,
    place: Place,
    path: Path,
    progress: Progress | None = None,
    *,
    only: Collection[bytes] = (),
    origin: About = (),
    cards: CardVersion = CardVersion.THREE,
) -> Exported:
    """Write the records that `view` shows to `path`, those with an id of `only` where there are some.

    Workbooks say by which filter, after the `origin` of the list: its title, the workspace, who wrote it and when.
    People as `cards` are written in that version.
    """
    filtered = filter_words(reader, view, place)
    match path.suffix.lower():
        case ".ics":
            count = _export_calendar(reader, view, place, path, progress, only)
        case ".vcf":
            _check_cards(view)
            count = write_vcards(reader, view, place, path, progress, cards, only=frozenset(only))
        case _:
            rows = (plain_record(view, row, place) for row in record_rows(reader, view, place, only))
            total = len(only) or record_count(reader, view, place)
            about = (*origin, *narrowing_words(reader, view, place, selected=bool(only)))
            count = export_rows(path, export_columns(view, place.zone), rows, progress, total, about)
    return Exported(count, filtered)


def _export_calendar(
    reader: Connection, view: View, place: Place, path: Path, progress: Progress | None, only: Collection[bytes]
) -> int:
    # reading and writing calendars takes 0.2 s to import, which tables need not wait for
    from crm_desktop.exchange.ics_writer import WRITTEN, write_calendar

    if view.kind.table.name not in WRITTEN:
        raise WrongUsage(
            _("A calendar holds activities or tasks. Choose another ending for {kind}.").format(kind=_(view.kind.label))
        )
    return write_calendar(reader, view, place, path, progress, only=frozenset(only))


def _check_cards(view: View) -> None:
    if view.kind.table.name != "contact":
        raise WrongUsage(
            _("Cards hold people and companies. Choose another ending for {kind}.").format(kind=_(view.kind.label))
        )


def export_columns(view: View, zone: tzinfo) -> list[ExportColumn]:
    """Return the columns that `view` is exported with to people in `zone`; a link has its name and its id."""
    columns = [ExportColumn("id"), ExportColumn("kind")]
    for field in view_fields(view):
        if field.name == "kind":
            continue
        columns.append(ExportColumn(field.name, field.kind, zone))
        if field.kind is FieldKind.LINK:
            columns.append(ExportColumn(f"{field.name}_id"))
    if "currency" in view.kind.table.by_name and not any(each.name == "currency" for each in columns):
        columns.append(ExportColumn("currency"))
    return columns


class _Counted:
    """Rows that are counted and reported as they pass."""

    def __init__(self, rows: Iterable[Mapping[str, Plain]], progress: Progress, total: int) -> None:
        self._rows = rows
        self._progress = progress
        self._total = total
        self.count = 0

    def __iter__(self) -> Iterator[Mapping[str, Plain]]:
        for row in self._rows:
            if self.count % REPORT_EVERY == 0:
                self._progress.report(self.count, self._total)
            self.count += 1
            yield row
        self._progress.report(self.count, self._total)
