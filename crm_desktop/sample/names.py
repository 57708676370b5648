"""Made-up names of people and companies: no two of a small sample are alike."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from rapidfuzz import fuzz, process

from crm_desktop.sample.dice import Dice
from crm_desktop.sample.texts import sample_text
from crm_desktop.values.names import fold

_TRIES = 20
# A small sample is looked at name by name; comparing each of 100,000 with all others would take hours.
_COMPARED, _ALIKE = 1_000, 88
_FROM_ABROAD = 0.22
_BARE = 0.14


class PersonName(NamedTuple):
    """A name in its parts."""

    prefix: str | None
    given: str
    middle: str | None
    family: str
    nickname: str | None

    @property
    def whole(self) -> str:
        """The name as it is shown."""
        return " ".join(part for part in (self.prefix, self.given, self.middle, self.family) if part)


class PersonNames:
    """Makes names of people as they are common where they live."""

    def __init__(self, dice: Dice) -> None:
        text = sample_text("names")
        self._dice = dice
        self._locals: Mapping[str, str] = text["locals"]
        self._abroad: Sequence[str] = text["abroad"]
        self._nicknames: Mapping[str, str] = text["nicknames"]
        self._prefixes: Sequence[str] = text["prefixes"]
        self._given = {pool: each["given"].split() for pool, each in text["pools"].items()}
        self._family = {pool: _families(each) for pool, each in text["pools"].items()}
        self._distinct = _Distinct()

    def make(self, country: str) -> PersonName:
        """Return a name for somebody who lives in `country`."""
        dice = self._dice
        pool = dice.pick(self._abroad) if dice.chance(_FROM_ABROAD) else self._locals[country]
        for _attempt in range(_TRIES):
            given, family = dice.pick(self._given[pool]), dice.pick(self._family[pool])
            if self._distinct.take(f"{given} {family}"):
                break
        return PersonName(
            dice.pick(self._prefixes) if dice.chance(0.02) else None,
            given,
            f"{dice.pick(self._given[pool])[0]}." if dice.chance(0.06) else None,
            family,
            self._nicknames.get(given) if dice.chance(0.5) else None,
        )


class CompanyNames:
    """Makes names of companies from coined words, which no real company goes by."""

    def __init__(self, dice: Dice) -> None:
        text = sample_text("companies")
        self._dice = dice
        self._onsets = dice.shuffled(text["onsets"].split())
        self._endings = dice.shuffled(text["endings"].split())
        self._number = 0
        self._distinct = _Distinct()

    def make(self, sector: Mapping[str, Any], country: str) -> tuple[str, str]:
        """Return the name and the web domain of a company of `sector` in `country`."""
        language = {"DE": "de", "FR": "fr", "SE": "se"}.get(country, "en")
        while True:
            root, first_time = self._next_root()
            trades = sector.get(language, sector["en"])
            name = root if first_time and self._dice.chance(_BARE) else f"{root} {self._dice.pick(trades)}"
            if self._distinct.take(name):
                return name, f"{_slug(root if first_time else name)}.example"

    def _next_root(self) -> tuple[str, bool]:
        """Return the next coined word, and whether it is used for the first time."""
        turn, onset = divmod(self._number, len(self._onsets))
        self._number += 1
        ending = (onset * 7 + turn) % len(self._endings)
        return self._onsets[onset] + self._endings[ending], turn < len(self._endings)


class _Distinct:
    """Keeps names apart: all of them differ, and the first thousand cannot be mistaken for each other."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._compared: list[str] = []

    def take(self, name: str) -> bool:
        """Take `name` where it is unlike those taken before; tell whether it was."""
        if name in self._taken:
            return False
        if len(self._compared) < _COMPARED:
            folded = fold(name)
            if process.extractOne(folded, self._compared, scorer=fuzz.ratio, score_cutoff=_ALIKE) is not None:
                return False
            self._compared.append(folded)
        self._taken.add(name)
        return True


def _families(pool: Mapping[str, str]) -> list[str]:
    if "family" in pool:
        return pool["family"].split()
    stems, endings = pool["stems"].split(), pool["endings"].split()
    return [stem + ending for stem in stems for ending in endings if ending not in stem.lower()]


def _slug(name: str) -> str:
    return "-".join(fold(name).replace("&", " ").split())
