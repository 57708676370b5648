"""Rows as they would be stored, and what becomes of their records."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.exchange.attachments import RowFile
from crm_desktop.exchange.match import REFERENCE, Key, KeyIndex
from crm_desktop.schema.forms import Stored

if TYPE_CHECKING:
    from crm_desktop.exchange.consents import RowConsent
    from crm_desktop.exchange.point_emptying import EmptyPoint

Part = list[Stored]


def is_stable(keys: Sequence[Key]) -> bool:
    """Tell whether any of `keys` says the same record in another import as well."""
    return any(sort != REFERENCE for sort, _text in keys)


class RefusedRow(Exception):
    """A row cannot be imported: which column and value, and why."""

    def __init__(self, column: str, value: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.value = value
        self.reason = reason


class Draft:
    """A row as it would be stored: `values` stand as the reader's columns do, `parts` are rows that belong to it.

    `index` finds the record by `keys`, and later rows and links find it by `known_by`. A row without keys is found by
    what it holds, as `occurrence` puts it together. Its empty cells take the points `emptied` away. A new record gets
    `fill`, by column, where the row is silent.
    """

    __slots__ = ("consents", "emptied", "files", "fill", "index", "keys", "known_by", "occurrence", "parts", "values")

    def __init__(self, values: list[Stored], index: KeyIndex, keys: Sequence[Key], parts: list[Part]) -> None:
        self.values = values
        self.index = index
        self.keys = keys
        self.known_by = keys
        self.fill: dict[int, Stored] = {}
        self.parts = parts
        self.occurrence = ""
        self.emptied: Sequence[EmptyPoint] = ()
        self.files: Sequence[RowFile] = ()
        self.consents: Sequence[RowConsent] = ()


class Change(NamedTuple):
    """What becomes of a record at `now_ms`; a new one has no `before`."""

    record: bytes
    before: Sequence[Stored] | None
    after: Sequence[Stored]
    now_ms: int
