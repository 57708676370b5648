"""Cells of a field that holds a year: a year as it is, or the year of a day where only one can be meant."""

import re
from datetime import date

from crm_desktop.errors import InvalidField
from crm_desktop.exchange.readers.sheet_cells import Typed
from crm_desktop.values.day import DateOrder, day_from_text
from crm_desktop.words import _

YEAR_FIELDS = frozenset({"founded_year"})
_YEAR = re.compile(r"\d{3,4}")
_TWO_DIGITS = re.compile(r"'?\d{2}")
_FOUR_DIGITS = re.compile(r"(?<!\d)\d{4}(?!\d)|^\d{4}(?=\d{4}$)")
# What spreadsheets make of 1800 to 2200 typed into a cell that shows days.
_FIRST_MISTAKEN, _LAST_MISTAKEN = date(1904, 12, 4), date(1906, 1, 8)


def year_of(text: str) -> tuple[int, bool]:
    """Return the year that `text` says, and whether it was taken from a day; raises InvalidField.

    Whatever order the numbers of a day stand in, its four digits are the year.
    """
    if _YEAR.fullmatch(text):
        return int(text), False
    if _TWO_DIGITS.fullmatch(text):
        told = _("“{text}” does not say which century. Type the year with four digits.")
        raise InvalidField("year", told.format(text=text))
    years = _FOUR_DIGITS.findall(text)
    days = [found for order in DateOrder if len(years) == 1 and (found := _day(text, order)) is not None]
    if not days or days[0].year != int(years[0]):
        raise InvalidField("year", _("“{text}” is not a year. Type it with four digits.").format(text=text))
    if text.__class__ is Typed and _FIRST_MISTAKEN <= days[0] <= _LAST_MISTAKEN:
        mistaken = (days[0] - date(1899, 12, 30)).days
        told = _("“{text}” may be the day, or the year {year} in a cell that shows days. Type the year as a number.")
        raise InvalidField("year", told.format(text=text, year=mistaken))
    return days[0].year, True


def _day(text: str, order: DateOrder) -> date | None:
    try:
        return day_from_text(text, order)
    except InvalidField:
        return None
