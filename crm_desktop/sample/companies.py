"""The companies of the sample."""

from collections.abc import Iterator, Mapping
from typing import Any

from crm_desktop.journal.transaction import Stored
from crm_desktop.sample.dice import Dice, spread
from crm_desktop.sample.exchange_rates import rate_between
from crm_desktop.sample.load import Load
from crm_desktop.sample.moment import WorkingTime
from crm_desktop.sample.names import CompanyNames
from crm_desktop.sample.team import sellers
from crm_desktop.sample.texts import list_text, sample_text
from crm_desktop.sample.world import Company, World

_COLUMNS = (
    *("id", "kind", "name", "legal_name", "sector", "employees", "annual_revenue", "founded_year", "vat_id", "parent"),
    *("website", "roles", "lifecycle", "rating", "source", "language", "tags", "notes", "currency", "owner"),
)
_WITH_PARENT = 0.06
_REVENUE_A_HEAD = 165_000_00


def add_companies(load: Load, world: World) -> None:
    """Add the companies, oldest first."""
    count = world.facts.companies
    load.insert("contact", _COLUMNS, _rows(world, count), count)


def _rows(world: World, count: int) -> Iterator[tuple[Stored, ...]]:
    dice = Dice(world.seed, "companies")
    text = sample_text("companies")
    names = CompanyNames(Dice(world.seed, "company names"))
    places = sample_text("places")
    sectors = spread((each, each["weight"]) for each in text["sectors"])
    standings = spread((each, each["weight"]) for each in text["standing"])
    countries = spread((each, each["weight"]) for each in text["countries"])
    ratings = spread(text["ratings"].items())
    owners = sellers(world)
    for since_ms in WorkingTime(world.moment).instants(count, dice.random):
        sector, standing, country = dice.pick(sectors), dice.pick(standings), dice.pick(countries)
        name, domain = names.make(sector, country["code"])
        known = rate_between(country["currency"], world.currency) is not None
        made = Company(
            record=dice.new_id(since_ms),
            name=name,
            domain=domain,
            country=country["code"],
            currency=country["currency"] if known else world.currency,
            city=int(dice.random() * len(places[country["code"]]["cities"])),
            owner=dice.pick(owners),
            lifecycle=standing["lifecycle"],
            rating=dice.pick(ratings) if "customer" in standing["roles"] else None,
            usual=int(dice.random() * len(world.products)),
            since_ms=since_ms,
        )
        yield _row(world, dice, text, made, sector, standing["roles"], country["language"])
        world.companies.append(made)


def _row(
    world: World,
    dice: Dice,
    text: Mapping[str, Any],
    company: Company,
    sector: Mapping[str, Any],
    roles: list[str],
    language: str,
) -> tuple[Stored, ...]:
    least, most = sector["employees"]
    employees = int(least * (most / least) ** (dice.random() ** 1.5))
    return (
        *(company.record, "company", company.name, f"{company.name} {dice.pick(text['forms'][company.country])}"),
        *(sector["name"], employees, employees * _REVENUE_A_HEAD if dice.chance(0.7) else None),
        *(dice.between(1921, 2021), _vat_id(dice, company.country), _parent(world, dice)),
        *(f"https://{company.domain}", list_text(roles), company.lifecycle, company.rating),
        *(dice.pick(text["sources"]), language, _tags(dice, text["tags"]), _note(dice, text["notes"])),
        *(company.currency, world.members[company.owner].record),
    )


def _vat_id(dice: Dice, country: str) -> str | None:
    """Return a number that is given to nobody: real ones never begin with zeros."""
    if dice.chance(0.4):
        return None
    return dice.digits("00-#######") if country in ("US", "CA", "AU") else dice.digits(f"{country}000######")


def _parent(world: World, dice: Dice) -> bytes | None:
    return dice.pick(world.companies).record if world.companies and dice.chance(_WITH_PARENT) else None


def _tags(dice: Dice, tags: list[str]) -> str | None:
    wanted = int(dice.random() ** 2 * 4)
    return list_text(sorted({dice.pick(tags) for _tag in range(wanted)}))


def _note(dice: Dice, notes: list[str]) -> str | None:
    return dice.pick(notes) if dice.chance(0.4) else None
