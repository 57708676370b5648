"""All that is shown of one deal: its facts, lines, next steps, and the stages it went through."""

from typing import NamedTuple

from crm_desktop.schema.forms import Place, Stored
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.store.record_query import one_record
from crm_desktop.vault.driver import Connection


class DealLine(NamedTuple):
    """One thing that is offered: `unit_price` in minor units of the deal's currency, `discount_pct` in percent."""

    id: bytes
    product: bytes | None
    name: str
    quantity: float
    unit_price: int | None
    discount_pct: float

    @property
    def amount(self) -> int | None:
        """What the line comes to, in minor units, or None while it has no price."""
        if self.unit_price is None:
            return None
        return round(self.unit_price * self.quantity * (100 - self.discount_pct) / 100)


class DealStep(NamedTuple):
    """A task that is planned for the deal: `due_day` is an ISO day, `due_at` an instant in milliseconds, or None."""

    id: bytes
    title: str
    due_day: str | None
    due_at: int | None = None


class DealMove(NamedTuple):
    """The deal came from one stage to another at an instant; `from_stage` is empty where it was made."""

    stage: str
    from_stage: str
    at: int


class DealSheet(NamedTuple):
    """One deal: stored values by field name, what its links are called, and its parts."""

    id: bytes
    values: dict[str, Stored]
    names: dict[str, str]
    currency: str
    lines: list[DealLine]
    steps: list[DealStep]
    moves: list[DealMove]

    @property
    def removed(self) -> bool:
        """Whether the deal is in the bin."""
        return self.values.get("removed_at") is not None


_LINES = """
    SELECT l.id, l.product, coalesce(p.name, l.description, ''), coalesce(l.quantity, 1), l.unit_price,
           coalesce(l.discount_pct, 0)
    FROM deal_line l LEFT JOIN product p ON p.id = l.product
    WHERE l.deal = ? AND l.removed_at IS NULL ORDER BY l.position IS NULL, l.position, l.rid
"""
_STEPS = """
    SELECT id, title, due_day, due_at FROM task WHERE deal = ? AND done_at IS NULL AND removed_at IS NULL
    ORDER BY due_day IS NULL, due_day, due_at IS NULL, due_at, rid
"""
_MOVES = """
    SELECT coalesce(s.name, ''), coalesce(f.name, ''), m.at
    FROM stage_move m LEFT JOIN stage s ON s.id = m.stage LEFT JOIN stage f ON f.id = m.from_stage
    WHERE m.deal = ? AND m.removed_at IS NULL ORDER BY m.at DESC, m.rid DESC
"""


def deal_sheet(reader: Connection, deal: bytes, place: Place) -> DealSheet | None:
    """Return all that is shown of `deal`, in the bin or not; None where it is not here."""
    found = one_record(reader, workspace_kinds(reader).named("deals"), deal, place)
    if found is None:
        return None
    view, row = found
    fields = [each.name for each in view.kind.fields]
    return DealSheet(
        deal,
        dict(zip(fields, row.values, strict=True)),
        {name: title for name, title in zip(fields, row.called, strict=True) if title is not None},
        row.currency,
        [DealLine(*each) for each in reader.execute(_LINES, (deal,))],
        [DealStep(*each) for each in reader.execute(_STEPS, (deal,))],
        [DealMove(*each) for each in reader.execute(_MOVES, (deal,))],
    )
