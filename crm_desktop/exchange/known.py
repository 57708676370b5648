"""The keys of the records that were there before the import, read with one statement for each sort of key."""

import json
from collections.abc import Iterable, Iterator
from itertools import chain

from crm_desktop.exchange.company_keys import COMPANY_COLUMNS
from crm_desktop.exchange.match import EXTERNAL, PARTED, REFERENCE, KeyIndex, Occurrences
from crm_desktop.exchange.merged_keys import MergedKeys
from crm_desktop.exchange.spool import Spool
from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.values.names import fold, fold_key
from crm_desktop.vault.driver import Connection

OWN_ID = "own id"  # of a record here: looked up one by one
Pairs = Iterator[tuple[str, bytes]]


class Known:
    """Indexes of what was there before; what the import itself writes is left out, as a rehearsal writes nothing."""

    def __init__(self, connection: Connection, spool: Spool) -> None:
        self._connection = connection
        self.merged = MergedKeys(connection)
        self._spool = spool
        self._occurrences: dict[tuple[str, str], Occurrences] = {}
        self._last = {
            table: int(connection.execute(f"SELECT coalesce(max(rid), 0) FROM {table}").fetchone()[0])
            for table in BY_NAME
        }

    def people(self) -> KeyIndex:
        """Return the people by external id, e-mail, name and company, name and phone, and name."""
        return KeyIndex(lambda sort: chain(self._people(sort), self.merged.pairs("person", sort)), self._spool)

    def companies(self) -> KeyIndex:
        """Return the companies by external id, VAT id, web domain, and name with and without its legal form."""
        return KeyIndex(lambda sort: chain(self._companies(sort), self.merged.pairs("company", sort)), self._spool)

    def records(self, table: str) -> KeyIndex:
        """Return the records of `table` by external id, name (letters and digits), or the column the sort names."""
        return KeyIndex(lambda sort: self._records(table, sort), self._spool)

    def occurrences(self, table: str, columns: Iterable[str], where: str = "") -> Occurrences:
        """Return the rows `t` of `table` by the values of `columns`, as `occurrence` puts them together.

        All files of an import share them: a record that a row of one file was is no row of another.
        """
        shared = self._occurrences.get((table, where))
        if shared is not None:
            return shared
        wanted = ", ".join(columns)

        def load() -> Pairs:
            rows = self._connection.execute(
                f"SELECT t.id, {wanted} FROM {table} t WHERE {self._here(table, 't')}{where} ORDER BY t.rid"
            )
            return ((occurrence(values), record) for record, *values in rows)

        made = self._occurrences[table, where] = Occurrences(load, self._spool)
        return made

    def people_without_keys(self) -> Occurrences:
        """Return the people who have nothing that says the same person, by name, birthday and address."""
        address = "(SELECT p.{0} FROM contact_point p WHERE p.contact = t.id AND p.kind = 'address' LIMIT 1)"
        return self.occurrences(
            "contact",
            ("t.sort_name", "t.birthday", address.format("street"), address.format("city")),
            " AND t.kind = 'person' AND t.company IS NULL AND NOT EXISTS (SELECT 1 FROM contact_point p "
            "WHERE p.contact = t.id AND p.kind IN ('email', 'phone') AND p.removed_at IS NULL)",
        )

    def _here(self, table: str, alias: str) -> str:
        return f"{alias}.removed_at IS NULL AND {alias}.rid <= {self._last[table]}"

    def _people(self, sort: str) -> Pairs:
        if sort in (OWN_ID, REFERENCE):
            return iter(())
        here = f"c.kind = 'person' AND {self._here('contact', 'c')}"
        if sort.startswith(EXTERNAL):
            return self._external("contact c", here, sort)
        if sort == "email":
            return self._points(here, "email", "p.normal")
        if sort == "name and phone":
            return self._points(here, "phone", f"c.sort_name || '{PARTED}' || p.normal")
        key = "c.sort_name"
        if sort == "name and company":
            key = f"c.sort_name || '{PARTED}' || lower(hex(c.company))"
            here += " AND c.company IS NOT NULL"
        return iter(self._connection.execute(f"SELECT {key}, c.id FROM contact c WHERE {here}"))

    def _points(self, here: str, kind: str, key: str) -> Pairs:
        return iter(
            self._connection.execute(
                f"SELECT {key}, c.id FROM contact_point p JOIN contact c ON c.id = p.contact "
                f"WHERE p.kind = '{kind}' AND p.normal IS NOT NULL AND p.removed_at IS NULL AND {here}"
            )
        )

    def _companies(self, sort: str) -> Pairs:
        if sort in (OWN_ID, REFERENCE):
            return
        here = f"c.kind = 'company' AND {self._here('contact', 'c')}"
        if sort.startswith(EXTERNAL):
            yield from self._external("contact c", here, sort)
            return
        column, key = COMPANY_COLUMNS[sort]
        for text, record in self._connection.execute(f"SELECT c.{column}, c.id FROM contact c WHERE {here}"):
            found = key(text) if text else None
            if found:
                yield found, record

    def _records(self, table: str, sort: str) -> Pairs:
        if sort in (OWN_ID, REFERENCE):
            return
        here = self._here(table, "r")
        if sort.startswith(EXTERNAL):
            yield from self._external(f"{table} r", here, sort)
            return
        column = BY_NAME[table].title if sort == "name" else sort
        for value, record in self._connection.execute(f"SELECT r.{column}, r.id FROM {table} r WHERE {here}"):
            if value is not None and value != "":
                yield name_key(str(value)), record

    def _external(self, table: str, here: str, sort: str) -> Pairs:
        system = sort.removeprefix(EXTERNAL)
        rows = self._connection.execute(
            f"SELECT external_ids, id FROM {table} WHERE {here} AND external_ids IS NOT NULL AND external_ids <> '{{}}'"
        )
        for text, record in rows:
            value = json.loads(text).get(system)
            if value is not None:
                yield str(value), record


def name_key(text: str) -> str:
    """Return the letters and digits of `text`, so that `GTXPro` finds `GTX Pro`."""
    return fold_key(text)


def occurrence(values: Iterable[object]) -> str:
    """Return one text for `values`, in which case and accents do not count."""
    return PARTED.join(
        value.hex() if isinstance(value, bytes) else fold(value) if isinstance(value, str) else str(value or "")
        for value in values
    )
