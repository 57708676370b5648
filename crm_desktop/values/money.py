"""Money as an integer of minor units with its currency: read, written plainly, and shown."""

import re
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

from babel.core import get_global
from babel.numbers import format_decimal, get_currency_name, get_currency_precision, get_currency_symbol

from crm_desktop.errors import InvalidField
from crm_desktop.values.currency_signs import CURRENCY_SIGNS
from crm_desktop.values.languages import locale_of
from crm_desktop.values.names import clean_text
from crm_desktop.values.numbers import DecimalMark, decimal_from_text, signed_number
from crm_desktop.words import _

__all__ = [
    "HIDDEN_AMOUNT",
    "Money",
    "TooManyDecimals",
    "currencies_of",
    "currency_decimals",
    "currency_name",
    "decimal_from_text",
    "is_currency",
    "minor_from_text",
    "open_sign",
    "plain_amount",
    "short_amount",
    "shown_money",
    "told_currency",
]

HIDDEN_AMOUNT = "••••"  # what is shown in the stead of an amount while others look on
_LARGEST = 2**63 - 1  # what the database keeps in an integer
_POUND = "GBP"
_FLOAT_NOISE = Decimal("0.0001")  # of a minor unit: what spreadsheets leave, as in 11000.499999999996
_SIGN = re.compile(r"[^\d\s.,'’`()+٫٬−–-]+\.?")
_EXPONENT = re.compile(r"[+-]?\d+(\.\d+)?[eE][+-]?\d+")
# As in `12.–`, where the dash stands for no cents.
_NO_CENTS = re.compile(r"(?<=\d)[.,][-–—]{1,2}$")
# In front of the number, these are written where the comma parts thousands.
_POINT_STYLE = re.compile(r"\(?-?[$£¥₹]-?\d{1,3},\d{3}\)?")


class Money(NamedTuple):
    """An amount in the minor units of `currency`: (1250, "EUR") is 12.50 €."""

    amount_minor: int
    currency: str


class TooManyDecimals(InvalidField):
    """An amount has more decimals than its currency; `rounded` is what comes next to it, in minor units."""

    def __init__(self, reason: str, rounded: int) -> None:
        super().__init__("amount", reason)
        self.rounded = rounded


class _Form(NamedTuple):
    """How one language writes one currency: what stands around the number, each for positive and negative."""

    prefix: tuple[str, str]
    suffix: tuple[str, str]
    group: str
    point: str
    grouping: tuple[int, int]
    decimals: int


@lru_cache(None)
def currency_decimals(currency: str) -> int:
    """Return how many decimals `currency` has: 2 for EUR, 0 for JPY, 3 for KWD."""
    return get_currency_precision(currency.upper())


def minor_from_text(text: str, currency: str, decimal: DecimalMark | None, times: int = 1) -> int:
    """Return so many `times` the amount in `text` in minor units of `currency`.

    `decimal` is its decimal mark where that is known. Raises InvalidField, and TooManyDecimals among them.
    """
    shown = clean_text(text)
    bare = _NO_CENTS.sub("", shown if _EXPONENT.fullmatch(shown) else _without_signs(shown, currency.upper()))
    if decimal is None and _POINT_STYLE.fullmatch(shown):
        decimal = "point"
    decimals = currency_decimals(currency)
    number = signed_number(bare, decimal, field="amount", shown=shown, decimals=decimals)
    exact = number.scaleb(decimals) * times
    if abs(exact) > _LARGEST:
        raise InvalidField(
            "amount", _("“{typed}” is too large to be kept. Check the number of digits.").format(typed=shown)
        )
    minor = exact.to_integral_value(ROUND_HALF_EVEN)
    if abs(exact - minor) > _FLOAT_NOISE:
        told = _("“{typed}” has more decimals than {currency} has, which is {decimals}. Round it.")
        raise TooManyDecimals(
            told.format(typed=shown, currency=currency.upper(), decimals=decimals),
            int(exact.to_integral_value(ROUND_HALF_UP)),
        )
    return int(minor)


@lru_cache(4096)
def told_currency(text: str, usual: str) -> str | None:
    """Return the currency that signs or a code in `text` name, None where they name none or might be the `usual` one.

    A sign of several currencies, such as the dollar's, names none by itself; a lone pound sign is the British one.
    """
    for sign in _SIGN.findall(clean_text(text)):
        named = currencies_of(sign)
        if not named or usual.upper() in named:
            return None
        if len(named) == 1:
            return next(iter(named))
        return _POUND if sign == "£" else None
    return None


@lru_cache(4096)
def open_sign(text: str, currency: str) -> str:
    """Return the sign in `text` that stands for several currencies but not for `currency`; empty where none does."""
    for sign in _SIGN.findall(clean_text(text)):
        named = currencies_of(sign)
        if len(named) > 1 and currency.upper() not in named:
            return str(sign)
    return ""


def is_currency(code: str) -> bool:
    """Tell whether `code` is that of a currency, such as USD."""
    return code.upper() in get_global("all_currencies")


def currency_name(code: str, language: str) -> str:
    """Return what `language` calls the currency with `code`."""
    return str(get_currency_name(code, locale=locale_of(language)))


def currencies_of(sign: str) -> frozenset[str]:
    """Return the currencies that `sign`, or a code, stands for; none where it is no sign of a currency."""
    plain = sign.lower()
    named = CURRENCY_SIGNS.get(plain) or CURRENCY_SIGNS.get(plain.rstrip("."))
    if named is None and is_currency(sign):
        return frozenset({sign.upper()})
    return named or frozenset()


def plain_amount(amount_minor: int, currency: str) -> str:
    """Return the amount with a point and all decimals of `currency`, as files and scripts read it: `11000.50`."""
    decimals = currency_decimals(currency)
    digits = str(abs(amount_minor)).rjust(decimals + 1, "0")
    sign = "-" if amount_minor < 0 else ""
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}" if decimals else sign + digits


def shown_money(amount_minor: int, currency: str, language: str, *, whole: bool = False) -> str:
    """Return the amount as `language` writes it, such as `$1,250.50`; `whole` rounds the decimals away."""
    form = _form(currency, language)
    unit = 10**form.decimals
    large, small = divmod(abs(amount_minor), unit)
    if whole and small * 2 >= unit > 1:
        large += 1
    negative = int(amount_minor < 0 and (large > 0 or not whole))
    fraction = f"{form.point}{small:0{form.decimals}}" if form.decimals and not whole else ""
    return f"{form.prefix[negative]}{_grouped(large, form)}{fraction}{form.suffix[negative]}"


def short_amount(amount_minor: int, currency: str, language: str) -> str:
    """Return about how much it is without the currency, for axes and narrow places: `160k`."""
    amount = Decimal(amount_minor).scaleb(-currency_decimals(currency))
    for size, pattern in ((10**9, _("{n}bn")), (10**6, _("{n}M")), (10**3, _("{n}k"))):
        if abs(amount) >= size:
            return pattern.format(n=format_decimal(round(amount / size, 1), locale=locale_of(language)))
    return format_decimal(round(amount, 1), locale=locale_of(language))


@lru_cache(256)
def _form(currency: str, language: str) -> _Form:
    """Return what babel would work out anew for each number, at 60 µs a time."""
    locale = locale_of(language)
    pattern, signs = locale.currency_formats["standard"], locale.number_symbols["latn"]
    symbol = get_currency_symbol(currency, locale)

    def around(text: str) -> str:
        return text.replace("'", "").replace("¤", symbol)

    # Letters do not touch digits: CHF 12 (Unicode UTS 35, currency spacing).
    prefixes = [around(text) for text in pattern.prefix]
    positive, negative = (text + "\u00a0" if text[-1:].isalpha() else text for text in prefixes)
    suffixes = [around(text) for text in pattern.suffix]
    return _Form(
        (positive, negative),
        (suffixes[0], suffixes[1]),
        signs["group"],
        signs["decimal"],
        pattern.grouping,
        currency_decimals(currency),
    )


def _grouped(number: int, form: _Form) -> str:
    if form.grouping == (3, 3):
        return f"{number:,}".replace(",", form.group)
    digits = str(number)
    first, following = form.grouping
    parts = [digits[-first:]]
    for end in range(len(digits) - first, 0, -following):
        parts.insert(0, digits[max(0, end - following) : end])
    return form.group.join(parts)


def _without_signs(shown: str, currency: str) -> str:
    """Return `shown` without its currency signs, which have to be signs of `currency`."""
    for sign in _SIGN.findall(shown):
        named = currencies_of(sign)
        if not named:
            raise InvalidField(
                "amount", _("“{typed}” is not an amount. Type digits, such as 1250.50.").format(typed=shown)
            )
        if currency not in named:
            raise InvalidField(
                "amount",
                _(
                    "“{typed}” is not in {currency}, the currency of this field. "
                    "Change the currency, or type the number alone."
                ).format(typed=shown, currency=currency),
            )
    return _SIGN.sub(" ", shown)
