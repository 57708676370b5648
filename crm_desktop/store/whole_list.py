"""All records of a list in its order, group after group where it is gathered: for files and paper."""

from array import array
from collections.abc import Collection, Iterator
from typing import NamedTuple

from crm_desktop.schema.forms import Place, Stored
from crm_desktop.store.groups import SEVERAL, Group, group_key, group_values, groups_of
from crm_desktop.store.record_query import PAGE, Row, View, record_page, rows_by_rid, searched_rows, view_where
from crm_desktop.vault.driver import Connection

_CHUNK = 5 * PAGE


class Bunch(NamedTuple):
    """The records of one group in the order of the list; `group` is None where the list is not gathered."""

    group: Group | None
    rids: "array[int]"


def record_rows(reader: Connection, view: View, place: Place, only: Collection[bytes] = ()) -> Iterator[Row]:
    """Yield the rows of `view`, those with an id of `only` where there are some, chunk by chunk.

    A record that stands in several groups comes once, with the first.
    """
    if not (view.conditions or view.sorting or view.gathered or only):
        yield from _paged(reader, view, place)
        return
    told: set[int] = set()
    for bunch in record_bunches(reader, view, place, only):
        fresh = array("q", (rid for rid in bunch.rids if rid not in told))
        told.update(fresh)
        yield from bunch_rows(reader, view, place, bunch._replace(rids=fresh))


def record_bunches(reader: Connection, view: View, place: Place, only: Collection[bytes] = ()) -> list[Bunch]:
    """Return the records of `view`, those with an id of `only` where there are some; costs one pass over the table."""
    field = view.kind.field(view.gathered) if view.gathered else None
    groups = groups_of(reader, view.kind, view_where(view, place), field) if field is not None else []
    key = group_key(view.kind, field) if field is not None else "NULL"
    bunches: dict[Stored, array[int]] = {each.value: array("q") for each in groups} or {None: array("q")}
    several = field if field is not None and field.kind in SEVERAL else None
    rows = searched_rows(view, place)
    for rid, record, stored in reader.execute(f"SELECT t.rid, t.id, {key} {rows.sql}", rows.values):
        if not only or record in only:
            for value in group_values(several, stored) if several is not None else (stored,):
                bunches.setdefault(value, array("q")).append(rid)
    if field is None:
        return [Bunch(None, bunches[None])]
    known = {each.value: each for each in groups}
    # what another writer brought in since the groups were read comes last
    return [Bunch(known.get(value, Group(value, None, len(rids), ())), rids) for value, rids in bunches.items() if rids]


def bunch_rows(reader: Connection, view: View, place: Place, bunch: Bunch) -> Iterator[Row]:
    """Yield the rows of `bunch`, chunk by chunk."""
    for start in range(0, len(bunch.rids), _CHUNK):
        yield from rows_by_rid(reader, view, place, bunch.rids[start : start + _CHUNK])


def _paged(reader: Connection, view: View, place: Place) -> Iterator[Row]:
    after: str | None = None
    while True:
        page = record_page(reader, view, place, after, _CHUNK)
        yield from page.rows
        after = page.next
        if after is None:
            return
