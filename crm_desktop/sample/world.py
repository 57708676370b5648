"""What the parts of the sample know of each other while they are made."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from crm_desktop.sample.facts import Facts
from crm_desktop.sample.moment import Moment

# Members stand in the order of the team's text; the workspace's own member is the first.
OWN_MEMBER = 0


class Member(NamedTuple):
    """One of those who use the workspace: `sells` and `serves` weigh how many deals and tickets are theirs."""

    record: bytes
    name: str
    team: bytes
    sells: int
    serves: int


class Product(NamedTuple):
    """What is sold: `price` in minor units of the workspace's currency, quantities from `least` to `most`."""

    record: bytes
    code: str
    name: str
    price: int
    least: int
    most: int
    thing: str
    sold_with: tuple[int, ...]


class Stage(NamedTuple):
    """A stage of the pipeline."""

    record: bytes
    probability: int
    rot_days: int


class Company(NamedTuple):
    """A company: `owner` is the place of its member, `since_ms` when it came to be known."""

    record: bytes
    name: str
    domain: str
    country: str
    currency: str
    city: int
    owner: int
    lifecycle: str | None
    rating: str | None
    usual: int
    since_ms: int


class Person(NamedTuple):
    """A person: `company` is the place of their company, None for those who work for themselves."""

    record: bytes
    given: str
    family: str
    company: int | None
    owner: int
    job: int


class Line(NamedTuple):
    """What a deal is about: `unit_price` in minor units of the deal's currency."""

    product: int
    quantity: int
    unit_price: int
    discount_pct: int

    @property
    def amount(self) -> int:
        """The price of the line in minor units."""
        return round(self.quantity * self.unit_price * (100 - self.discount_pct) / 100)


class Deal(NamedTuple):
    """A deal: `moves` are the places of the stages it went through, each with the instant."""

    record: bytes
    title: str
    company: int
    person: int
    owner: int
    lines: tuple[Line, ...]
    moves: tuple[tuple[int, int], ...]
    closed_ms: int | None
    expected_on: str
    has_next_step: bool

    @property
    def stage(self) -> int:
        """The place of the stage that the deal is in."""
        return self.moves[-1][0]

    @property
    def amount(self) -> int:
        """The price of all lines in minor units of the company's currency."""
        return sum(line.amount for line in self.lines)

    @property
    def opened_ms(self) -> int:
        """When the deal was opened."""
        return self.moves[0][1]


class Ticket(NamedTuple):
    """A ticket: `case` is the place of its story; `answer_ms` is None while nobody has answered."""

    record: bytes
    number: int
    case: int
    company: int
    person: int
    product: int
    owner: int | None
    status: str
    priority: str
    channel: str
    opened_ms: int
    answer_ms: int | None
    solved_ms: int | None


@dataclass
class World:
    """All that was made so far; the lists keep places, by which parts name each other."""

    seed: int
    facts: Facts
    moment: Moment
    currency: str
    members: Sequence[Member] = ()
    products: Sequence[Product] = ()
    pipeline: bytes = b""
    stages: Sequence[Stage] = ()
    companies: list[Company] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    staff: list[range] = field(default_factory=list)
    addresses: list[bytes] = field(default_factory=list)
    deals: list[Deal] = field(default_factory=list)
    tickets: list[Ticket] = field(default_factory=list)
    loose_tasks: list[bytes] = field(default_factory=list)
