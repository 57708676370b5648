"""How the companies and people of the sample are reached: at domains and numbers that belong to nobody."""

from collections.abc import Iterator, Mapping
from typing import Any

from crm_desktop.journal.transaction import Stored
from crm_desktop.sample.dice import Dice
from crm_desktop.sample.load import Load
from crm_desktop.sample.phones import Phones
from crm_desktop.sample.texts import sample_text
from crm_desktop.sample.world import Company, Person, World
from crm_desktop.values.names import fold

_COLUMNS = (
    *("id", "contact", "kind", "label", "value", "normal", "street", "city", "region", "postal_code", "country"),
    *("is_primary", "position"),
)
_NO_ADDRESS = (None,) * 5
_POINTS_EACH = 3
_WITH_PHONE, _WITH_MOBILE = 0.92, 0.25
_HOME = ("US", 0)

Row = tuple[Stored, ...]


def add_points(load: Load, world: World) -> None:
    """Add e-mail addresses, phone numbers and addresses of all companies and people."""
    rows = _Points(Dice(world.seed, "points"), world).rows()
    load.insert("contact_point", _COLUMNS, rows, _POINTS_EACH * (len(world.companies) + len(world.people)))


class _Points:
    def __init__(self, dice: Dice, world: World) -> None:
        self._dice = dice
        self._world = world
        self._places = sample_text("places")
        self._phones = Phones(dice, self._places)
        self._streets: list[Row] = []
        self._emails: set[str] = set()

    def rows(self) -> Iterator[Row]:
        for company in self._world.companies:
            street = _street(self._dice, self._places[company.country], company)
            self._streets.append(street)
            yield self._email(company.record, company.since_ms, f"office@{company.domain}")
            yield self._phone(company.record, company.since_ms, company.country, company.city, mobile=False)
            address = self._dice.new_id(company.since_ms)
            self._world.addresses.append(address)
            yield _address(address, company.record, street)
        for person in self._world.people:
            yield from self._of_person(person)

    def _of_person(self, person: Person) -> Iterator[Row]:
        company = None if person.company is None else self._world.companies[person.company]
        at_ms = self._world.moment.now_ms if company is None else company.since_ms
        country, city = _HOME if company is None else (company.country, company.city)
        yield self._email(person.record, at_ms, self._free_email(person, company))
        at_desk = self._dice.chance(_WITH_PHONE)
        if at_desk:
            yield self._phone(person.record, at_ms, country, city, mobile=False)
        if self._dice.chance(_WITH_MOBILE):
            yield self._phone(person.record, at_ms, country, city, mobile=True, first=not at_desk)
        if person.company is not None:
            yield _address(self._dice.new_id(at_ms), person.record, self._streets[person.company])

    def _email(self, contact: bytes, at_ms: int, email: str) -> Row:
        return (self._dice.new_id(at_ms), contact, "email", "work", email, email, *_NO_ADDRESS, 1, 0)

    def _phone(self, contact: bytes, at_ms: int, country: str, city: int, *, mobile: bool, first: bool = True) -> Row:
        typed, normal = self._phones.make(country, city, mobile=mobile)
        label = "mobile" if mobile else "work"
        return (self._dice.new_id(at_ms), contact, "phone", label, typed, normal, *_NO_ADDRESS, int(first), 1 - first)

    def _free_email(self, person: Person, company: Company | None) -> str:
        """Return an address that nobody else has; one who works alone has a domain of the own name."""
        given, family = _letters(person.given), _letters(person.family)
        email = f"{given}.{family}@{company.domain}" if company else f"{given}@{given}-{family}.example"
        number = 1
        while email in self._emails:
            number += 1
            email = f"{given}.{family}{number}@{company.domain if company else 'post.example'}"
        self._emails.add(email)
        return email


def _street(dice: Dice, place: Mapping[str, Any], company: Company) -> Row:
    city, region, postal_code, _area = place["cities"][company.city]
    street = place["street"].format(n=dice.between(1, 190), street=dice.pick(place["streets"]))
    return (street, city, region, dice.digits(postal_code), company.country)


def _address(record: bytes, contact: bytes, address: Row) -> Row:
    return (record, contact, "address", "work", None, fold(str(address[1])), *address, 1, 0)


def _letters(name: str) -> str:
    return "".join(sign for sign in fold(name) if sign.isalnum())
