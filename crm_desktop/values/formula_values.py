"""The values of formulas, and what their signs do to them: arithmetic on numbers and days, texts, comparisons."""

import ast
import operator
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal

from crm_desktop.errors import CrmError
from crm_desktop.values.names import fold
from crm_desktop.words import _

Value = Decimal | str | date | bool | tuple[str, ...] | None
LONGEST_TEXT = 10_000


class FormulaError(CrmError):
    """Why a formula has no result, as a short sentence."""


class EmptyOperand(Exception):
    """An operand holds nothing, so that the result is nothing."""


def number(value: Value) -> Decimal:
    """Return `value` where it is a number; raises FormulaError, or EmptyOperand for nothing."""
    if isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, Decimal):
        return value
    if value is None:
        raise EmptyOperand
    raise FormulaError(_("“{value}” is not a number.").format(value=text(value)))


def day(value: Value) -> date:
    """Return `value` where it is a day; raises FormulaError, or EmptyOperand for nothing."""
    if isinstance(value, date):
        return value
    if value is None:
        raise EmptyOperand
    raise FormulaError(_("“{value}” is not a date.").format(value=text(value)))


def text(value: Value) -> str:
    """Return `value` as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, Decimal):
        return f"{value.normalize():f}" if value != value.to_integral_value() else f"{value:.0f}"
    if isinstance(value, tuple):
        return ", ".join(value)
    return value.isoformat() if isinstance(value, date) else value


def _add(left: Value, right: Value) -> Value:
    if isinstance(left, str) and isinstance(right, str):
        return fitting(left + right)
    if isinstance(left, date) or isinstance(right, date):
        first, second = (left, right) if isinstance(left, date) else (right, left)
        return moved(day(first), number(second))
    if isinstance(left, str) or isinstance(right, str):
        if left is None or right is None:
            raise EmptyOperand
        raise FormulaError(_("Text and numbers do not add up. Put them together with join(…)."))
    return number(left) + number(right)


def _subtract(left: Value, right: Value) -> Value:
    if isinstance(left, date):
        return Decimal((left - right).days) if isinstance(right, date) else moved(left, -number(right))
    return number(left) - number(right)


def _divide(left: Value, right: Value) -> Value:
    by = number(right)
    if not by:
        raise FormulaError(_("It divides by zero."))
    return number(left) / by


def _remainder(left: Value, right: Value) -> Value:
    by = number(right)
    if not by:
        raise FormulaError(_("It divides by zero."))
    return number(left) - by * (number(left) / by).to_integral_value("ROUND_FLOOR")


def moved(start: date, days: Decimal) -> date:
    """Return the day that is `days` after `start`; raises FormulaError where there is none."""
    try:
        return start + timedelta(days=int(days))
    except OverflowError as error:
        raise FormulaError(_("The date is too far away.")) from error


def fitting(made: str) -> str:
    """Return the text `made`; raises FormulaError where it is too long to be shown."""
    if len(made) > LONGEST_TEXT:
        raise FormulaError(_("The text becomes too long."))
    return made


def _equal(left: Value, right: Value) -> bool:
    if isinstance(left, str) and isinstance(right, str):
        return fold(left) == fold(right)
    return left == right


def _ordered(fits: Callable[[int], bool]) -> Callable[[Value, Value], bool]:
    """Return the comparison that holds where the order of left and right, as -1, 0 or 1, `fits`."""

    def compared(left: Value, right: Value) -> bool:
        if left is None or right is None:
            raise EmptyOperand
        if isinstance(left, str) and isinstance(right, str):
            return fits((fold(left) > fold(right)) - (fold(left) < fold(right)))
        if isinstance(left, date) and isinstance(right, date):
            return fits((left > right) - (left < right))
        return fits((number(left) > number(right)) - (number(left) < number(right)))

    return compared


def contains(whole: Value, part: Value) -> bool:
    """Tell whether the list `whole` has `part`, or the text `whole` has it inside."""
    if isinstance(whole, tuple):
        return fold(text(part)) in {fold(each) for each in whole}
    return fold(text(part)) in fold(text(whole))


OPERATORS: Mapping[type[ast.AST], Callable[..., Value]] = {
    ast.Add: _add,
    ast.Sub: _subtract,
    ast.Mult: lambda left, right: number(left) * number(right),
    ast.Div: _divide,
    ast.Mod: _remainder,
    ast.Pow: lambda left, right: number(left) ** number(right),
    ast.BitAnd: lambda left, right: fitting(text(left) + text(right)),
    ast.USub: lambda value: -number(value),
    ast.UAdd: number,
    ast.Not: operator.not_,
    ast.Eq: _equal,
    ast.NotEq: lambda left, right: not _equal(left, right),
    ast.Lt: _ordered(lambda sign: sign < 0),
    ast.LtE: _ordered(lambda sign: sign <= 0),
    ast.Gt: _ordered(lambda sign: sign > 0),
    ast.GtE: _ordered(lambda sign: sign >= 0),
    ast.In: lambda part, whole: contains(whole, part),
    ast.NotIn: lambda part, whole: not contains(whole, part),
}
