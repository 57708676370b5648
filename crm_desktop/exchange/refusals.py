"""Refused rows: listed with their reasons, and kept in files that can be mended and imported again."""

import csv
from collections.abc import Sequence
from pathlib import Path

from crm_desktop.exchange.blame import Blamed
from crm_desktop.exchange.import_report import ImportReport, RefusedCells, Rejection
from crm_desktop.exchange.number_forms import decimal_mark_of
from crm_desktop.exchange.readers.table import TableRow
from crm_desktop.exchange.spool import Spool
from crm_desktop.exchange.understand import (
    AS_WRITTEN,
    CURRENCY_HINT,
    EXTRA_COLUMN,
    HINT_COLUMN,
    REJECT_COLUMNS,
    UNIT_HINT,
    Understood,
    is_ours,
)
from crm_desktop.schema.forms import Place
from crm_desktop.values.spreadsheet import safe_cell
from crm_desktop.whole_files import atomic_text

MOST_LISTED = 10_000  # in the report; the file has all of them
MOST_MENDABLE = 500  # refused rows that the report holds with their cells
LONGEST_MENDABLE = 100_000  # characters of such a row: more than that nobody mends by hand
LONGEST_VALUE = 500  # characters of a value in the report; the file has all of it


class Refusals:
    """The refused rows of one file, with their cells as they came."""

    def __init__(self, understood: Understood, report: ImportReport, spool: Spool) -> None:
        self._understood = understood
        self._report = report
        table = understood.table
        kept = [number for number, name in enumerate(table.columns) if not is_ours(name)]
        self._kept = kept
        self._header = [(table.header or table.columns)[number] for number in kept]
        self._rows = spool.entries()
        self._count = 0
        self._widest = 0

    @property
    def name(self) -> str:
        """The name of the file that the rows are from."""
        return self._understood.table.name

    def __len__(self) -> int:
        return self._count

    def add(self, row: TableRow, blamed: Blamed) -> None:
        """Note that `row` was refused, and what is `blamed` for that."""
        column, value, reason, too_fine = blamed
        self._report.too_fine += too_fine
        told = Rejection(row.source or self.name, row.number, column, value[:LONGEST_VALUE], reason)
        if len(self._report.rejections) < MOST_LISTED:
            self._report.rejections.append(told)
        cells = [row.cells[number] if number < len(row.cells) else "" for number in self._kept]
        surplus = [row.cells[number] for number in self._understood.extra if number < len(row.cells)]
        surplus += row.cells[len(self._understood.table.columns) :]
        while surplus and not surplus[-1]:
            surplus.pop()
        self._count += 1
        self._widest = max(self._widest, len(surplus))
        # texts alone: what a workbook or JSON had as a number is no text that can be packed
        packed = tuple(map(str, (*cells, *surplus, row.number, column, value, reason)))
        self._rows.put(self._count.to_bytes(8, "big"), packed)
        if len(self._report.refused) < MOST_MENDABLE and sum(map(len, packed[:-4])) <= LONGEST_MENDABLE:
            names = [self._understood.table.columns[number] for number in self._kept]
            texts = dict(zip(names, map(str, cells), strict=True))
            self._report.refused.append(RefusedCells(self._understood.at(row), told, texts, surplus))

    def write(self, path: Path, place: Place) -> None:
        """Write the rows to `path` as a CSV file that can be mended and imported as it is; raises CrmError.

        Beside the columns of the file stand the row's number, the column and value to blame, and the reason.
        """
        widest, kept = self._widest, len(self._kept)
        told = read_as_hints(self._understood, place)
        header = [*self._header, *(f"{EXTRA_COLUMN}_{number}" for number in range(1, widest + 1)), *REJECT_COLUMNS]
        with atomic_text(path) as file:
            out = csv.writer(file)
            out.writerow([*header, *([HINT_COLUMN] if told else [])])
            for entry in self._rows.all():
                *cells, number, column, value, reason = map(str, entry)
                padded = [*cells, *([""] * (kept + widest - len(cells)))]
                why = (number, column, value, reason, *([told] if told else []))
                out.writerow([safe_cell(cell) for cell in (*padded, *why)])


def write_refusals(all_refusals: Sequence[Refusals], path: Path, place: Place) -> list[Path]:
    """Write the refused rows to `path`, or to one file for each source beside it; return the paths."""
    filled = [each for each in all_refusals if len(each)]
    if len(filled) == 1:
        paths = [path]
    else:
        paths = [path.with_name(f"{path.stem}.{Path(each.name).stem}{path.suffix}") for each in filled]
    for each, target in zip(filled, paths, strict=True):
        each.write(target, place)
    return paths


def read_as_hints(understood: Understood, place: Place) -> str:
    """Return what the refused rows alone would not tell about how their file was read."""
    hints = {}
    dates, decimal = understood.settled.dates, understood.settled.decimal
    if dates in {"dmy", "mdy"} and dates != place.date_order:
        hints["dates"] = dates
    if decimal not in {None, decimal_mark_of(place.region)}:
        hints["decimal"] = decimal
    if understood.needs_title:
        hints["file"] = understood.title
    if understood.needs_kind:
        hints["as"] = understood.kind
    columns = [each for each in understood.table.columns if not is_ours(each)]
    for column, unit in understood.source.units.items():
        if column in columns:
            hints[f"{UNIT_HINT}{columns.index(column)}"] = unit or AS_WRITTEN
    for column, currency in understood.source.currencies.items():
        if column in columns:
            hints[f"{CURRENCY_HINT}{columns.index(column)}"] = currency
    return "; ".join(f"{name}={value}" for name, value in hints.items())
