"""What the page of one contact shows: the contact, its figures, and the lines of each of its parts."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import NamedTuple

from crm_desktop.contacts.known_parts import ConsentLine, FactLine, PromiseLine, PurchaseLine, SuppliedLine, TreeLine
from crm_desktop.schema.forms import Stored


class PersonLine(NamedTuple):
    """A person at the company, or a colleague; `role` is the part played in the newest deal."""

    id: bytes
    name: str
    job_title: str
    role: str


class RelationLine(NamedTuple):
    """A relationship to another contact; `outward` where it is told from this contact's side.

    `words` are how an own kind of relationship reads from both sides; None for those that the program brings.
    """

    relationship: bytes
    other: bytes
    name: str
    company: bool
    kind: str
    outward: bool
    since: date | None
    until: date | None
    note: str
    words: tuple[str, str] | None


class JobLine(NamedTuple):
    """A job of the person, or of a person who left the company; `other` is the other side's id.

    `affiliation` is None for the main job while nothing but the contact itself tells of it.
    """

    affiliation: bytes | None
    other: bytes
    name: str
    company: bool
    job_title: str
    department: str
    from_day: date | None
    to_day: date | None
    main: bool


class PointLine(NamedTuple):
    """One way to reach the contact: an e-mail address, a phone number, a postal address in parts, a profile."""

    id: bytes
    kind: str
    label: str
    value: str
    primary: bool
    address: Mapping[str, Stored]


class DealLine(NamedTuple):
    """An open deal: `entered_at` is when it came into its stage, where `rot_days` are the limit."""

    id: bytes
    title: str
    amount_minor: int | None
    currency: str
    stage: str
    chance: int
    closes_on: date | None
    entered_at: datetime | None
    rot_days: int | None


class BuyLine(NamedTuple):
    """A product bought and for how much in all, in the workspace's currency."""

    product: bytes | None
    name: str
    amount_minor: int


class TicketLine(NamedTuple):
    """A ticket of the contact; `due_at` is its next deadline."""

    id: bytes
    number: int
    subject: str
    kind: str
    status: str
    opened_at: datetime | None
    due_at: datetime | None


class TaskLine(NamedTuple):
    """A step that is still to be done; `due_at` where it has a time."""

    id: bytes
    title: str
    kind: str
    due_day: date | None
    person: str
    due_at: datetime | None = None


class Figures(NamedTuple):
    """What the contact amounts to, in minor units of the workspace's currency; `months` are won amounts over time."""

    won_minor: int
    won_deals: int
    won_since: date | None
    months: tuple[int, ...]
    open_minor: int
    open_deals: int
    open_tickets: int
    ticket_due_at: datetime | None
    satisfaction: float | None
    answers: int
    people: int

    @property
    def average_minor(self) -> int | None:
        """What a won deal brings on average; None where none was won."""
        return round(self.won_minor / self.won_deals) if self.won_deals else None


class ContactRecord(NamedTuple):
    """One person or company and what surrounds it: its stored `values`, and by field the `names` of linked records."""

    id: bytes
    kind: str
    values: Mapping[str, Stored]
    names: Mapping[str, str]
    figures: Figures
    people: tuple[PersonLine, ...]
    relations: tuple[RelationLine, ...]
    jobs: tuple[JobLine, ...]
    points: tuple[PointLine, ...]
    deals: tuple[DealLine, ...]
    buys: tuple[BuyLine, ...]
    tickets: tuple[TicketLine, ...]
    tasks: tuple[TaskLine, ...]
    purchases: tuple[PurchaseLine, ...]
    facts: tuple[FactLine, ...]
    promises: tuple[PromiseLine, ...]
    consents: tuple[ConsentLine, ...]
    supplied: tuple[SuppliedLine, ...]
    parents: tuple[tuple[bytes, str], ...]
    subsidiaries: tuple[TreeLine, ...]

    @property
    def name(self) -> str:
        """What the contact is called."""
        return str(self.values.get("name") or "")

    @property
    def is_company(self) -> bool:
        """Whether this is a company."""
        return self.kind == "company"

    @property
    def removed(self) -> bool:
        """Whether the contact is in the bin."""
        return self.values.get("removed_at") is not None

    @property
    def removed_at(self) -> datetime | None:
        """When the contact was put into the bin."""
        stored = self.values.get("removed_at")
        return datetime.fromtimestamp(stored / 1000, UTC) if isinstance(stored, int) else None

    @property
    def last_interaction_at(self) -> datetime | None:
        """When something last happened with the contact."""
        stored = self.values.get("last_interaction_at")
        return datetime.fromtimestamp(stored / 1000, UTC) if isinstance(stored, int) else None

    @property
    def employer(self) -> bytes | None:
        """The id of the company that the person works for."""
        company = self.values.get("company")
        return company if isinstance(company, bytes) else None
