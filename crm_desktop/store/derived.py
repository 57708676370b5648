"""Tables that are computed from records and kept in the writing transaction: search index, roll-ups."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from crm_desktop.vault.driver import Connection


class Touched(NamedTuple):
    """The rows that one transaction wrote: `rows` by table, and `ranges` of rids that a bulk load inserted.

    Its changes are those noted after the change `since`. `pointed` are ids that links of rows led to before, beyond
    what those changes tell. `unnoted` are rows that changed without a change that tells of it. `renamed` are the
    tables with a record that got another title, None where that was not looked at. `many` are tables of which more rows
    were written than are worth naming. `upto` is the last change, if that is after `since`. `own` says that a step of
    this device wrote them, and `disputed` whether there were conflicts before.
    """

    rows: Mapping[str, frozenset[int]]
    ranges: Mapping[str, Sequence[range]]
    since: int = 0
    pointed: frozenset[bytes] = frozenset()
    unnoted: Mapping[str, frozenset[int]] = MappingProxyType({})
    renamed: frozenset[str] | None = None
    many: frozenset[str] = frozenset()
    upto: int = 0
    own: bool = False
    disputed: bool = True


def _nothing_left(_connection: Connection) -> Iterable[None]:
    """Leave nothing of what was forgotten, so that there is nothing to purge."""
    return ()


def _nothing_kept(_connection: Connection, _table: str, _rids: Sequence[int]) -> None:
    """Keep nothing about rows, so that nothing is to be forgotten."""


@dataclass(frozen=True)
class Derived:
    """A set of tables computed from records.

    `create` makes the empty tables, `rebuild` fills them from all records, `refresh` brings them up to date with what
    a transaction touched, before it commits. `forget` drops what they hold of rows that are about to be deleted, and
    `purge` what may be left of that inside the tables, in short steps between which others write. A raised `version`
    makes the next opening rebuild them.
    """

    name: str
    version: int
    tables: tuple[str, ...]
    create: tuple[str, ...]
    rebuild: Callable[[Connection], None]
    refresh: Callable[[Connection, Touched], None]
    forget: Callable[[Connection, str, Sequence[int]], None] = _nothing_kept
    purge: Callable[[Connection], Iterable[None]] = _nothing_left


def make_derived(connection: Connection, derived: Sequence[Derived]) -> None:
    """Create and fill those of `derived` that are missing or of an older version, inside the open transaction."""
    known: dict[str, int] = dict(connection.execute("SELECT name, version FROM derived").fetchall())
    for each in derived:
        if known.get(each.name) == each.version:
            continue
        for table in each.tables:
            connection.execute(f"DROP TABLE IF EXISTS {table}")
        for statement in each.create:
            connection.execute(statement)
        each.rebuild(connection)
        connection.execute("INSERT OR REPLACE INTO derived(name, version) VALUES (?, ?)", (each.name, each.version))


def stale_derived(connection: Connection, derived: Sequence[Derived]) -> bool:
    """Tell whether one of `derived` is missing or of an older version."""
    known: dict[str, int] = dict(connection.execute("SELECT name, version FROM derived").fetchall())
    return any(known.get(each.name) != each.version for each in derived)
