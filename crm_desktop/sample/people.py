"""The people of the sample: most work for its companies."""

from collections.abc import Iterator

from crm_desktop.journal.transaction import Stored
from crm_desktop.sample.dice import Dice, spread
from crm_desktop.sample.load import Load
from crm_desktop.sample.moment import DAY_MS
from crm_desktop.sample.names import PersonName, PersonNames
from crm_desktop.sample.team import sellers
from crm_desktop.sample.texts import list_text, sample_text
from crm_desktop.sample.world import Person, World

_COLUMNS = (
    *("id", "kind", "name", "prefix", "given_name", "additional_names", "family_name", "nickname", "job_title"),
    *("department", "company", "birthday", "roles", "lifecycle", "source", "language", "tags", "notes"),
    *("do_not_contact", "keep_in_touch_days", "owner"),
)
_ALONE = 0.05
_WITH_BIRTHDAY, _YEARLESS = 0.35, 0.33
_NOT_TO_CONTACT = 0.02
# One in so many people has a rhythm of their own in which one keeps in touch.
_WITH_RHYTHM, _RHYTHM_DAYS = 60, 45
_LANGUAGES = {"DE": "de", "FR": "fr", "SE": "sv"}
_ROLES = {"customer": "customer", "former": "customer", "prospect": "prospect", "lead": "prospect"}


def add_people(load: Load, world: World) -> None:
    """Add the people, company by company, then those who work for themselves."""
    # One person more comes with the later steps of the history.
    count = world.facts.people - 1
    load.insert("contact", _COLUMNS, _People(world).rows(count), count)


class _People:
    def __init__(self, world: World) -> None:
        self._world = world
        self._dice = Dice(world.seed, "people")
        self._names = PersonNames(Dice(world.seed, "names of people"))
        self._text = sample_text("people")

    def rows(self, count: int) -> Iterator[tuple[Stored, ...]]:
        world, dice = self._world, self._dice
        jobs = len(self._text["jobs"])
        for place, size in enumerate(self._staff_sizes(count - int(count * _ALONE))):
            first, top_job = len(world.people), int(dice.random() * jobs)
            for number in range(size):
                yield self._employee(place, (top_job + number) % jobs)
            world.staff.append(range(first, len(world.people)))
        countries = spread((each["code"], each["weight"]) for each in sample_text("companies")["countries"])
        owners = sellers(world)
        while len(world.people) < count:
            yield self._alone(self._names.make(dice.pick(countries)), dice.pick(owners))

    def _staff_sizes(self, count: int) -> list[int]:
        """Return how many people each company has: one at least, customers more than others."""
        companies = self._world.companies
        sizes = [1] * len(companies)
        weighted = spread(
            (place, {"A": 6, "B": 3}.get(each.rating or "", 2 if each.lifecycle else 1))
            for place, each in enumerate(companies)
        )
        for _person in range(count - len(sizes)):
            sizes[self._dice.pick(weighted)] += 1
        return sizes

    def _employee(self, place: int, job: int) -> tuple[Stored, ...]:
        company = self._world.companies[place]
        name = self._names.make(company.country)
        title, department, _part = self._text["jobs"][job]
        record = self._dice.new_id(company.since_ms + self._dice.between(0, 5 * DAY_MS))
        person = Person(record, name.given, name.family, place, company.owner, job)
        role = _ROLES.get(company.lifecycle or "")
        work = (title, department, company.record)
        standing = (list_text([role] if role else []), company.lifecycle, None, _LANGUAGES.get(company.country, "en"))
        return self._row(person, name, work, standing)

    def _alone(self, name: PersonName, owner: int) -> tuple[Stored, ...]:
        record = self._dice.new_id(self._world.moment.at(-self._dice.between(20, 700), 600))
        person = Person(record, name.given, name.family, None, owner, 0)
        return self._row(
            person, name, (self._dice.pick(self._text["alone"]), None, None), (None, None, "Referral", "en")
        )

    def _row(
        self, person: Person, name: PersonName, work: tuple[Stored, ...], standing: tuple[Stored, ...]
    ) -> tuple[Stored, ...]:
        self._world.people.append(person)
        names = (name.whole, name.prefix, name.given, name.middle, name.family, name.nickname)
        owner = self._world.members[person.owner].record
        number = len(self._world.people)
        rhythm = None if number % _WITH_RHYTHM else _RHYTHM_DAYS
        return (
            *(person.record, "person", *names, *work, self._birthday(number), *standing, *self._remarks()),
            *(rhythm, owner),
        )

    def _birthday(self, number: int) -> str | None:
        """Return a birthday of some, without its year for a third of them; now and then it is this week."""
        dice, moment = self._dice, self._world.moment
        if not dice.chance(_WITH_BIRTHDAY):
            return None
        day = moment.day(dice.between(0, 6)) if number % 40 == 0 else moment.day(dice.between(-360, 0))
        yearless = dice.chance(_YEARLESS) or day.endswith("02-29")
        return f"--{day[5:]}" if yearless else f"{dice.between(1959, 2000)}{day[4:]}"

    def _remarks(self) -> tuple[str | None, str | None, int]:
        """Return tags, notes, and whether the person is to be left alone."""
        dice, text = self._dice, self._text
        tags = list_text([dice.pick(text["tags"])]) if dice.chance(0.3) else None
        notes = dice.pick(text["notes"]) if dice.chance(0.15) else None
        return tags, notes, int(dice.chance(_NOT_TO_CONTACT))
