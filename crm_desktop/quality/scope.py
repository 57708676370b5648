"""Among what a check looks: all records, or those with some rids; and what its answers depend on."""

import json
from collections.abc import Collection
from datetime import date
from typing import NamedTuple


class Scope(NamedTuple):
    """`rids` narrows to some records; None means all. `region` is the country of what names none."""

    region: str
    today: date
    now_ms: int
    days: int
    rids: Collection[int] | None = None

    @property
    def narrowed(self) -> str:
        """The condition on a row `t`, to which `parameters` give `:rids`."""
        return "" if self.rids is None else " AND t.rid IN (SELECT value FROM json_each(:rids))"

    @property
    def parameters(self) -> dict[str, object]:
        """What the conditions of checks name."""
        before_ms = self.now_ms - self.days * 86_400_000
        known: dict[str, object] = {
            "today": self.today.isoformat(),
            "now_ms": self.now_ms,
            "before_ms": before_ms,
            "rids": None if self.rids is None else json.dumps(list(self.rids)),
        }
        return known
