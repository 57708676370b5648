"""What is being written about a contact and is not saved yet."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from crm_desktop.activities.subjects import split_text
from crm_desktop.capture.entries import instant_of
from crm_desktop.capture.purchases import told_purchase
from crm_desktop.capture.understood import Understood
from crm_desktop.schema.forms import Place, Stored
from crm_desktop.search.mention_offers import MentionOffer
from ui.kit.step_form import PlannedStep

KINDS = ("note", "call", "meeting", "email", "visit", "purchase")
# Kinds that go one way or the other, and those that take time.
DIRECTED = frozenset({"call", "email"})
TIMED = frozenset({"call", "meeting", "visit"})


@dataclass(frozen=True)
class Draft:
    """One interaction as it is written; `dismissed` is the text whose recognised step was taken away.

    What was not chosen is read from the text: kind unless `kind_chosen`, `minutes` None (0: no length), `direction`
    "" and `at` None.
    """

    kind: str = "note"
    text: str = ""
    person: bytes | None = None
    minutes: int | None = None
    direction: str = ""
    at: datetime | None = None
    step: PlannedStep | None = None
    dismissed: str = ""
    kind_chosen: bool = False
    mentions: tuple[MentionOffer, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing was written."""
        return not self.text.strip()

    def values(self, company: bytes | None) -> dict[str, Stored]:
        """Return the stored values of the interaction, which is with `person` and their `company`."""
        subject, body = split_text(self.text)
        return {
            "kind": self.kind,
            "subject": subject,
            "body": body,
            "person": self.person,
            "company": company,
            "deal": next((each.record for each in self.mentions if each.table == "deal"), None),
            "direction": (self.direction or "out") if self.kind in DIRECTED else None,
            "duration_min": (self.minutes or None) if self.kind in TIMED else None,
            "at": round(self.at.timestamp() * 1000) if self.at is not None else None,
        }

    def others(self, company: bytes | None) -> tuple[bytes, ...]:
        """Return the contacts that are named in the text, beside the `company` and the person that it is about."""
        named = (each.record for each in self.mentions if each.table == "contact")
        return tuple(dict.fromkeys(each for each in named if each not in (self.person, company)))

    def purchase_values(self, customer: bytes, place: Place) -> dict[str, Stored]:
        """Return the stored values of the purchase by `customer` that the text tells."""
        subject, body = split_text(self.text)
        told = told_purchase(subject or "", place)
        return {
            "customer": customer,
            "description": told.description or subject,
            "quantity": told.quantity,
            "unit_price": told.price_minor,
            "bought_on": self.at.astimezone(place.zone).date().isoformat() if self.at is not None else None,
            "note": body,
        }

    def read(self, said: Understood, zone: ZoneInfo, now: datetime) -> "Draft":
        """Return the draft with what its text says wherever nothing was chosen."""
        kind = said.kind
        known = kind is not None and not self.kind_chosen and kind.kind in KINDS
        at = self.at
        if at is None and said.when is not None:
            at = instant_of(said.when.day, said.when.clock, zone, now)
        step = self.step
        if step is None and said.step is not None and self.text != self.dismissed:
            when = said.step.when
            step = PlannedStep(said.step.title, when.day if when else None, when.clock if when else None)
        return replace(
            self,
            kind=kind.kind if kind is not None and known else self.kind,
            direction=self.direction or (kind.direction if kind is not None else None) or "out",
            minutes=self.minutes if self.minutes is not None else said.minutes,
            at=at,
            step=step,
        )
