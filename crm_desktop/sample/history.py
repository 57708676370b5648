"""The steps of the last two weeks: what the members did after the records were loaded."""

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from crm_desktop.sample.acts import Doing, Turn
from crm_desktop.sample.contact_acts import ContactActs
from crm_desktop.sample.deal_acts import DealActs
from crm_desktop.sample.moment import LOADED_DAYS_AGO, MINUTE_MS, Moment, works
from crm_desktop.sample.offer import QUOTED
from crm_desktop.sample.steps import Step
from crm_desktop.sample.ticket_acts import TicketActs
from crm_desktop.sample.world import World

LATER_INTERACTIONS, LATER_TASKS = 6, 4
# Members by their place in the team.
_LEAD, _WEST, _EAST, _CENTRAL, _SERVICE = range(5)


class _Entry(NamedTuple):
    """Who did what: `back` working days ago at `minutes` after midnight; of today, `minutes` before now."""

    back: int
    minutes: int
    who: int
    doing: Doing


def history_steps(world: World) -> list[Step]:
    """Return the steps that follow the loading of the sample, oldest first."""
    days = _working_days_back(world.moment)
    steps: list[Step] = []
    for entry in _entries(ContactActs(world), DealActs(world), TicketActs(world)):
        if entry.back:
            at_ms = world.moment.at(-days[min(entry.back, len(days)) - 1], entry.minutes)
        else:
            at_ms = world.moment.now_ms - entry.minutes * MINUTE_MS
        act = entry.doing(Turn(at_ms, entry.who))
        steps.append(Step(at_ms, act.label, world.members[entry.who].record, act.writes))
    return steps


def _entries(contacts: ContactActs, deals: DealActs, tickets: TicketActs) -> Iterator[_Entry]:
    yield _Entry(9, 550, _WEST, contacts.change_job)
    yield _Entry(9, 642, _WEST, contacts.log(0, plan=0))
    yield _Entry(8, 571, _EAST, deals.move(0))
    yield _Entry(8, 866, _CENTRAL, deals.expect_later)
    yield _Entry(7, 560, _LEAD, contacts.tag_companies)
    yield _Entry(7, 742, _EAST, contacts.log(1))
    yield _Entry(7, 905, _WEST, deals.move(1))
    yield _Entry(6, 581, _CENTRAL, contacts.change_address)
    yield _Entry(6, 663, _EAST, contacts.add_person)
    yield _Entry(6, 940, _WEST, contacts.complete_tasks)
    yield _Entry(5, 595, _CENTRAL, deals.lose)
    yield _Entry(5, 651, _LEAD, contacts.rate_higher)
    yield _Entry(5, 818, _EAST, contacts.put_off_task)
    yield _Entry(5, 957, _SERVICE, tickets.note)
    yield _Entry(4, 604, _WEST, deals.win)
    yield _Entry(4, 700, _LEAD, contacts.hand_over)
    yield _Entry(4, 890, _CENTRAL, contacts.log(2))
    yield _Entry(3, 559, _LEAD, deals.move(QUOTED))
    yield _Entry(3, 640, _EAST, deals.lower_amount)
    yield _Entry(3, 725, _SERVICE, tickets.answer)
    yield _Entry(3, 934, _WEST, contacts.plan(1))
    yield _Entry(2, 566, _EAST, deals.win)
    yield _Entry(2, 688, _CENTRAL, deals.move(0))
    yield _Entry(2, 782, _SERVICE, tickets.note)
    yield _Entry(2, 920, _LEAD, contacts.log(3))
    yield _Entry(1, 552, _WEST, deals.add_deal)
    yield _Entry(1, 634, _SERVICE, tickets.prioritise)
    yield _Entry(1, 741, _CENTRAL, contacts.write_note)
    yield _Entry(1, 873, _EAST, contacts.log(4, plan=2))
    yield _Entry(1, 965, _LEAD, contacts.complete_tasks)
    yield _Entry(0, 96, _EAST, deals.move(1))
    yield _Entry(0, 71, _SERVICE, tickets.answer)
    yield _Entry(0, 48, _WEST, contacts.log(5, plan=3))
    yield _Entry(0, 17, _LEAD, contacts.rate_higher)


def _working_days_back(moment: Moment) -> list[int]:
    """Return how many days ago the working days since the loading were, the latest first."""
    ages = range(1, LOADED_DAYS_AGO)
    return [age for age in ages if works(moment.today - timedelta(days=age))]
