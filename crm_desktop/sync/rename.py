"""New clocks for steps that nobody has accepted: after a wrong clock was found (CR006), or a copied device (CR004)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from crm_desktop.journal.clock import COUNTER_BITS, next_stamp
from crm_desktop.store.belonging import TOLD_UNTIL
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


def renamed(act: Act, clock: Clock, names: Mapping[Clock, Clock], sent: int) -> Act:
    """Return `act` of the device's `clock` under its new name, with its bases and what it undoes named anew as well.

    `sent` is the stamp of the newest accepted step of the device before it, 0 where there is none.
    """
    step = act.step._replace(
        hlc=names.get(clock, clock).hlc,
        undoes=None if act.step.undoes is None else names.get(act.step.undoes, act.step.undoes),
    )
    return Act(step, tuple(_renamed(each, names, sent) for each in act.changes))


def bases_renamed(bases: Iterable[Clock], names: Mapping[Clock, Clock], sent: int) -> tuple[Clock, ...]:
    """Return `bases` by their new `names`, also what stands for all that a device told of a record until then.

    Where that device goes on under a new site, what it had `sent` under its former one was seen as well.
    """
    return tuple(new for each in bases for new in _base_renamed(each, names, sent))


def _base_renamed(base: Clock, names: Mapping[Clock, Clock], sent: int) -> Iterator[Clock]:
    new = names.get(Clock(base.hlc - TOLD_UNTIL, base.site))
    if new is None:
        yield names.get(base, base)
        return
    if new.site != base.site and sent:
        yield Clock(sent + TOLD_UNTIL, base.site)
    yield Clock(new.hlc + TOLD_UNTIL, new.site)


def _renamed(change: Change, names: Mapping[Clock, Clock], sent: int) -> Change:
    bases = {number: bases_renamed(clocks, names, sent) for number, clocks in change.bases.items()}
    return change._replace(bases=bases)
