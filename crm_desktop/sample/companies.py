"""The companies of the sample."""

from collections.abc import Iterator, Mapping
from typing import Any

from crm_desktop.journal.transaction import Stored
from crm_desktop.sample.dice import Dice, spread
from crm_desktop.sample.exchange_rates import rate_between
from crm_desktop.sample.load import Load
from crm_desktop.sample.moment import WorkingTime
from crm_desktop.sample.names import CompanyNames
from crm_desktop.sample.tax_ids import vat_id
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
    load.insert("contact", _COLUMNS, _Companies(world).rows(count), count)


class _Companies:
    def __init__(self, world: World) -> None:
        self._world = world
        self._dice = Dice(world.seed, "companies")
        self._names = CompanyNames(Dice(world.seed, "company names"))
        self._text = sample_text("companies")
        self._places = sample_text("places")

    def rows(self, count: int) -> Iterator[tuple[Stored, ...]]:
        dice, text = self._dice, self._text
        sectors = spread((each, each["weight"]) for each in text["sectors"])
        standings = spread((each, each["weight"]) for each in text["standing"])
        countries = spread((each, each["weight"]) for each in text["countries"])
        ratings = spread(text["ratings"].items())
        owners = sellers(self._world)
        for since_ms in WorkingTime(self._world.moment).instants(count, dice.random):
            sector, standing, country = dice.pick(sectors), dice.pick(standings), dice.pick(countries)
            made = self._company(since_ms, sector, country)._replace(
                owner=dice.pick(owners),
                lifecycle=standing["lifecycle"],
                rating=dice.pick(ratings) if "customer" in standing["roles"] else None,
            )
            yield self._row(made, sector, standing["roles"], country["language"])
            self._world.companies.append(made)

    def _company(self, since_ms: int, sector: Mapping[str, Any], country: Mapping[str, Any]) -> Company:
        name, domain = self._names.make(sector, country["code"])
        known = rate_between(country["currency"], self._world.currency) is not None
        return Company(
            record=self._dice.new_id(since_ms),
            name=name,
            domain=domain,
            country=country["code"],
            currency=country["currency"] if known else self._world.currency,
            city=int(self._dice.random() * len(self._places[country["code"]]["cities"])),
            owner=0,
            lifecycle=None,
            rating=None,
            usual=int(self._dice.random() * len(self._world.products)),
            since_ms=since_ms,
        )

    def _row(self, company: Company, sector: Mapping[str, Any], roles: list[str], language: str) -> tuple[Stored, ...]:
        dice, text = self._dice, self._text
        least, most = sector["employees"]
        employees = int(least * (most / least) ** (dice.random() ** 1.5))
        return (
            company.record,
            "company",
            company.name,
            f"{company.name} {dice.pick(text['forms'][company.country])}",
            sector["name"],
            employees,
            employees * _REVENUE_A_HEAD if dice.chance(0.7) else None,
            dice.between(1921, 2021),
            None if dice.chance(0.4) else vat_id(dice, company.country),
            self._parent(),
            f"https://{company.domain}",
            list_text(roles),
            company.lifecycle,
            company.rating,
            dice.pick(text["sources"]),
            language,
            _tags(dice, text["tags"]),
            dice.pick(text["notes"]) if dice.chance(0.4) else None,
            company.currency,
            self._world.members[company.owner].record,
        )

    def _parent(self) -> bytes | None:
        known = self._world.companies
        return self._dice.pick(known).record if known and self._dice.chance(_WITH_PARENT) else None


def _tags(dice: Dice, tags: list[str]) -> str | None:
    wanted = int(dice.random() ** 2 * 4)
    return list_text(sorted({dice.pick(tags) for _tag in range(wanted)}))
