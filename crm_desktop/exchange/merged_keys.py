"""The keys that contacts had before they were merged: rows and links that name one of them mean the one that stays."""

import json
from collections.abc import Callable, Iterator, Sequence

from crm_desktop.exchange.company_keys import COMPANY_COLUMNS
from crm_desktop.exchange.match import EXTERNAL, PARTED, Key
from crm_desktop.schema.forms import Stored
from crm_desktop.values.names import fold
from crm_desktop.vault.driver import Connection

# The key of people who were merged (c) into others (k), and those others.
_PEOPLE = {
    "name": "SELECT c.sort_name, k.id FROM contact c JOIN contact k ON k.id = c.merged_into",
    "name and company": f"SELECT c.sort_name || '{PARTED}' || lower(hex(c.company)), k.id "
    "FROM contact c JOIN contact k ON k.id = c.merged_into AND c.company IS NOT NULL",
    "name and phone": f"SELECT c.sort_name || '{PARTED}' || p.normal, k.id "
    "FROM contact c JOIN contact k ON k.id = c.merged_into JOIN contact_point p ON p.contact = k.id "
    "AND p.kind = 'phone' AND p.normal IS NOT NULL AND p.removed_at IS NULL",
}
_MERGED = (
    " WHERE c.kind = 'person' AND c.removed_at IS NOT NULL AND k.removed_at IS NULL AND c.sort_name != k.sort_name"
)


class MergedKeys:
    """Finds by such keys the contacts that stay; a row that was found so tells what had been put together by hand."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._seen: set[Key] = set()
        self._names: set[tuple[str, bytes]] | None = None

    def pairs(self, kind: str, sort: str) -> Iterator[tuple[str, bytes]]:
        """Yield the keys of `sort` that contacts of `kind` had and those who stay have not, each with who stays."""
        if sort.startswith(EXTERNAL):
            system = sort.removeprefix(EXTERNAL)
            yield from self._pairs(kind, sort, "external_ids", lambda text: json.loads(text).get(system))
        elif kind == "person" and sort in _PEOPLE:
            found = self._connection.execute(_PEOPLE[sort] + _MERGED)
            for had, stays in found.fetchall():
                self._seen.add((sort, had))
                yield had, stays
        elif kind == "company" and sort in COMPANY_COLUMNS:
            yield from self._pairs(kind, sort, *COMPANY_COLUMNS[sort])

    def named_by(self, keys: Sequence[Key]) -> bool:
        """Tell whether one of `keys` is that of a contact which was merged into another."""
        return bool(self._seen) and any(each in self._seen for each in keys)

    def was_called(self, person: bytes, name: Stored) -> bool:
        """Tell whether `name` was that of one who was merged into `person`, who is called otherwise."""
        if self._names is None:
            self._names = set(self._connection.execute(f"{_PEOPLE['name']}{_MERGED}").fetchall())
        return bool(self._names) and (fold(str(name or "")), person) in self._names

    def _pairs(
        self, kind: str, sort: str, column: str, key: Callable[[str], str | None]
    ) -> Iterator[tuple[str, bytes]]:
        found = self._connection.execute(
            f"SELECT c.{column}, k.{column}, k.id FROM contact c JOIN contact k ON k.id = c.merged_into "
            f"WHERE c.kind = ? AND c.merged_into IS NOT NULL AND c.removed_at IS NOT NULL AND k.removed_at IS NULL "
            f"AND c.{column} IS NOT NULL",
            (kind,),
        )
        for before, now, stays in found.fetchall():
            had = key(before)
            if had is not None and had != (key(now) if now else None):
                self._seen.add((sort, str(had)))
                yield str(had), stays
