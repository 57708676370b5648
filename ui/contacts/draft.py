"""What is being written about a contact and is not saved yet."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from crm_desktop.activities.subjects import split_text
from crm_desktop.capture.bought import FoundPurchase
from crm_desktop.capture.entries import instant_of
from crm_desktop.capture.understood import Understood
from crm_desktop.schema.forms import Stored
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
    "" and `at` None, what was `bought`. `product` was chosen for the words with it; `each` tells whether the price is
    that of one, where that was decided.
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
    bought: FoundPurchase | None = None
    product: tuple[str, bytes | None] | None = None
    each: bool | None = None

    @property
    def meant_product(self) -> bytes | None:
        """The product that was bought: the chosen one, or that whose name was written."""
        if self.bought is None:
            return None
        chosen = self.product is not None and self.product[0] == self.bought.description
        return self.product[1] if self.product is not None and chosen else self.bought.product

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

    def purchase_values(self, customer: bytes, zone: ZoneInfo) -> dict[str, Stored]:
        """Return the stored values of the purchase by `customer` that the text tells."""
        bought, product = self.bought, self.meant_product
        subject, _body = split_text(self.text)
        price = bought.price if bought is not None else None
        alone = bought is not None and bought.complete and self.step is None
        return {
            "customer": customer,
            "product": product,
            "description": None if product is not None else bought.description if bought is not None else subject,
            "quantity": bought.quantity if bought is not None else 1.0,
            "unit_price": bought.unit_minor(each=self.each) if bought is not None else None,
            "currency": price.currency if price is not None else None,
            "bought_on": self.at.astimezone(zone).date().isoformat() if self.at is not None else None,
            "note": None if alone else self.text.strip(),
        }

    def read(self, said: Understood, zone: ZoneInfo, now: datetime) -> "Draft":
        """Return the draft with what its text says wherever nothing was chosen."""
        kind = said.kind
        # who is named before the verb may be somebody else
        theirs = kind is not None and (said.purchase is None or kind.span.first == 0)
        known = kind is not None and not self.kind_chosen and kind.kind in KINDS and theirs
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
            bought=said.purchase,
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
        "product": draft.product[0] if draft.product is not None else "",
        "product_id": draft.product[1].hex() if draft.product is not None and draft.product[1] is not None else "",
        "each": "" if draft.each is None else "yes" if draft.each else "no",
    }
    return {name: text for name, text in parts.items() if text}


def draft_from(kept: Mapping[str, str]) -> Draft:
    """Return the draft that `kept_form` made `kept` of."""
    step, at, minutes = kept.get("step"), kept.get("at"), kept.get("minutes")
    product = bytes.fromhex(kept.get("product_id", "")) or None
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
        product=(kept["product"], product) if "product" in kept else None,
        each=kept["each"] == "yes" if "each" in kept else None,
    )


def _noted(step: PlannedStep) -> list[str | None]:
    due = step.due.isoformat() if step.due is not None else None
    clock = step.clock.isoformat() if step.clock is not None else None
    return [step.title, due, clock, step.kind]


def _step(title: str, due: str | None, clock: str | None, kind: str = "") -> PlannedStep:
    day, at = date.fromisoformat(due) if due else None, time.fromisoformat(clock) if clock else None
    return PlannedStep(title, day, at, kind)
