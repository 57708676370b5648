"""The words that the sample is made of."""

import json
from collections.abc import Sequence
from typing import Any

from crm_desktop.resource_files import resource

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
MONTHS = ("January", "February", "March", "April", "May", "June", "September", "October", "November")


def sample_text(name: str) -> Any:
    """Return what the sample's text file `name` holds; its shape is known where it is used."""
    return json.loads(resource(f"sample/{name}.json").read_text("utf-8"))


def list_text(values: Sequence[str]) -> str | None:
    """Return `values` as lists of tags and roles are stored; None where there are none."""
    return json.dumps(list(values), ensure_ascii=False) if values else None
