"""The interactions of the sample: two years of calls, meetings, visits, mails and notes."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from crm_desktop.journal.transaction import Stored
from crm_desktop.sample.dice import Dice, spread
from crm_desktop.sample.load import Load
from crm_desktop.sample.moment import DAY_MS, MINUTE_MS, YEARS_BACK_DAYS, WorkingTime
from crm_desktop.sample.phrases import Phrase, ready_phrases
from crm_desktop.sample.texts import sample_text
from crm_desktop.sample.world import Person, World

_COLUMNS = (
    *("id", "kind", "direction", "at", "duration_min", "subject", "body", "outcome", "person", "company", "deal"),
    *("ticket", "mood", "url", "planned", "owner", "remind_at", "recurrence", "zone"),
)
_WEEK_MS = 7 * DAY_MS
_REMIND_BEFORE_MS = 15 * MINUTE_MS
_ROUND = "FREQ=WEEKLY;INTERVAL=2"
_ABOUT_DEAL, _ABOUT_TICKET = 0.45, 0.52
_OFFER_FROM = 0.35
# Shortest and longest in steps of five minutes.
_MINUTES = {"call": (1, 5), "meeting": (6, 18), "visit": (9, 36)}
_WEIGHTS = {"A": 6, "B": 4}
_LEAST_WEIGHT = 2
# A large sample is for measuring: its texts are shorter, as notes are in a busy office.
_CLOSINGS, _FEW_CLOSINGS, _MANY = 0.65, 0.15, 100_000
_TOGETHER = 0.4
_MET = ("meeting", "visit")
_PLANNED = (
    ("meeting", "Quarterly review", 600, 60),
    ("visit", "Yearly check on site", 540, 120),
    ("meeting", "Training for new colleagues", 780, 90),
    ("call", "Talk about the next order", 660, 20),
)


class _Topic(NamedTuple):
    """Whom an interaction is with and what it is about, by place."""

    person: int
    product: int
    phase: str
    deal: bytes | None = None
    ticket: bytes | None = None


def add_interactions(load: Load, world: World, later: int) -> None:
    """Add the interactions but for the `later` ones that the history adds."""
    count = world.facts.interactions - later
    interactions = _Interactions(world)
    load.insert("interaction", _COLUMNS, interactions.rows(count), count)
    load.insert("participant", ("id", "interaction", "contact"), interactions.participants, world.facts.participants)


class _Interactions:
    def __init__(self, world: World) -> None:
        self.participants: list[tuple[bytes, bytes, bytes]] = []
        self._world = world
        self._dice = Dice(world.seed, "interactions")
        closings = _CLOSINGS if world.facts.interactions < _MANY else _FEW_CLOSINGS
        self._phrases = ready_phrases(Dice(world.seed, "phrases"), world.products, closings)
        self._kinds = spread(sample_text("activities")["mix"].items())
        self._first_ms = world.moment.at(-YEARS_BACK_DAYS - 7, 0)
        self._deals = self._by_week((deal.opened_ms, deal.closed_ms) for deal in world.deals)
        self._tickets = self._by_week((ticket.opened_ms, ticket.solved_ms) for ticket in world.tickets)
        self._anybody = spread((place, self._weight(place)) for place in range(len(world.people)))
        self._members = [each.record for each in world.members]

    def rows(self, count: int) -> Iterator[tuple[Stored, ...]]:
        planned = self._world.facts.planned_meetings
        for at_ms in WorkingTime(self._world.moment, 2.2).instants(count - planned, self._dice.random):
            yield self._row(at_ms)
        for number in range(planned):
            yield self._planned(number)

    def _row(self, at_ms: int) -> tuple[Stored, ...]:
        world, dice = self._world, self._dice
        topic = self._topic(at_ms)
        person = world.people[topic.person]
        company = None if person.company is None else world.companies[person.company]
        kind = dice.pick(self._kinds)
        phrase = self._phrase(kind, topic)
        minutes = _MINUTES.get(kind)
        record = dice.new_id(at_ms)
        if kind in _MET and dice.chance(_TOGETHER):
            self._join(record, at_ms, topic.person, person)
        return (
            record,
            kind,
            phrase.direction,
            at_ms,
            5 * dice.between(*minutes) if minutes else None,
            phrase.subject,
            phrase.head if phrase.tail is None else f"{phrase.head}{person.given}{phrase.tail}",
            phrase.outcome,
            person.record,
            company.record if company else None,
            topic.deal,
            topic.ticket,
            phrase.mood,
            f"https://social.example/{company.domain}" if kind == "social" and company else None,
            0,
            self._members[person.owner],
            *(None, None, None),
        )

    def _join(self, record: bytes, at_ms: int, place: int, person: Person) -> None:
        """Let a colleague of `person` take part as well, while participants are wanted."""
        staff = range(0) if person.company is None else self._world.staff[person.company]
        if len(staff) > 1 and len(self.participants) < self._world.facts.participants:
            other = staff[(place - staff.start + 1) % len(staff)]
            self.participants.append((self._dice.new_id(at_ms), record, self._world.people[other].record))

    def _planned(self, number: int) -> tuple[Stored, ...]:
        kind, subject, minutes, length = _PLANNED[number % len(_PLANNED)]
        person = self._world.people[self._dice.pick(self._anybody)]
        at_ms = self._world.moment.at(2 + number % 8, minutes)
        company = None if person.company is None else self._world.companies[person.company].record
        return (
            self._dice.new_id(at_ms),
            kind,
            None,
            at_ms,
            length,
            subject,
            None,
            None,
            person.record,
            company,
            None,
            None,
            None,
            None,
            1,
            self._members[person.owner],
            at_ms - _REMIND_BEFORE_MS,
            # the first is a round that comes again every other week
            *((None, None) if number else (_ROUND, self._world.moment.zone.key)),
        )

    def _topic(self, at_ms: int) -> _Topic:
        """Return what is talked about at `at_ms`: an open deal, a ticket, or how things are."""
        world, dice = self._world, self._dice
        chance = dice.random()
        week = (at_ms - self._first_ms) // _WEEK_MS
        if chance < _ABOUT_DEAL and self._deals[week]:
            deal = world.deals[dice.pick(self._deals[week])]
            ended = world.moment.now_ms if deal.closed_ms is None else deal.closed_ms
            if deal.opened_ms <= at_ms <= ended:
                early = at_ms - deal.opened_ms < (ended - deal.opened_ms) * _OFFER_FROM
                return _Topic(deal.person, deal.lines[0].product, "first" if early else "offer", deal=deal.record)
        elif chance < _ABOUT_TICKET and self._tickets[week]:
            ticket = world.tickets[dice.pick(self._tickets[week])]
            if ticket.opened_ms <= at_ms:
                return _Topic(ticket.person, ticket.product, "trouble", ticket=ticket.record)
        place = dice.pick(self._anybody)
        company = world.people[place].company
        if company is None:
            return _Topic(place, int(dice.random() * len(world.products)), "first")
        found = world.companies[company]
        return _Topic(place, found.usual, "care" if found.lifecycle in ("customer", "former") else "first")

    def _phrase(self, kind: str, topic: _Topic) -> Phrase:
        found = self._phrases.get((kind, topic.phase)) or self._phrases[kind, "care"]
        return self._dice.pick(found[topic.product])

    def _by_week(self, spans: Iterator[tuple[int, int | None]]) -> Sequence[Sequence[int]]:
        """Return the places of the `spans` that each week touches, so that finding one takes no search."""
        last = (self._world.moment.now_ms - self._first_ms) // _WEEK_MS
        weeks: list[list[int]] = [[] for _week in range(last + 1)]
        for place, (from_ms, until_ms) in enumerate(spans):
            first = max(0, (from_ms - self._first_ms) // _WEEK_MS)
            end = last if until_ms is None else min(last, (until_ms - self._first_ms) // _WEEK_MS)
            for week in range(first, end + 1):
                weeks[week].append(place)
        return weeks

    def _weight(self, place: int) -> int:
        company = self._world.people[place].company
        return 1 if company is None else _WEIGHTS.get(self._world.companies[company].rating or "", _LEAST_WEIGHT)
