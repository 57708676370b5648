"""The people of the sample: most work for its companies."""

from collections.abc import Iterator, Mapping
from typing import Any

from crm_desktop.journal.transaction import Stored
from crm_desktop.sample.dice import Dice, spread
from crm_desktop.sample.load import Load
from crm_desktop.sample.moment import DAY_MS
from crm_desktop.sample.names import PersonName, PersonNames
from crm_desktop.sample.team import sellers
from crm_desktop.sample.texts import list_text, sample_text
from crm_desktop.sample.world import Company, Person, World

_COLUMNS = (
    *("id", "kind", "name", "prefix", "given_name", "additional_names", "family_name", "nickname", "job_title"),
    *("department", "company", "birthday", "roles", "lifecycle", "source", "language", "tags", "notes"),
    *("do_not_contact", "owner"),
)
_ALONE = 0.05
_LANGUAGES = {"DE": "de", "FR": "fr", "SE": "sv"}
_ROLES = {"customer": "customer", "former": "customer", "prospect": "prospect", "lead": "prospect"}


def add_people(load: Load, world: World) -> None:
    """Add the people, company by company, then those who work for themselves."""
    # One person more comes with the later steps of the history.
    count = world.facts.people - 1
    load.insert("contact", _COLUMNS, _rows(world, count), count)


def _rows(world: World, count: int) -> Iterator[tuple[Stored, ...]]:
    dice = Dice(world.seed, "people")
    text = sample_text("people")
    names = PersonNames(Dice(world.seed, "names of people"))
    for place, size in enumerate(_staff_sizes(world, dice, count - int(count * _ALONE))):
        company = world.companies[place]
        first = len(world.people)
        top_job = int(dice.random() * len(text["jobs"]))
        for number in range(size):
            job = (top_job + number) % len(text["jobs"])
            yield _employee(world, dice, text, names.make(company.country), place, job)
        world.staff.append(range(first, len(world.people)))
    countries = spread((each["code"], each["weight"]) for each in sample_text("companies")["countries"])
    owners = sellers(world)
    while len(world.people) < count:
        yield _alone(world, dice, text, names.make(dice.pick(countries)), dice.pick(owners))


def _staff_sizes(world: World, dice: Dice, count: int) -> list[int]:
    """Return how many people each company has: one at least, customers more than others."""
    sizes = [1] * len(world.companies)
    weighted = spread(
        (place, {"A": 6, "B": 3}.get(each.rating or "", 2 if each.lifecycle else 1))
        for place, each in enumerate(world.companies)
    )
    for _person in range(count - len(sizes)):
        sizes[dice.pick(weighted)] += 1
    return sizes


def _employee(
    world: World, dice: Dice, text: Mapping[str, Any], name: PersonName, place: int, job: int
) -> tuple[Stored, ...]:
    company = world.companies[place]
    title, department, _part = text["jobs"][job]
    made = Person(
        dice.new_id(company.since_ms + dice.between(0, 5 * DAY_MS)), name.given, name.family, place, company.owner, job
    )
    world.people.append(made)
    role = _ROLES.get(company.lifecycle or "")
    return (
        *_name_columns(made.record, name),
        *(
            title,
            department,
            company.record,
            _birthday(world, dice, len(world.people)),
            list_text([role] if role else []),
        ),
        *(company.lifecycle, None, _language(company), *_remarks(dice, text)),
        *(int(dice.chance(0.02)), world.members[company.owner].record),
    )


def _alone(world: World, dice: Dice, text: Mapping[str, Any], name: PersonName, owner: int) -> tuple[Stored, ...]:
    made = Person(dice.new_id(world.moment.at(-dice.between(20, 700), 600)), name.given, name.family, None, owner, 0)
    world.people.append(made)
    return (
        *_name_columns(made.record, name),
        *(dice.pick(text["alone"]), None, None, _birthday(world, dice, len(world.people)), None),
        *(None, "Referral", "en", *_remarks(dice, text)),
        *(0, world.members[owner].record),
    )


def _name_columns(record: bytes, name: PersonName) -> tuple[Stored, ...]:
    return (record, "person", name.whole, name.prefix, name.given, name.middle, name.family, name.nickname)


def _language(company: Company) -> str:
    return _LANGUAGES.get(company.country, "en")


def _birthday(world: World, dice: Dice, number: int) -> str | None:
    """Return a birthday of some, without its year for a third of them; now and then it is this week."""
    if not dice.chance(0.35):
        return None
    day = world.moment.day(dice.between(0, 6)) if number % 40 == 0 else world.moment.day(dice.between(-360, 0))
    return f"--{day[5:]}" if dice.chance(0.33) or day.endswith("02-29") else f"{dice.between(1959, 2000)}{day[4:]}"


def _remarks(dice: Dice, text: Mapping[str, Any]) -> tuple[str | None, str | None]:
    tags = list_text([dice.pick(text["tags"])]) if dice.chance(0.3) else None
    return tags, dice.pick(text["notes"]) if dice.chance(0.15) else None
