"""Formulas as SQL: the fields that one needs are read with the row and handed to a function that computes it."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from crm_desktop.errors import CrmError
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.values.formula import computed, formula_from_text
from crm_desktop.values.formula_values import Value, text
from crm_desktop.values.money import currency_decimals
from crm_desktop.words import _

FUNCTION = "own_formula"
# What stands where a formula has no result, before the reason.
FAILED = "⚠ "
_NUMBERS = frozenset({FieldKind.NUMBER, FieldKind.DECIMAL, FieldKind.PERCENT, FieldKind.MINUTES})
_LISTS = frozenset({FieldKind.CHOICES, FieldKind.TAGS})
Result = str | int | float | None
Now = Callable[[], datetime]


@lru_cache(256)
def formula_inputs(field: Field) -> str:
    """Return what the function must know of the fields that the formula of `field` needs, as JSON."""
    return json.dumps(
        [
            [each.name, each.kind.value, {choice.value: choice.label for choice in each.choices}, each.own is not None]
            for each in field.inputs
        ]
    )


def formula_function(now: Now) -> Callable[[str, str, str, str | None], Result]:
    """Return the function that SQL calls; `now` is the present instant in the user's zone."""

    def compute(formula: str, inputs: str, values: str, currency: str | None) -> Result:
        try:
            given = {
                name: _operand(FieldKind(kind), value, choices, currency or "", now, own=own)
                for (name, kind, choices, own), value in zip(_read(inputs), json.loads(values), strict=True)
            }
            return _result(computed(formula_from_text(formula), given, lambda: now().date()))
        except CrmError as error:
            return f"{FAILED}{error}"

    return compute


@lru_cache(256)
def _read(inputs: str) -> list[tuple[str, str, dict[str, str], bool]]:
    return [(name, kind, choices, own) for name, kind, choices, own in json.loads(inputs)]


def _operand(kind: FieldKind, stored: Any, choices: dict[str, str], currency: str, now: Now, *, own: bool) -> Value:
    if kind is FieldKind.YES_NO:
        return bool(stored)
    if stored is None or stored == "":
        return None
    if kind is FieldKind.MONEY:
        return Decimal(int(stored)).scaleb(-currency_decimals(currency))
    if kind in _NUMBERS:
        return Decimal(repr(stored))
    if kind is FieldKind.DAY:
        return date.fromisoformat(stored)
    if kind is FieldKind.INSTANT:
        return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=stored)).astimezone(now().tzinfo).date()
    if kind in _LISTS:
        return tuple(_label(str(each), choices, own=own) for each in json.loads(stored))
    return _label(str(stored), choices, own=own) if kind is FieldKind.CHOICE else str(stored)


def _label(value: str, choices: dict[str, str], *, own: bool) -> str:
    label = choices.get(value, value)
    return label if own or value not in choices else _(label)


def _result(made: Value) -> Result:
    if isinstance(made, Decimal):
        return int(made) if made == made.to_integral_value() and abs(made) < 2**63 else float(made)
    if isinstance(made, date):
        return made.isoformat()
    return None if made is None else text(made)
