"""A report as CSV or XLSX: every number as a number, and no text that runs."""

import csv
import io
from datetime import UTC, date, datetime
from pathlib import Path

import xlsxwriter

from crm_desktop.jobs import Progress
from crm_desktop.reports.report import Cell, ColumnKind, Report, ReportColumn, ReportTable
from crm_desktop.values.money import Money, currency_decimals, plain_amount
from crm_desktop.values.spreadsheet import safe_cell
from crm_desktop.whole_files import write_whole

REPORTED_ROWS = 1000
NUMBERS = frozenset((ColumnKind.COUNT, ColumnKind.PERCENT, ColumnKind.CHANGE, ColumnKind.DAYS))
WIDTHS = {ColumnKind.TEXT: 32, ColumnKind.MONEY: 16, ColumnKind.INSTANT: 20}
FORMATS = {
    ColumnKind.COUNT: "#,##0",
    ColumnKind.PERCENT: '0.0" %"',
    ColumnKind.CHANGE: '+0.0" %";-0.0" %";0" %"',
    ColumnKind.DAYS: "0.##",
    ColumnKind.DAY: "yyyy-mm-dd",
    ColumnKind.INSTANT: "yyyy-mm-dd hh:mm",
}
SHEET_NAME_LENGTH = 31


def csv_bytes(report: Report, progress: Progress | None = None) -> bytes:
    """Return the tables of `report` as UTF-8 CSV, one below the other, with points and ISO days for machines."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    if report.of:
        writer.writerow([safe_cell(f"{report.title} · {report.subtitle}")])
    for place, table in enumerate(report.tables):
        if place or report.of:
            writer.writerow([])
        if len(report.tables) > 1:
            writer.writerow([safe_cell(table.title)])
        writer.writerow([safe_cell(title) for title in _titles(table)])
        for number, row in enumerate(table.rows):
            writer.writerow([_csv_cell(cell, column) for cell, column in zip(row, table.columns, strict=True)])
            if progress is not None and number % REPORTED_ROWS == 0:
                progress.report(number, 0)
    return text.getvalue().encode("utf-8-sig")  # the mark tells Excel that it is UTF-8


def xlsx_bytes(report: Report, progress: Progress | None = None) -> bytes:
    """Return `report` as a workbook: one sheet per table, typed cells, the header frozen; built in memory alone."""
    content = io.BytesIO()
    fixed = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(content, fixed)
    book.set_properties({"title": report.title, "subject": report.subtitle, "created": report.data_time or EPOCH})
    names: set[str] = set()
    for table in report.tables:
        name = _sheet_name(table.title or table.name, names)
        _SheetWriter(book, name, table).write(progress or Progress())
    if not report.tables:
        book.add_worksheet(_sheet_name(report.title, names))
    book.close()
    return content.getvalue()


def write_csv(report: Report, path: Path, progress: Progress | None = None) -> None:
    """Write the tables of `report` to `path` as CSV."""
    write_whole(path, csv_bytes(report, progress))


def write_xlsx(report: Report, path: Path, progress: Progress | None = None) -> None:
    """Write `report` to `path` as a workbook."""
    write_whole(path, xlsx_bytes(report, progress))


EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


class _SheetWriter:
    """Writes one table into a sheet of its own."""

    def __init__(self, book: xlsxwriter.Workbook, name: str, table: ReportTable) -> None:
        self._table = table
        self._book = book
        self._sheet = book.add_worksheet(name)
        self._formats: dict[tuple[str, bool], object] = {}

    def write(self, progress: Progress) -> None:
        """Write the header, the rows and the total."""
        head = self._book.add_format({"bold": True, "bottom": 1, "bg_color": "#FAF9F7", "text_wrap": True})
        for place, (title, column) in enumerate(zip(_titles(self._table), self._table.columns, strict=True)):
            self._sheet.set_column(place, place, WIDTHS.get(column.kind, 12))
            self._sheet.write_string(0, place, title, head)
        self._sheet.freeze_panes(1, 0)
        last = 0
        for last, row in enumerate(self._table.rows, 1):
            self._row(last, row, bold=False)
            if last % REPORTED_ROWS == 0:
                progress.report(last, 0)
        if last:
            self._sheet.autofilter(0, 0, last, len(self._table.columns) - 1)
        if self._table.total is not None:
            self._row(last + 1, self._table.total, bold=True)

    def _row(self, number: int, row: tuple[Cell, ...], *, bold: bool) -> None:
        for place, (cell, column) in enumerate(zip(row, self._table.columns, strict=True)):
            self._cell(number, place, cell, column, bold=bold)

    def _cell(self, row: int, place: int, cell: Cell, column: ReportColumn, *, bold: bool) -> None:
        if cell is None:
            return
        if isinstance(cell, Money):
            self._money(row, place, cell, bold=bold)
        elif column.kind is ColumnKind.MONEY and isinstance(cell, int):
            self._money(row, place, Money(cell, column.currency), bold=bold)
        elif isinstance(cell, datetime):
            naive = cell.astimezone(UTC).replace(tzinfo=None)
            self._sheet.write_datetime(row, place, naive, self._format(FORMATS[ColumnKind.INSTANT], bold=bold))
        elif isinstance(cell, date):
            self._sheet.write_datetime(row, place, cell, self._format(FORMATS[ColumnKind.DAY], bold=bold))
        elif isinstance(cell, int | float):
            self._sheet.write_number(row, place, cell, self._format(FORMATS.get(column.kind, "General"), bold=bold))
        else:
            self._sheet.write_string(row, place, cell, self._format("@", bold=bold))

    def _money(self, row: int, place: int, amount: Money, *, bold: bool) -> None:
        places = currency_decimals(amount.currency)
        pattern = f"#,##0{'.' + '0' * places if places else ''} [${amount.currency}]"
        self._sheet.write_number(row, place, amount.amount_minor / 10**places, self._format(pattern, bold=bold))

    def _format(self, pattern: str, *, bold: bool) -> object:
        key = (pattern, bold)
        if key not in self._formats:
            self._formats[key] = self._book.add_format({"num_format": pattern, "bold": bold, "top": int(bold)})
        return self._formats[key]


def _titles(table: ReportTable) -> list[str]:
    """Return the column titles; money says its currency and percentages their sign."""
    shown = []
    for column in table.columns:
        unit = column.currency or ("%" if column.kind in (ColumnKind.PERCENT, ColumnKind.CHANGE) else "")
        shown.append(f"{column.title} ({unit})" if unit else column.title)
    return shown


def _csv_cell(cell: Cell, column: ReportColumn) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Money):
        return f"{plain_amount(cell.amount_minor, cell.currency)} {cell.currency}"
    if column.kind is ColumnKind.MONEY and isinstance(cell, int):
        return plain_amount(cell, column.currency)
    if isinstance(cell, datetime):
        return cell.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(cell, date):
        return cell.isoformat()
    return repr(cell) if isinstance(cell, int | float) else safe_cell(cell)


def _sheet_name(title: str, taken: set[str]) -> str:
    """Return a sheet name for `title` that Excel accepts and that is not `taken` yet."""
    base = "".join(" " if mark in "[]:*?/\\" else mark for mark in title).strip().strip("'")[:SHEET_NAME_LENGTH] or "1"
    name, number = base, 1
    while name.casefold() in taken:
        number += 1
        name = f"{base[: SHEET_NAME_LENGTH - 4]} {number}"
    taken.add(name.casefold())
    return name
