"""What ties the contacts of the sample to each other: jobs beside the main one and before it, relationships."""

from collections.abc import Iterator

from crm_desktop.journal.transaction import Stored
from crm_desktop.sample.dice import Dice
from crm_desktop.sample.load import Load
from crm_desktop.sample.texts import sample_text
from crm_desktop.sample.world import World

_JOB_COLUMNS = ("id", "person", "company", "job_title", "department", "from_day", "to_day", "is_main")
_RELATION_COLUMNS = ("id", "from_contact", "to_contact", "kind", "from_day", "note")
_AMONG_COMPANIES = 0.4
OWN_RELATIONSHIPS = 10
_NOTES = ("Met at the trade fair.", "Since the move to the new hall.", "Said so in the last call.")


def add_ties(load: Load, world: World) -> None:
    """Add the jobs that people had before or have beside their main one, and who is related to whom."""
    load.insert("affiliation", _JOB_COLUMNS, _past_jobs(world), world.facts.past_jobs)
    load.insert("affiliation", _JOB_COLUMNS, _side_jobs(world), world.facts.side_jobs)
    add_own_kinds(load, world)
    load.insert("relationship", _RELATION_COLUMNS, _relationships(world), world.facts.relationships)


def add_own_kinds(load: Load, world: World) -> None:
    """Add the kinds of relationships that the members made themselves."""
    dice = Dice(world.seed, "own kinds")
    for outward, inward, people, companies in sample_text("knowledge")["own_kinds"]:
        kind = {
            "value": outward.lower(),
            "outward": outward,
            "inward": inward,
            "people": people,
            "companies": companies,
        }
        load.tx.insert("relation_kind", kind, dice.new_id(load.tx.now_ms))
    load.counts["relation_kind"] = len(sample_text("knowledge")["own_kinds"])


def _past_jobs(world: World) -> Iterator[tuple[Stored, ...]]:
    dice = Dice(world.seed, "past jobs")
    jobs = sample_text("people")["jobs"]
    for _number in range(world.facts.past_jobs):
        person = dice.pick(world.people)
        place = int(dice.random() * len(world.companies))
        if place == person.company:
            place = (place + 1) % len(world.companies)
        title, department, _part = dice.pick(jobs)
        until = dice.between(60, 2400)
        yield (
            dice.new_id(world.moment.at(-until, 0)),
            person.record,
            world.companies[place].record,
            title,
            department,
            world.moment.day(-until - dice.between(300, 2500)),
            world.moment.day(-until),
            1,
        )


def _side_jobs(world: World) -> Iterator[tuple[Stored, ...]]:
    dice = Dice(world.seed, "side jobs")
    titles = sample_text("knowledge")["side_jobs"]
    # Those who work for themselves come last: most of what they do is for companies.
    alone = [person for person in world.people if person.company is None] or world.people
    for number in range(world.facts.side_jobs):
        person = alone[number // 2 % len(alone)] if number % 3 else dice.pick(world.people)
        place = int(dice.random() * len(world.companies))
        if place == person.company:
            place = (place + 1) % len(world.companies)
        since = dice.between(30, 900)
        yield (
            dice.new_id(world.moment.at(-since, 0)),
            person.record,
            world.companies[place].record,
            dice.pick(titles),
            None,
            world.moment.day(-since),
            None,
            0,
        )


def _relationships(world: World) -> Iterator[tuple[Stored, ...]]:
    yield from _own_relationships(world)
    dice = Dice(world.seed, "relationships")
    among_companies = sample_text("companies")["relations"]
    among_people = sample_text("people")["relations"]
    for _number in range(world.facts.relationships - OWN_RELATIONSHIPS):
        if dice.chance(_AMONG_COMPANIES):
            one, other = _two_companies(dice, world)
            kind = dice.pick(among_companies)
        else:
            one, other = _two_people(dice, world)
            kind = dice.pick(among_people)
        since = dice.between(20, 1500)
        note = dice.pick(_NOTES) if dice.chance(0.15) else None
        yield dice.new_id(world.moment.at(-since, 0)), one, other, kind, world.moment.day(-since), note


def _own_relationships(world: World) -> Iterator[tuple[Stored, ...]]:
    dice = Dice(world.seed, "own relationships")
    kinds = sample_text("knowledge")["own_kinds"]
    for number in range(OWN_RELATIONSHIPS):
        outward, _inward, people, _companies = kinds[number % len(kinds)]
        one, other = _two_people(dice, world) if people else _two_companies(dice, world)
        since = dice.between(20, 900)
        yield dice.new_id(world.moment.at(-since, 0)), one, other, outward.lower(), world.moment.day(-since), None


def _two_companies(dice: Dice, world: World) -> tuple[bytes, bytes]:
    one = int(dice.random() * len(world.companies))
    other = (one + dice.between(1, len(world.companies) - 1)) % len(world.companies)
    return world.companies[one].record, world.companies[other].record


def _two_people(dice: Dice, world: World) -> tuple[bytes, bytes]:
    """Return two people of one company where it has two, else two who know each other from elsewhere."""
    staff = dice.pick(world.staff)
    places = staff if len(staff) > 1 else range(len(world.people))
    one = dice.between(0, len(places) - 1)
    other = (one + dice.between(1, len(places) - 1)) % len(places)
    return world.people[places[one]].record, world.people[places[other]].record
