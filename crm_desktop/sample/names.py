"""Made-up names of people and companies: no two of a small sample are alike."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from crm_desktop.sample.dice import Dice
from crm_desktop.sample.texts import sample_text
from crm_desktop.values.names import fold

_TRIES = 20
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
        self._taken: set[tuple[str, str]] = set()

    def make(self, country: str) -> PersonName:
        """Return a name for somebody who lives in `country`."""
        dice = self._dice
        pool = dice.pick(self._abroad) if dice.chance(_FROM_ABROAD) else self._locals[country]
        for _attempt in range(_TRIES):
            given, family = dice.pick(self._given[pool]), dice.pick(self._family[pool])
            # Names that begin alike and end alike would be taken for one person.
            key = (given[:2], family)
            if key not in self._taken:
                break
        self._taken.add(key)
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
        self._taken: set[str] = set()

    def make(self, sector: Mapping[str, Any], country: str) -> tuple[str, str]:
        """Return the name and the web domain of a company of `sector` in `country`."""
        language = {"DE": "de", "FR": "fr", "SE": "se"}.get(country, "en")
        while True:
            root, first_time = self._next_root()
            trade = (
                "" if first_time and self._dice.chance(_BARE) else self._dice.pick(sector.get(language, sector["en"]))
            )
            name = f"{root} {trade}".strip()
            if name not in self._taken:
                self._taken.add(name)
                return name, f"{_slug(root if first_time else name)}.example"

    def _next_root(self) -> tuple[str, bool]:
        """Return the next coined word, and whether it is used for the first time."""
        turn, onset = divmod(self._number, len(self._onsets))
        self._number += 1
        ending = (onset * 7 + turn) % len(self._endings)
        return self._onsets[onset] + self._endings[ending], turn < len(self._endings)


def _families(pool: Mapping[str, str]) -> list[str]:
    if "family" in pool:
        return pool["family"].split()
    return [stem + ending for stem in pool["stems"].split() for ending in pool["endings"].split()]


def _slug(name: str) -> str:
    return "-".join(fold(name).replace("&", " ").split())
