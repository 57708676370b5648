"""What is being written about a contact and is not saved yet."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
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
        known = kind is not None and not self.kind_chosen and kind.kind in KINDS and said.purchase is None
        at = self.at
        if at is None and said.when is not None:
            at = instant_of(said.when.day, said.when.clock, zone, now)
        step = self.step
        if step is None and said.step is not None and self.text != self.dismissed:
            when = said.step.when
            step = PlannedStep(
                said.step.title, when.day if when else None, when.clock if when else None, said.step.kind
            )
        return replace(
            self,
            kind=kind.kind if kind is not None and known else self.kind,
            direction=self.direction or (kind.direction if kind is not None else None) or "out",
            minutes=self.minutes if self.minutes is not None else said.minutes,
            at=at,
            step=step,
        )


def kept_form(draft: Draft) -> dict[str, str]:
    """Return the form in which `draft` is kept: what was not chosen is left out."""
    step = draft.step
    planned = _noted(step) if step else None
    named = [[each.table, each.record.hex(), each.title, each.note] for each in draft.mentions]
    parts = {
        "kind": draft.kind,
        "text": draft.text,
        "person": draft.person.hex() if draft.person else "",
        "minutes": "" if draft.minutes is None else str(draft.minutes),
        "direction": draft.direction,
        "at": draft.at.isoformat() if draft.at else "",
        "step": json.dumps(planned, ensure_ascii=False) if planned else "",
        "dismissed": draft.dismissed,
        "kind_chosen": "yes" if draft.kind_chosen else "",
        "mentions": json.dumps(named, ensure_ascii=False) if named else "",
    }
    return {name: text for name, text in parts.items() if text}


def draft_from(kept: Mapping[str, str]) -> Draft:
    """Return the draft that `kept_form` made `kept` of."""
    step, at, minutes = kept.get("step"), kept.get("at"), kept.get("minutes")
    return Draft(
        kind=kept.get("kind", "note"),
        text=kept.get("text", ""),
        person=bytes.fromhex(kept.get("person", "")) or None,
        minutes=int(minutes) if minutes else None,
        direction=kept.get("direction", ""),
        at=datetime.fromisoformat(at) if at else None,
        step=_step(*json.loads(step)) if step else None,
        dismissed=kept.get("dismissed", ""),
        kind_chosen="kind_chosen" in kept,
        mentions=tuple(
            MentionOffer(table, bytes.fromhex(record), title, note)
            for table, record, title, note in json.loads(kept.get("mentions", "[]"))
        ),
    )


def _noted(step: PlannedStep) -> list[str | None]:
    due = step.due.isoformat() if step.due is not None else None
    clock = step.clock.isoformat() if step.clock is not None else None
    return [step.title, due, clock, step.kind]


def _step(title: str, due: str | None, clock: str | None, kind: str = "") -> PlannedStep:
    day, at = date.fromisoformat(due) if due else None, time.fromisoformat(clock) if clock else None
    return PlannedStep(title, day, at, kind)
