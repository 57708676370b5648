"""When an edit meets a removal: the record stays in the bin, and a person decides whether it is to come back."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from crm_desktop.store.belonging import PARTS_SEEN, TOLD_SEEN, TOLD_UNTIL
from crm_desktop.sync.merge import Cell, Clock, Edit

# What such a conflict is called where it is kept: it stands at the field by which records are removed.
AFTER_REMOVAL = "edited after delete"


class Written(NamedTuple):
    """An edit with what became of its step: whether it was `undone`, and whether it `undoes` another."""

    edit: Edit
    undone: bool = False
    undoes: bool = False


class Parts(NamedTuple):
    """What stands in the parts of a record: the `edits` of their fields, and the clocks at which parts were `made`.

    Of what was `told` of the record, such as calls, there are the clocks.
    """

    edits: Iterable[Edit] = ()
    made: Iterable[Clock] = ()
    told: Iterable[Clock] = ()


def edited_unseen(
    removal: Cell | None, removals: Mapping[Clock, Written], stands: Iterable[Edit], parts: Parts | None = None
) -> frozenset[Clock]:
    """Return the clocks of the edits that `removal` met while neither writer knew of the other.

    `removal` is what stands in the field by which the record is removed, `removals` are all edits of that field, and
    `stands` the edits whose values stand in the other fields. A removal names the clocks of what its writer saw, an
    edit of a removed record names the removal; a part that was made names nothing, but its device knows what it did.
    Of what was told a removal names only the newest of each device, for the steps of a device come in their order.
    """
    if removal is None or removal.value is None:
        return frozenset()
    seen = _seen(removal.clock, removals)
    if seen is None:
        return frozenset()
    same = _same(removal.clock, removals)
    of_parts = parts if parts is not None and Clock(*PARTS_SEEN) in seen else Parts()
    told = parts.told if parts is not None and Clock(*TOLD_SEEN) in seen else ()
    newest: dict[int, int] = {}
    for each in seen:
        newest[each.site] = max(each.hlc - TOLD_UNTIL, newest.get(each.site, 0))
    edits = (
        each.clock
        for each in (*stands, *of_parts.edits)
        if all(same.isdisjoint(_same(base, removals)) for base in each.bases)
    )
    new = (*of_parts.made, *(clock for clock in told if clock.hlc > newest.get(clock.site, 0)))
    made = (clock for clock in new if not any(each.site == clock.site and each < clock for each in same))
    return frozenset({*edits, *made}) - seen - {removal.clock}


def _same(clock: Clock, removals: Mapping[Clock, Written]) -> frozenset[Clock]:
    """Return the clocks under which the removal at `clock` was known: who takes back what came after it restores it."""
    written = removals.get(clock)
    if written is None or not written.undoes:
        return frozenset({clock})
    undone = _before(clock, removals)
    restored = None if undone is None else _before(undone, removals)
    return frozenset({clock}) | (_same(restored, removals) if restored is not None else frozenset())


def _before(clock: Clock, removals: Mapping[Clock, Written]) -> Clock | None:
    """Return the clock of what stood in the field before it was written at `clock`; None for that of a new record."""
    bases = removals[clock].edit.bases
    return bases[0] if bases and bases[0] in removals and bases[0] < clock else None


def _seen(clock: Clock, removals: Mapping[Clock, Written]) -> frozenset[Clock] | None:
    """Return the clocks that the writer of the removal or restoring at `clock` saw, None where that is not known.

    Who takes back a decision sees no more than was seen before it; who takes back that knows again what was decided.
    """
    written = removals.get(clock)
    if written is None or not written.edit.bases:
        return None
    bases = written.edit.bases
    before = _before(clock, removals)
    known = None if before is None else _seen(before, removals)
    if before is not None and (written.undone or written.undoes):
        return known
    if before is None and len(bases) == 1:
        return None
    return frozenset(bases) | (known or frozenset())
