"""Which tickets the sample holds: two years of answered ones, and a queue that looks like a day at work."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from crm_desktop.sample.dice import Dice, spread
from crm_desktop.sample.moment import DAY_MS, HOUR_MS, MINUTE_MS, WorkingTime
from crm_desktop.sample.team import servers
from crm_desktop.sample.texts import sample_text
from crm_desktop.sample.world import Ticket, World
from crm_desktop.tickets.actions import ANSWER_HOURS, SOLVE_HOURS

FIRST_NUMBER = 2041
_IN_TIME = 0.95
_SOLVED_FOR_DAYS = 10
# One year, so that even a small sample has something solved each week.
_DAYS = 365
_OFFICE_HOURS = range(7, 19)
_WRITTEN = ("email", "email", "web")
_LATEST_TODAY = 23 * 60 + 30
_PRIORITIES = spread((("low", 20), ("medium", 46), ("high", 26), ("critical", 8)))


class _Open(NamedTuple):
    """One place of the queue: the answer is due `due_min` minutes from now, None where it was given."""

    priority: str
    due_min: int | None
    status: str = "new"
    compliment: bool = False
    answered_hours_ago: int = 0
    unassigned: bool = False


_QUEUE = (
    # Breaching now.
    _Open("critical", -38, "open"),
    _Open("high", -12),
    _Open("high", -105, "open"),
    _Open("medium", -64),
    # Next two hours.
    _Open("high", 52, "open"),
    _Open("critical", 100),
    _Open("medium", 24, unassigned=True),
    # Later today.
    _Open("high", 185),
    _Open("medium", 245, "open"),
    _Open("medium", 320, unassigned=True),
    _Open("medium", 405),
    _Open("low", 290, "open"),
    # Tomorrow.
    _Open("low", 1290),
    _Open("low", 1330, "open"),
    _Open("low", 1375, unassigned=True),
    _Open("low", 1410),
    # Answered, not solved yet.
    _Open("medium", None, "open", answered_hours_ago=20),
    _Open("medium", None, "open", answered_hours_ago=26),
    _Open("low", None, "open", answered_hours_ago=44),
    _Open("low", None, "open", answered_hours_ago=70),
    _Open("high", None, "open", answered_hours_ago=3),
    _Open("high", None, "open", answered_hours_ago=16),
    _Open("medium", None, "open", answered_hours_ago=45),
    _Open("low", None, "open", answered_hours_ago=95),
    # The customer has to say something first.
    _Open("medium", None, "waiting", answered_hours_ago=22),
    _Open("high", None, "waiting", answered_hours_ago=5),
    _Open("low", None, "waiting", answered_hours_ago=160),
    _Open("medium", None, "waiting", answered_hours_ago=28),
    _Open("medium", None, "waiting", answered_hours_ago=130),
    _Open("low", None, "waiting", answered_hours_ago=215),
    _Open("low", None, "waiting", answered_hours_ago=98),
    _Open("high", None, "waiting", answered_hours_ago=19),
    _Open("medium", None, "waiting", answered_hours_ago=51),
    # Nice to answer, without a deadline.
    _Open("low", None, compliment=True),
    _Open("low", None, compliment=True),
    _Open("low", None, "open", compliment=True),
    _Open("low", None, compliment=True, unassigned=True),
    _Open("medium", None, "open", compliment=True),
)


def plan_tickets(world: World) -> None:
    """Decide on all tickets, in the order in which they came."""
    planner = _Planner(Dice(world.seed, "tickets"), world)
    opened = [planner.open_ticket(number) for number in range(world.facts.open_tickets)]
    ended = planner.ended_tickets(world.facts.tickets - world.facts.open_tickets)
    in_order = sorted((*ended, *opened), key=lambda ticket: ticket.opened_ms)
    world.tickets = [each._replace(number=number) for number, each in enumerate(in_order, FIRST_NUMBER)]


class _Planner:
    def __init__(self, dice: Dice, world: World) -> None:
        text = sample_text("tickets")
        self._dice = dice
        self._world = world
        self._cases: Sequence[dict[str, Any]] = text["cases"]
        self._channels: Sequence[str] = spread((name, weight) for name, weight in text["channels"])
        self._servers = servers(world)
        self._customers = spread(
            (place, 3 if each.rating == "A" else 1)
            for place, each in enumerate(world.companies)
            if each.lifecycle in ("customer", "former")
        )

    def open_ticket(self, number: int) -> Ticket:
        """Return the open ticket `number`, which stands in the queue as `_QUEUE` says."""
        place = _QUEUE[number % len(_QUEUE)]
        now_ms = self._world.moment.now_ms
        answer_ms: int | None = None
        if place.compliment:
            opened_ms = now_ms - (1 + number % 40) * HOUR_MS - self._dice.between(2, 50) * MINUTE_MS
        elif place.due_min is None:
            answer_ms = now_ms - place.answered_hours_ago * HOUR_MS - self._dice.between(0, 40) * MINUTE_MS
            opened_ms = answer_ms - int(ANSWER_HOURS[place.priority] * HOUR_MS * (0.2 + 0.7 * self._dice.random()))
        else:
            opened_ms = self._due_ms(place.due_min) - ANSWER_HOURS[place.priority] * HOUR_MS
        # A longer queue than the one declared goes round again with cases of other kinds.
        case = self._case(number * 7, compliment=place.compliment)
        made = self._ticket(case, opened_ms)._replace(status=place.status, priority=place.priority, answer_ms=answer_ms)
        return made._replace(owner=None) if place.unassigned else made

    def ended_tickets(self, count: int) -> Iterator[Ticket]:
        """Yield `count` tickets that were solved, nearly all of them answered in time."""
        dice, now_ms = self._dice, self._world.moment.now_ms
        for number, opened_ms in enumerate(WorkingTime(self._world.moment, 3.0, _DAYS).instants(count, dice.random)):
            case = (number * 7 + int(dice.random() * 3)) % len(self._cases)
            priority = dice.pick(_PRIORITIES)
            share = 0.08 + 0.85 * dice.random() if dice.chance(_IN_TIME) else 1.1 + dice.random()
            answer_ms = opened_ms + int(ANSWER_HOURS[priority] * HOUR_MS * share)
            solved_ms = answer_ms + int(SOLVE_HOURS[priority] * HOUR_MS * dice.random() ** 1.5)
            if solved_ms >= now_ms:
                # Whatever came in the last days is solved quickly, for the queue is planned on its own.
                answer_ms = opened_ms + (now_ms - opened_ms) // 3
                solved_ms = opened_ms + (now_ms - opened_ms) * 2 // 3
            recent = now_ms - solved_ms < _SOLVED_FOR_DAYS * DAY_MS
            yield self._ticket(case, opened_ms)._replace(
                status="solved" if recent else "closed", priority=priority, answer_ms=answer_ms, solved_ms=solved_ms
            )

    def _ticket(self, case: int, opened_ms: int) -> Ticket:
        """Return a ticket about `case` that has just come in."""
        company = self._dice.pick(self._customers)
        return Ticket(
            record=self._dice.new_id(opened_ms),
            number=0,
            case=case,
            company=company,
            person=self._dice.pick(self._world.staff[company]),
            product=self._product(self._cases[case]["for"]),
            owner=self._dice.pick(self._servers),
            status="new",
            priority="medium",
            channel=self._channel(opened_ms),
            opened_ms=opened_ms,
            answer_ms=None,
            solved_ms=None,
        )

    def _channel(self, opened_ms: int) -> str:
        """Return how a ticket came in: at night nobody answers the phone."""
        hour = datetime.fromtimestamp(opened_ms / 1000, self._world.moment.zone).hour
        return self._dice.pick(self._channels if hour in _OFFICE_HOURS else _WRITTEN)

    def _due_ms(self, due_min: int) -> int:
        """Return the instant `due_min` from now; what is due today stays today however late it is now."""
        moment = self._world.moment
        wanted = moment.now_ms + due_min * MINUTE_MS
        return min(wanted, max(moment.now_ms, moment.at(0, _LATEST_TODAY))) if 0 < due_min < 12 * 60 else wanted

    def _case(self, number: int, *, compliment: bool) -> int:
        fitting = [place for place, each in enumerate(self._cases) if (each["kind"] == "compliment") is compliment]
        return fitting[number % len(fitting)]

    def _product(self, thing: str) -> int:
        fitting = [place for place, each in enumerate(self._world.products) if thing in ("any", each.thing)]
        return self._dice.pick(fitting)
