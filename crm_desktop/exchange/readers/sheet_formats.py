"""Number formats of a workbook's cells: which numbers are days, times or spans, and how those read."""

import re
from datetime import date, datetime, time, timedelta
from enum import IntEnum
from itertools import takewhile

from crm_desktop.exchange.readers.sheet_cells import LARGEST_EXACT, Typed, typed_text
from crm_desktop.values.money import currencies_of

# Numbers of formats that every program knows (ECMA-376, 18.8.30); 27 to 36 and 50 to 58 are days in East Asia.
_MOMENTS = {*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)}
_SPANS = {46}
_PARTS = re.compile(r'\\.|_.|\*.|"[^"]*"?|\[[^\]]*\]?|.', re.DOTALL)
_CURRENCY = re.compile(r"\[\$([^\]-]*)(?:-([0-9A-Fa-f]+))?[^\]]*\]?")
_SIGNS = frozenset("$€£¥₹₽₺₩₪")
# By the numbers that Windows has for languages of countries.
_BY_COUNTRY = {
    ("$", "409"): "USD",
    ("$", "1009"): "CAD",
    ("$", "C09"): "AUD",
    ("$", "1409"): "NZD",
    ("¥", "411"): "JPY",
    ("￥", "411"): "JPY",
    ("¥", "804"): "CNY",
    ("￥", "804"): "CNY",
    ("kr", "41D"): "SEK",
    ("kr", "414"): "NOK",
    ("kr", "406"): "DKK",
    ("kr.", "406"): "DKK",
}
_SPAN = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_MOMENT = re.compile(r"[dmhys]", re.IGNORECASE)
_WHOLE = re.compile(r"-?\d{1,15}")
_DAY_MS = 86_400_000
_LEAP_DAY = 60  # 29 February 1900, which never was
_BEGUN = datetime.combine(date(1899, 12, 30), time())
_BEFORE_LEAP_DAY = _BEGUN + timedelta(1)
_LAST = (date(9999, 12, 31) - _BEGUN.date()).days + 1
_SINCE_1904 = 1462


class NumberFormat(IntEnum):
    """What a number means by the format of its cell."""

    PLAIN = 0
    MOMENT = 1
    SPAN = 2


def format_numbered(number: int) -> NumberFormat:
    """Return what the format with `number` makes of numbers, where every program knows it."""
    if number in _SPANS:
        return NumberFormat.SPAN
    return NumberFormat.MOMENT if number in _MOMENTS else NumberFormat.PLAIN


def format_written(code: str) -> NumberFormat:
    """Return what the format `code`, such as `d/m/yy;@`, makes of numbers; its first section counts."""
    for part in _PARTS.findall(code):
        if part == ";":
            break
        if _SPAN.fullmatch(part):
            return NumberFormat.SPAN
        if _MOMENT.fullmatch(part):
            return NumberFormat.MOMENT
    return NumberFormat.PLAIN


def currency_shown(code: str) -> str:
    """Return the sign or code of the currency that the format `code`, such as `#,##0.00 [$CHF-807]`, shows, or empty.

    A sign of several is that of the country whose number stands beside it, where it is one of the usual ones.
    """
    first = list(takewhile(lambda part: part != ";", _PARTS.findall(code)))
    for part in first:
        found = _CURRENCY.fullmatch(part)
        if found is not None and found[1].strip():
            sign = found[1].strip()
            return _BY_COUNTRY.get(
                (sign, (found[2] or "")[-4:].lstrip("0").upper()), sign if currencies_of(sign) else ""
            )
    literal = "".join(part.strip('"').removeprefix("\\") for part in first if part[:1] in '"\\' or part in _SIGNS)
    return literal.strip() if currencies_of(literal.strip()) else ""


def number_text(text: str, form: NumberFormat, *, since_1904: bool) -> str:
    """Return the text of a number in a cell with the format `form`; what is no number stays as it is."""
    if form is NumberFormat.PLAIN and _WHOLE.fullmatch(text):
        return Typed(int(text))
    try:
        number = float(text)
    except ValueError:
        return text
    if number != number or abs(number) >= LARGEST_EXACT:
        return Typed(text)
    if form is NumberFormat.SPAN and abs(number) < _LAST:
        return typed_text(timedelta(milliseconds=round(number * _DAY_MS)))
    if form is NumberFormat.MOMENT:
        days = number + _SINCE_1904 if since_1904 else number
        if number >= 0 and days < _LAST:
            return typed_text(_moment(days, since_1904=since_1904))
    return typed_text(number)


def _moment(days: float, *, since_1904: bool) -> datetime | date | time:
    """Return the moment that is `days` after the last of 1899; less than one is a time."""
    if days < 1:
        return (_BEGUN + timedelta(milliseconds=min(round(days * _DAY_MS), _DAY_MS - 1))).time()
    begun = _BEFORE_LEAP_DAY if days < _LEAP_DAY and not since_1904 else _BEGUN
    return begun + timedelta(milliseconds=min(round(days * _DAY_MS), _LAST * _DAY_MS - 1))
