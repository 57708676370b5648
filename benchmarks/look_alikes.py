"""Many people and companies, of which some are there twice, spelled otherwise: to look for duplicates in."""

from collections.abc import Iterator
from pathlib import Path
from random import Random
from time import process_time
from typing import NamedTuple

from benchmarks.measured import Measured
from benchmarks.people import ARGON, PASSPHRASE
from crm_desktop.contacts.match_search import search_pairs
from crm_desktop.journal.ids import new_id
from crm_desktop.schema.forms import Stored
from crm_desktop.values.name_words import word_set
from crm_desktop.workspace import Workspace, create_workspace

SEED = 20_260_514
TWICE = 0.05
PEOPLE = 100_000
MOST_S = 5.0
PEOPLE_PER_COMPANY = 10
_STARTS = ("Whit", "Lind", "Okon", "Sol", "Tana", "Mar", "Bel", "Grun", "Pet", "Hal", "Ros", "Kov", "Dra", "Ash", "Fer")
_ENDS = ("field", "qvist", "kwo", "heim", "ka", "tin", "son", "berg", "ley", "mann", "nova", "ski", "ton", "er", "dal")
_MIDDLES = ("", "en", "ar", "el", "or", "is", "an")
_GIVEN = sorted(
    word_set(
        """
        Aaron Abigail Adam Adrian Agnes Aisha Alan Albert Alejandro Alice Alina Amelia Amir Ana Andrea Anita Anna Anton
        Astrid Beatrix Benjamin Bernd Boris Brenda Bruno Camille Carla Carlos Cedric Chloe Claire Dana Daniel Darcel
        David Deborah Dieter Dina Dominik Edgar Eduardo Elena Elias Elif Emil Emma Erik Esther Eva Fabian Fatima Felix
        Fiona Frank Frida Gabriel Georg Gloria Goran Greta Gustav Hana Harold Heidi Helena Henrik Hugo Ian Ibrahim Igor
        Ines Ingrid Irene Isaac Ivo Jakob Jana Jasmin Jean Jelena Joan Jonas Jorge Julia Karim Karl Katja Kevin Kim
        Klara Konrad Lara Lars Laura Lena Leon Linda Luis Magda Manuel Marco Maria Marta Mateo Matthias Maya Mehmet Mia
        Milan Mona Nadia Nathan Nina Noah Nora Olga Oskar Pablo Paula Pavel Petra Philip Priya Quentin Rachel Rafael
        Renata Robert Rosa Ruth Samir Sandra Sara Sergei Silke Simon Sofia Stefan Susan Sven Tamara Tanja Theo Tomas
        Ursula Valeria Vera Viktor Walter Wanda Wei Xavier Ximena Yara Yusuf Yvonne Zoe
        """
    )
)
_KINDS_OF_STREET = ("Street", "Avenue", "Road", "Lane")
_FORMS = ("Inc.", "GmbH", "Ltd.", "LLC", "AG")
_TRADES = ("Parts", "Foods", "Software", "Logistics", "Optics", "Timber", "Textiles", "Media", "Pumps", "Energy")

_POINT_COLUMNS = ("id", "contact", "kind", "value", "normal", "street", "city", "postal_code", "is_primary")


class Person(NamedTuple):
    """What is stored of one person."""

    given: str
    family: str
    company: bytes
    email: str
    phone: str
    street: str
    city: str
    postal_code: str


def duplicate_figure(folder: Path) -> Measured:
    """Return the search for duplicates among 100,000 people from nothing, in seconds of processor time, beside five."""
    workspace = look_alikes_workspace(folder, PEOPLE)
    begun = process_time()
    search_pairs(workspace.store, "person")
    seconds = process_time() - begun
    workspace.close()
    return Measured("find duplicates among 100k people", seconds, MOST_S, seconds / MOST_S, 1.0)


def look_alikes_workspace(folder: Path, people: int) -> Workspace:
    """Create a workspace with `people` people and a tenth as many companies, some of them twice; return it open."""
    workspace = create_workspace(folder, PASSPHRASE, argon=ARGON)
    dice = Random(SEED)
    families = [start + middle + end for start in _STARTS for middle in _MIDDLES for end in _ENDS]
    named = [f"{dice.choice(families)} {dice.choice(_TRADES)}" for _number in range(people // PEOPLE_PER_COMPANY)]
    companies = [(new_id(), name) for name in named]
    rows = [(new_id(), each) for each in _people(dice, people, families, companies)]
    with workspace.journal.transaction("Fill") as tx:
        firms = ((record, "company", f"{name} {dice.choice(_FORMS)}", _domain(name)) for record, name in companies)
        tx.insert_many("contact", ("id", "kind", "name", "website"), firms, len(companies))
        columns = ("id", "kind", "name", "given_name", "family_name", "company")
        tx.insert_many("contact", columns, (_contact(record, each) for record, each in rows), people)
        tx.insert_many("contact_point", _POINT_COLUMNS, _points(rows), 3 * people)
    return workspace


def _contact(record: bytes, person: Person) -> tuple[Stored, ...]:
    name = f"{person.given} {person.family}"
    return record, "person", name, person.given, person.family, person.company or None


def _people(dice: Random, people: int, families: list[str], companies: list[tuple[bytes, str]]) -> Iterator[Person]:
    known: list[Person] = []
    for number in range(people):
        if known and dice.random() < TWICE:
            yield _misspelled(dice, dice.choice(known))
            continue
        company, name = dice.choice(companies)
        given, family = dice.choice(_GIVEN), families[int(dice.triangular(0, len(families) - 1, 0))]
        place = dice.randrange(2000)
        made = Person(
            given,
            family,
            company,
            f"{given}.{family}{number}@{_domain(name)}".lower(),
            f"+1{dice.randrange(2_000_000_000, 9_999_999_999)}",
            f"{dice.randrange(1, 200)} {dice.choice(families)} {dice.choice(_KINDS_OF_STREET)}",
            f"{families[place % len(families)]} Falls",
            f"{10_000 + place * 41}",
        )
        known.append(made)
        yield made


def _misspelled(dice: Random, person: Person) -> Person:
    at = dice.randrange(1, len(person.family) - 1)
    family = person.family[:at] + person.family[at + 1] + person.family[at] + person.family[at + 2 :]
    changed = person._replace(family=family if dice.random() < 0.5 else person.family)
    match dice.randrange(4):
        case 0:
            return changed._replace(company=b"", email="")
        case 1:
            return changed._replace(phone="")
        case 2:
            return changed._replace(street="")
    return changed._replace(email="")


def _points(rows: list[tuple[bytes, Person]]) -> Iterator[tuple[Stored, ...]]:
    for record, each in rows:
        if each.email:
            yield new_id(), record, "email", each.email, each.email, None, None, None, 1
        if each.phone:
            yield new_id(), record, "phone", each.phone, each.phone, None, None, None, 1
        if each.street:
            yield new_id(), record, "address", None, None, each.street, each.city, each.postal_code, 1


def _domain(name: str) -> str:
    return f"{name.lower().replace(' ', '')}.example"
