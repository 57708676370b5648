"""Plain values as an XLSX workbook, made in memory: nothing of it is ever written elsewhere in plain text."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, tzinfo
from io import BytesIO
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

from crm_desktop.errors import CrmError
from crm_desktop.exchange.exported import About, about_name
from crm_desktop.exchange.table_writers import listed_text
from crm_desktop.schema.field import FieldKind
from crm_desktop.schema.forms import Plain
from crm_desktop.values.counts import shown_number
from crm_desktop.whole_files import atomic_bytes
from crm_desktop.words import _

MOST_ROWS = 1_048_575  # of a sheet, below the names of its columns
LONGEST_CELL = 32_767
_LABELS_WIDE = 16  # letters
_DIGITS = 15  # that a number of a sheet keeps; one that has more goes there as text
FIRST_YEAR, LAST_YEAR = 1900, 9999  # of the calendar that workbooks know
Column = tuple[str, FieldKind, tzinfo]
_OPTIONS = {
    # Rows on the disk would be plain text in a temporary folder.
    "in_memory": True,
    "constant_memory": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}
_FORMATS = {"day": "yyyy-mm-dd", "instant": "yyyy-mm-dd hh:mm", "money": "#,##0.00", "head": ""}


def write_xlsx(path: Path, columns: Sequence[Column], rows: Iterable[Mapping[str, Plain]], about: About = ()) -> None:
    """Write `rows` as a sheet, and what they are `about` as another, with how many there are.

    Text stays text, so that nothing is run as a formula. Sheets know no time zones: an instant stands there as clocks
    show it in the zone of its column. Raises CrmError for too many rows.
    """
    made = BytesIO()
    book = Workbook(made, _OPTIONS)
    formats = {
        name: book.add_format({"num_format": form} if form else {"bold": True}) for name, form in _FORMATS.items()
    }
    sheet = book.add_worksheet()
    for number, (name, _kind, _zone) in enumerate(columns):
        sheet.write_string(0, number, name, formats["head"])
    sheet.freeze_panes(1, 0)
    line = 0
    for line, row in enumerate(rows, 1):
        if line > MOST_ROWS:
            told = _("A sheet holds {n} rows at most. Export to CSV, or filter the list first.")
            raise CrmError(told.format(n=shown_number(MOST_ROWS)))
        for number, (name, kind, zone) in enumerate(columns):
            value = row.get(name)
            if kind is FieldKind.INSTANT and value is not None:
                _write_instant(sheet, line, number, str(value), zone, formats["instant"])
            else:
                _write_cell(sheet, line, number, value, kind, formats)
    _write_about(book, about, line, formats["head"])
    book.close()
    with atomic_bytes(path) as file:
        file.write(made.getbuffer())


def _write_about(book: Workbook, about: About, count: int, head: Any) -> None:
    sheet = book.add_worksheet(about_name())
    for line, (label, text) in enumerate(about):
        sheet.write_string(line, 0, label, head)
        sheet.write_string(line, 1, text[:LONGEST_CELL])
    sheet.write_string(len(about), 0, _("Records"), head)
    sheet.write_number(len(about), 1, count)
    sheet.set_column(0, 0, _LABELS_WIDE)


def _write_cell(sheet: Any, line: int, number: int, value: Plain, kind: FieldKind, formats: Mapping[str, Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(line, number, value)
    elif isinstance(value, (int, float)) and float(f"{value:.{_DIGITS}g}") == value:
        sheet.write_number(line, number, value)
    elif kind is FieldKind.MONEY:
        sheet.write_number(line, number, float(str(value)), formats["money"])
    elif kind is FieldKind.DAY and int(str(value)[:4]) > FIRST_YEAR:
        sheet.write_datetime(line, number, date.fromisoformat(str(value)), formats["day"])
    else:
        _write_text(sheet, line, number, listed_text(value))


def _write_instant(sheet: Any, line: int, number: int, value: str, zone: tzinfo, form: Any) -> None:
    """Write an instant as a clock in `zone` shows it; as text where a sheet would not tell it from another moment.

    That is in the hour that clocks show twice, and at midnight, which a sheet takes for the whole day.
    """
    shown = datetime.fromisoformat(value.replace("Z", "+00:00"))
    shown = shown.astimezone(zone) if FIRST_YEAR < shown.year < LAST_YEAR else shown
    if FIRST_YEAR < shown.year < LAST_YEAR and not shown.fold and shown.time() != time():
        sheet.write_datetime(line, number, shown.replace(tzinfo=None), form)
    else:
        _write_text(sheet, line, number, value)


def _write_text(sheet: Any, line: int, number: int, text: str) -> None:
    if len(text) > LONGEST_CELL:
        raise CrmError(
            _("A cell of a sheet holds {n} letters at most, and row {row} has a longer text. Export to CSV.").format(
                n=shown_number(LONGEST_CELL), row=line
            )
        )
    sheet.write_string(line, number, text)
