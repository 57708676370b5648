"""Saving what a quick entry means: an activity with its people, and the next step, as one step of the journal."""

from datetime import date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from crm_desktop.activities.interaction_writes import insert_interaction
from crm_desktop.activities.subjects import split_text
from crm_desktop.activities.task_writes import insert_task
from crm_desktop.capture.bought import PURCHASE, FoundPurchase
from crm_desktop.capture.steps import FoundStep
from crm_desktop.capture.understood import Understood
from crm_desktop.errors import InvalidField
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.transaction import Stored, Transaction
from crm_desktop.products.purchases import insert_purchase
from crm_desktop.schema.activities import INTERACTION
from crm_desktop.schema.forms import label_of
from crm_desktop.words import _, within

_WHOLE_DAY = time(12)


class EntryStep(NamedTuple):
    """A next step to be planned: due on a day, perhaps at a time of it."""

    title: str
    kind: str = "todo"
    due: date | None = None
    clock: time | None = None


class EntryPurchase(NamedTuple):
    """What was bought: a product or words for it, how many, and the price of one in minor units of `currency`."""

    description: str
    product: bytes | None = None
    quantity: float = 1.0
    unit_minor: int | None = None
    currency: str | None = None


class Entry(NamedTuple):
    """A quick entry as it is saved: what was understood and confirmed. `kind` None: nothing happened, only `step`."""

    text: str
    kind: str | None = None
    direction: str | None = None
    people: tuple[bytes, ...] = ()
    company: bytes | None = None
    deal: bytes | None = None
    ticket: bytes | None = None
    day: date | None = None
    clock: time | None = None
    planned: bool = False
    minutes: int | None = None
    step: EntryStep | None = None
    purchase: EntryPurchase | None = None


def entry_of(said: Understood) -> Entry:
    """Return the entry that `said` is without any further choice: what may mean several is left out."""
    companies = [each.contact.id for each in said.companies if each.contact is not None]
    step = said.step
    return Entry(
        said.line.text,
        said.kind.kind if said.kind is not None else (None if step is not None else "note"),
        said.kind.direction if said.kind is not None else None,
        tuple(each.contact.id for each in said.people if each.contact is not None),
        companies[0] if companies else None,
        said.deal.record if said.deal is not None else None,
        said.ticket.record if said.ticket is not None else None,
        said.when.day if said.when is not None else None,
        said.when.clock if said.when is not None else None,
        said.planned,
        said.minutes,
        _step(step) if step is not None else None,
        bought_of(said.purchase) if said.purchase is not None else None,
    )


def bought_of(found: FoundPurchase) -> EntryPurchase:
    """Return the purchase that `found` is without any further choice."""
    currency = found.price.currency if found.price is not None else None
    return EntryPurchase(found.description, found.product, found.quantity, found.unit_minor(), currency)


def save_entry(journal: Journal, entry: Entry) -> bytes:
    """Save `entry` as one step; return the id of the activity or purchase, or of the task where nothing else was said.

    Raises InvalidField where nothing was typed, or nobody is named who bought.
    """
    if not entry.text.strip():
        raise InvalidField("text", _("Nothing was typed. Write what happened, such as “called Dana, 10 min”."))
    with journal.transaction(_label(entry)) as tx:
        about = _about(tx, entry)
        task = None
        if entry.step is not None:
            task = insert_task(tx, {**about, **_task(entry.step, journal.place.zone)})
        if entry.kind is None and task is not None:
            return task
        if entry.kind == PURCHASE and entry.purchase is not None:
            return insert_purchase(tx, _purchase(entry, entry.purchase), journal.currency)
        made = insert_interaction(tx, {**about, **_interaction(entry, tx.now, journal.place.zone)})
        for person in entry.people[1:]:
            tx.insert("participant", {"interaction": made, "contact": person})
        return made


def instant_of(day: date, clock: time | None, zone: ZoneInfo, now: datetime) -> datetime:
    """Return the instant of `day` at `clock` in `zone`; without a time it is now's of today, and noon's of others."""
    here = now.astimezone(zone)
    if clock is None:
        clock = here.time() if day == here.date() else _WHOLE_DAY
    return datetime.combine(day, clock.replace(tzinfo=None), zone)


def _label(entry: Entry) -> str:
    if entry.kind is None and entry.step is not None:
        return _("Plan {title}").format(title=entry.step.title)
    if entry.kind == PURCHASE:
        return _("Add purchase")
    return _("Log {kind}").format(kind=within(label_of(INTERACTION.by_name["kind"], entry.kind or "note")))


def _about(tx: Transaction, entry: Entry) -> dict[str, Stored]:
    person = entry.people[0] if entry.people else None
    company = entry.company
    if company is None and person is not None:
        row = tx.connection.execute("SELECT company FROM contact WHERE id = ?", (person,)).fetchone()
        company = row[0] if row is not None else None
    return {"person": person, "company": company, "deal": entry.deal, "ticket": entry.ticket}


def _interaction(entry: Entry, now: datetime, zone: ZoneInfo) -> dict[str, Stored]:
    subject, body = split_text(entry.text)
    at = now if entry.day is None else instant_of(entry.day, entry.clock, zone, now)
    return {
        "kind": entry.kind or "note",
        "direction": entry.direction,
        "subject": subject,
        "body": body,
        "at": round(at.timestamp() * 1000),
        "duration_min": entry.minutes,
        "planned": int(entry.planned) or None,
    }


def _purchase(entry: Entry, bought: EntryPurchase) -> dict[str, Stored]:
    """Return the fields of what was `bought`: by the company where one is named, else by the person."""
    return {
        "customer": entry.company or next(iter(entry.people), None),
        "product": bought.product,
        "description": bought.description if bought.product is None else None,
        "quantity": bought.quantity,
        "unit_price": bought.unit_minor,
        "currency": bought.currency,
        "bought_on": entry.day.isoformat() if entry.day is not None else None,
        "note": entry.text,
    }


def _task(step: EntryStep, zone: ZoneInfo) -> dict[str, Stored]:
    values: dict[str, Stored] = {"title": step.title, "kind": step.kind}
    if step.due is not None:
        values["due_day"] = step.due.isoformat()
        if step.clock is not None:
            values["due_at"] = round(datetime.combine(step.due, step.clock, zone).timestamp() * 1000)
    return values


def _step(step: FoundStep) -> EntryStep:
    when = step.when
    return EntryStep(step.title, step.kind, when.day if when else None, when.clock if when else None)
