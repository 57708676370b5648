"""What the members know of the sample's contacts, promised them, and may send them."""

from collections.abc import Iterator
from itertools import islice

from crm_desktop.journal.transaction import Stored
from crm_desktop.sample.dice import Dice
from crm_desktop.sample.load import Load
from crm_desktop.sample.texts import sample_text
from crm_desktop.sample.world import World

_FACT_COLUMNS = ("id", "contact", "text", "source", "learned_on", "owner")
_PROMISE_COLUMNS = ("id", "text", "person", "company", "promised_on", "due_day", "kept_at", "owner")
_CONSENT_COLUMNS = ("id", "contact", "purpose", "channel", "state", "at", "source", "owner")
# Of ten promises, in turn: kept, still open, overdue.
_KEPT, _OVERDUE = (0, 3, 5, 8), (2, 7)
_ASKED = {"email": 0.75, "phone": 0.5, "letter": 0.3}
_WITHDRAWN = 0.14
Row = tuple[Stored, ...]


def add_known(load: Load, world: World) -> None:
    """Add facts in words, promises and the ledger of consent."""
    facts = world.facts
    load.insert("known_fact", _FACT_COLUMNS, _facts(world), facts.known_facts)
    load.insert("promise", _PROMISE_COLUMNS, _promises(world), facts.promises)
    load.insert("consent", _CONSENT_COLUMNS, islice(_consents(world), facts.consents), facts.consents)


def _facts(world: World) -> Iterator[Row]:
    dice = Dice(world.seed, "known facts")
    text = sample_text("knowledge")
    for number in range(world.facts.known_facts):
        of_company = number % 3 == 0
        company, person = dice.pick(world.companies), dice.pick(world.people)
        ago = dice.between(1, 800)
        yield (
            dice.new_id(world.moment.at(-ago, 600)),
            company.record if of_company else person.record,
            dice.pick(text["company_facts" if of_company else "people_facts"]),
            dice.pick(text["sources"]) if dice.chance(0.85) else None,
            world.moment.day(-ago),
            world.members[company.owner if of_company else person.owner].record,
        )


def _promises(world: World) -> Iterator[Row]:
    dice = Dice(world.seed, "promises")
    text = sample_text("knowledge")["promises"]
    for number in range(world.facts.promises):
        person = dice.pick(world.people)
        turn = number % 10
        promised = dice.between(22, 60)
        kept = world.moment.at(-dice.between(1, promised - 1), dice.between(500, 1000)) if turn in _KEPT else None
        due = -dice.between(1, 20) if turn in _OVERDUE else dice.between(0, 30)
        yield (
            dice.new_id(world.moment.at(-promised, 700)),
            dice.pick(text),
            person.record,
            None if person.company is None else world.companies[person.company].record,
            world.moment.day(-promised),
            world.moment.workday(due) if due >= 0 else world.moment.day(due),
            kept,
            world.members[person.owner].record,
        )


def _consents(world: World) -> Iterator[Row]:
    """Yield the entries person by person, again from the first where there are more to make than people."""
    dice = Dice(world.seed, "consents")
    text = sample_text("knowledge")
    while True:
        for person in world.people:
            owner = world.members[person.owner].record
            for channel, share in _ASKED.items():
                if not dice.chance(share):
                    continue
                purpose, ago = dice.pick(text["purposes"]), dice.between(30, 700)
                at_ms = world.moment.at(-ago, dice.between(480, 1020))
                source = dice.pick(text["consent_sources"][channel])
                yield dice.new_id(at_ms), person.record, purpose, channel, "given", at_ms, source, owner
                if dice.chance(_WITHDRAWN):
                    at_ms = world.moment.at(-dice.between(1, ago - 1), dice.between(480, 1020))
                    source = dice.pick(text["withdrawals"])
                    yield dice.new_id(at_ms), person.record, purpose, channel, "withdrawn", at_ms, source, owner
