"""The values of a spreadsheet's cells as text, as far as possible as a person would have typed them."""

import re
from datetime import date, datetime, time, timedelta

Cell = str | float | bool | date | datetime | time | timedelta
_MS = 1000  # microseconds
LARGEST_EXACT = 2**53  # spreadsheets keep numbers as doubles


_EXPONENT = re.compile(r"(\d)(?:[.,](\d+))?[eE]\+?(\d{1,2})")


class Typed(str):
    """The text of a cell that holds a value: a number with a point, or a day with its year first."""

    __slots__ = ()


class Priced(Typed):
    """An amount whose cell shows it in a `currency`: it is a number, and as a text it begins with that."""

    __slots__ = ("currency",)
    currency: str

    def __str__(self) -> str:
        return f"{self.currency} {self[:]}"


def priced(number: str, currency: str) -> Priced:
    """Return the `number` of a cell that shows it in `currency`, a sign or a code."""
    made = Priced(number)
    made.currency = currency
    return made


class Failed(str):
    """The sign that a spreadsheet shows in place of a value that it could not compute, such as #N/A."""

    __slots__ = ()


def whole_digits(text: str) -> str:
    """Return the digits of a long number that a spreadsheet shows as 2.025550143E+09, and other texts as they are.

    Where it left digits out, the text stays: nobody knows them any more.
    """
    found = _EXPONENT.fullmatch(text) if "E" in text or "e" in text else None
    return text if found is None or is_cut(text) else found[1] + (found[2] or "").ljust(int(found[3]), "0")


def is_cut(text: str) -> bool:
    """Tell whether `text` is a long number of which a spreadsheet left digits out, as in 1.23457E+12."""
    found = _EXPONENT.fullmatch(text) if "E" in text or "e" in text else None
    return found is not None and len(found[2] or "") < int(found[3])


def cell_texts(cells: list[Cell]) -> list[str]:
    """Return the texts of a row's `cells`."""
    return [cell if isinstance(cell, str) else typed_text(cell) for cell in cells]


def typed_text(cell: Cell) -> Typed:
    """Return the text of a value: whole numbers have no decimals, days at midnight no time."""
    if isinstance(cell, bool):
        return Typed("TRUE" if cell else "FALSE")
    if isinstance(cell, float):
        whole = cell.is_integer() and abs(cell) < LARGEST_EXACT
        return Typed(int(cell)) if whole else Typed(repr(cell))
    if isinstance(cell, datetime):
        whole = cell.microsecond < _MS  # programs that count in days are off by less
        shown = cell.isoformat(" ", "seconds" if whole else "milliseconds")
        return Typed(shown if cell.time() != time() else cell.date().isoformat())
    if isinstance(cell, date):
        return Typed(cell.isoformat())
    if isinstance(cell, time):
        return Typed(cell.isoformat("seconds"))
    if isinstance(cell, timedelta):
        minutes, seconds = divmod(round(cell.total_seconds()), 60)
        return Typed(f"{minutes // 60}:{minutes % 60:02}:{seconds:02}")
    return Typed(cell)
