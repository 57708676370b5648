"""Lists gathered by a field: group after group, each with its rows, by pages."""

from array import array
from collections.abc import Sequence
from typing import NamedTuple

from crm_desktop.schema.forms import Place, Stored
from crm_desktop.store.groups import Group, OneOf, Summed, group_values, groups_of
from crm_desktop.store.list_pages import list_batch
from crm_desktop.store.record_query import PAGE, Row, View, record_page, view_fields, view_where
from crm_desktop.vault.driver import Connection


class Gathering(NamedTuple):
    """By which `field` a list is gathered, the groups that there are, and the values of those that are `closed`."""

    field: str
    groups: Sequence[Group]
    closed: frozenset[Stored]


class Within(NamedTuple):
    """Where a page of a gathered list begins: at the group `at`; inside it after `after`, at its start for None.

    `headed` where its head is part of the page.
    """

    at: int = 0
    after: str | int | None = None
    headed: bool = True


class Gathered(NamedTuple):
    """A page of a gathered list: rows, and groups where their heads stand; `following` is None at the end.

    `order` holds the rids of the last group where finding them took a pass; then `following.after` is a place in it.
    """

    items: list[Row | Group]
    following: Within | None
    order: "array[int] | None" = None


def list_groups(reader: Connection, view: View, place: Place, field: str, summed: Sequence[str]) -> list[Group]:
    """Return the groups of the records of `view` by `field`, with the sums of the fields `summed`."""
    kind = view.kind
    fields = Summed([kind.field(each) for each in summed], place.currency)
    return groups_of(reader, kind, view_where(view, place), kind.field(field), fields)


def gathered_page(reader: Connection, view: View, place: Place, by: Gathering, begin: Within) -> Gathered:
    """Return the page of `view`, gathered by `by`, that begins at `begin`; its `after` is no number."""
    items: list[Row | Group] = []
    at, after, headed = begin
    while at < len(by.groups) and len(items) < PAGE:
        group = by.groups[at]
        if after is None and headed:
            items.append(group)
        headed = True
        if group.value in by.closed:
            at += 1
        elif after is not None or group.records > PAGE:
            one = view._replace(group=OneOf(by.field, (group.value,)))
            batch = list_batch(reader, one, place, None if after is None else str(after))
            items += batch.rows
            if batch.following is not None:
                return Gathered(items, Within(at, batch.following), batch.order)
            at, after = at + 1, None
        else:
            run = _small_groups(by, at)
            items += _rows_of(reader, view, place, by, run)[1:]
            at += len(run)
    return Gathered(items, Within(at) if at < len(by.groups) else None)


def _small_groups(by: Gathering, at: int) -> Sequence[Group]:
    """Return the groups from `at` on whose rows are few enough to be read at once."""
    planned = 0
    for end in range(at, len(by.groups)):
        group = by.groups[end]
        planned += 0 if group.value in by.closed else group.records
        if planned > PAGE:
            return by.groups[at : max(end, at + 1)]
    return by.groups[at:]


def _rows_of(reader: Connection, view: View, place: Place, by: Gathering, run: Sequence[Group]) -> list[Row | Group]:
    """Return the groups `run`, each followed by its rows."""
    opened = tuple(each.value for each in run if each.value not in by.closed)
    rows: dict[Stored, list[Row]] = {each: [] for each in opened}
    if opened:
        field = view.kind.field(by.field)
        column = [each.name for each in view_fields(view)].index(by.field)
        chosen = view._replace(group=OneOf(by.field, opened))
        most = sum(each.records for each in run if each.value in rows)
        for row in record_page(reader, chosen, place, None, most).rows:
            for value in group_values(field, row.values[column]):
                rows.setdefault(value, []).append(row)
    items: list[Row | Group] = []
    for each in run:
        items += [each, *rows.get(each.value, ())]
    return items
