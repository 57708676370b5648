"""A made-up address book whose true pairs are known: typos, moves and gaps, beside families, namesakes and branches.

Written once and not changed to please the search: it is the set that nothing was chosen on.
"""

import csv
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from crm_desktop.sample.dice import Dice
from crm_desktop.sample.names import CompanyNames, PersonName, PersonNames
from crm_desktop.sample.texts import sample_text
from crm_desktop.values.names import fold

SEED = 20261129
PEOPLE, FAMILIES, NAMESAKES, FIRMS = 1_500, 120, 80, 700
_COUNTRIES = ("US", "GB", "DE", "FR", "IE")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SHORT = {"Street": "St", "Road": "Rd", "Avenue": "Ave", "Lane": "Ln", "straße": "str.", "rue": "r."}
Row = dict[str, str]


class MadePeople:
    """People, some of them twice or three times; `entity` tells who is who by their id in the file."""

    def __init__(self, seed: int = SEED) -> None:
        self._dice = Dice(seed, "duplicates")
        self._names = PersonNames(self._dice)
        self._places = sample_text("places")
        self.entity: dict[str, str] = {}
        self.rows = self._dice.shuffled([*self._singles(), *self._families(), *self._namesakes()])

    def _singles(self) -> Iterator[Row]:
        """Yield people who have nothing in common, a quarter of them with one or two copies."""
        for number in range(PEOPLE):
            country = self._dice.pick(_COUNTRIES)
            yield from self._with_copies(f"p{number}", self._person(self._names.make(country), country))

    def _families(self) -> Iterator[Row]:
        """Yield households: one last name, one address, often one phone, and each member somebody else."""
        for number in range(FAMILIES):
            country = self._dice.pick(_COUNTRIES)
            first = self._names.make(country)
            home = self._person(first, country)
            shares_phone = self._dice.chance(0.7)
            for member in range(self._dice.between(2, 4)):
                name = first if not member else self._names.make(country)._replace(family=first.family)
                one = self._person(name, country) | {each: home[each] for each in ("street", "city", "postal_code")}
                if shares_phone:
                    one["phone"] = home["phone"]
                yield from self._with_copies(f"f{number}.{member}", one)

    def _namesakes(self) -> Iterator[Row]:
        """Yield two people of one name who live elsewhere; a few are parent and child at one address."""
        for number in range(NAMESAKES):
            country = self._dice.pick(_COUNTRIES)
            name = self._names.make(country)
            one, other = self._person(name, country), self._person(name, country)
            if self._dice.chance(0.2):
                other |= {each: one[each] for each in ("street", "city", "postal_code", "phone")}
                other["birthday"], one["birthday"] = self._born(1985, 2005), self._born(1950, 1975)
            for which, each in enumerate((one, other)):
                yield from self._with_copies(f"n{number}.{which}", each)

    def _person(self, name: PersonName, country: str) -> Row:
        dice, place = self._dice, self._places[country]
        city = dice.pick(place["cities"])
        street = place["street"].format(n=dice.between(1, 240), street=dice.pick(place["streets"]))
        phone = dice.digits(dice.pick(place["phones"]).format(area=city[3] if len(city) > 3 else ""))
        mail = (
            f"{fold(name.given)}.{fold(name.family)}{dice.between(1, 99)}@{dice.pick(('mail', 'post', 'web'))}.example"
        )
        return {
            "given_name": name.given,
            "family_name": name.family,
            "email": mail.replace(" ", "").replace("'", "") if dice.chance(0.75) else "",
            "phone": phone if dice.chance(0.7) else "",
            "street": street if dice.chance(0.8) else "",
            "city": city[0],
            "postal_code": dice.digits(city[2]) if dice.chance(0.8) else "",
            "birthday": self._born(1940, 2003) if dice.chance(0.4) else "",
        }

    def _born(self, first: int, last: int) -> str:
        dice = self._dice
        return f"{dice.between(first, last)}-{dice.between(1, 12):02}-{dice.between(1, 28):02}"

    def _with_copies(self, entity: str, row: Row) -> Iterator[Row]:
        """Yield `row`, and in a quarter of all cases one or two copies of it that somebody typed anew."""
        rows = [row]
        if self._dice.chance(0.25):
            rows += [self._typed_anew(row) for _copy in range(self._dice.between(1, 2))]
        for number, each in enumerate(rows):
            known = f"{entity}-{number}"
            self.entity[known] = entity
            yield {"id": known, **each}

    def _typed_anew(self, row: Row) -> Row:
        """Return `row` with one to three things that happen to data."""
        found = dict(row)
        acts = self._dice.shuffled(_ACTS)
        for act in acts[: self._dice.between(1, 3)]:
            act(self._dice, found)
        return found


def _typo(dice: Dice, text: str) -> str:
    """Return `text` with two letters in the other order, or one left out, doubled, or another one."""
    if len(text) < 4:
        return text
    at = dice.between(1, len(text) - 2)
    match dice.between(0, 3):
        case 0:
            return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        case 1:
            return text[:at] + text[at + 1 :]
        case 2:
            return text[:at] + text[at] + text[at:]
        case _:
            return text[:at] + dice.pick(_LETTERS) + text[at + 1 :]


def _mistyped_family(dice: Dice, row: Row) -> None:
    row["family_name"] = _typo(dice, row["family_name"])


def _mistyped_given(dice: Dice, row: Row) -> None:
    row["given_name"] = _typo(dice, row["given_name"])


def _initial(_dice: Dice, row: Row) -> None:
    row["given_name"] = row["given_name"][:1] + "."


def _names_changed_places(_dice: Dice, row: Row) -> None:
    row["given_name"], row["family_name"] = row["family_name"], row["given_name"]


def _married(dice: Dice, row: Row) -> None:
    row["family_name"] = f"{row['family_name']}-{dice.pick(('Keller', 'Marsh', 'Laurent', 'Novak'))}"


def _moved(dice: Dice, row: Row) -> None:
    row["street"] = f"{dice.between(1, 240)} Elsewhere Lane"
    row["city"], row["postal_code"] = dice.pick(("Elsewhere", "Farham", "Neustadt")), dice.digits("#####")


def _shortened_street(_dice: Dice, row: Row) -> None:
    for long, short in _SHORT.items():
        row["street"] = row["street"].replace(long, short)


def _other_mail(dice: Dice, row: Row) -> None:
    row["email"] = f"{fold(row['given_name'])[:1]}{dice.between(100, 999)}@work{dice.between(1, 50)}.example"


def _other_phone(dice: Dice, row: Row) -> None:
    row["phone"] = dice.digits("+1 212-555-01##")


def _without(*names: str) -> Callable[[Dice, Row], None]:
    def empty(_dice: Dice, row: Row) -> None:
        for name in names:
            row[name] = ""

    return empty


_ACTS = (
    *(_mistyped_family, _mistyped_given, _initial, _names_changed_places, _married, _moved, _shortened_street),
    *(_other_mail, _other_phone, _without("email"), _without("phone"), _without("street", "postal_code")),
    *(_without("birthday"), _without("email", "birthday")),
)


class MadeFirms:
    """Companies, some of them twice; others are branches of one company, or are called as a person is."""

    def __init__(self, seed: int = SEED) -> None:
        self._dice = Dice(seed, "duplicate firms")
        self._names = CompanyNames(self._dice)
        self._people = PersonNames(self._dice)
        self._sectors = sample_text("companies")["sectors"]
        self._forms = sample_text("companies")["forms"]
        self._places = sample_text("places")
        self.entity: dict[str, str] = {}
        self.rows = self._dice.shuffled([row for number in range(FIRMS) for row in self._firm(f"c{number}")])

    def _firm(self, entity: str) -> Iterator[Row]:
        dice, country = self._dice, self._dice.pick(_COUNTRIES)
        name, domain = self._names.make(dice.pick(self._sectors), country)
        if dice.chance(0.05):
            # a tradesman's firm has his name
            name = self._people.make(country).whole
        one = self._at(country) | {"name": f"{name} {dice.pick(self._forms[country])}", "website": domain}
        if dice.chance(0.3):
            one["website"] = ""
        rows, same = [one], [entity]
        if dice.chance(0.2):
            rows.append(self._typed_anew(one, name))
            same.append(entity)
        elif dice.chance(0.15):
            # a branch: another house in another city, with the same web site and often the same number
            branch = self._at(country) | {"name": one["name"], "website": one["website"]}
            if dice.chance(0.5):
                branch["phone"] = one["phone"]
            rows.append(branch)
            same.append(f"{entity}.branch")
        for number, (row, whose) in enumerate(zip(rows, same, strict=True)):
            known = f"{entity}-{number}"
            self.entity[known] = whose
            yield {"id": known, **row}

    def _at(self, country: str) -> Row:
        dice, place = self._dice, self._places[country]
        city = dice.pick(place["cities"])
        return {
            "phone": dice.digits(dice.pick(place["phones"]).format(area=city[3] if len(city) > 3 else "")),
            "street": place["street"].format(n=dice.between(1, 240), street=dice.pick(place["streets"])),
            "city": city[0],
            "postal_code": dice.digits(city[2]),
        }

    def _typed_anew(self, row: Row, bare: str) -> Row:
        dice, found = self._dice, dict(row)
        match dice.between(0, 3):
            case 0:
                found["name"] = bare
            case 1:
                found["name"] = _typo(dice, found["name"])
            case 2:
                found["name"], found["website"] = found["name"].upper(), ""
            case _:
                _shortened_street(dice, found)
        for name in ("phone", "website", "postal_code"):
            if dice.chance(0.3):
                found[name] = ""
        return found


def write_rows(path: Path, rows: list[Row]) -> Mapping[str, str]:
    """Write `rows` to `path` as a table; return the places of its columns."""
    names = list(rows[0])
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, names)
        out.writeheader()
        out.writerows(rows)
    return {"external_id" if name == "id" else name: name for name in names}
