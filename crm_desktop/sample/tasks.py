"""The tasks of the sample: what is late, due today and next, and what was done."""

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from crm_desktop.activities.due import occurrence_key
from crm_desktop.journal.clock import instant
from crm_desktop.journal.transaction import Stored
from crm_desktop.sample.dice import Dice
from crm_desktop.sample.load import Load
from crm_desktop.sample.moment import DAY_MS, HOUR_MS, MINUTE_MS, WorkingTime
from crm_desktop.sample.texts import WEEKDAYS, sample_text
from crm_desktop.sample.world import OWN_MEMBER, Deal, World
from crm_desktop.values.wall_clock import wall_clock

_COLUMNS = (
    *("id", "title", "kind", "due_day", "due_at", "remind_at", "done_at", "priority", "assignee", "recurrence"),
    *("zone", "occurrence", "person", "company", "deal", "note", "duration_min", "owner"),
)
_DAYS_LATE = (1, 6, 2, 2, 1, 3, 4, 8, 12)
_REMIND_BEFORE_MS = 15 * MINUTE_MS
_WEEKLY = "Weekly forecast"
_SHARED_OUT = 4
# Tasks that the later steps of the history do or put off.
_LOOSE = 5
_CARE_LATER, _UNDATED = 0.05, 0.02


class _About(NamedTuple):
    """Whom a task is about, by place; `deal` is None where it is about no deal."""

    person: int
    product: int
    owner: int
    deal: bytes | None = None


class _Wish(NamedTuple):
    """A task that is wanted: of which kind and when; `mine` is for the workspace's own member."""

    kind: str
    title: str
    due_day: str | None
    due_ms: int | None = None
    minutes: int | None = None
    done_ms: int | None = None
    mine: bool = False


def add_tasks(load: Load, world: World, later: int) -> None:
    """Add the tasks but for the `later` ones that the history adds."""
    count = world.facts.tasks - later
    load.insert("task", _COLUMNS, _Tasks(world).rows(count), count)


class _Tasks:
    def __init__(self, world: World) -> None:
        self._world = world
        self._dice = Dice(world.seed, "tasks")
        self._text = sample_text("tasks")
        wanting = [deal for deal in world.deals if deal.has_next_step]
        self._mine = [deal for deal in wanting if deal.owner == OWN_MEMBER]
        self._theirs = [deal for deal in wanting if deal.owner != OWN_MEMBER]
        self._customers = [
            place
            for place, person in enumerate(world.people)
            if person.company is not None and world.companies[person.company].lifecycle == "customer"
        ]

    def rows(self, count: int) -> Iterator[tuple[Stored, ...]]:
        """Yield the open tasks, of which two thirds of the pressing ones belong to the deals, then the done ones."""
        made = 0
        mine, theirs = iter(self._mine), iter(self._theirs)
        for number, wish in enumerate(self._pressing()):
            deal = next(mine if wish.mine else theirs, None) if number % 3 else None
            yield self._row(self._about_deal(deal) if deal else self._about_customer(), wish)
            made += 1
        for deal in chain(mine, theirs):
            yield self._row(self._about_deal(deal), self._next_step())
            made += 1
        for number in range(int(count * (_CARE_LATER + _UNDATED))):
            day = None if number < count * _UNDATED else self._world.moment.workday(self._dice.between(2, 45))
            kind, title = self._dice.pick(self._text["care"])
            record, *values = self._row(self._about_customer(), _Wish(kind, title, day))
            if day is not None and isinstance(record, bytes) and len(self._world.loose_tasks) < _LOOSE:
                self._world.loose_tasks.append(record)
            yield record, *values
            made += 1
        for at_ms in WorkingTime(self._world.moment, 2.0).instants(count - made, self._dice.random):
            yield self._row(*self._done(at_ms))

    def _pressing(self) -> Iterator[_Wish]:
        moment, facts, text = self._world.moment, self._world.facts, self._text
        for number in range(facts.overdue_tasks):
            kind, title = text["overdue"][number % len(text["overdue"])]
            day = moment.day(-moment.workday_back(_DAYS_LATE[number % len(_DAYS_LATE)]))
            yield _Wish(kind, title, day, mine=number % _SHARED_OUT != 0)
        for ahead, wanted, count in (
            (0, text["today"], facts.tasks_today),
            (1, text["tomorrow"], facts.tasks_tomorrow),
        ):
            for number in range(count):
                kind, title, minutes, length = wanted[number % len(wanted)]
                due_ms = None if minutes is None else moment.at(ahead, minutes)
                # The first appointment of the day is over when the morning is.
                over = ahead == 0 and number == 0 and due_ms is not None and due_ms < moment.now_ms
                done_ms = moment.now_ms if over else None
                mine = number % _SHARED_OUT != _SHARED_OUT - 1
                yield _Wish(kind, title, moment.day(ahead), due_ms, length, done_ms, mine)

    def _next_step(self) -> _Wish:
        kind, title = self._dice.pick(self._text["deal"])
        ahead = 2 + int(40 * self._dice.random() ** 1.8)
        day = self._world.moment.workday(ahead)
        return _Wish(kind, title, day)

    def _done(self, at_ms: int) -> tuple[_About, _Wish]:
        kind, title = self._dice.pick(self._text["deal" if self._dice.chance(0.5) else "care"])
        due = self._world.moment.local_day(at_ms + self._dice.between(-2, 3) * DAY_MS)
        done = _Wish(kind, title, due, done_ms=min(at_ms + 2 * HOUR_MS, self._world.moment.now_ms))
        deal = self._dice.pick(self._world.deals)
        if self._dice.chance(0.5) and deal.opened_ms < at_ms and (deal.closed_ms is None or deal.closed_ms > at_ms):
            return self._about_deal(deal), done
        return self._about_customer(), done

    def _about_deal(self, deal: Deal) -> _About:
        return _About(deal.person, deal.lines[0].product, deal.owner, deal.record)

    def _about_customer(self) -> _About:
        place = self._dice.pick(self._customers)
        person = self._world.people[place]
        return _About(place, self._world.companies[person.company or 0].usual, person.owner)

    def _repeated(self, wish: _Wish) -> tuple[str | None, str | None, str | None]:
        """Return the rule of what repeats, the zone by whose clock it does, and which one of its series it is."""
        if wish.title != _WEEKLY or wish.due_ms is None:
            return None, None, None
        zone = self._world.moment.zone
        return "FREQ=WEEKLY", zone.key, occurrence_key(wall_clock(instant(wish.due_ms), zone), whole_day=False)

    def _row(self, about: _About, wish: _Wish) -> tuple[Stored, ...]:
        world, dice = self._world, self._dice
        person = world.people[about.person]
        company = None if person.company is None else world.companies[person.company].record
        title = wish.title.format(product=world.products[about.product].name, who=person.given, day=dice.pick(WEEKDAYS))
        owner = world.members[OWN_MEMBER if wish.mine else about.owner].record
        made_ms = world.moment.now_ms - dice.between(1, 20) * DAY_MS if wish.done_ms is None else wish.done_ms - DAY_MS
        return (
            dice.new_id(made_ms),
            title,
            wish.kind,
            wish.due_day,
            wish.due_ms,
            None if wish.due_ms is None else wish.due_ms - _REMIND_BEFORE_MS,
            wish.done_ms,
            "high" if dice.chance(0.15) else "medium" if dice.chance(0.6) else None,
            owner,
            *self._repeated(wish),
            person.record,
            company,
            about.deal,
            dice.pick(self._text["notes"]) if dice.chance(0.2) else None,
            wish.minutes,
            owner,
        )
