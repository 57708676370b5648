"""Formulas as SQL: the fields that one needs are read with the row and handed to a function that computes it."""

import json
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache

from crm_desktop.schema.field import Field

FUNCTION = "own_formula"
# What stands where a formula has no result, before the reason.
FAILED = "⚠ "
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
        # the language of formulas comes with the first of them, which most workspaces never have
        from crm_desktop.store.formulas import computed_in_sql

        return computed_in_sql(formula, inputs, values, currency, now)

    return compute
