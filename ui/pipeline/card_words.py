"""What a card says: made ready once for each deal, in words, figures and states."""

from datetime import date, datetime
from typing import NamedTuple

from crm_desktop.pipeline.queries import Card
from crm_desktop.words import _, ngettext
from ui.kit.cells import StepState
from ui.kit.formats import Formats
from ui.kit.painting import Face

DAY_MS = 86_400_000
# Shares of the days after which a deal in a stage is stale (DESIGN, 5).
AGEING_FROM = 0.6
FRESH, AGEING, ROTTING = 1, 2, 3


class CardFace(NamedTuple):
    """One deal as its card shows it; `age` is 1 fresh, 2 ageing, 3 rotting; `day` is the close date without words.

    `month` is what stands for a close date in another year where there is no room for the day.
    """

    account: str
    title: str
    amount: str
    age: int
    days: str
    closes: str
    day: str
    month: str
    late: bool
    step: StepState
    avatar: Face
    owner: Face | None
    spoken: str


def age_steps(days: int, rot_days: int | None) -> int:
    """Return how a deal that has been `days` in a stage fares against the `rot_days` of that stage."""
    if not rot_days:
        return FRESH
    share = days / rot_days
    return FRESH if share < AGEING_FROM else AGEING if share < 1 else ROTTING


def days_in_stage(card: Card, now: datetime) -> int:
    """Return how many whole days `card` has been in its stage."""
    return max(int((now.timestamp() * 1000 - card.entered_at) // DAY_MS), 0)


def step_state(card: Card, today: date) -> StepState:
    """Return where the next step of `card` stands."""
    if card.next_due is None:
        return StepState.PLANNED if card.has_step else StepState.NONE
    due = date.fromisoformat(card.next_due)
    return StepState.LATE if due < today else StepState.TODAY if due == today else StepState.PLANNED


def card_face(card: Card, rot_days: int | None, formats: Formats) -> CardFace:
    """Return what the card of a deal shows, in a stage where deals go stale after `rot_days`."""
    days = days_in_stage(card, formats.now())
    age = age_steps(days, rot_days)
    account = card.company_name or card.person_name or card.title
    day = date.fromisoformat(card.expected_on) if card.expected_on else None
    amount = "" if card.amount is None else formats.money(card.amount, card.currency, whole=True)
    return CardFace(
        account,
        " · ".join(part for part in (card.title if card.title != account else "", *card.own) if part),
        amount,
        age,
        _("{n} d").format(n=days),
        _("Closes {day}").format(day=formats.day(day)) if day else _("No close date"),
        formats.day(day) if day else "",
        formats.month(day) if day and day.year != formats.today().year else "",
        day is not None and day < formats.today(),
        step_state(card, formats.today()),
        Face(account, card.company or card.id, company=card.company is not None),
        Face(card.owner_name, card.owner) if card.owner else None,
        _spoken(card, account, amount, days, age, day, formats),
    )


def age_word(age: int) -> str:
    """Return the word for how a deal fares in its stage."""
    return {FRESH: _("fresh"), AGEING: _("ageing"), ROTTING: _("rotting")}[age]


def step_words(state: StepState) -> str:
    """Return in words where the next step stands."""
    return {
        StepState.LATE: _("next step is late"),
        StepState.TODAY: _("next step is today"),
        StepState.PLANNED: _("next step is planned"),
        StepState.NONE: _("no next step"),
    }[state]


def _spoken(card: Card, account: str, amount: str, days: int, age: int, day: date | None, formats: Formats) -> str:
    in_stage = ngettext("{n} day in stage", "{n} days in stage", days).format(n=days)
    closes = _("closes {day}").format(day=formats.day(day)) if day else _("no close date")
    title = card.title if card.title != account else ""
    step = step_words(step_state(card, formats.today()))
    parts = (account, title, *card.own, amount, in_stage, age_word(age), closes, step)
    return ", ".join(part for part in parts if part)
