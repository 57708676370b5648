"""How the days and numbers of a file are written, settled over whole columns."""

import re
from collections.abc import Container, Iterable, Mapping
from typing import NamedTuple

from babel.core import Locale, UnknownLocaleError

from crm_desktop.errors import InvalidField
from crm_desktop.exchange.source import ReadAs
from crm_desktop.schema.forms import Place
from crm_desktop.values.day import DateOrder, day_from_text
from crm_desktop.values.numbers import DecimalMark
from crm_desktop.words import N_, _

_NUMERIC_DAY = re.compile(r"\s*(\d{1,2})\s*([./\- ])\s*(\d{1,2})\s*\2\s*(?:\d{4}|\d{2})\b")
_YEAR_FIRST = re.compile(r"\s*\d{4}[./\- ]?\d{1,2}[./\- ]?\d{1,2}\b")
_MONTHS_IN_YEAR = 12
_ORDERS = {DateOrder.DMY: N_("day first"), DateOrder.MDY: N_("month first"), DateOrder.YMD: N_("year first")}
_NUMBER = re.compile(r"[^\d]*(\d[\d.,'\s]*)[^\d]*")


class OpenDay(NamedTuple):
    """A column whose days can all be read in two ways, with one of its cells."""

    column: str
    cell: str


class Settled(NamedTuple):
    """The order of days and the decimal mark of each column, those of the file (None: it has none), and the doubts.

    Columns of amounts have `units`: thousands, millions, billions, or empty. The columns `shares` hold parts of one,
    where percents are stored. The order of the `open_days` is to be asked.
    """

    orders: dict[str, DateOrder]
    marks: dict[str, DecimalMark]
    dates: str | None
    decimal: str | None
    doubts: list[str]
    shares: frozenset[str] = frozenset()
    open_days: tuple[OpenDay, ...] = ()
    units: Mapping[str, str] = {}

    def decimal_or(self, place: Place) -> DecimalMark:
        """Return the decimal mark of the file, or that of `place` where it has none."""
        if self.decimal is None:
            return decimal_mark_of(place.region)
        return "comma" if self.decimal == "comma" else "point"


class DayEvidence:
    """What the cells of one column tell about the order of day, month and year."""

    def __init__(self) -> None:
        self.day_first = 0
        self.month_first = 0
        self.year_first = 0
        self.open = 0
        self.dotted = 0
        self.example = ""

    def note(self, cell: str) -> None:
        """Take in one cell; a day with its month in letters says nothing."""
        found = _NUMERIC_DAY.match(cell)
        if found is None:
            self.year_first += _YEAR_FIRST.match(cell) is not None
            return
        first, second = int(found[1]), int(found[3])
        self.day_first += first > _MONTHS_IN_YEAR
        self.month_first += second > _MONTHS_IN_YEAR
        if first <= _MONTHS_IN_YEAR and second <= _MONTHS_IN_YEAR:
            self.open += 1
            if first != second and not self.example and _is_day(found[0]):
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


class NumberEvidence:
    """What the cells of one column tell about the decimal mark.

    A number such as 1,234 leaves it open. As an amount it is a thousand, for no amount has three decimals, unless the
    last is 0, as some programs write it.
    """

    def __init__(self) -> None:
        self.comma = 0
        self.point = 0
        self.open = 0
        self._open_signs: set[str] = set()
        self._three_decimals = False

    def note(self, cell: str) -> None:
        """Take in one cell; a number without separators says nothing."""
        found = _NUMBER.fullmatch(cell)
        if found is None or not ("," in found[1] or "." in found[1]):
            return
        number = found[1].strip()
        last = max(number.rfind(","), number.rfind("."))
        sign, other = number[last], "." if number[last] == "," else ","
        repeated = number.count(sign) > 1
        if not repeated and other not in number and len(number) - last - 1 == 3 and number[:last] != "0":
            self.open += 1
            self._open_signs.add(sign)
            self._three_decimals = self._three_decimals or number[-1] != "0"
        elif (sign == ",") != repeated:
            self.comma += 1
        else:
            self.point += 1

    @property
    def mark(self) -> DecimalMark | None:
        """The decimal mark that most cells need, or None where nothing tells."""
        if not self.comma and not self.point:
            return None
        return "comma" if self.comma > self.point else "point"

    @property
    def mark_of_amounts(self) -> DecimalMark | None:
        """The decimal mark where these are amounts, or None where that tells nothing more."""
        if len(self._open_signs) != 1 or not self._three_decimals:
            return None
        return "point" if "," in self._open_signs else "comma"


class ShareEvidence:
    """What the cells of a column of shares tell: percents, or parts of one."""

    def __init__(self) -> None:
        self._largest = 0.0
        self._broken = False

    def note(self, cell: str) -> None:
        """Take in one cell."""
        if "%" in cell:
            self._largest = 100.0
            return
        try:
            number = abs(float(cell.strip().replace(",", ".")))
        except ValueError:
            return
        self._largest = max(self._largest, number)
        self._broken = self._broken or not number.is_integer()

    @property
    def parts_of_one(self) -> bool:
        """Whether all are at most one, and some are broken numbers: 0.15 is then fifteen percent."""
        return self._broken and self._largest <= 1


def settle(
    days: Mapping[str, DayEvidence],
    numbers: Mapping[str, NumberEvidence],
    read_as: ReadAs,
    place: Place,
    amounts: Container[str] = (),
) -> Settled:
    """Return how each column is read: as the user said, as its cells tell, or as is usual at `place`.

    None of the numbers in the columns `amounts` has three decimals.
    """
    doubts: list[str] = []
    asked: list[OpenDay] = []
    orders = _orders(days, read_as.dates, place, (doubts, asked))
    marks = _marks(numbers, read_as.decimal, place, (doubts, amounts))
    dates = _common(orders[column] for column, each in days.items() if each.told)
    decimal = _common(marks[column] for column, each in numbers.items() if each.comma or each.point or each.open)
    return Settled(orders, marks, read_as.dates or dates, read_as.decimal or decimal, doubts, open_days=tuple(asked))


def decimal_mark_of(region: str) -> DecimalMark:
    """Return the decimal mark that people in `region` write."""
    try:
        locale = Locale.parse(f"und_{region}")
    except (UnknownLocaleError, ValueError):
        return "point"
    return "comma" if locale.number_symbols["latn"]["decimal"] == "," else "point"


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


def _marks(
    numbers: Mapping[str, NumberEvidence], chosen: str | None, place: Place, told_by: tuple[list[str], Container[str]]
) -> dict[str, DecimalMark]:
    if chosen:
        return dict.fromkeys(numbers, "comma" if chosen == "comma" else "point")
    doubts, amounts = told_by
    told = {column: each.mark for column, each in numbers.items()}
    beside = {mark for mark in told.values() if mark is not None}
    marks: dict[str, DecimalMark] = {}
    for column, each in numbers.items():
        mark = told[column]
        if mark is None and len(beside) == 1:
            mark = next(iter(beside))
        if mark is None:
            mark = (each.mark_of_amounts if column in amounts else None) or decimal_mark_of(place.region)
            if each.open:
                doubts.append(
                    _("The numbers in “{column}” can be read in two ways; {mark} was taken as decimal mark.").format(
                        column=column, mark=_("comma") if mark == "comma" else _("point")
                    )
                )
        marks[column] = mark
    return marks


def _common(values: Iterable[str]) -> str | None:
    found = [str(each) for each in values]
    return max(set(found), key=found.count) if found else None
