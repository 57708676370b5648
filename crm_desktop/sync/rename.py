"""New clocks for steps that nobody has accepted: after a wrong clock was found (CR006), or a copied device (CR004)."""

from collections.abc import Iterable, Mapping, Sequence

from crm_desktop.journal.clock import COUNTER_BITS, next_stamp
from crm_desktop.sync.merge import Clock
from crm_desktop.sync.wire import Act, Change

# How far ahead of the server's a clock may be.
MOST_AHEAD_MS = 60_000


def is_ahead(hlc: int, now_ms: int) -> bool:
    """Tell whether a clock is further ahead of `now_ms` than clocks may be."""
    return hlc > (now_ms + MOST_AHEAD_MS) << COUNTER_BITS


def last_honest(stamps: Iterable[int], now_ms: int) -> int:
    """Return the latest of `stamps` that is not ahead of `now_ms`: new clocks go on from there."""
    return max((each for each in stamps if not is_ahead(each, now_ms)), default=0)


def restamped(waiting: Sequence[Clock], last: int, now_ms: int, site: int) -> dict[Clock, Clock]:
    """Return new clocks of `site` for the `waiting` steps: in their order, after `last`, none ahead of `now_ms`.

    Only steps that were never accepted may be given: what others know by its clock keeps it.
    """
    made: dict[Clock, Clock] = {}
    for each in waiting:
        last = next_stamp(last, now_ms)
        made[each] = Clock(last, site)
    return made


def moved(waiting: Sequence[Clock], site: int) -> dict[Clock, Clock]:
    """Return the clocks of the `waiting` steps as those of the new `site`: a copied device sends them as its own."""
    return {each: Clock(each.hlc, site) for each in waiting}


def renamed(act: Act, clock: Clock, names: Mapping[Clock, Clock]) -> Act:
    """Return `act` of the device's `clock` under its new name, with its bases and what it undoes named anew as well."""
    step = act.step._replace(
        hlc=names.get(clock, clock).hlc,
        undoes=None if act.step.undoes is None else names.get(act.step.undoes, act.step.undoes),
    )
    return Act(step, tuple(_renamed(each, names) for each in act.changes))


def _renamed(change: Change, names: Mapping[Clock, Clock]) -> Change:
    bases = {number: tuple(names.get(each, each) for each in clocks) for number, clocks in change.bases.items()}
    return change._replace(bases=bases)
