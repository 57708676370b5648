"""Address book entries as rows: every place that any of them fills is a column."""

import marshal
import re
from collections import Counter
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from typing import NamedTuple

from crm_desktop.exchange.numbered import numbered
from crm_desktop.exchange.readers.table import TableForm, TableRow
from crm_desktop.values.counts import shown_number
from crm_desktop.words import _

SAMPLE = 200
KEPT_BYTES = 16 << 20  # of cards as they were read for the columns: larger books are read again for their rows
_PLAIN_DAY = re.compile(r"((\d{4}|-)-\d\d-\d\d)?")
MOST_NUMBERED = 99
_FIRST_EMAIL = "email.1"
LISTED = 12
# The order of columns; numbered places follow, then whatever else.
_ORDER = (
    *("external_id", "kind", "name", "prefix", "given_name", "additional_names", "family_name", "suffix", "nickname"),
    *("company", "department", "job_title", "birthday", "website", "tags", "language", "notes", "photo"),
)


class Card(NamedTuple):
    """One entry: its number in the file, the text of each place, and what it holds that has no place here.

    A `problem` says why it cannot be used; `source` names its file where there are several.
    """

    number: int
    fields: Mapping[str, str]
    left_out: Sequence[str] = ()
    problem: str | None = None
    source: str | None = None


class Group(NamedTuple):
    """A list of cards: its name, and what says who belongs to it: ids or e-mail addresses."""

    name: str
    members: Sequence[str]


class _KeptCards:
    """Cards, packed, in the order of the file; None once they have become too many to be kept."""

    def __init__(self) -> None:
        self.cards: list[bytes] | None = []
        self._bytes = 0

    def add(self, card: Card) -> None:
        """Keep `card` behind the others."""
        if self.cards is None:
            return
        packed = marshal.dumps((card.number, dict(card.fields), [*card.left_out], card.problem, card.source))
        self._bytes += len(packed)
        if self._bytes > KEPT_BYTES:
            self.cards = None
        else:
            self.cards.append(packed)


class CardFields(dict[str, str]):
    """The fields of a card while it is read."""

    def __init__(self) -> None:
        super().__init__()
        self._counted: dict[str, int] = {}

    def add(self, place: str, text: str) -> None:
        """Fill `place`, unless it is filled already."""
        if plain := text.strip():
            self.setdefault(place, plain)

    def append(self, place: str, text: str, between: str) -> None:
        """Add `text` to what `place` holds."""
        if text.strip():
            self[place] = f"{self[place]}{between}{text.strip()}" if place in self else text.strip()

    def count(self, kind: str, text: str, label: str = "") -> None:
        """Fill the next numbered place of `kind`."""
        plain = text.strip()
        if plain and (number := self._next(kind)) <= MOST_NUMBERED:
            place = f"{kind}.{number}"
            self[place] = plain
            if label:
                self[f"{place}.label"] = label

    def address(self, parts: Mapping[str, str], label: str) -> None:
        """Fill the next numbered address."""
        filled = [(part, plain) for part, text in parts.items() if (plain := text.strip())]
        if filled and (number := self._next("address")) <= MOST_NUMBERED:
            place = f"address.{number}."
            for part, text in filled:
                self[place + part] = text
            if label:
                self[f"{place}label"] = label

    def _next(self, kind: str) -> int:
        number = self._counted[kind] = self._counted.get(kind, 0) + 1
        return number


ReadCards = Callable[[], Generator[Card | Group, None, None]]


class CardTable:
    """A file of cards, read to learn its columns and its lists; a large one is read again for each reading of its rows.

    `check` raises UnreadableFile where the file is no longer what it was.
    """

    def __init__(self, name: str, form: TableForm, read: ReadCards, check: Callable[[], None]) -> None:
        self.name = name
        self.title = name.rpartition(".")[0] or name
        self.form = form
        self.header: Sequence[str] | None = None
        self.kind: str | None = "contacts"
        self.count: int | None = None
        self.all_have_email = False
        self._read, self._check = read, check
        self._left_out: Counter[str] = Counter()
        self._lists: dict[str, list[str]] = {}
        self._kept = _KeptCards()
        places: set[str] = set()
        sample: list[Card] = []
        count, plain, all_have_email = 0, True, True
        with closing(read()) as cards:
            for card in cards:
                if isinstance(card, Group):
                    for member in card.members:
                        self._lists.setdefault(member.lower(), []).append(card.name)
                    continue
                count += 1
                self._kept.add(card)
                all_have_email = all_have_email and "@" in card.fields.get(_FIRST_EMAIL, "")
                born = card.fields.get("birthday")
                plain = plain and (born is None or _PLAIN_DAY.fullmatch(born) is not None)
                places.update(card.fields)
                if len(sample) < SAMPLE and card.problem is None:
                    sample.append(card)
        if self._lists:
            places.add("tags")
        if plain:
            # nothing about how its days are written has to be found out
            self.count, self.all_have_email = count, all_have_email
        self.columns: Sequence[str] = sorted(places, key=_rank)
        self._sample = [self._cells(card) for card in sample]

    def rows(self) -> Generator[TableRow, None, None]:
        """Yield one row for each card."""
        self._left_out.clear()
        with closing(self._read() if self._kept.cards is None else self._read_again()) as cards:
            for card in cards:
                if isinstance(card, Card):
                    self._left_out.update(dict.fromkeys(card.left_out, 1))
                    yield TableRow(card.number, self._cells(card), card.problem, card.source)

    def first_rows(self) -> Sequence[Sequence[str]]:
        """Return the cells of some of the first cards."""
        return self._sample

    def join_cells(self, *, allowed: bool) -> None:
        """Cards have no cells that could be cut."""

    def notes(self) -> list[str]:
        """Return what there is to tell about what has no place."""
        if not self._left_out:
            return []
        listed = ", ".join(f"{name} ({shown_number(count)}×)" for name, count in self._left_out.most_common(LISTED))
        more = " …" if len(self._left_out) > LISTED else ""
        return [_("What has no place here and is left out: {names}.").format(names=listed + more)]

    def close(self) -> None:
        """Forget the cards."""
        self._kept.cards = None

    def _read_again(self) -> Generator[Card | Group, None, None]:
        for packed in self._kept.cards or ():
            yield Card(*marshal.loads(packed))
        self._check()

    def _cells(self, card: Card) -> list[str]:
        fields = card.fields
        tags = self._tags(fields) if self._lists else ""
        return [tags if tags and column == "tags" else fields.get(column, "") for column in self.columns]

    def _tags(self, fields: Mapping[str, str]) -> str:
        """Return the tags of a card and the names of the lists that it is on."""
        known_by = [text.lower() for place, text in fields.items() if place == "external_id" or _is_email(place)]
        lists = [name for each in known_by for name in self._lists.get(each, ())]
        return ", ".join(dict.fromkeys([*filter(None, [fields.get("tags", "")]), *lists]))


def _is_email(place: str) -> bool:
    found = numbered(place)
    return found is not None and found.kind == "email" and not found.part


def _rank(place: str) -> tuple[int, str, int, str]:
    if place in _ORDER:
        return _ORDER.index(place), "", 0, ""
    found = numbered(place)
    if found is None:
        return len(_ORDER) + 1, place, 0, ""
    return len(_ORDER), found.kind, found.number, found.part
