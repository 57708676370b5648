"""Pieces of SQL with their values."""

from collections.abc import Sequence
from typing import NamedTuple

from crm_desktop.schema.forms import Stored


class Where(NamedTuple):
    """A piece of SQL about a row, and its values."""

    sql: str
    values: tuple[Stored, ...]


def denied(where: Where) -> Where:
    """Return what holds wherever `where` does not, also where it is not known."""
    return Where(f"({where.sql}) IS NOT TRUE", where.values)


def all_of(found: Sequence[Where]) -> Where:
    """Return what holds where all of `found` do."""
    return _joined(" AND ", found, "1")


def any_of(found: Sequence[Where]) -> Where:
    """Return what holds where one of `found` does."""
    return _joined(" OR ", found, "0")


def _joined(sign: str, found: Sequence[Where], otherwise: str) -> Where:
    sql = sign.join(f"({each.sql})" for each in found) or otherwise
    return Where(sql, tuple(value for each in found for value in each.values))
