"""Values of own fields: they lie in one JSON column of the record, each under the number of its field."""

import json
from collections.abc import Mapping

from crm_desktop.schema.field import Field
from crm_desktop.schema.forms import Stored

# A merge patch (RFC 7396): what is null is taken out, what is not named stays.
PATCHED = "nullif(json_patch(coalesce(custom, '{}'), ?), '{}')"


def own_patch(values: Mapping[Field, Stored]) -> str:
    """Return the patch of the column `custom` that gives own fields the stored `values`."""
    return json.dumps({str(field.number): _noted(value) for field, value in values.items()}, ensure_ascii=False)


def own_path(field: Field, row: str) -> str:
    """Return the expression that reads what lies in `custom` of the `row` under the number of `field`."""
    return f"json_extract({row}.custom, '$.\"{field.number}\"')"


def _noted(value: Stored) -> str | int | float | None:
    # JSON holds no bytes, so a link lies there as the hexadecimal form of its id.
    return value.hex().upper() if isinstance(value, bytes) else value
