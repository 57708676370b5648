"""How a language writes numbers, money and days: compiled once, so that long tables stay cheap."""

from collections.abc import Callable
from datetime import date, datetime, tzinfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from babel.numbers import get_currency_precision

from crm_desktop.reports.chart import Unit, UnitKind
from crm_desktop.reports.report import Amount, Cell, ColumnKind, ReportColumn
from crm_desktop.words import _, ngettext

MINUS = "\N{MINUS SIGN}"
NO_BREAK = "\N{NO-BREAK SPACE}"
NARROW_NO_BREAK = "\N{NARROW NO-BREAK SPACE}"
MISSING = "\N{EN DASH}"


def known_locale(language: str) -> Locale:
    """Return the locale of `language` (`de`, `pt_BR`, `en-US`), or English where it is not known."""
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


def plain_amount(minor: int, currency: str) -> str:
    """Return `minor` units of `currency` as a number with a point, as scripts read it: "11000.50"."""
    places = get_currency_precision(currency)
    whole, rest = divmod(abs(minor), 10**places)
    sign = "-" if minor < 0 else ""
    return f"{sign}{whole}.{rest:0{places}d}" if places else f"{sign}{whole}"


class NumberWords:
    """Writes numbers as `language` does."""

    def __init__(self, language: str, zone: tzinfo | None = None) -> None:
        self.locale = known_locale(language)
        self._zone = zone
        self._days: dict[date, str] = {}
        self._money: dict[tuple[str, bool], Callable[[int], str]] = {}
        symbols = self.locale.number_symbols["latn"]
        self._point = symbols["decimal"]
        self._comma = symbols["group"]
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
        writer = self._money.get((currency, whole))
        if writer is None:
            writer = self._money[currency, whole] = self._money_writer(currency, whole=whole)
        return writer(minor)

    def value(self, value: float, unit: Unit) -> str:
        """Return a chart's `value` with its `unit`, as a tooltip or a direct label says it."""
        if unit.kind is UnitKind.MONEY:
            minor = round(value * 10 ** get_currency_precision(unit.currency))
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
        """Return `day` as the language writes it in a table."""
        words = self._days.get(day)
        if words is None:
            words = self._days[day] = str(format_date(day, "medium", self.locale))
        return words

    def instant(self, instant: datetime) -> str:
        """Return the day and time of `instant` in the user's zone."""
        local = instant.astimezone(self._zone) if self._zone else instant
        return _("{day}, {time}").format(day=self.day(local.date()), time=self.time(local))

    def time(self, instant: datetime) -> str:
        """Return the time of day of `instant` in the user's zone."""
        local = instant.astimezone(self._zone) if self._zone else instant
        return str(format_time(local.time(), "short", locale=self.locale))

    def _money_writer(self, currency: str, *, whole: bool) -> Callable[[int], str]:
        places = get_currency_precision(currency)
        scale = 10**places
        before, after = self._currency_sides(currency)
        point, grouped = self._point, self._grouped

        def written(minor: int) -> str:
            sign = MINUS if minor < 0 else ""
            if whole or not places:
                return f"{sign}{before}{grouped((abs(minor) + scale // 2) // scale)}{after}"
            major, rest = divmod(abs(minor), scale)
            return f"{sign}{before}{grouped(major)}{point}{rest:0{places}d}{after}"

        return written

    def _grouped(self, value: int) -> str:
        digits = f"{value:,}"
        if self._lakhs and value > 99_999:  # 12,34,567: threes only in the last group
            digits = f"{value // 1000:,}".replace(",", "")
            pairs = [digits[max(at - 2, 0) : at] for at in range(len(digits), 0, -2)][::-1]
            digits = ",".join([*pairs, f"{value % 1000:03d}"])
        return digits.replace(",", self._comma)

    def _currency_sides(self, currency: str) -> tuple[str, str]:
        """Return what stands before and after an amount of `currency`."""
        pattern = self.locale.currency_formats["standard"].pattern.split(";")[0]
        symbol = self.locale.currency_symbols.get(currency, currency)
        digits = [at for at, mark in enumerate(pattern) if mark in "#0"]
        before, after = pattern[: digits[0]], pattern[digits[-1] + 1 :]
        if "¤" in before and not before.endswith(NO_BREAK) and symbol[-1].isalpha():
            before += NO_BREAK  # a code is not glued to its number: CHF 5
        return _unmarked(before.replace("¤", symbol)), _unmarked(after.replace("¤", symbol))


def _unmarked(text: str) -> str:
    """Return `text` without direction marks: amounts run left to right in every language."""
    return text.replace("\N{LEFT-TO-RIGHT MARK}", "").replace("\N{RIGHT-TO-LEFT MARK}", "")


def cell_writer(column: ReportColumn, numbers: NumberWords) -> Callable[[Cell], str]:
    """Return the function that writes the cells of `column`."""

    def text(cell: Cell) -> str:
        return "" if cell is None else str(cell)

    def money(cell: Cell) -> str:
        if isinstance(cell, Amount):
            return numbers.money(cell.minor, cell.currency, whole=column.whole)
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
