"""A report for scripts: plain numbers, ISO days, and money as a string with a point."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

from crm_desktop.reports.report import Cell, ColumnKind, ParameterValue, Report, ReportColumn, ReportTable
from crm_desktop.values.money import Money, plain_amount
from crm_desktop.whole_files import write_whole

JsonValue = str | int | float | bool | None | dict[str, "JsonValue"] | list["JsonValue"]


def report_document(report: Report) -> dict[str, JsonValue]:
    """Return `report` as the command line's JSON document; iterated rows are read here."""
    document: dict[str, JsonValue] = {
        "title": report.title,
        "parameters": {name: _parameter(value) for name, value in report.parameters.items()},
        "figures": {name: plain_cell(value) for name, value in report.raw_figures.items()},
        "tables": [_table(table) for table in report.tables],
    }
    if report.data_time is not None:
        document["synced_at"] = plain_cell(report.data_time)
    if report.data_time is not None or report.silence:
        document["silence"] = report.silence
    return document


def write_json(report: Report, path: Path) -> None:
    """Write `report` to `path` as JSON."""
    document = json.dumps(report_document(report), ensure_ascii=False, indent=1)
    write_whole(path, f"{document}\n".encode())


def plain_cell(cell: Cell, column: ReportColumn | None = None) -> JsonValue:
    """Return `cell` as scripts read it; money without a currency of its own takes the one of `column`."""
    if isinstance(cell, Money):
        return {"amount": plain_amount(cell.amount_minor, cell.currency), "currency": cell.currency}
    if column is not None and column.kind is ColumnKind.MONEY and isinstance(cell, int):
        return plain_amount(cell, column.currency)
    if isinstance(cell, datetime):
        return cell.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return cell.isoformat() if isinstance(cell, date) else cell


def _table(table: ReportTable) -> JsonValue:
    columns: list[JsonValue] = [_column(column) for column in table.columns]
    rows: list[JsonValue] = [
        [plain_cell(cell, column) for column, cell in zip(table.columns, row, strict=True)] for row in table.rows
    ]
    return {"name": table.name, "columns": columns, "rows": rows}


def _column(column: ReportColumn) -> JsonValue:
    named: dict[str, JsonValue] = {"name": column.name, "title": column.title, "kind": column.kind.value}
    return named | {"currency": column.currency} if column.currency else named


def _parameter(value: ParameterValue) -> JsonValue:
    return value.isoformat() if isinstance(value, date) else value
