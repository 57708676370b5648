"""Numbers as people type them in many countries, read without guessing."""

import re
import unicodedata
from decimal import Decimal
from typing import Literal

from crm_desktop.errors import InvalidField
from crm_desktop.values.languages import locale_of
from crm_desktop.values.names import clean_text
from crm_desktop.words import _

DecimalMark = Literal["comma", "point"]

_MARKS: dict[DecimalMark, str] = {"comma": ",", "point": "."}
_SAME_SIGN = str.maketrans(
    {"−": "-", "–": "-", "﹣": "-", "－": "-", "＋": "+", "٫": ".", "٬": ",", "．": ".", "，": ",", "’": "'", "`": "'"}
)
_SIGNED = re.compile(r"(?P<open>\()?\s*(?P<lead>[+-])?\s*(?P<number>[\d.,'\s]+?)\s*(?P<trail>-)?\s*(?(open)\))")
_FROM_SHEET = re.compile(r"[+-]?\d+(\.\d+)?[eE][+-]?\d{1,2}")
_DIGITS_AND_MARKS = re.compile(r"[-\d.,]+")
_NOT_DIGITS = re.compile(r"\D")
# Groups of three, or of two as in 1,23,45,678; the last has three.
_GROUPED = re.compile(r"\d{1,3}(?P<mark>[.,'\s])(?:\d{2,3}(?P=mark))*\d{3}")


def decimal_from_text(text: str, decimal: DecimalMark | None) -> Decimal:
    """Return the number in `text`, whose decimal mark is `decimal`, or is inferred where it reads in one way only."""
    shown = clean_text(text)
    return signed_number(shown.removesuffix("%").rstrip(), decimal, field="number", shown=shown)


def signed_number(text: str, decimal: DecimalMark | None, *, field: str, shown: str, decimals: int = 2) -> Decimal:
    """Return the number in `text`; `decimals` is how many it may have, refusals belong to `field` and quote `shown`."""
    plain = _plain_digits(text).strip()
    if _FROM_SHEET.fullmatch(plain):
        return Decimal(plain)
    found = _SIGNED.fullmatch(plain)
    if found is None or not any(sign.isdigit() for sign in found["number"]):
        raise InvalidField(field, _("“{typed}” is not a number. Type digits, such as 1250.50.").format(typed=shown))
    if sum(bool(found[sign]) for sign in ("open", "lead", "trail")) > 1:
        raise InvalidField(field, _("“{typed}” has more than one sign. Type one minus in front.").format(typed=shown))
    number = found["number"].strip()
    mark = _MARKS[decimal] if decimal else _decimal_mark(number, decimals)
    if mark is None:
        raise InvalidField(field, _ambiguous(shown))
    digits = _without_groups(number, mark)
    if digits is None:
        raise InvalidField(field, _misplaced(shown))
    negative = found["open"] or found["trail"] or found["lead"] == "-"
    return Decimal(f"-{digits}" if negative else digits)


def shown_number(number: float, language: str) -> str:
    """Return `number` with all its decimals and the decimal mark of `language`."""
    whole = Decimal(repr(number))
    plain = f"{whole.to_integral_value() if whole == whole.to_integral_value() else whole.normalize():f}"
    return plain.replace(".", locale_of(language).number_symbols["latn"]["decimal"]) if "." in plain else plain


def read_both_ways(text: str) -> dict[DecimalMark, Decimal]:
    """Return the number in `text`, currency signs aside, read with a point and with a comma as decimal mark."""
    digits = "".join(_DIGITS_AND_MARKS.findall(text))
    return {mark: signed_number(digits, mark, field="number", shown=text) for mark in _MARKS}


def _plain_digits(text: str) -> str:
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in text.translate(_SAME_SIGN))


def _decimal_mark(number: str, decimals: int) -> str | None:
    """Return the decimal mark of `number`: empty where it has none, None where it may as well part thousands."""
    last = max(number.rfind(","), number.rfind("."))
    if last < 0 or number.count(number[last]) > 1:
        return ""
    before, after = number[:last], number[last + 1 :]
    may_part_thousands = (
        len(after) == 3 and decimals != 3 and before.isdigit() and len(before) <= 3 and before[0] != "0"
    )
    return None if may_part_thousands else number[last]


def _without_groups(number: str, mark: str) -> str | None:
    """Return the digits of `number` with a point for `mark`, or None where they do not read as one number."""
    whole, _found, fraction = number.partition(mark) if mark else (number, "", "")
    if not whole.isdigit() and whole:
        grouped = _GROUPED.fullmatch(whole)
        if grouped is None:
            return None
        whole = _NOT_DIGITS.sub("", whole)
    if (fraction and not fraction.isdigit()) or not (whole or fraction):
        return None
    return f"{whole or '0'}.{fraction or '0'}"


def _ambiguous(shown: str) -> str:
    return _(
        "“{typed}” can be read in two ways, with thousands or with a fraction. "
        "Type it without a separator, or with all its decimals."
    ).format(typed=shown)


def _misplaced(shown: str) -> str:
    return _("“{typed}” has separators where no number has them. Type digits, such as 1250.50.").format(typed=shown)
