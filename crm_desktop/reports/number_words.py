"""How a language writes numbers, money and days: compiled once, so that long tables stay cheap."""

from collections.abc import Callable
from datetime import date, datetime, tzinfo

from babel.dates import format_time

from crm_desktop.reports.chart import Unit, UnitKind
from crm_desktop.reports.report import Cell, ColumnKind, ReportColumn
from crm_desktop.values.day_shown import shown_day
from crm_desktop.values.languages import locale_of
from crm_desktop.values.money import HIDDEN_AMOUNT, Money, currency_decimals, shown_money
from crm_desktop.words import _, ngettext

MINUS = "\N{MINUS SIGN}"
NARROW_NO_BREAK = "\N{NARROW NO-BREAK SPACE}"
MISSING = "\N{EN DASH}"
MARKS = {0x200E: None, 0x200F: None}  # direction marks: amounts and days run left to right in every language


class NumberWords:
    """Writes numbers as `language` does, and where `hides_amounts` nothing of money."""

    def __init__(self, language: str, zone: tzinfo | None = None, *, hides_amounts: bool = False) -> None:
        self.language = language
        self.locale = locale_of(language)
        self._zone = zone
        self.hides_amounts = hides_amounts
        self._right_to_left = self.locale.text_direction == "rtl"
        symbols = self.locale.number_symbols["latn"]
        self._point, self._comma = symbols["decimal"], symbols["group"]
        self._lakhs = self.locale.decimal_formats[None].grouping == (3, 2)
        percent = self.locale.percent_formats[None].pattern
        self._percent = "%{}" if percent.startswith("%") else f"{{}}{NARROW_NO_BREAK}%"

    def number(self, value: float, places: int = 0) -> str:
        """Return `value` with `places` digits after the decimal mark, grouped."""
        if places:
            whole, point, rest = f"{abs(value):.{places}f}".partition(".")
            digits = f"{self._grouped(int(whole))}{self._point if point else ''}{rest}"
        else:
            digits = self._grouped(round(abs(value)))
        return MINUS + digits if value < 0 and digits.strip("0" + self._point) else digits

    def short(self, value: float) -> str:
        """Return `value` rounded to what an axis needs: 160k, 2.5M."""
        for size, pattern in ((1e9, _("{n}bn")), (1e6, _("{n}M")), (1e4, _("{n}k"))):
            if abs(value) >= size:
                return pattern.format(n=self.figures(value / (1e3 if size == 1e4 else size)))
        return self.figures(value)

    def figures(self, value: float) -> str:
        """Return `value` with as many decimals as it has, at most two."""
        places = next(places for places in (0, 1, 2) if places == 2 or abs(value - round(value, places)) < 1e-9)
        return self.number(value, places)

    def money(self, minor: int, currency: str, *, whole: bool = False) -> str:
        """Return `minor` units of `currency`, without the cents where `whole`."""
        if self.hides_amounts:
            return HIDDEN_AMOUNT
        shown = shown_money(abs(minor), currency, self.language, whole=whole)
        if self._right_to_left:
            shown = shown.translate(MARKS)
        return MINUS + shown if minor < 0 else shown

    def value(self, value: float, unit: Unit) -> str:
        """Return a chart's `value` with its `unit`, as a tooltip or a direct label says it."""
        if unit.kind is UnitKind.MONEY:
            minor = round(value * 10 ** currency_decimals(unit.currency))
            return self.money(minor, unit.currency, whole=value == round(value))
        if unit.kind is UnitKind.PERCENT:
            return self.percent(value)
        if unit.kind is UnitKind.DAYS:
            return ngettext("{n} day", "{n} days", round(value)).format(n=self.figures(value))
        return self.figures(value)

    def percent(self, value: float) -> str:
        """Return `value` percent; below one, with a decimal."""
        number = self.number(abs(value), 1 if 0 < abs(value) < 1 else 0)
        return (MINUS if value <= -0.05 else "") + self._percent.format(number)

    def change(self, value: float) -> str:
        """Return `value` percent with its sign."""
        return f"+{self.percent(value)}" if value > 0 else self.percent(value)

    def day(self, day: date) -> str:
        """Return `day` with its year."""
        shown = shown_day(day, self.language)
        return shown.translate(MARKS) if self._right_to_left else shown

    def instant(self, instant: datetime) -> str:
        """Return the day and time of `instant` in the user's zone."""
        local = instant.astimezone(self._zone) if self._zone else instant
        return _("{day}, {time}").format(day=self.day(local.date()), time=self.time(local))

    def time(self, instant: datetime) -> str:
        """Return the time of day of `instant` in the user's zone."""
        local = instant.astimezone(self._zone) if self._zone else instant
        pattern = "HH:mm" if self.language == "en" else "short"  # English without a country counts to 24, like its days
        return format_time(local.time(), pattern, locale=self.locale)

    def _grouped(self, value: int) -> str:
        digits = f"{value:,}"
        if self._lakhs and value > 99_999:  # 12,34,567: threes only in the last group
            digits = f"{value // 1000:,}".replace(",", "")
            pairs = [digits[max(at - 2, 0) : at] for at in range(len(digits), 0, -2)][::-1]
            digits = ",".join([*pairs, f"{value % 1000:03d}"])
        return digits.replace(",", self._comma)


def cell_writer(column: ReportColumn, numbers: NumberWords) -> Callable[[Cell], str]:
    """Return the function that writes the cells of `column`."""

    def text(cell: Cell) -> str:
        return "" if cell is None else str(cell)

    def money(cell: Cell) -> str:
        if isinstance(cell, Money):
            return numbers.money(cell.amount_minor, cell.currency, whole=column.whole)
        return numbers.money(cell, column.currency, whole=column.whole) if isinstance(cell, int) else MISSING

    def numeric(write: Callable[[float], str]) -> Callable[[Cell], str]:
        return lambda cell: write(cell) if isinstance(cell, int | float) else MISSING

    def dated(cell: Cell) -> str:
        if isinstance(cell, datetime):
            return numbers.instant(cell)
        return numbers.day(cell) if isinstance(cell, date) else ""

    return {
        ColumnKind.TEXT: text,
        ColumnKind.COUNT: numeric(numbers.number),
        ColumnKind.MONEY: money,
        ColumnKind.PERCENT: numeric(numbers.percent),
        ColumnKind.CHANGE: numeric(numbers.change),
        ColumnKind.DAYS: numeric(numbers.figures),
        ColumnKind.DAY: dated,
        ColumnKind.INSTANT: dated,
    }[column.kind]
