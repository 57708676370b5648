"""How much the sample workspace holds, by size."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from crm_desktop.errors import WrongUsage
from crm_desktop.words import _


class Size(StrEnum):
    """The sizes that the sample workspace comes in."""

    SMALL = "small"
    LARGE = "large"


class Facts(NamedTuple):
    """What is there once the sample is made, the later steps of its history included."""

    companies: int
    people: int
    products: int
    members: int
    teams: int
    deals: int
    open_deals: int
    tickets: int
    open_tickets: int
    interactions: int
    planned_meetings: int
    participants: int
    tasks: int
    overdue_tasks: int
    tasks_today: int
    tasks_tomorrow: int
    relationships: int
    past_jobs: int
    side_jobs: int
    known_facts: int
    promises: int
    consents: int
    purchases: int
    saved_views: int
    files: int
    later_steps: int


_FACTS: Mapping[Size, Facts] = {
    Size.SMALL: Facts(
        companies=200,
        people=600,
        products=8,
        members=5,
        teams=4,
        deals=900,
        open_deals=70,
        tickets=250,
        open_tickets=38,
        interactions=4_500,
        planned_meetings=5,
        participants=300,
        tasks=160,
        overdue_tasks=9,
        tasks_today=7,
        tasks_tomorrow=4,
        relationships=160,
        past_jobs=60,
        side_jobs=24,
        known_facts=260,
        promises=60,
        consents=800,
        purchases=320,
        saved_views=20,
        files=24,
        later_steps=34,
    ),
    Size.LARGE: Facts(
        companies=20_000,
        people=100_000,
        products=8,
        members=5,
        teams=4,
        deals=50_000,
        open_deals=2_000,
        tickets=20_000,
        open_tickets=304,
        interactions=1_000_000,
        planned_meetings=50,
        participants=20_000,
        tasks=30_000,
        overdue_tasks=90,
        tasks_today=40,
        tasks_tomorrow=40,
        relationships=4_000,
        past_jobs=5_000,
        side_jobs=1_000,
        known_facts=10_000,
        promises=2_000,
        consents=60_000,
        purchases=20_000,
        saved_views=20,
        files=24,
        later_steps=34,
    ),
}


def sample_facts(size: str) -> Facts:
    """Return what a sample of `size` (small, large) holds; raises WrongUsage for another size."""
    try:
        return _FACTS[Size(size)]
    except ValueError as error:
        raise WrongUsage(
            _("“{size}” is no size of the sample. Sizes: {sizes}.").format(size=size, sizes=", ".join(Size))
        ) from error
