"""Records that links name and that nobody has: made along the way, and taken back with a row that is refused."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from crm_desktop.exchange.match import Key, KeyIndex
from crm_desktop.exchange.stored_records import StoredRecords
from crm_desktop.journal.ids import new_id
from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.schema.forms import Stored

_TIME_BYTES = 6  # that an id begins with


Promise = tuple[Key, tuple[str, str]]  # the id that rows name, and the table and column that they name it in


@dataclass
class MadeRecord:
    """A record to be made: its own values, and the rows of other tables that belong to it."""

    kind: str
    table: str
    values: dict[str, Stored]
    keys: list[Key]
    index: KeyIndex
    parts: list[tuple[str, dict[str, Stored]]] = field(default_factory=list)


class Makings:
    """The records that links have made so far and that are not written yet."""

    def __init__(self) -> None:
        self.waiting: dict[bytes, MadeRecord] = {}
        self.linked: Counter[str] = Counter()
        self.reserved: dict[bytes, Promise] = {}
        self._fresh: list[bytes] = []
        self._begun = new_id()[:_TIME_BYTES]
        self._dropped: dict[bytes, str] = {}

    def make(self, made: MadeRecord) -> bytes:
        """Make the record for the row that is being read; return its id."""
        record = new_id()
        self.waiting[record] = made
        self._fresh.append(record)
        made.index.add(record, made.keys)
        return record

    def reserve(self, key: Key, index: KeyIndex, named_in: tuple[str, str]) -> bytes:
        """Return the id of a record that a later row is expected to bring; it is `named_in` a column of a table."""
        record = new_id()
        self.reserved[record] = key, named_in
        index.add(record, [key])
        return record

    def is_of_this_import(self, record: bytes) -> bool:
        """Tell whether `record` was made since this import began, for a link or for a row."""
        return record[:_TIME_BYTES] >= self._begun

    def is_fresh(self, record: bytes) -> bool:
        """Tell whether `record` was made for the row that is being read."""
        return record in self._fresh

    def keep(self) -> None:
        """The row stands: so does what was made for it."""
        for record in self._fresh:
            self.linked[self.waiting[record].kind] += 1
        self._fresh.clear()

    def drop(self, *, remember: bool = False) -> None:
        """The row does not stand: take back what was made for it, but `remember` what that was called where wished."""
        for record in reversed(self._fresh):
            if remember:
                self._dropped[record] = self.title_of(record) or ""
            made = self.waiting.pop(record)
            made.index.drop(record, made.keys)
        self._fresh.clear()

    def is_promised(self, record: bytes) -> bool:
        """Tell whether a link named `record` before any row brought it."""
        return record in self.waiting or record in self.reserved

    def title_of(self, record: bytes) -> str | None:
        """Return what the record that a link made is called, its id where that is all there is, None for others."""
        made = self.waiting.get(record)
        if made is None:
            return self.reserved[record][0][1] if record in self.reserved else self._dropped.get(record)
        return str(made.values.get(BY_NAME[made.table].title) or "")

    def take_over(self, record: bytes) -> MadeRecord | None:
        """Let a row be the record that a link named before; return what the link had made of it."""
        self.reserved.pop(record, None)
        made = self.waiting.pop(record, None)
        if made is not None:
            self.linked[made.kind] -= 1
        return made

    def written(self, kinds: Iterable[str]) -> list[tuple[bytes, MadeRecord]]:
        """Hand out the records of `kinds` to be written now."""
        wanted = set(kinds)
        out = [(record, made) for record, made in self.waiting.items() if made.kind in wanted]
        for record, _made in out:
            del self.waiting[record]
        return out


def write_made(made: Iterable[tuple[bytes, MadeRecord]], records: StoredRecords) -> None:
    """Hand over the records that links have made, to be written."""
    rows: dict[tuple[str, tuple[str, ...]], list[list[Stored]]] = {}
    for record, each in made:
        values = {**_defaults(each.table), **each.values}
        rows.setdefault((each.table, tuple(values)), []).append([record, *values.values()])
        for table, part in each.parts:
            rows.setdefault((table, tuple(part)), []).append([new_id(), *part.values()])
    for (table, columns), lines in rows.items():
        records.insert(table, ("id", *columns), lines)


@lru_cache(None)
def _defaults(table: str) -> Mapping[str, Stored]:
    return {field.name: field.default for field in BY_NAME[table].stored_fields if field.default is not None}
