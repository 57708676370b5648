"""How many records each check finds, and which."""

from array import array
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import NamedTuple

from crm_desktop.jobs import Progress
from crm_desktop.quality.checks import CHECKS, Check
from crm_desktop.quality.scope import Scope
from crm_desktop.schema.catalogue import kind_named
from crm_desktop.schema.forms import Place
from crm_desktop.store.expressions import rows_of_kind
from crm_desktop.vault.driver import Connection

# Without a contact for so long, a customer is called neglected; the user may say otherwise.
USUAL_DAYS = 180
# Records of one check that a list shows: whoever has more mends the reason first.
MOST_LISTED = 20_000


class Asked(NamedTuple):
    """When and where the question is put, and after how many days silence counts."""

    place: Place
    today: date
    now_ms: int
    days: int = USUAL_DAYS

    def scope(self, rids: Collection[int] | None = None) -> Scope:
        """Return what the checks depend on, narrowed to the records `rids`."""
        return Scope(self.place.region, self.today, self.now_ms, self.days, rids)


class Found(NamedTuple):
    """What a check found: the rids of up to MOST_LISTED records in the order of their names, and how many there are."""

    check: Check
    rids: "array[int]"
    total: int


def found_by_all(reader: Connection, asked: Asked, progress: Progress | None = None) -> list[Found]:
    """Return what each check finds. Raises Cancelled when `progress` was cancelled."""
    progress = progress or Progress()
    found = []
    for number, check in enumerate(CHECKS):
        progress.report(number, len(CHECKS))
        found.append(found_by(reader, check, asked))
    return found


def found_by(reader: Connection, check: Check, asked: Asked) -> Found:
    """Return what `check` finds."""
    rids = array("q", _rids(reader, check, asked.scope()))
    return Found(check, rids[:MOST_LISTED], len(rids))


def still_found(reader: Connection, check: Check, asked: Asked, rids: Sequence[int]) -> set[int]:
    """Return those of the records `rids` that `check` still finds."""
    return set(_rids(reader, check, asked.scope(rids)))


def _rids(reader: Connection, check: Check, scope: Scope) -> Iterator[int]:
    if check.find is not None:
        yield from sorted(check.find(reader, scope))
        return
    kind = kind_named(check.kind)
    rows = reader.execute(
        f"SELECT t.rid FROM {kind.table.name} t WHERE {rows_of_kind(kind)} AND ({check.where}){scope.narrowed} "
        "ORDER BY t.sort_name",
        scope.parameters,
    )
    while chunk := list(islice(rows, MOST_LISTED)):
        yield from (row[0] for row in chunk)
