"""How the days and numbers of a file are written, settled over whole columns."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from crm_desktop.errors import InvalidField
from crm_desktop.exchange.number_forms import NumberEvidence, OpenNumber, decimal_mark_of, settle_marks
from crm_desktop.exchange.source import ReadAs
from crm_desktop.schema.forms import Place
from crm_desktop.values.day import DateOrder, day_from_text
from crm_desktop.values.numbers import DecimalMark
from crm_desktop.words import N_, _

_NUMERIC_DAY = re.compile(r"\s*(\d{1,2})\s*([./\- ])\s*(\d{1,2})\s*\2\s*(?:\d{4}|\d{2})\b")
_YEARLESS_DAY = re.compile(r"\s*(\d{1,2})\s*([./-])\s*(\d{1,2})\s*\.?\s*")
_YEAR_FIRST = re.compile(r"\s*\d{4}[./\- ]?\d{1,2}[./\- ]?\d{1,2}\b")
_MONTHS_IN_YEAR = 12
_ANY = 2000  # a leap year, for a day without one
_ORDERS = {DateOrder.DMY: N_("day first"), DateOrder.MDY: N_("month first"), DateOrder.YMD: N_("year first")}


class OpenDay(NamedTuple):
    """A column whose days can all be read in two ways, with one of its cells."""

    column: str
    cell: str


class Settled(NamedTuple):
    """The order of days and the decimal mark of each column, those of the file (None: it has none), and the doubts.

    Columns of amounts have `units`: thousands, millions, billions, or empty. The columns `shares` hold parts of one,
    where percents are stored. The order of the `open_days` is to be asked, and the mark of the `open_numbers`. In the
    columns `signs` stands a sign of several currencies, none of them the workspace's; the `currencies` were said.
    """

    orders: dict[str, DateOrder]
    marks: dict[str, DecimalMark]
    dates: str | None
    decimal: str | None
    doubts: list[str]
    shares: frozenset[str] = frozenset()
    open_days: tuple[OpenDay, ...] = ()
    open_numbers: tuple[OpenNumber, ...] = ()
    signs: Mapping[str, str] = {}
    currencies: Mapping[str, str] = {}
    units: Mapping[str, str] = {}

    def decimal_or(self, place: Place) -> DecimalMark:
        """Return the decimal mark of the file, or that of `place` where it has none."""
        if self.decimal is None:
            return decimal_mark_of(place.region)
        return "comma" if self.decimal == "comma" else "point"


class DayEvidence:
    """What the cells of one column tell about the order of day, month and year, which birthdays may leave out."""

    def __init__(self) -> None:
        self.day_first = 0
        self.month_first = 0
        self.year_first = 0
        self.open = 0
        self.dotted = 0
        self.example = ""

    def note(self, cell: str) -> None:
        """Take in one cell; a day with its month in letters says nothing."""
        yearless = _YEARLESS_DAY.fullmatch(cell)
        found = yearless or _NUMERIC_DAY.match(cell)
        if found is None:
            self.year_first += _YEAR_FIRST.match(cell) is not None
            return
        first, second = int(found[1]), int(found[3])
        self.day_first += first > _MONTHS_IN_YEAR
        self.month_first += second > _MONTHS_IN_YEAR
        if first <= _MONTHS_IN_YEAR and second <= _MONTHS_IN_YEAR:
            self.open += 1
            if first != second and not self.example and _is_day(f"{first}/{second}/{_ANY}" if yearless else found[0]):
                self.example = found[0].strip()
        self.dotted += found[2] == "."

    @property
    def told(self) -> bool:
        """Whether there was any day written in numbers."""
        return bool(self.day_first or self.month_first or self.year_first or self.open)

    @property
    def order(self) -> DateOrder | None:
        """The order that most cells need, or None where all can be read both ways."""
        if self.day_first or self.month_first:
            return DateOrder.DMY if self.day_first >= self.month_first else DateOrder.MDY
        if self.year_first and not self.open:
            return DateOrder.YMD
        # Nobody writes the month first with dots.
        return DateOrder.DMY if self.dotted and self.dotted == self.open else None


def _is_day(text: str) -> bool:
    """Tell whether the calendar has the day `text`: 00/04/2017 and 03/04/0000 are none, whichever way they are read."""
    try:
        day_from_text(text, DateOrder.DMY)
    except InvalidField:
        return False
    return True


def settle(
    days: Mapping[str, DayEvidence],
    numbers: Mapping[str, NumberEvidence],
    read_as: ReadAs,
    place: Place,
) -> Settled:
    """Return how each column is read: as the user said, as its cells tell, or as is usual at `place`."""
    doubts: list[str] = []
    open_days: list[OpenDay] = []
    open_numbers: list[OpenNumber] = []
    orders = _orders(days, read_as.dates, place, (doubts, open_days))
    marks = settle_marks(numbers, read_as.decimal, place, (doubts, open_numbers))
    dates = _common(orders[column] for column, each in days.items() if each.told)
    decimal = _common(marks[column] for column, each in numbers.items() if each.told)
    settled = Settled(orders, marks, read_as.dates or dates, read_as.decimal or decimal, doubts)
    return settled._replace(open_days=tuple(open_days), open_numbers=tuple(open_numbers))


def _orders(
    days: Mapping[str, DayEvidence], chosen: str | None, place: Place, told: tuple[list[str], list[OpenDay]]
) -> dict[str, DateOrder]:
    if chosen:
        return dict.fromkeys(days, DateOrder(chosen))
    doubts, asked = told
    clear = {column: each.order for column, each in days.items()}
    beside = {order for order in clear.values() if order not in (None, DateOrder.YMD)}
    orders: dict[str, DateOrder] = {}
    for column, each in days.items():
        order = clear[column]
        if order is None and len(beside) == 1:
            # One program wrote the whole file.
            order = next(iter(beside))
        if order is None:
            order = place.date_order
            if each.example:
                asked.append(OpenDay(column, each.example))
                doubts.append(
                    _("The days in “{column}” can be read in two ways; {order} was taken. Say dates otherwise.").format(
                        column=column, order=_(_ORDERS[order])
                    )
                )
        if each.day_first and each.month_first:
            doubts.append(
                _("The days in “{column}” stand in two orders; those that do not fit {order} are refused.").format(
                    column=column, order=_(_ORDERS[order])
                )
            )
        orders[column] = order
    return orders


def _common(values: Iterable[str]) -> str | None:
    found = [str(each) for each in values]
    return max(set(found), key=found.count) if found else None
