"""A list as a report: the rows that it shows, group after group, with how many there are and by which filter."""

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from crm_desktop.reports.freshness import with_freshness
from crm_desktop.reports.number_words import NumberWords
from crm_desktop.reports.report import Cell, ColumnKind, Report, ReportColumn, ReportTable
from crm_desktop.reports.report import Row as Cells
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Place, Stored
from crm_desktop.schema.read_forms import read_value
from crm_desktop.store.groups import Summed, is_summed, sums_of
from crm_desktop.store.list_words import counted, group_title, narrowing_words
from crm_desktop.store.record_query import Row, View, rows_by_rid, view_fields
from crm_desktop.store.whole_list import Bunch, bunch_rows, record_bunches
from crm_desktop.values.money import Money
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _

# Groups beyond these are told by a column instead of tables of their own.
MOST_TABLES = 200
RECORDS = "records"
_SAMPLED = 200
_KINDS = {
    FieldKind.MONEY: ColumnKind.MONEY,
    FieldKind.NUMBER: ColumnKind.COUNT,
    FieldKind.DAY: ColumnKind.DAY,
    FieldKind.INSTANT: ColumnKind.INSTANT,
    FieldKind.PERCENT: ColumnKind.PERCENT,
    FieldKind.DECIMAL: ColumnKind.DAYS,
}


class Listed(NamedTuple):
    """What is printed: `view`, or those of it with `ids` where some are selected, under the `title`."""

    title: str
    view: View
    ids: Collection[bytes] = ()


class Sheet(NamedTuple):
    """Where a list is written, and what stands on each page beside the rows; `made_at` is in the user's zone."""

    path: Path
    made_at: datetime
    workspace_name: str
    author: str


def list_report(reader: Connection, listed: Listed, place: Place) -> Report:
    """Return the report of what `listed` shows; its rows are read while it is written."""
    view = listed.view
    if view.gathered and view.gathered not in view.columns:
        view = view._replace(columns=(*view.columns, view.gathered))
    bunches = record_bunches(reader, view, place, listed.ids)
    count = len({rid for each in bunches for rid in each.rids})
    maker = _TableMaker(reader, view, place, bunches)
    report = Report(
        "list",
        listed.title,
        maker.counted(count),
        filters=narrowing_words(reader, view, place, selected=bool(listed.ids)),
        tables=maker.tables(),
        raw_figures={RECORDS: count},
    )
    return with_freshness(reader, report, place)


class _TableMaker:
    """Makes the tables of a list: one of each group, or one of all rows."""

    def __init__(self, reader: Connection, view: View, place: Place, bunches: Sequence[Bunch]) -> None:
        self._reader, self._view, self._place, self._bunches = reader, view, place, bunches
        self._numbers = NumberWords(place.language)
        self._apart = 1 < len(bunches) <= MOST_TABLES
        hidden = view.gathered if self._apart else ""
        self._fields = [(at, each) for at, each in enumerate(view_fields(view)) if each.name != hidden]
        self._columns = tuple(_column(each, place) for _at, each in self._fields)
        self._summed = Summed([each for _at, each in self._fields if is_summed(each)], place.currency)

    def counted(self, n: int) -> str:
        """Return that there are `n` records."""
        return counted(self._view.kind.name, n, self._numbers.number(n))

    def tables(self) -> tuple[ReportTable, ...]:
        """Return the tables; each reads its rows when it is written."""
        sample = self._sample()
        if self._apart:
            return tuple(self._table([each], sample, self._title(each)) for each in self._bunches)
        return (self._table(self._bunches, sample, ""),)

    def _title(self, bunch: Bunch) -> str:
        if bunch.group is None:
            return ""
        title = group_title(self._view.kind.field(self._view.gathered), bunch.group, self._place)
        return f"{title} · {self.counted(len(bunch.rids))}"

    def _table(self, bunches: Sequence[Bunch], sample: tuple[Cells, ...], title: str) -> ReportTable:
        return ReportTable("list", title, self._columns, self._rows(bunches), self._total(bunches), sample=sample)

    def _rows(self, bunches: Sequence[Bunch]) -> Iterator[Cells]:
        for bunch in bunches:
            for row in bunch_rows(self._reader, self._view, self._place, bunch):
                yield self._cells(row)

    def _sample(self) -> tuple[Cells, ...]:
        """Return rows of every group, by which the columns of all tables are measured."""
        each = max(1, _SAMPLED // max(1, len(self._bunches)))
        rids = [rid for bunch in self._bunches[:_SAMPLED] for rid in bunch.rids[:each]]
        return tuple(self._cells(row) for row in rows_by_rid(self._reader, self._view, self._place, rids))

    def _total(self, bunches: Sequence[Bunch]) -> Cells | None:
        rids = list(dict.fromkeys(rid for bunch in bunches for rid in bunch.rids))
        if not self._summed.fields or not rids:
            return None
        sums = dict(zip(self._summed.fields, sums_of(self._reader, self._view.kind, rids, self._summed), strict=True))
        cells: list[Cell] = [_sum(each, sums.get(each), self._place) for _at, each in self._fields]
        cells[0] = _("Total")
        return tuple(cells)

    def _cells(self, row: Row) -> Cells:
        return tuple(
            (row.called[at] or "") if each.kind is FieldKind.LINK else _cell(each, row.values[at], row, self._place)
            for at, each in self._fields
        )


def _sum(field: Field, amount: int | float | None, place: Place) -> Cell:
    """Return a sum of `field`; about how much where amounts were converted by their rates."""
    if field.kind is FieldKind.MONEY and isinstance(amount, float):
        return _("≈ {sum}").format(sum=place.money(round(amount), place.currency, whole=True))
    return amount


def _column(field: Field, place: Place) -> ReportColumn:
    kind = _column_kind(field)
    currency = place.currency if kind is ColumnKind.MONEY else ""
    return ReportColumn(field.name, _(field.label), kind, currency, whole=True)


def _column_kind(field: Field) -> ColumnKind:
    if field.kind is FieldKind.NUMBER and not is_summed(field):
        return ColumnKind.TEXT  # a year, or the number of a ticket
    return _KINDS.get(field.kind, ColumnKind.TEXT)


def _cell(field: Field, stored: Stored, row: Row, place: Place) -> Cell:
    if stored is None or stored == "":
        return None
    match _column_kind(field):
        case ColumnKind.MONEY:
            return Money(int(stored), row.currency_of(field, place))
        case ColumnKind.DAY:
            return date.fromisoformat(str(stored))
        case ColumnKind.INSTANT:
            return datetime.fromtimestamp(int(stored) / 1000, UTC)
        case ColumnKind.COUNT | ColumnKind.PERCENT | ColumnKind.DAYS:
            return stored if isinstance(stored, int | float) else None
        case _:
            return " ".join(read_value(field, stored, place, row.currency_of(field, place)).split())
