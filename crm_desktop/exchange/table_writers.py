"""Plain values as CSV and JSON files."""

import csv
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from crm_desktop.schema.forms import Plain
from crm_desktop.values.spreadsheet import safe_cell
from crm_desktop.whole_files import atomic_bytes, atomic_text

# A number is no formula, though it may begin with a minus.
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, Plain]], delimiter: str) -> None:
    """Write `rows` as a table with a row of names; no cell is run as a formula by a spreadsheet."""
    with atomic_text(path) as file:
        out = csv.writer(file, delimiter=delimiter)
        out.writerow(columns)
        for row in rows:
            out.writerow([cell_text(row.get(column)) for column in columns])


def write_json(path: Path, rows: Iterable[Mapping[str, Plain]]) -> None:
    """Write `rows` as an array of objects, one on each line."""
    with atomic_bytes(path) as file:
        start = "["
        for row in rows:
            file.write(f"{start}\n{json.dumps(dict(row), ensure_ascii=False)}".encode())
            start = ","
        file.write(b"[]\n" if start == "[" else b"\n]\n")


def cell_text(value: Plain) -> str:
    """Return `value` as a CSV cell, which a spreadsheet takes for text or for a number."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return repr(value)
    text = listed_text(value)
    return text if _NUMBER.fullmatch(text) else safe_cell(text)


def listed_text(value: Plain) -> str:
    """Return `value` as text: lists with commas, ids of other programs as JSON."""
    if isinstance(value, list):
        return ", ".join(value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False) if value else ""
    return "" if value is None else str(value)
