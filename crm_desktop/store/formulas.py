"""What a formula gives for the stored values of one row."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from crm_desktop.errors import CrmError
from crm_desktop.schema.field import FieldKind
from crm_desktop.store.formula_calls import FAILED, Now, Result
from crm_desktop.values.formula import computed, formula_from_text
from crm_desktop.values.formula_values import Value, text
from crm_desktop.values.money import currency_decimals
from crm_desktop.words import _

_NUMBERS = frozenset({FieldKind.NUMBER, FieldKind.DECIMAL, FieldKind.PERCENT, FieldKind.MINUTES})
_LISTS = frozenset({FieldKind.CHOICES, FieldKind.TAGS})


def computed_in_sql(formula: str, inputs: str, values: str, currency: str | None, now: Now) -> Result:
    """Return what `formula` gives for the JSON `values` of its `inputs`; `now` is the instant in the user's zone."""
    try:
        given = {
            name: _operand(FieldKind(kind), value, choices, currency or "", now, own=own)
            for (name, kind, choices, own), value in zip(_read(inputs), json.loads(values), strict=True)
        }
        return _result(computed(formula_from_text(formula), given, lambda: now().date()))
    except CrmError as error:
        return f"{FAILED}{error}"


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
