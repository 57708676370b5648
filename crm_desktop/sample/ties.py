"""What ties the contacts of the sample to each other: past jobs and relationships."""

from collections.abc import Iterator

from crm_desktop.journal.transaction import Stored
from crm_desktop.sample.dice import Dice
from crm_desktop.sample.load import Load
from crm_desktop.sample.texts import sample_text
from crm_desktop.sample.world import World

_JOB_COLUMNS = ("id", "person", "company", "job_title", "department", "from_day", "to_day", "is_main")
_RELATION_COLUMNS = ("id", "from_contact", "to_contact", "kind", "from_day", "note")
_AMONG_COMPANIES = 0.4
_NOTES = ("Met at the trade fair.", "Since the move to the new hall.", "Said so in the last call.")


def add_ties(load: Load, world: World) -> None:
    """Add the jobs that people had before, and who is related to whom."""
    load.insert("affiliation", _JOB_COLUMNS, _past_jobs(world), world.facts.past_jobs)
    load.insert("relationship", _RELATION_COLUMNS, _relationships(world), world.facts.relationships)


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


def _relationships(world: World) -> Iterator[tuple[Stored, ...]]:
    dice = Dice(world.seed, "relationships")
    among_companies = sample_text("companies")["relations"]
    among_people = sample_text("people")["relations"]
    for _number in range(world.facts.relationships):
        if dice.chance(_AMONG_COMPANIES):
            one, other = _two_companies(dice, world)
            kind = dice.pick(among_companies)
        else:
            one, other = _two_people(dice, world)
            kind = dice.pick(among_people)
        since = dice.between(20, 1500)
        note = dice.pick(_NOTES) if dice.chance(0.15) else None
        yield dice.new_id(world.moment.at(-since, 0)), one, other, kind, world.moment.day(-since), note


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
