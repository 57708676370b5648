"""Amounts of money in cells: in which currency they are, and what they are in its minor units."""

import re
from collections.abc import Callable
from typing import NamedTuple

from crm_desktop.errors import InvalidField
from crm_desktop.exchange.readers.sheet_cells import Typed
from crm_desktop.exchange.remarks import Remark, Remarks, quoted
from crm_desktop.values.money import (
    TooManyDecimals,
    currencies_of,
    currency_decimals,
    minor_from_text,
    open_sign,
    plain_amount,
    told_currency,
)
from crm_desktop.values.numbers import DecimalMark
from crm_desktop.words import _

_PLAIN_AMOUNT = re.compile(r"-?\d{1,15}(?:\.\d{1,2})?")


class AmountForm(NamedTuple):
    """How the amounts of a column are written: so many `times` what they say, with a decimal mark.

    Those that name no currency of their own are in the `currency` that was said for the column, if any was. What has
    more decimals than its currency is refused, or rounded where the user wishes that it `rounds`. The name of the
    column may have a `sign` of several currencies, which is unclear where it is not that of the row's.
    """

    mark: DecimalMark
    times: int = 1
    currency: str = ""
    rounds: bool = False
    sign: str = ""


def currency_of(text: str, form: AmountForm, usual: str) -> str | None:
    """Return the currency of the amount `text`: its own, else the one that was said, None for the `usual` one."""
    if form.currency:
        return (None if _PLAIN_AMOUNT.fullmatch(text) else told_currency(text, form.currency)) or form.currency
    return None if _PLAIN_AMOUNT.fullmatch(text) else told_currency(text, usual)


def amount_reader(form: AmountForm, column: str, remarks: Remarks) -> Callable[[str, str], int]:
    """Return what reads the amount in a cell of `column` in minor units of a currency; it raises InvalidField."""

    def read(text: str, currency: str) -> int:
        if form.sign and currency not in currencies_of(form.sign):
            raise InvalidField("amount", _unclear(text, form.sign, column))
        mark: DecimalMark = "point" if text.__class__ is Typed else form.mark
        decimals = currency_decimals(currency)
        if mark == "point" and decimals == 2 and _PLAIN_AMOUNT.fullmatch(text):
            whole, _point, cents = text.partition(".")
            return form.times * int(whole + cents.ljust(2, "0"))
        sign = open_sign(text, currency)
        if sign:
            raise InvalidField("amount", _unclear(text, sign, column))
        try:
            return minor_from_text(text, currency, mark, form.times)
        except TooManyDecimals as error:
            if not form.rounds:
                raise
            remarks.note(Remark.ROUNDED, column, f"{quoted(text)} → {plain_amount(error.rounded, currency)}")
            return error.rounded

    return read


def _unclear(text: str, sign: str, column: str) -> str:
    return _(
        "“{typed}” does not say in which currency it is: “{sign}” is the sign of several. Say which one the column "
        "means (on the command line with --currency “{column}=USD”)."
    ).format(typed=text, sign=sign, column=column)
