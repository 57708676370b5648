"""How the numbers of a file are written: what the cells of its columns tell, and what settles the decimal mark."""

import re
from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple

from babel.core import Locale, UnknownLocaleError

from crm_desktop.schema.forms import Place
from crm_desktop.values.numbers import DecimalMark
from crm_desktop.words import _

_NUMBER = re.compile(r"[^\d]*(\d[\d.,'\s]*)[^\d]*")
_GROUP = 3  # digits between two signs that part thousands


class NumberSort(Enum):
    """What the numbers of a column are, as far as that tells how they are written.

    Amounts have less than three decimals or none at all, as their currency has; whole numbers have none; shares are
    parts of a hundred, so that they have no thousands.
    """

    ANY = "any"
    AMOUNT = "amount"
    WHOLE = "whole"
    SHARE = "share"


class OpenNumber(NamedTuple):
    """A column whose numbers can be read in two ways, with one of its cells."""

    column: str
    cell: str


class NumberEvidence:
    """What the cells of one column tell about the decimal mark.

    A number such as 1,234 leaves it open. As an amount it is a thousand, for no amount has three decimals, unless the
    last is 0, as some programs write it.
    """

    def __init__(self, sort: NumberSort = NumberSort.ANY) -> None:
        self.sort = sort
        self.comma = 0
        self.point = 0
        self.open = 0
        self.example = ""
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
        parts_thousands = len(number) - last - 1 == _GROUP >= last and number[0] != "0"
        if not repeated and other not in number and parts_thousands:
            self.open += 1
            self.example = self.example or cell.strip()
            self._open_signs.add(sign)
            self._three_decimals = self._three_decimals or number[-1] != "0"
        elif (sign == ",") != repeated:
            self.comma += 1
        else:
            self.point += 1

    @property
    def told(self) -> bool:
        """Whether there was any number with a separator."""
        return bool(self.comma or self.point or self.open)

    @property
    def mark(self) -> DecimalMark | None:
        """The decimal mark that most cells need, or None where nothing tells."""
        if not self.comma and not self.point:
            return None
        return "comma" if self.comma > self.point else "point"

    @property
    def mark_of_sort(self) -> DecimalMark | None:
        """The decimal mark that what the numbers are needs, or None where that tells nothing more."""
        if len(self._open_signs) != 1:
            return None
        as_decimal: DecimalMark = "comma" if "," in self._open_signs else "point"
        as_thousands: DecimalMark = "point" if "," in self._open_signs else "comma"
        if self.sort is NumberSort.SHARE:
            return as_decimal
        whole = self.sort is NumberSort.WHOLE or (self.sort is NumberSort.AMOUNT and self._three_decimals)
        return as_thousands if whole else None


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


def decimal_mark_of(region: str) -> DecimalMark:
    """Return the decimal mark that people in `region` write."""
    try:
        locale = Locale.parse(f"und_{region}")
    except (UnknownLocaleError, ValueError):
        return "point"
    return "comma" if locale.number_symbols["latn"]["decimal"] == "," else "point"


def settle_marks(
    numbers: Mapping[str, NumberEvidence], chosen: str | None, place: Place, told: tuple[list[str], list[OpenNumber]]
) -> dict[str, DecimalMark]:
    """Return the decimal mark of each column: the `chosen` one, or what its cells, other columns or its sort tell.

    What nothing settles is usual at `place`; `told` takes the doubts and what is to be asked.
    """
    if chosen:
        return dict.fromkeys(numbers, "comma" if chosen == "comma" else "point")
    doubts, asked = told
    clear = {column: each.mark for column, each in numbers.items()}
    beside = {mark for mark in clear.values() if mark is not None}
    marks: dict[str, DecimalMark] = {}
    for column, each in numbers.items():
        mark = clear[column] or (next(iter(beside)) if len(beside) == 1 else None)
        by_sort = each.mark_of_sort if mark is None else None
        usual = decimal_mark_of(place.region)
        marks[column] = mark or by_sort or usual
        if mark is None and each.open and (by_sort is None or each.sort is NumberSort.AMOUNT):
            doubts.append(
                _("The numbers in “{column}” can be read in two ways; {mark} was taken as decimal mark.").format(
                    column=column, mark=_("comma") if marks[column] == "comma" else _("point")
                )
            )
            # an amount such as 7.125 is a thousand where people part thousands so, and else more likely a price
            if by_sort != usual:
                asked.append(OpenNumber(column, each.example))
    return marks
